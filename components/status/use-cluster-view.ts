'use client';

import { useLiveClient, useLiveDerived, useViewerClock } from '@/components/live/live-provider';
import type { ViewerClock } from '@/lib/live/freshness';
import { type DirectoryCluster, itemKey, type LiveState } from '@/lib/live/protocol';
import { READING_NAMES } from '@/lib/live/readings';
import { createProtectionCache } from '@/lib/protection/protection-cache';
import type { ClusterProtection } from '@/lib/protection/types';
import { type ClusterView, viewCluster } from '@/lib/protection/view';

export interface LiveClusterView {
  readonly cluster: DirectoryCluster;
  readonly view: ClusterView;
  readonly protection: ClusterProtection;
  readonly clock: ViewerClock;
}

/** One memory for the page: tiles, headers and marks of a cluster share one judgement. */
const judge = createProtectionCache();

/**
 * One cluster with freshness and protection decided, ticking. `null` before mount and for a cluster that is not there:
 * the first paint must not say anything that the clock has not confirmed.
 */
export function useClusterView(clusterId: string): LiveClusterView | null {
  const client = useLiveClient();
  const clock = useViewerClock();
  // Only what belongs to this cluster wakes it; ages tick with the clock.
  useLiveDerived((state) => partsOf(state, clusterId), isSame);
  const state = client.state();
  const cluster = state.clusters[clusterId];
  if (!clock || !cluster) return null;
  return {
    cluster,
    view: viewCluster(cluster, state, clock),
    protection: judge(cluster, state, clock),
    clock,
  };
}

function partsOf(state: LiveState, clusterId: string): readonly unknown[] {
  const cluster = state.clusters[clusterId];
  if (!cluster) return [];
  const parts: unknown[] = [cluster];
  for (const node of cluster.nodes) {
    parts.push(state.links[node.id]?.state);
    for (const reading of READING_NAMES) {
      const observation = state.items[itemKey(clusterId, node.id, reading)]?.observation;
      parts.push(observation?.state === 'known' ? observation.value : observation?.since);
    }
  }
  return parts;
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
