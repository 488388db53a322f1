/**
 * `/proc/drbd`: the module's version, and on 8.4 the only place where resync progress is told (reference 1.7.6).
 * 9.x prints version lines only. Entries are by minor; resource names come from events2.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { isStateWord, splitConnectionState, toDisk, toRole } from './state-words';
import type {
  DrbdConnectionState,
  DrbdDiskState,
  DrbdProgress,
  DrbdReplicationState,
  DrbdRole,
} from './types';

export interface ProcDrbdDevice {
  readonly minor: number;
  readonly connection: DrbdConnectionState | 'unknown';
  readonly replication: DrbdReplicationState | 'unknown';
  readonly role: DrbdRole;
  readonly peerRole: DrbdRole;
  readonly disk: DrbdDiskState | 'unknown';
  readonly peerDisk: DrbdDiskState | 'unknown';
  /** First flag is `s`: I/O is suspended. */
  readonly ioSuspended: boolean;
  readonly outOfSyncKiB: number;
  readonly progress?: DrbdProgress;
}

export interface ProcDrbd {
  /** As printed, e.g. `8.4.11` or `9.1.23`. */
  readonly kernel: string;
  readonly devices: readonly ProcDrbdDevice[];
}

const VERSION = /^version: (\d+\.\d+\.\d+\S*) \(api:[\w/:.-]+\)$/;
const ENTRY =
  /^ *(\d+): cs:([A-Za-z]+)(?: ro:([A-Za-z]+)\/([A-Za-z]+) ds:([A-Za-z]+)\/([A-Za-z]+) (.) (\S+))?$/;
const COUNTERS = /^ {4}ns:\d+ nr:\d+ dw:\d+ dr:\d+ .*\boos:(\d+)$/;
const BAR = /^\t\[[=>.]+\] ?(sync'ed|verified): *(\d+\.\d+)% \((\d+)\/(\d+)\)([KM])$/;
const SPEED =
  /^\tfinish: (\d+):(\d\d):(\d\d) speed: ([\d,]+) \([^)]*\)(?: want: [\d,]+)? K\/sec( \(stalled\))?$/;

/**
 * Parses the whole file.
 * @returns ParseError when the version line is missing or an entry is incomplete. Lines that only newer detail levels
 *   print (`act_log:`, `sector pos`) are accepted after an entry.
 */
export function parseProcDrbd(text: string): Result<ProcDrbd, ParseError> {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const kernel = VERSION.exec(lines[0] ?? '')?.[1];
  if (kernel === undefined) return parseError('no DRBD version line', lines[0], 1);
  if (!text.endsWith('\n')) return parseError('the last line is incomplete');
  const devices: ProcDrbdDevice[] = [];
  const minors = new Set<number>();
  let index = 1;
  // Header: `srcversion:` or `GIT-hash:`, on 9.x also `Transports`.
  while (index < lines.length && !ENTRY.test(lines[index] ?? '')) {
    if (!/^$|^(srcversion|GIT-hash|Transports)\b/.test(lines[index] ?? '')) {
      return parseError('not a line of /proc/drbd', lines[index], index + 1);
    }
    index += 1;
  }
  while (index < lines.length) {
    const entry = ENTRY.exec(lines[index] ?? '');
    if (!entry) {
      if (!/^$|^\t/.test(lines[index] ?? ''))
        return parseError('not a line of /proc/drbd', lines[index], index + 1);
      index += 1;
      continue;
    }
    const read = readEntry(entry, lines, index);
    if (!read.ok) return read;
    if (read.value.device) {
      const { minor } = read.value.device;
      if (minors.has(minor)) return parseError('a minor appears twice', lines[index], index + 1);
      minors.add(minor);
      devices.push(read.value.device);
    }
    index = read.value.next;
  }
  return ok({ kernel, devices });
}

function readEntry(
  entry: RegExpExecArray,
  lines: readonly string[],
  index: number,
): Result<{ device?: ProcDrbdDevice; next: number }, ParseError> {
  const [, minor = '', cs = '', role, peerRole, disk, peerDisk, , flags = ''] = entry;
  if (role === undefined) {
    return cs === 'Unconfigured'
      ? ok({ next: index + 1 })
      : parseError('an entry without roles', lines[index], index + 1);
  }
  if (![cs, role, peerRole ?? '', disk ?? '', peerDisk ?? ''].every(isStateWord))
    return parseError('bad state', lines[index], index + 1);
  const oos = COUNTERS.exec(lines[index + 1] ?? '')?.[1];
  if (oos === undefined) return parseError('an entry without its counters', lines[index + 1], index + 2);
  const progress = readProgress(lines, index + 2);
  if (!progress.ok) return progress;
  const device: ProcDrbdDevice = {
    minor: Number(minor),
    ...splitConnectionState(cs),
    role: toRole(role),
    peerRole: toRole(peerRole),
    disk: toDisk(disk),
    peerDisk: toDisk(peerDisk),
    ioSuspended: flags.startsWith('s'),
    outOfSyncKiB: Number(oos),
    ...(progress.value ? { progress: progress.value } : {}),
  };
  return ok({ device, next: index + (progress.value ? 4 : 2) });
}

/** The two-line block of SyncSource, SyncTarget, VerifyS and VerifyT. Speed is the mean of the last seconds. */
function readProgress(lines: readonly string[], index: number): Result<DrbdProgress | undefined, ParseError> {
  const first = lines[index] ?? '';
  if (!first.startsWith('\t[')) return ok(undefined);
  const bar = BAR.exec(first);
  if (!bar) return parseError('bad progress line', first, index + 1);
  const speed = SPEED.exec(lines[index + 1] ?? '');
  if (!speed) return parseError('bad speed line', lines[index + 1], index + 2);
  const percent = Number(bar[2]);
  if (percent > 100) return parseError('more than 100 percent', first, index + 1);
  const stalled = speed[5] !== undefined;
  const rate = Number((speed[4] ?? '').replaceAll(',', ''));
  const eta = Number(speed[1]) * 3600 + Number(speed[2]) * 60 + Number(speed[3]);
  return ok({
    percent,
    ...(stalled || rate <= 0 ? {} : { etaSeconds: eta }),
    rateKiBps: rate,
    stalled,
  });
}
