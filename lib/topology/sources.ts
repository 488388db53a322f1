import { lastValue, type UnknownReason } from '@/lib/base/observation';
import { freshnessOf, isHavenSilent, linkStateNow, type ViewerClock } from '@/lib/live/freshness';
import {
  type DirectoryCluster,
  type DirectoryNode,
  type ItemKey,
  itemKey,
  type LiveItem,
  type LiveState,
  type NodeLink,
} from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import type { PacemakerReading } from '@/lib/pacemaker/types';
import type { CellFreshness, CellStatus } from './types';

/** Every reading of every node with its freshness, in the form in which the picture's parts ask for it. */

export interface Seen<T> {
  readonly key: ItemKey;
  /** Node's name: the source of this view. */
  readonly source: string;
  /** The value to draw, current or not. */
  readonly value: T | undefined;
  readonly freshness: CellFreshness;
  readonly isCurrent: boolean;
  /** The node itself answered that the thing does not run or is not there: knowledge, not silence. */
  readonly absent?: Extract<UnknownReason, 'not-installed' | 'not-running'>;
  readonly observedAt: number;
  readonly since: LiveItem['since'];
  /** Equal strings mean equal freshness: used to notice change cheaply. */
  readonly stamp: string;
}

const DRAWN = [
  'drbd',
  'drbdConfig',
  'pacemaker',
  'cib',
  'survival',
  'corosync',
  'network',
  'haproxy',
  'units',
  'disks',
  'mounts',
] as const satisfies readonly ReadingName[];
type Drawn = (typeof DRAWN)[number];

export type NodeSource = {
  readonly node: DirectoryNode;
  readonly link: NodeLink | undefined;
  readonly linkState: NodeLink['state'];
  readonly havenSilent: boolean;
} & { readonly [K in Drawn]: Seen<NodeReadings[K]> };

export function readSources(
  cluster: DirectoryCluster,
  state: LiveState,
  clock: ViewerClock,
): readonly NodeSource[] {
  return cluster.nodes.map((node) => {
    const link = state.links[node.id];
    const linkState = linkStateNow(link, clock);
    const seen = <K extends Drawn>(reading: K): Seen<NodeReadings[K]> =>
      seeItem(cluster.id, node, reading, state, clock, link, linkState);
    return {
      node,
      link,
      linkState,
      havenSilent: isHavenSilent(clock),
      drbd: seen('drbd'),
      drbdConfig: seen('drbdConfig'),
      pacemaker: seen('pacemaker'),
      cib: seen('cib'),
      survival: seen('survival'),
      corosync: seen('corosync'),
      network: seen('network'),
      haproxy: seen('haproxy'),
      units: seen('units'),
      disks: seen('disks'),
      mounts: seen('mounts'),
    };
  });
}

function seeItem<K extends Drawn>(
  clusterId: string,
  node: DirectoryNode,
  reading: K,
  state: LiveState,
  clock: ViewerClock,
  link: NodeLink | undefined,
  linkState: NodeLink['state'],
): Seen<NodeReadings[K]> {
  const key = itemKey(clusterId, node.id, reading);
  const item = state.items[key] as LiveItem<K> | undefined;
  const full = freshnessOf(item as LiveItem | undefined, link, clock);
  const freshness: CellFreshness = full.state === 'current' ? CURRENT : full;
  const reason = full.state === 'unknown' ? full.reason : undefined;
  // "Not running" is only an answer while the node that gave it can still be heard.
  const heard = linkState === 'live' && !isHavenSilent(clock);
  const absent = heard && (reason === 'not-installed' || reason === 'not-running') ? reason : undefined;
  return {
    key,
    source: node.name,
    value: lastValue(item?.observation),
    freshness,
    isCurrent: full.state === 'current',
    ...(absent ? { absent } : {}),
    observedAt:
      item?.observation.state === 'known'
        ? item.observation.observedAt
        : (item?.observation.last?.observedAt ?? 0),
    since: item?.since ?? NOTHING,
    stamp: stampOf(freshness, absent),
  };
}

export const CURRENT: CellFreshness = { state: 'current' };
const NOTHING: LiveItem['since'] = {};

function stampOf(freshness: CellFreshness, absent: string | undefined): string {
  if (freshness.state === 'current') return 'c';
  if (freshness.state === 'stale') return `s:${freshness.why}:${freshness.lastTrueAt}`;
  return `u:${freshness.reason}:${freshness.since}:${absent ?? ''}`;
}

/** A status may only stand while its source is current; otherwise it is unknown, whatever it was. */
export const honest = (status: CellStatus, freshness: CellFreshness): CellStatus =>
  freshness.state === 'current' ? status : 'unknown';

/** The Pacemaker view to draw: the designated coordinator's if it is current, else another quorate one, else any, else the youngest. */
export function bestPacemakerView(sources: readonly NodeSource[]): Seen<PacemakerReading> | undefined {
  let best: Seen<PacemakerReading> | undefined;
  let bestScore = -1;
  for (const source of sources) {
    const { value, isCurrent, observedAt } = source.pacemaker;
    if (!value) continue;
    const isDc = value.dc?.name === source.node.name;
    const score = isCurrent ? 3 + (value.quorate ? 2 : 0) + (isDc ? 1 : 0) : 1 - 1 / (1 + observedAt);
    if (score > bestScore) {
      best = source.pacemaker;
      bestScore = score;
    }
  }
  return best;
}

/** Remembered per reading: it is asked for every pair of nodes at every build. */
const changes = new WeakMap<LiveItem['since'], number>();

/** When the latest fact of this reading changed; a view older than that cannot contradict it. */
export function lastChangeAt(seen: Seen<unknown>): number {
  const remembered = changes.get(seen.since);
  if (remembered !== undefined) return remembered;
  let at = 0;
  for (const fact of Object.values(seen.since)) if (fact.how === 'changed' && fact.at > at) at = fact.at;
  changes.set(seen.since, at);
  return at;
}

/**
 * Two views contradict each other only if both are current and were read after the other's last change: two reads a
 * moment apart during a failover are not a disagreement. Too short a margin flickers; too long hides a real one.
 */
export const SETTLE_MS = 2_000;
export function mayContradict(a: Seen<unknown>, b: Seen<unknown>, now: number): boolean {
  if (!a.isCurrent || !b.isCurrent) return false;
  const changed = Math.max(lastChangeAt(a), lastChangeAt(b));
  return now - changed >= SETTLE_MS;
}
