import { freshnessOf, isHavenSilent, linkStateNow, type ViewerClock } from '@/lib/live/freshness';
import { type DirectoryCluster, itemKey, type LiveState } from '@/lib/live/protocol';
import { READING_NAMES } from '@/lib/live/readings';
import { protectionOf } from './protection-of';
import type { ClusterProtection } from './types';

/**
 * Remembers the last judgement of each cluster while nothing that it depends on changed: values, which of them are
 * current, and links. A clock that ticks costs one walk over the items; a judgement costs a hundred times that.
 */
export function createProtectionCache(): typeof protectionOf {
  const kept = new Map<
    string,
    {
      readonly cluster: DirectoryCluster;
      readonly seen: readonly unknown[];
      readonly result: ClusterProtection;
    }
  >();
  return (cluster, state, clock) => {
    const seen = dependencies(cluster, state, clock);
    const last = kept.get(cluster.id);
    if (last && last.cluster === cluster && isSame(last.seen, seen)) return last.result;
    const result = protectionOf(cluster, state, clock);
    kept.set(cluster.id, { cluster, seen, result });
    return result;
  };
}

function dependencies(cluster: DirectoryCluster, state: LiveState, clock: ViewerClock): readonly unknown[] {
  const silent = isHavenSilent(clock);
  const seen: unknown[] = [silent, silent ? clock.heardAt : 0];
  for (const node of cluster.nodes) {
    const link = state.links[node.id];
    const linkState = linkStateNow(link, clock);
    // While live, the time of the last word moves each second and decides nothing.
    seen.push(linkState, linkState === 'live' ? 0 : link?.lastHeardAt);
    for (const reading of READING_NAMES) {
      const item = state.items[itemKey(cluster.id, node.id, reading)];
      const observation = item?.observation;
      const value = observation?.state === 'known' ? observation.value : observation?.last?.value;
      const freshness = freshnessOf(item, link, clock);
      seen.push(value, freshness.state === 'unknown' ? freshness.reason : freshness.state);
    }
  }
  return seen;
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
