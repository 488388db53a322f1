/** Runs the lab's command line as a child in a process group of its own, so that Ctrl-C does not tear it mid-write. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const ARGV = ['--import', 'tsx', join(ROOT, 'e2e/lab/main.ts')] as const;

export interface LabRun {
  /** Exit code; null when it was ended by a signal. */
  readonly ended: Promise<number | null>;
  cancel(): Promise<void>;
}

/** @param onLine gets every line the lab prints */
export function runLab(verb: readonly string[], onLine: (line: string) => void): LabRun {
  const child = spawn(process.execPath, [...ARGV, ...verb], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => text.split('\n').filter(Boolean).forEach(onLine));
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', resolve);
  });
  return { ended, cancel: () => cancelGroup(child, ended) };
}

async function cancelGroup(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  process.kill(-child.pid, 'SIGTERM');
  await ended;
}

/** Whether machines of the lab run already: then somebody else started them, and they are not ours to stop. */
export async function isLabUp(): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...ARGV, 'status', '--json'], {
      cwd: ROOT,
      timeout: 30_000,
    });
    const { nodes = [] } = JSON.parse(stdout) as { nodes?: readonly { isOn?: boolean }[] };
    return nodes.some(({ isOn }) => isOn === true);
  } catch {
    return false;
  }
}
