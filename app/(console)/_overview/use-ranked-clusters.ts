'use client';

import { useRef } from 'react';
import { useLiveClient, useViewerClock } from '@/components/live/live-provider';
import { createProtectionCache } from '@/lib/protection/protection-cache';
import { levelRank, type ProtectionLevel } from '@/lib/protection/types';

export interface RankedCluster {
  readonly id: string;
  readonly name: string;
  readonly level: ProtectionLevel;
}

const judge = createProtectionCache();

/** Clusters, worst first, then by name; ticking. `null` until the clock is known. */
export function useRankedClusters(): readonly RankedCluster[] | null {
  const client = useLiveClient();
  const clock = useViewerClock();
  const last = useRef<readonly RankedCluster[]>([]);
  if (!clock) return null;
  const state = client.state();
  const ranked = Object.values(state.clusters)
    // Of what is not a cluster yet nothing is expected that could be missing.
    .filter(({ building }) => !building)
    .map((cluster) => ({ id: cluster.id, name: cluster.name, level: judge(cluster, state, clock).level }))
    .toSorted((a, b) => levelRank(b.level) - levelRank(a.level) || a.name.localeCompare(b.name));
  if (!isSame(last.current, ranked)) last.current = ranked;
  return last.current;
}

const isSame = (a: readonly RankedCluster[], b: readonly RankedCluster[]): boolean =>
  a.length === b.length &&
  a.every(
    (each, index) =>
      each.id === b[index]?.id && each.level === b[index]?.level && each.name === b[index]?.name,
  );
