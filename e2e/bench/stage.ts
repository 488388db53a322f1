/**
 * A Haven of the benchmark's own: own Postgres and data folder, the production build, an administrator, and where a
 * benchmark needs one, the lab's cluster in its inventory. The lab itself is shared and only looked at.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disconnectDatabase } from '@/lib/data/client';
import { createFirstAdministrator } from '@/lib/usecases/users';
import { buildIfChanged } from '@/scripts/build';
import { migrate } from '@/scripts/migrate';
import { startPostgres } from '@/scripts/postgres';
import { startServerProcess } from '@/scripts/server-process';
import { freePort } from './free-port';
import type { Stops } from './stops';

export const ROOT = join(import.meta.dirname, '../..');

export interface Administrator {
  readonly email: string;
  readonly password: string;
}

export interface Stage {
  readonly dir: string;
  /** What a Haven process of this stage needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly administrator: Administrator;
}

export interface RunningHaven {
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  stop(): Promise<void>;
}

export const distDir = (): string => join(ROOT, process.env.HAVEN_DIST_DIR ?? '.next');

/** @param say gets one line per step that takes time */
export async function openStage(stops: Stops, say: (line: string) => void): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'haven-bench-'));
  stops.add(() => rm(dir, { recursive: true, force: true }));
  // Postgres does not run as root: its account must be able to pass through.
  await chmod(dir, 0o711);
  say('building the pages, unless they are built');
  await buildIfChanged(() => undefined);
  const dataDir = join(dir, 'data');
  const postgres = await startPostgres({ dataDir, durable: false });
  stops.add(() => postgres.stop());
  await migrate(postgres.url);
  const env = { DATABASE_URL: postgres.url, HAVEN_DATA_DIR: dataDir, NODE_ENV: 'production' };
  // The use cases run in this process too, with the same database and secret key.
  Object.assign(process.env, env);
  stops.add(() => disconnectDatabase());
  return { dir, env, administrator: await makeAdministrator() };
}

async function makeAdministrator(): Promise<Administrator> {
  const administrator = { email: 'bench@example.org', password: randomBytes(12).toString('base64url') };
  const made = await createFirstAdministrator({ name: 'Benchmark', ...administrator }, true);
  if (!made.ok) throw new Error(`no administrator could be made: ${made.error.problem}`);
  return administrator;
}

export async function startHaven(stage: Stage, stops: Stops): Promise<RunningHaven> {
  const pidFile = join(stage.dir, 'server.pid');
  const logFile = join(stage.dir, 'server.log');
  const server = await startServerProcess({ port: await freePort(), env: stage.env, logFile, pidFile });
  stops.add(() => server.stop());
  return {
    url: server.url,
    pid: Number(await readFile(pidFile, 'utf8')),
    logFile,
    stop: () => server.stop(),
  };
}
