/**
 * Long-lived programs of a lab instance, known by pid file. A pid is believed only while its command line
 * still names this instance's folder, so a reused pid is never signalled.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError, writeAtomic } from './run.ts';
import { waitFor } from './wait.ts';

/** The pid in the file if that process lives and its command line contains `mark`, else undefined. */
export function livePid(pidFile: string, mark: string): number | undefined {
  const pid = Number.parseInt(tryRead(pidFile), 10);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const commandLine = tryRead(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
  return commandLine.includes(mark) ? pid : undefined;
}

export interface DaemonSpec {
  readonly name: string;
  readonly argv: readonly string[];
  readonly pidFile: string;
  readonly logFile: string;
  /** Part of the command line that only this instance's process has, normally a path of its folder. */
  readonly mark: string;
}

/** Starts the program in a session of its own, unless it runs already. Returns its pid. */
export function startDaemon(spec: DaemonSpec): number {
  const running = livePid(spec.pidFile, spec.mark);
  if (running !== undefined) return running;
  const [program, ...args] = spec.argv;
  if (program === undefined) throw new Error(`${spec.name}: empty command`);
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const log = openSync(spec.logFile, 'a');
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.on('error', () => {});
  child.unref();
  if (child.pid === undefined) throw new LabError(`Cannot start ${spec.name} (${program}).`);
  writeAtomic(spec.pidFile, `${child.pid}\n`);
  return child.pid;
}

/** Ends the program politely, then by force. Does nothing when it is not running. */
export async function stopDaemon(name: string, pidFile: string, mark: string): Promise<void> {
  const pid = livePid(pidFile, mark);
  if (pid !== undefined) {
    signal(pid, 'SIGTERM');
    const isGone = async (): Promise<true | string> =>
      livePid(pidFile, mark) === undefined || `pid ${pid} lives`;
    try {
      await waitFor(`${name} to end`, isGone, { timeoutMs: 15_000, everyMs: 100 });
    } catch {
      signal(pid, 'SIGKILL');
      await waitFor(`${name} to end`, isGone, { timeoutMs: 15_000, everyMs: 100 });
    }
  }
  rmSync(pidFile, { force: true });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended by itself between the look and the signal
  }
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
