/**
 * Signs in live lines that no state dump shows afterwards: split-brain, its automatic solution, unrelated data.
 * From events2 helper calls and from the kernel log (reference 1.8.1). Absence of a sign proves nothing: lines can be
 * missed while a stream is down.
 */
import { parseEvents2Line } from './events2-line';

export type DrbdAlarmKind =
  /** Both sides wrote and DRBD dropped the connection: a person must choose. */
  | 'split-brain'
  /** Found, not yet known whether a policy solves it. */
  | 'split-brain-found'
  /** A policy or `--discard-my-data` solved it: one side's changes are gone. */
  | 'split-brain-solved'
  /** Common ancestry is missing; discard-my-data does not help. */
  | 'unrelated-data'
  | 'io-error'
  | 'out-of-sync-found'
  | 'fence-peer-called';

export interface DrbdAlarm {
  readonly kind: DrbdAlarmKind;
  readonly resource?: string;
  readonly minor?: number;
  /** Node's clock, milliseconds since the epoch; events2 with timestamps only. */
  readonly at?: number;
}

const HELPERS: Readonly<Record<string, DrbdAlarmKind>> = {
  'split-brain': 'split-brain',
  'initial-split-brain': 'split-brain-found',
  'local-io-error': 'io-error',
  'pri-on-incon-degr': 'io-error',
  'out-of-sync': 'out-of-sync-found',
  'fence-peer': 'fence-peer-called',
};

/** First match wins: "detected but unresolved" also contains "Split-Brain detected". Source: k61 drbd_receiver.c. */
const KERNEL_TEXTS: readonly (readonly [RegExp, DrbdAlarmKind])[] = [
  [/Split-Brain detected but unresolved/, 'split-brain'],
  [/Split-Brain detected, .*(automatically|manually) solved/, 'split-brain-solved'],
  [/Unrelated data, aborting/, 'unrelated-data'],
  [/helper command: \S*drbdadm split-brain\b/, 'split-brain'],
  [/helper command: \S*drbdadm initial-split-brain\b/, 'split-brain-found'],
  [/Online verify found +\d+ +\d+k blocks? out of sync/, 'out-of-sync-found'],
  [/Local IO failed in|local (READ|WRITE) IO error/, 'io-error'],
];

/** What a line of the events2 stream alarms about; undefined for every other line, also a broken one. */
export function alarmOfEvents2Line(text: string): DrbdAlarm | undefined {
  const parsed = parseEvents2Line(text);
  if (!parsed.ok || parsed.value.kind !== 'event') return undefined;
  const { verb, fields, at } = parsed.value;
  if (verb !== 'call') return undefined;
  const helper = fields.get('helper') ?? '';
  const kind = Object.hasOwn(HELPERS, helper) ? HELPERS[helper] : undefined;
  if (!kind) return undefined;
  const minor = fields.get('minor');
  return {
    kind,
    resource: fields.get('name') ?? '',
    ...(minor === undefined ? {} : { minor: Number(minor) }),
    ...(at === undefined ? {} : { at }),
  };
}

/**
 * What a kernel log line alarms about. 8.4 prefixes `block drbd0:` or `drbd hafs:`, 9.x `drbd hafs/0 drbd0 node2:`.
 * Only lines with DRBD's own prefix count: a program may log the same words.
 */
export function alarmOfKernelLine(text: string): DrbdAlarm | undefined {
  const prefix =
    /\b(?:block drbd(\d+)|drbd ([A-Za-z0-9_.-]+)(?:\/\d+)?(?: drbd(\d+))?(?: [A-Za-z0-9_.-]+)?): /.exec(text);
  if (!prefix) return undefined;
  const rest = text.slice(prefix.index + prefix[0].length);
  const kind = KERNEL_TEXTS.find(([pattern]) => pattern.test(rest))?.[1];
  if (!kind) return undefined;
  const minor = prefix[1] ?? prefix[3];
  return {
    kind,
    ...(prefix[2] === undefined ? {} : { resource: prefix[2] }),
    ...(minor === undefined ? {} : { minor: Number(minor) }),
  };
}
