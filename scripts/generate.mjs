/** Writes the Prisma client when it is missing or not of today's schema. Plain JavaScript: everything imports it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './install.mjs';

export function generateMissingClient() {
  const schema = createHash('sha256')
    .update(readFileSync(join(ROOT, 'prisma/schema.prisma')))
    .digest('hex');
  const mark = join(ROOT, 'lib/data/generated/prisma/.schema');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === schema) return;
  const cli = join(ROOT, 'node_modules/prisma/build/index.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'generate'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) {
    console.error(`prisma generate failed:\n${stdout}${stderr}`);
    process.exit(1);
  }
  writeFileSync(mark, schema);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateMissingClient();
