/**
 * A cluster's eyes for those who only look: what a node said a moment ago is not asked again. A real plan always
 * reads afresh; a preview may stand on readings that a plan's own rule (invariant 39) would still take for fresh.
 */
import { itemKey } from '@/lib/live/protocol';
import type { ClusterAccess } from '../access';

/**
 * Well below the 15 s after which a fact is none for a guard: the rest of the preview takes time too. Shorter asks the
 * nodes again for every menu entry; longer shows a guard that refuses for age alone.
 */
const RECENT_MS = 10_000;

export function withRecentReadings(access: ClusterAccess, now: () => number): ClusterAccess {
  return {
    directory: (clusterId) => access.directory(clusterId),
    state: () => access.state(),
    run: (clusterId, node, command) => access.run(clusterId, node, command),
    read: (clusterId, nodeName, reading) => {
      const node = access.directory(clusterId)?.nodes.find(({ name }) => name === nodeName);
      const { items, links } = access.state();
      const last = node && items[itemKey(clusterId, node.id, reading)]?.observation;
      const isRecent =
        last?.state === 'known' &&
        now() - last.observedAt < RECENT_MS &&
        links[node?.id ?? '']?.state === 'live';
      // An item's observation is of its own reading; the map's type cannot say so.
      return isRecent ? Promise.resolve(last as never) : access.read(clusterId, nodeName, reading);
    },
  };
}
