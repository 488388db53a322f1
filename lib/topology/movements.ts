import type { DirectoryCluster, LiveEvent, LiveState } from '@/lib/live/protocol';
import type { Anatomy } from './anatomy';
import type { NodeSource } from './sources';
import type { Movement } from './types';

/**
 * What moved in the last minute, from the events of the live state. A dead node sends no "I lost it": then the place it
 * came from is the one where it was last seen.
 */

/** A ghost with its time stays this long: long enough to look up from one's desk, short enough not to clutter. */
export const GHOST_MS = 60_000;

export function recentMovements(
  cluster: DirectoryCluster,
  state: LiveState,
  sources: readonly NodeSource[],
  anatomy: Anatomy,
  now: number,
): readonly Movement[] {
  const recent = state.events.filter(
    (event) => event.clusterId === cluster.id && event.at > now - GHOST_MS && event.at <= now + 1_000,
  );
  if (recent.length === 0) return NONE;
  const movements = new Map<string, Movement>();
  for (const event of recent) {
    const movement = movementOf(event, recent, cluster, sources, anatomy);
    // A later move of the same thing replaces an earlier one: only the last ghost is of use.
    if (movement && movement.fromId !== movement.toId)
      movements.set(`${movement.what}:${movement.subject}`, movement);
  }
  return [...movements.values()];
}
const NONE: readonly Movement[] = [];

/** Values that mean "not here"; everything else means "here". */
const ABSENT: ReadonlySet<string> = new Set([
  '',
  'absent',
  'no',
  'none',
  'false',
  'not-held',
  'released',
  'unmounted',
  'Stopped',
  'stopped',
  'Secondary',
  'Unpromoted',
  'Unknown',
  'unknown',
  '-',
  '–',
]);
const isHere = (value: string | undefined): boolean => value !== undefined && !ABSENT.has(value);

function movementOf(
  event: LiveEvent,
  recent: readonly LiveEvent[],
  cluster: DirectoryCluster,
  sources: readonly NodeSource[],
  anatomy: Anatomy,
): Movement | undefined {
  const subject = subjectOf(event.fact, cluster, anatomy);
  if (!subject) return undefined;
  const byName = nodeIdByName(cluster);
  if (subject.what === 'resource') return resourceMovement(event, subject, recent, byName);
  // A cluster-wide fact names its nodes in its values.
  const from = event.from === undefined ? undefined : byName.get(event.from);
  const to = event.to === undefined ? undefined : byName.get(event.to);
  if (from || to) return to ? { id: event.id, ...subject, fromId: from, toId: to, at: event.at } : undefined;
  if (!event.nodeId || !isHere(event.to) || isHere(event.from)) return undefined;
  const left = [...recent]
    .reverse()
    .find(
      (other) =>
        other.fact === event.fact && other.nodeId !== event.nodeId && isHere(other.from) && !isHere(other.to),
    );
  const fromId = left?.nodeId ?? lastSeenElsewhere(subject, event.nodeId, sources, anatomy);
  return { id: event.id, ...subject, fromId, toId: event.nodeId, at: event.at };
}

/** `Started node1` → `Started node2`, perhaps with `Stopped` between. Clones run on several nodes and do not move. */
function resourceMovement(
  event: LiveEvent,
  subject: Subject,
  recent: readonly LiveEvent[],
  byName: ReadonlyMap<string, string>,
): Movement | undefined {
  const toId = placeIn(event.to, byName);
  if (toId === undefined) return undefined;
  const earlier = [...recent]
    .reverse()
    .find(
      (other) =>
        other.fact === event.fact && other.at <= event.at && placeIn(other.from, byName) !== undefined,
    );
  const fromId = placeIn(event.from, byName) ?? placeIn(earlier?.from, byName);
  return fromId === undefined ? undefined : { id: event.id, ...subject, fromId, toId, at: event.at };
}

function placeIn(value: string | undefined, byName: ReadonlyMap<string, string>): string | undefined {
  const node = value?.match(/^(?:Started|Promoted) ([^\s,]+)$/)?.[1];
  return node === undefined ? undefined : byName.get(node);
}

type Subject = Pick<Movement, 'what' | 'subject'>;

function nodeIdByName(cluster: DirectoryCluster): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const node of cluster.nodes) {
    map.set(node.name, node.id);
    map.set(node.id, node.id);
  }
  return map;
}

/** `vip:10.10.0.100`, `mount:/srv/hafs`, `drbd:hafs/0:role`, `resource:fs_hafs`. */
function subjectOf(
  fact: string,
  cluster: DirectoryCluster,
  anatomy: Anatomy,
): Pick<Movement, 'what' | 'subject'> | undefined {
  const vip = fact.match(/^vip:(.+)$/)?.[1];
  if (vip !== undefined) {
    const known = cluster.vips.find((one) => one.address === vip || one.id === vip || one.resourceId === vip);
    return known ? { what: 'vip', subject: known.id } : undefined;
  }
  const mount = fact.match(/^mount:(.+)$/)?.[1];
  if (mount !== undefined) {
    const known = anatomy.hafs.find((one) => one.directory === mount || one.resourceId === mount);
    return known ? { what: 'hafs', subject: known.resourceId } : undefined;
  }
  const drbd = fact.match(/^drbd:([^/:@]+)(?:\/\d+)?:role$/)?.[1];
  if (drbd !== undefined) return { what: 'drbd', subject: drbd };
  const resource = fact.match(/^resource:([^:]+)(?::(?:node|nodes|on))?$/)?.[1];
  return resource !== undefined && !anatomy.vipResourceIds.has(resource)
    ? { what: 'resource', subject: resource }
    : undefined;
}

function lastSeenElsewhere(
  subject: Pick<Movement, 'what' | 'subject'>,
  nodeId: string,
  sources: readonly NodeSource[],
  anatomy: Anatomy,
): string | undefined {
  const silent = sources.filter((source) => source.node.id !== nodeId && source.linkState !== 'live');
  const had = silent.find((source) => {
    if (subject.what === 'hafs')
      return (
        source.mounts.value?.mounts.some(
          (mount) =>
            mount.target === anatomy.hafs.find((one) => one.resourceId === subject.subject)?.directory,
        ) ?? false
      );
    if (subject.what === 'drbd')
      return (
        source.drbd.value?.resources.some((one) => one.name === subject.subject && one.role === 'Primary') ??
        false
      );
    return true;
  });
  return had?.node.id;
}
