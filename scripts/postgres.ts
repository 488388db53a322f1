/**
 * The embedded PostgreSQL: started on a free loopback port, kept apart from Ctrl-C (own session, so that the app can
 * still write while it stops), and found again after a `kill -9` of its owner instead of blocking the next start.
 * One owner stops it; a second Haven on the same data directory shares it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { giveTo, type PostgresFiles, preparePostgresFiles, type RunAs } from './postgres-files';
import { isAlive, processStart, waitUntil } from './process';

export interface PostgresOptions {
  readonly dataDir: string;
  /** Created when missing. */
  readonly database?: string;
  /** False only for tests: faster, and a power cut may ruin the data. */
  readonly durable?: boolean;
}

export interface Postgres {
  /** Contains the password: never log it. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Another live process owns the server: `stop` leaves it alone. */
  readonly isShared: boolean;
  stop(): Promise<void>;
}

interface State {
  readonly ownerPid: number;
  readonly ownerStart: string;
  readonly port: number;
}

const USER = 'haven';
const INVALID_PASSWORD = '28P01';
/** A slow disk needs this long for the first initdb; longer only delays the report of a real failure. */
const START_TIMEOUT_MS = 60_000;
/** Fast shutdown aborts transactions and writes a checkpoint; after this the next start recovers from the log instead. */
const STOP_TIMEOUT_MS = 20_000;

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  // Others may pass through, not look: the unprivileged account must reach its own folder inside.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  if (process.getuid?.() === 0) await chmod(dataDir, 0o711);
  const unlock = await lock(join(dataDir, 'postgres.lock'));
  try {
    return await startLocked(dataDir, options);
  } finally {
    await unlock();
  }
}

async function startLocked(dataDir: string, options: PostgresOptions): Promise<Postgres> {
  const files = await preparePostgresFiles(dataDir);
  const password = await loadPassword(join(dataDir, 'postgres.password'));
  if (!existsSync(join(files.cluster, 'PG_VERSION'))) await initialise(files, dataDir, password);
  const statePath = join(dataDir, 'postgres.json');
  const state = loadState(statePath);

  const running = await findRunning(files.cluster, password);
  const isShared = running !== undefined && state !== undefined && ownerLives(state);
  const { pid, port } =
    running ?? (await launch(files, dataDir, password, state?.port, options.durable ?? true));
  if (!isShared) {
    const mine: State = { ownerPid: process.pid, ownerStart: processStart(process.pid) ?? '', port };
    await writeFile(statePath, JSON.stringify(mine), { mode: 0o600 });
  }
  const database = options.database ?? 'haven';
  await createDatabase(port, password, database);
  return {
    url: urlOf(port, password, database),
    port,
    pid,
    isShared,
    stop: async () => {
      if (!isShared) await stopServer(pid);
    },
  };
}

