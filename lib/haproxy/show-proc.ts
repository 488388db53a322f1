/** `show proc` of the master socket: which worker serves now, and whether the last reload failed (reference 3.4, 6). */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { socketCommand } from './probes';

/** Debian's unit starts the master with `-S`; without it there is no such socket. */
export const DEFAULT_MASTER_SOCKET = '/run/haproxy-master.sock';

export interface HaproxyProcesses {
  readonly master: number;
  readonly reloads: number;
  /** Reloads since the start that failed; 0 where the line does not say. */
  readonly failedReloads: number;
  readonly workers: readonly number[];
  /** Of a file before this one, alive until their connections end. */
  readonly oldWorkers: readonly number[];
}

export const showProcProbe = (socketPath: string = DEFAULT_MASTER_SOCKET): Probe<HaproxyProcesses> => ({
  id: 'haproxy.processes',
  command: socketCommand(socketPath, 'show proc\n'),
  absentExitCodes: [1, 127],
  parse: parseShowProc,
});

export function parseShowProc(text: string): Result<HaproxyProcesses, ParseError> {
  if (!text.startsWith('#<PID>')) return parseError('no header of show proc', text, 1);
  if (!text.endsWith('\n\n')) return parseError('show proc does not end with a blank line: it was cut');
  const workers: number[] = [];
  const oldWorkers: number[] = [];
  let master: { pid: number; reloads: number; failed: number } | undefined;
  let isOld = false;
  for (const [index, line] of text.trimEnd().split('\n').entries()) {
    if (/^# old workers/.test(line)) isOld = true;
    else if (/^# /.test(line)) isOld = false;
    if (line.startsWith('#') || line === '') continue;
    const match = /^(\d+)\s+(master|worker|\S+)\s+(\d+)(?: \[failed: (\d+)\])?\s/.exec(line);
    if (!match) return parseError('not a process', line, index + 1);
    const pid = Number(match[1]);
    if (match[2] === 'master') master = { pid, reloads: Number(match[3]), failed: Number(match[4] ?? 0) };
    else if (match[2] === 'worker') (isOld ? oldWorkers : workers).push(pid);
  }
  if (!master) return parseError('show proc names no master');
  return ok({
    master: master.pid,
    reloads: master.reloads,
    failedReloads: master.failed,
    workers,
    oldWorkers,
  });
}

export type ReloadVerdict =
  /** A worker that was not there before serves. */
  | 'new-worker'
  /** The master counted a failed reload: the old worker still serves with the old file. */
  | 'reload-failed'
  /** Nothing new yet. */
  | 'same-worker'
  | 'no-worker'
  /** Another master: HAProxy was restarted, connections were cut. */
  | 'restarted';

export function reloadVerdict(before: HaproxyProcesses, after: HaproxyProcesses): ReloadVerdict {
  if (before.master !== after.master) return after.workers.length > 0 ? 'restarted' : 'no-worker';
  if (after.failedReloads > before.failedReloads) return 'reload-failed';
  if (after.workers.length === 0) return 'no-worker';
  return after.workers.some((pid) => ![...before.workers, ...before.oldWorkers].includes(pid))
    ? 'new-worker'
    : 'same-worker';
}
