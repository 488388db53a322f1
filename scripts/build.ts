/** `next build` and the server as one file, but only when something it reads has changed since the last one. Needs the generated Prisma client. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleServer } from './bundle';
import { distDir, isBuildCurrent, markBuilt, takeSources } from './sources.mjs';

const ROOT = join(import.meta.dirname, '..');

export const loadServerBundle = (): Promise<typeof import('@/server/main')> =>
  import(pathToFileURL(join(distDir(), 'haven-server.mjs')).href);

/** @param onOutput gets the build's own lines */
export async function buildIfChanged(onOutput: (text: string) => void): Promise<'built' | 'already built'> {
  if (isBuildCurrent()) return 'already built';
  const sources = takeSources();
  // Next writes its folder's name into tsconfig.json; another folder's name does not belong there.
  const tsconfig = await readFile(join(ROOT, 'tsconfig.json'));
  const child = spawn(process.execPath, [join(ROOT, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onOutput);
  // Ended with whoever asked for it: a signal to this process alone does not reach it.
  const end = (): void => void child.kill();
  process.once('exit', end);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.off('exit', end);
  if (process.env.HAVEN_DIST_DIR) await writeFile(join(ROOT, 'tsconfig.json'), tsconfig);
  if (code !== 0) throw new Error(`next build failed (exit code ${code})`);
  await bundleServer(distDir());
  markBuilt(sources);
  return 'built';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await buildIfChanged((text) => process.stdout.write(text)));
}
