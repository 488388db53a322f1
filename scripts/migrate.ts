/**
 * Brings a database to the schema of this checkout. Asks the database first: the Prisma CLI takes over a second to
 * find out that there is nothing to do, which is most of Haven's start.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const ROOT = join(import.meta.dirname, '..');
const MIGRATIONS = join(ROOT, 'prisma/migrations');
/** Both mean that nothing was ever migrated: no such table, no such database. */
const NOTHING_YET = new Set(['42P01', '3D000']);

export async function migrate(url: string): Promise<'already up to date' | 'migrated'> {
  if (await isUpToDate(url)) return 'already up to date';
  await runPrisma(['migrate', 'deploy'], url);
  return 'migrated';
}

async function isUpToDate(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  try {
    await client.connect();
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    return (await ownMigrations()).every(({ name, checksum }) => applied.get(name) === checksum);
  } catch (error) {
    if (NOTHING_YET.has(String((error as { code?: unknown }).code))) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ownMigrations(): Promise<{ name: string; checksum: string }[]> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  return Promise.all(
    folders.map(async ({ name }) => {
      const sql = await readFile(join(MIGRATIONS, name, 'migration.sql'));
      return { name, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Runs the Prisma CLI; its output is shown only when it fails. */
export async function runPrisma(args: readonly string[], url?: string): Promise<void> {
  const cli = join(ROOT, 'node_modules/prisma/build/index.js');
  const env = { ...process.env, ...(url === undefined ? {} : { DATABASE_URL: url }) };
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`prisma ${args.join(' ')} failed (exit code ${code}):\n${output.trim()}`);
}
