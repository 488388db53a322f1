/**
 * Every option of `net {}`, `disk {}` and `options {}` that both a resource file and `drbdadm adjust` know, with what it
 * takes and what changing it risks. Ranges, choices and defaults are those that `drbdsetup xml-help` 9.22 prints for the
 * 8.4 and the 9.x dialect (reference 1.3 for the recommendations); where the two differ there is one row for each.
 */
import type { DrbdVersion } from './types';

/** Generations a resource file can be written for. */
export type DrbdGeneration = Extract<DrbdVersion['generation'], '8.4' | '9'>;
export type OptionSection = 'net' | 'disk' | 'options';

/**
 * When a changed value counts: `adjust` at once on a running resource; `reconnect` with the next connection, which
 * `adjust` does not always force.
 */
export type OptionOnline = 'adjust' | 'reconnect';

/**
 * What may follow: `safe` nothing but another speed; `disruptive` I/O, connection or fail-over may behave differently;
 * `data-loss` an acknowledged write may be lost or a copy overwritten by policy.
 */
export type OptionRisk = 'safe' | 'disruptive' | 'data-loss';

export type OptionValue =
  /** `prefix`: what a bare number counts (1, KiB, or sectors of 512 bytes); limits and default are in that prefix. */
  | {
      readonly kind: 'number';
      readonly prefix: '1' | 'k' | 's';
      readonly unit: string;
      readonly min: number;
      readonly max: number;
      readonly default: number;
      /** Words that stand beside numbers: `quorum majority`. */
      readonly words?: readonly string[];
      readonly defaultWord?: string;
    }
  | { readonly kind: 'boolean'; readonly default: boolean }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly default: string }
  /** `pattern` is what the value may look like; the default is not to have it. */
  | { readonly kind: 'text'; readonly pattern: RegExp };

export interface DrbdOption {
  readonly name: string;
  readonly section: OptionSection;
  readonly generations: readonly DrbdGeneration[];
  readonly value: OptionValue;
  readonly online: OptionOnline;
  readonly risk: OptionRisk;
  /** Values that raise the risk above `risk`. */
  readonly dangerous?: Readonly<Record<string, OptionRisk>>;
  /** Value reference 1.3 recommends for a single-primary pair on NVMe and 10 Gbit/s. */
  readonly recommended?: string;
}

const BOTH: readonly DrbdGeneration[] = ['8.4', '9'];
const NINE: readonly DrbdGeneration[] = ['9'];
const EIGHT: readonly DrbdGeneration[] = ['8.4'];
/** Names of kernel hashes: `crc32c`, `hmac(sha256)` is written by its hash alone. */
const ALGORITHM = /^[a-z][a-z0-9_-]{1,62}$/;
const RATE = 'bytes/s';

type Number3 = readonly [min: number, max: number, fallback: number];
const count = (limits: Number3, unit = ''): OptionValue => number('1', unit, limits);
const number = (
  prefix: '1' | 'k' | 's',
  unit: string,
  [min, max, fallback]: Number3,
  words?: readonly string[],
): OptionValue => ({
  kind: 'number',
  prefix,
  unit,
  min,
  max,
  default: fallback,
  ...(words ? { words, defaultWord: words[0] ?? '' } : {}),
});
const flag = (fallback: boolean): OptionValue => ({ kind: 'boolean', default: fallback });
const oneOf = (...choices: readonly string[]): OptionValue => ({
  kind: 'choice',
  choices,
  default: choices[0] ?? '',
});
const text = (pattern: RegExp): OptionValue => ({ kind: 'text', pattern });

type More = Partial<Pick<DrbdOption, 'online' | 'risk' | 'dangerous' | 'recommended'>>;
function row(
  section: OptionSection,
  name: string,
  generations: readonly DrbdGeneration[],
  value: OptionValue,
  more: More = {},
): DrbdOption {
  return { name, section, generations, value, online: 'adjust', risk: 'safe', ...more };
}

const FENCING = oneOf('dont-care', 'resource-only', 'resource-and-stonith');
/** Without it, or with `resource-only`, a write acknowledged during a partition can be lost (reference 1.5). */
const FENCING_MORE: More = {
  risk: 'disruptive',
  dangerous: { 'dont-care': 'data-loss', 'resource-only': 'data-loss' },
  recommended: 'resource-and-stonith',
};
const RECONNECT: More = { online: 'reconnect', risk: 'disruptive' };
/** Any automatic policy that picks a victim throws changes away (reference 1.3, 1.8). */
const POLICY: More = { risk: 'disruptive' };

