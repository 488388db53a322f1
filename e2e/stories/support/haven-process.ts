import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

/**
 * The Haven under test: the production server on its own port with its own data folder (and so its own Postgres),
 * started, killed and started again by the stories. What is running is kept in a file, because Playwright replaces its
 * worker process after a failed test and the next one must find the same Haven.
 */

const ROOT = path.resolve(import.meta.dirname, '../../..');
const WORK = path.join(ROOT, 'test-results', 'haven');
const STATE_FILE = path.join(WORK, 'running.json');
const DATA_DIR = process.env.HAVEN_STORY_DATA_DIR ?? path.join(ROOT, '.data', 'stories');

interface RunningHaven {
  readonly pid: number;
  readonly port: number;
}

/** A page answers within this; a production start is about two seconds, but emulated machines share the cores. */
const START_DEADLINE_MS = 180_000;

export const baseUrl = (): string => `http://127.0.0.1:${readState().port}`;

function readState(): RunningHaven {
  return JSON.parse(readFileSync(STATE_FILE, 'utf8')) as RunningHaven;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Starts with an empty database. */
export async function startFreshHaven(): Promise<void> {
  rmSync(DATA_DIR, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  await launch(await freePort());
}

/** Starts again on the same data and port, e.g. after `killHaven`. Resolves when a page answers; returns milliseconds. */
export async function restartHaven(): Promise<number> {
  const startedAt = Date.now();
  await launch(readState().port);
  return Date.now() - startedAt;
}

async function launch(port: number): Promise<void> {
  const log = createWriteStream(path.join(WORK, 'haven.log'), { flags: 'a' });
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HAVEN_DATA_DIR: DATA_DIR,
      HAVEN_PRACTICE: '1',
    },
  });
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  child.unref();
  if (child.pid === undefined) throw new Error('Haven did not start');
  writeFileSync(STATE_FILE, JSON.stringify({ pid: child.pid, port } satisfies RunningHaven));
  await answering(`http://127.0.0.1:${port}/sign-in`);
}

async function answering(url: string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const response = await fetch(url, { redirect: 'manual' });
      if (response.status < 500) return;
      last = response.status;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`Haven did not answer at ${url}: ${String(last)}`);
}

/** Ends Haven at once, as a crash would: nothing of it gets to clean up. Its Postgres survives, as after a real crash. */
export function killHaven(): void {
  process.kill(readState().pid, 'SIGKILL');
}

/** Stops Haven and everything it started. */
export async function stopHaven(): Promise<void> {
  const { pid } = readState();
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    return;
  }
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('Haven did not stop within 30 seconds of SIGTERM');
}
