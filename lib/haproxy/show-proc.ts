/** `show proc` of the master socket: which worker serves now, and whether the last reload failed (reference 3.4, 6). */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { socketCommand } from './probes';

/** Debian's unit starts the master with `-S`; without it there is no such socket. */
export const DEFAULT_MASTER_SOCKET = '/run/haproxy-master.sock';

export interface HaproxyWorker {
  readonly pid: number;
  /** Reloads it has lived through: 0 for one that the last reload started. */
  readonly reloads: number;
  readonly uptimeSeconds: number;
}

export interface HaproxyProcesses {
  readonly master: HaproxyWorker;
  /** Reloads that failed since the last one that did not; 0 where the line does not say. */
  readonly failedReloads: number;
  readonly workers: readonly HaproxyWorker[];
  /** Of a file before this one, alive until their connections end. */
  readonly oldWorkers: readonly HaproxyWorker[];
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
  const workers: HaproxyWorker[] = [];
  const oldWorkers: HaproxyWorker[] = [];
  let master: HaproxyWorker | undefined;
  let failedReloads = 0;
  let isOld = false;
  for (const [index, line] of text.trimEnd().split('\n').entries()) {
    if (/^# old workers/.test(line)) isOld = true;
    else if (/^# /.test(line)) isOld = false;
    if (line.startsWith('#') || line === '') continue;
    const match = /^(\d+)\s+(\S+)\s+(\d+)(?: \[failed: (\d+)\])?\s+(\d+)d(\d+)h(\d+)m(\d+)s(?:\s|$)/.exec(
      line,
    );
    if (!match) return parseError('not a process', line, index + 1);
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(5, 9).map(Number);
    const found = {
      pid: Number(match[1]),
      reloads: Number(match[3]),
      uptimeSeconds: ((days * 24 + hours) * 60 + minutes) * 60 + seconds,
    };
    if (match[2] === 'master') {
      master = found;
      failedReloads = Number(match[4] ?? 0);
    } else if (match[2] === 'worker') (isOld ? oldWorkers : workers).push(found);
  }
  return master
    ? ok({ master, failedReloads, workers, oldWorkers })
    : parseError('show proc names no master');
}

export type ReloadVerdict =
  /** A worker that was not there before serves. */
  | 'new-worker'
  /** The master counted a failed reload: the old worker still serves with the old file. */
  | 'reload-failed'
  /** Nothing new yet. */
  | 'same-worker'
  | 'no-worker'
  /** The master is as young as its worker: HAProxy was started anew, connections were cut. */
  | 'restarted';

/** @param withinSeconds how long ago the reload was asked for; what is younger came of it */
export function reloadVerdict(found: HaproxyProcesses, withinSeconds: number): ReloadVerdict {
  if (found.workers.length === 0) return 'no-worker';
  const isNew = found.workers.some((worker) => worker.reloads === 0 && worker.uptimeSeconds <= withinSeconds);
  if (!isNew) return found.failedReloads > 0 ? 'reload-failed' : 'same-worker';
  return found.master.uptimeSeconds <= withinSeconds ? 'restarted' : 'new-worker';
}