const NET: readonly DrbdOption[] = [
  row('net', 'protocol', BOTH, oneOf('C', 'A', 'B'), {
    risk: 'disruptive',
    dangerous: { A: 'data-loss', B: 'data-loss' },
    recommended: 'C',
  }),
  row('net', 'fencing', NINE, FENCING, FENCING_MORE),
  row('net', 'timeout', BOTH, count([1, 600, 60], '0.1 s'), { risk: 'disruptive', recommended: '60' }),
  row('net', 'connect-int', BOTH, count([1, 120, 10], 's')),
  row('net', 'ping-int', BOTH, count([1, 120, 10], 's'), { recommended: '10' }),
  row('net', 'ping-timeout', BOTH, count([1, 300, 5], '0.1 s'), { recommended: '10' }),
  row('net', 'ko-count', BOTH, count([0, 200, 7]), { risk: 'disruptive', recommended: '7' }),
  row('net', 'max-buffers', BOTH, count([32, 131_072, 2048]), { recommended: '8000' }),
  row('net', 'max-epoch-size', BOTH, count([1, 20_000, 2048]), { recommended: '8000' }),
  row('net', 'unplug-watermark', EIGHT, count([1, 131_072, 128])),
  row('net', 'sndbuf-size', BOTH, count([0, 10_485_760, 0], 'bytes'), RECONNECT),
  row('net', 'rcvbuf-size', BOTH, count([0, 10_485_760, 0], 'bytes'), RECONNECT),
  row('net', 'tcp-cork', BOTH, flag(true)),
  row('net', 'socket-check-timeout', BOTH, count([0, 300, 0], 's')),
  row('net', 'use-rle', BOTH, flag(true)),
  row('net', 'allow-two-primaries', BOTH, flag(false), {
    risk: 'safe',
    dangerous: { yes: 'data-loss' },
    recommended: 'no',
  }),
  row('net', 'allow-remote-read', NINE, flag(true)),
  row('net', 'always-asbp', BOTH, flag(false), { dangerous: { yes: 'data-loss' }, recommended: 'no' }),
  row(
    'net',
    'after-sb-0pri',
    BOTH,
    oneOf(
      'disconnect',
      'discard-zero-changes',
      'discard-younger-primary',
      'discard-older-primary',
      'discard-least-changes',
      'discard-local',
      'discard-remote',
    ),
    {
      ...POLICY,
      dangerous: {
        'discard-younger-primary': 'data-loss',
        'discard-older-primary': 'data-loss',
        'discard-least-changes': 'data-loss',
        'discard-local': 'data-loss',
        'discard-remote': 'data-loss',
      },
      recommended: 'discard-zero-changes',
    },
  ),
  row(
    'net',
    'after-sb-1pri',
    BOTH,
    oneOf('disconnect', 'consensus', 'discard-secondary', 'call-pri-lost-after-sb', 'violently-as0p'),
    {
      ...POLICY,
      dangerous: { 'discard-secondary': 'data-loss', 'violently-as0p': 'data-loss' },
      recommended: 'consensus',
    },
  ),
  row('net', 'after-sb-2pri', BOTH, oneOf('disconnect', 'call-pri-lost-after-sb', 'violently-as0p'), {
    ...POLICY,
    dangerous: { 'violently-as0p': 'data-loss' },
    recommended: 'disconnect',
  }),
  row('net', 'rr-conflict', EIGHT, oneOf('disconnect', 'call-pri-lost', 'violently'), {
    ...POLICY,
    dangerous: { violently: 'data-loss' },
    recommended: 'disconnect',
  }),
  row(
    'net',
    'rr-conflict',
    NINE,
    oneOf('disconnect', 'call-pri-lost', 'violently', 'retry-connect', 'auto-discard'),
    {
      ...POLICY,
      dangerous: { violently: 'data-loss', 'auto-discard': 'data-loss' },
      recommended: 'disconnect',
    },
  ),
  row('net', 'on-congestion', BOTH, oneOf('block', 'pull-ahead', 'disconnect'), {
    risk: 'disruptive',
    dangerous: { 'pull-ahead': 'data-loss' },
  }),
  row('net', 'congestion-fill', BOTH, number('s', 'bytes', [0, 20_971_520, 0])),
  row('net', 'congestion-extents', BOTH, count([67, 65_534, 1237])),
  row('net', 'verify-alg', BOTH, text(ALGORITHM), { recommended: 'crc32c' }),
  row('net', 'csums-alg', BOTH, text(ALGORITHM), { recommended: 'crc32c' }),
  row('net', 'csums-after-crash-only', BOTH, flag(false)),
  row('net', 'data-integrity-alg', BOTH, text(ALGORITHM), RECONNECT),
  // Both sides must change before the next connection, or they refuse each other.
  row('net', 'cram-hmac-alg', BOTH, text(ALGORITHM), { ...RECONNECT, recommended: 'sha256' }),
  row('net', 'shared-secret', BOTH, text(/^[\x20-\x7e]{1,64}$/), RECONNECT),
];

const STRIPES = ['32K', '64K', '128K', '256K', '512K', '1M'].map((size) => `${size}-striping`);