const urlOf = (port: number, password: string, database: string): string =>
  `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;

function loadState(path: string): State | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as State;
  } catch {
    return undefined; // first start, or cut short while writing: then nobody owns it
  }
}

const ownerLives = (state: State): boolean =>
  state.ownerPid !== process.pid && processStart(state.ownerPid) === state.ownerStart;

async function loadPassword(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const password = randomBytes(24).toString('base64url');
    await writeFile(path, password, { mode: 0o600 });
    return password;
  }
}

/** Held only while starting, so that two starts at once do not both run initdb. */
async function lock(path: string): Promise<() => Promise<void>> {
  const mine = `${process.pid} ${processStart(process.pid)}`;
  const got = await waitUntil(async () => {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 });
      return true;
    } catch {
      const [pid, start] = (await readFile(path, 'utf8').catch(() => '')).split(' ');
      if (pid && processStart(Number(pid)) !== start) await rm(path, { force: true });
      return false;
    }
  }, START_TIMEOUT_MS);
  if (!got) throw new Error(`another start of PostgreSQL holds ${path}`);
  return () => rm(path, { force: true });
}

/** No locale of the machine matters: text sorts the same everywhere, and a bogus LANG is no error. */
const environment = (home: string): NodeJS.ProcessEnv => ({
  NODE_ENV: process.env.NODE_ENV,
  PATH: '/usr/bin:/bin',
  HOME: home,
  LC_ALL: 'C',
  TZ: 'UTC',
});

const identity = (runAs: RunAs | undefined): Partial<RunAs> => runAs ?? {};

/** Runs initdb beside the final place and renames: a start that was cut short leaves nothing half-made. */
async function initialise(files: PostgresFiles, dataDir: string, password: string): Promise<void> {
  const partial = `${files.cluster}.new`;
  const pwfile = `${files.cluster}.initdb-password`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await giveTo(partial, files.runAs);
  await writeFile(pwfile, password, { mode: 0o600 });
  await giveTo(pwfile, files.runAs);
  const args = [
    '-D',
    partial,
    '-U',
    USER,
    '-A',
    'scram-sha-256',
    `--pwfile=${pwfile}`,
    '-E',
    'UTF8',
    '--no-instructions',
  ];
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync');
  const log = openSync(join(dataDir, 'postgres.log'), 'a', 0o600);
  const child = spawn(join(files.programs, 'bin', 'initdb'), args, {
    env: environment(dirname(partial)),
    cwd: '/',
    stdio: ['ignore', log, log],
    ...identity(files.runAs),
  });
  const code = await exitCode(child);
  await rm(pwfile, { force: true });
  if (code !== 0) throw new Error(`initdb failed (exit code ${code}):\n${logTail(dataDir)}`);
  await rename(partial, files.cluster);
}

const exitCode = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });

const logTail = (dataDir: string): string =>
  readFileSync(join(dataDir, 'postgres.log'), 'utf8').split('\n').slice(-12).join('\n');

/** postmaster.pid: line 1 the pid, line 4 the port; a file left by a crash names a dead or a foreign pid. */
async function findRunning(
  cluster: string,
  password: string,
): Promise<{ pid: number; port: number } | undefined> {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const lines = (await readFile(path, 'utf8')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid) || !namesCluster(pid, cluster)) return undefined;
  const answers = await waitUntil(() => canConnect(port, password), START_TIMEOUT_MS);
  if (!answers)
    throw new Error(`PostgreSQL (process ${pid}) runs on ${cluster} but does not answer on port ${port}`);
  return { pid, port };
}

function namesCluster(pid: number, cluster: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
  } catch {
    return process.platform !== 'linux';
  }
}

async function launch(
  files: PostgresFiles,
  dataDir: string,
  password: string,
  lastPort: number | undefined,
  durable: boolean,
): Promise<{ pid: number; port: number }> {
  // The port may be taken between the test and the start: then the server exits at once and another one is tried.
  for (const wanted of [lastPort ?? 0, 0, 0]) {
    const port = await freePort(wanted);
    const child = spawnServer(files, dataDir, port, durable);
    let ended = false;
    child.once('exit', () => {
      ended = true;
    });
    child.once('error', () => {
      ended = true;
    });
    const ready = await waitUntil(async () => ended || (await canConnect(port, password)), START_TIMEOUT_MS);
    if (ready && !ended && child.pid) return { pid: child.pid, port };
    if (!ended) child.kill('SIGINT');
  }
  throw new Error(`PostgreSQL did not start:\n${logTail(dataDir)}`);
}

function spawnServer(files: PostgresFiles, dataDir: string, port: number, durable: boolean): ChildProcess {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    cluster_name: 'haven',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(join(dataDir, 'postgres.log'), 'a', 0o600);
  const child = spawn(join(files.programs, 'bin', 'postgres'), ['-D', files.cluster, ...args], {
    env: environment(files.cluster),
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    ...identity(files.runAs),
  });
  child.unref();
  return child;
}

const freePort = (wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });

async function canConnect(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(port, password, 'postgres'),
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === INVALID_PASSWORD) {
      throw new Error(
        'PostgreSQL refuses the stored password: postgres.password and the postgres folder do not belong together',
      );
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(port: number, password: string, name: string): Promise<void> {
  const client = new pg.Client(urlOf(port, password, 'postgres'));
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one. */
async function stopServer(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // already gone
    }
    if (await waitUntil(() => !isAlive(pid), STOP_TIMEOUT_MS)) return;
  }
}
