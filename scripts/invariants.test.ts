/** The 42 safety invariants of the reference (section 7), and where each is kept. One that nobody keeps fails here. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingMessageKey } from '@/lib/base/finding-key';
import { findings } from '@/lib/i18n/areas/findings';
import { GUARDS } from '@/lib/plan/guards';

const TOOLS = [
  'corosync',
  'drbd',
  'haproxy',
  'host',
  'network',
  'pacemaker',
  'protection',
  'systemd',
] as const;
const ROOT = join(import.meta.dirname, '..');

/**
 * `guard ID` judges every plan · `finding KEY` is told while nobody changes anything · `engine FILE TEXT` is built into
 * how changes are made · `no change` says that nothing Haven can do could break it yet, and by what that would show.
 */
type Place =
  | `guard ${string}`
  | `finding ${string}`
  | readonly ['engine', file: string, text: string]
  | readonly ['no change', intent: RegExp];

const INVARIANTS: Readonly<Record<number, readonly Place[]>> = {
  1: ['guard never-two-primaries', 'guard drbd-one-primary', 'finding drbd.two-primaries'],
  2: ['guard mount-point-free'],
  3: ['guard fencing-on', 'guard fencing-stays-on', 'finding fencing-disabled'],
  4: ['guard fencing-for-all', 'guard fenced-by-others', 'guard fence-device', 'guard fence-tested'],
  5: ['guard fencing-or-quorum'],
  6: ['guard victim-secondary', ['no change', /discard/]],
  7: ['guard repair-direction', 'guard risky-options', 'guard copies-kept'],
  8: ['guard last-copy', 'guard other-copy', 'guard kept-copy', 'guard fence-copy'],
  9: ['guard fence-unreachable', 'guard fence-gone', 'guard fence-stated'],
  10: ['guard quorum-now', 'guard quorum-after', 'guard fence-quorum'],
  11: ['guard peers-healthy', 'guard none-unclean', 'guard target-fit', 'guard fence-not-only'],
  12: ['guard promotes-current', 'guard resync-elsewhere', 'guard resync-here', 'guard fence-resync'],
  13: ['guard verify-clean', 'guard simulated', 'guard no-fencing', 'guard nothing-stops'],
  14: ['guard base-agrees', ['engine', 'lib/plan/build.ts', 'NUM_UPDATES_PLACEHOLDER']],
  15: ['guard files-alike', ['engine', 'lib/plan/file-write.ts', 'baseSha256']],
  16: ['guard drbd-generation', 'guard file-in-force'],
  17: ['guard haproxy-starts', 'guard haproxy-well-made'],
  18: ['guard server-left', 'guard services-left'],
  19: ['guard networks-meant'],
  20: ['finding vip-duplicate'],
  21: ['guard vips-not-exclusive'],
  22: ['guard hafs-users-follow', 'guard hafs-unused'],
  23: ['guard chain-whole'],
  24: ['finding systemd.cluster-unit-enabled', 'finding systemd.unit-not-enabled'],
  25: ['guard drbd-service'],
  26: ['guard managed', 'finding systemd.unit-outside-cluster', 'finding systemd.unit-lost'],
  27: ['guard cluster-maintenance', 'guard maintenance-ends', 'guard leaving-quiet'],
  28: ['guard leftover-constraints', 'guard drbd-fenced', 'guard drbd-fence-kept'],
  29: ['guard clocks-agree'],
  30: ['finding host.filesystem-full'],
  31: ['guard one-change', 'guard cluster-settled', ['engine', 'lib/data/locks.ts', 'pg_try_advisory_lock']],
  32: [
    ['engine', 'lib/plan/build.ts', 'reverse'],
    ['engine', 'lib/plan/planners/put-out.ts', 'recovers'],
  ],
  33: [
    ['engine', 'lib/pacemaker/redact.ts', 'export'],
    ['engine', 'server/live/redact-evidence.ts', 'redact'],
  ],
  34: ['guard drbd-primary', 'guard drbd-no-resync', 'guard room-to-grow'],
  35: [['no change', /corosync/]],
  36: ['guard fence-kills', ['engine', 'lib/plan/approval.ts', 'data-loss']],
  37: [['no change', /package|upgrade/]],
  38: ['guard scores-below-data'],
  39: ['guard facts-known'],
  40: ['guard node-identity', ['engine', 'lib/plan/transient-unit.ts', 'AssertHost']],
  41: ['guard ports-ours'],
  42: ['finding single-cable'],
};

const intents = readFileSync(join(ROOT, 'lib/plan/planners.ts'), 'utf8')
  .split('const PLANNERS')[1]
  ?.match(/'[a-z-]+'(?=:)/g);

/** What is wrong with the claim; undefined when it holds. */
function objection(number: number, place: Place): string | undefined {
  if (typeof place !== 'string') {
    if (place[0] === 'no change') {
      const found = intents?.filter((kind) => place[1].test(kind)) ?? ['?'];
      return found.length === 0 ? undefined : `${found.join()} can break it and needs a guard`;
    }
    const [, file, text] = place;
    const path = join(ROOT, file);
    return existsSync(path) && readFileSync(path, 'utf8').includes(text)
      ? undefined
      : `${file} has no ${text}`;
  }
  const [kind, id = ''] = place.split(' ');
  if (kind === 'guard') {
    const guard = GUARDS.find((one) => one.id === id);
    if (!guard) return `no guard ${id}`;
    return guard.invariant === number ? undefined : `${id} says that it keeps ${guard.invariant}`;
  }
  const isTold = [findings.en, findings.ko].every((words) =>
    TOOLS.some((tool) => Object.hasOwn(words, findingMessageKey(tool, id))),
  );
  return isTold ? undefined : `no finding ${id}`;
}

describe('the 42 invariants', () => {
  it('are all listed', () => {
    expect(Object.keys(INVARIANTS).map(Number)).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
  });

  it.each(Object.entries(INVARIANTS))('%s is kept where it says', (number, places) => {
    expect(places.length).toBeGreaterThan(0);
    expect(places.map((place) => objection(Number(number), place)).filter(Boolean)).toEqual([]);
  });

  it('have every guard among them', () => {
    const listed = new Set(Object.keys(INVARIANTS).map(Number));
    expect(GUARDS.filter(({ invariant }) => !listed.has(invariant))).toEqual([]);
  });
});