const DISK: readonly DrbdOption[] = [
  row('disk', 'fencing', EIGHT, FENCING, FENCING_MORE),
  row('disk', 'on-io-error', BOTH, oneOf('detach', 'pass_on', 'call-local-io-error'), {
    risk: 'disruptive',
    dangerous: { pass_on: 'data-loss' },
    recommended: 'detach',
  }),
  row('disk', 'disk-barrier', BOTH, flag(false)),
  // Off is right only for a device whose cache survives a power cut.
  row('disk', 'disk-flushes', BOTH, flag(true), { dangerous: { no: 'data-loss' } }),
  row('disk', 'disk-drain', BOTH, flag(true), { dangerous: { no: 'data-loss' } }),
  row('disk', 'md-flushes', BOTH, flag(true), { dangerous: { no: 'data-loss' } }),
  row('disk', 'resync-rate', EIGHT, number('k', RATE, [1, 4_194_304, 250])),
  row('disk', 'resync-rate', NINE, number('k', RATE, [1, 8_388_608, 250])),
  row('disk', 'resync-after', BOTH, text(/^[A-Za-z][A-Za-z0-9_.-]{0,62}(\/\d{1,5})?$/)),
  row('disk', 'al-extents', BOTH, count([67, 65_534, 1237]), { recommended: '6433' }),
  row('disk', 'al-updates', BOTH, flag(true), { risk: 'disruptive' }),
  row('disk', 'c-plan-ahead', BOTH, count([0, 300, 20], '0.1 s'), { recommended: '20' }),
  row('disk', 'c-delay-target', BOTH, count([1, 100, 10], '0.1 s')),
  row('disk', 'c-fill-target', BOTH, number('s', 'bytes', [0, 1_048_576, 100]), { recommended: '1M' }),
  row('disk', 'c-max-rate', EIGHT, number('k', RATE, [250, 4_194_304, 102_400]), { recommended: '400M' }),
  row('disk', 'c-max-rate', NINE, number('k', RATE, [0, 4_194_304, 102_400]), { recommended: '400M' }),
  row('disk', 'c-min-rate', BOTH, number('k', RATE, [0, 4_194_304, 250]), { recommended: '20M' }),
  // A device that answers late is dropped, and a late write may still hit memory that is used otherwise.
  row('disk', 'disk-timeout', BOTH, count([0, 6000, 0], '0.1 s'), { risk: 'data-loss' }),
  row(
    'disk',
    'read-balancing',
    BOTH,
    oneOf(
      'prefer-local',
      'prefer-remote',
      'round-robin',
      'least-pending',
      'when-congested-remote',
      ...STRIPES,
    ),
  ),
  row('disk', 'rs-discard-granularity', BOTH, count([0, 1_048_576, 0], 'bytes')),
  row('disk', 'discard-zeroes-if-aligned', BOTH, flag(true), { dangerous: { no: 'disruptive' } }),
  row('disk', 'disable-write-same', BOTH, flag(false)),
];

const QUORUM_WORDS = ['off', 'majority', 'all'] as const;

const OPTIONS: readonly DrbdOption[] = [
  row('options', 'cpu-mask', BOTH, text(/^[0-9a-f,]{1,64}$/)),
  row('options', 'on-no-data-accessible', BOTH, oneOf('io-error', 'suspend-io'), {
    risk: 'disruptive',
    recommended: 'suspend-io',
  }),
  row('options', 'auto-promote', NINE, flag(true), {
    risk: 'disruptive',
    // Pacemaker promotes; a device that promotes itself when opened goes behind its back.
    recommended: 'no',
  }),
  row('options', 'auto-promote-timeout', NINE, count([0, 600, 20], '0.1 s')),
  row('options', 'quorum', NINE, number('1', 'nodes', [1, 32, 0], QUORUM_WORDS), {
    risk: 'disruptive',
    dangerous: { off: 'data-loss' },
    recommended: 'majority',
  }),
  row('options', 'quorum-minimum-redundancy', NINE, number('1', 'nodes', [1, 32, 0], QUORUM_WORDS), {
    risk: 'disruptive',
  }),
  row('options', 'on-no-quorum', NINE, oneOf('io-error', 'suspend-io'), {
    risk: 'disruptive',
    recommended: 'io-error',
  }),
  row('options', 'on-suspended-primary-outdated', NINE, oneOf('disconnect', 'force-secondary'), {
    risk: 'disruptive',
  }),
  row('options', 'peer-ack-window', NINE, number('s', 'bytes', [2048, 204_800, 4096])),
  row('options', 'peer-ack-delay', NINE, count([1, 10_000, 100], 'ms')),
  row('options', 'twopc-timeout', NINE, count([50, 600, 300], '0.1 s')),
  row('options', 'twopc-retry-timeout', NINE, count([1, 50, 1], '0.1 s')),
  row('options', 'max-io-depth', NINE, count([4, 4_294_967_295, 8000])),
];

export const DRBD_OPTIONS: readonly DrbdOption[] = [...NET, ...DISK, ...OPTIONS];
