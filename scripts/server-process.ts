/**
 * Haven as a process of its own, kept running as systemd would: restarted when it dies, so that stories can kill it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitUntil } from './process';

const ROOT = join(import.meta.dirname, '..');

export interface ServerProcessOptions {
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Holds the pid of the running server: stories read it to kill -9. */
  readonly pidFile: string;
}

export interface ServerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 120_000;

export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const url = `http://127.0.0.1:${options.port}`;
  let isStopping = false;
  let child: ChildProcess;
  const launch = () => {
    const log = openSync(options.logFile, 'a', 0o600);
    child = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs')], {
      cwd: ROOT,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        ...options.env,
        PORT: String(options.port),
        HOST: '127.0.0.1',
      },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.once('exit', () => {
      if (!isStopping) setTimeout(launch, 200);
    });
    void writeFile(options.pidFile, String(child.pid ?? ''));
  };
  const stop = async () => {
    isStopping = true;
    child.kill('SIGTERM');
    await waitUntil(() => child.exitCode !== null || child.signalCode !== null, 30_000);
  };
  launch();
  const isReady = await waitUntil(
    () =>
      fetch(`${url}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    READY_TIMEOUT_MS,
  );
  if (!isReady) {
    await stop();
    throw new Error(`Haven did not start; its log is ${options.logFile}`);
  }
  return { url, stop };
}
