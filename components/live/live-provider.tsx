'use client';

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import {
  type Freshness,
  freshnessOf,
  isHavenSilent,
  linkStateNow,
  type ViewerClock,
} from '@/lib/live/freshness';
import {
  type DirectoryCluster,
  itemKey,
  type LiveItem,
  type LiveState,
  type NodeLink,
} from '@/lib/live/protocol';
import type { ReadingName } from '@/lib/live/readings';
import { emptyLiveState } from '@/lib/live/reduce';
import { type ChannelState, LiveClient } from './live-client';

const ClientContext = createContext<LiveClient | null>(null);

/** Opens the live channel for everything below it. `initial` is the first paint's state; it is stale until the channel speaks. */
export function LiveProvider({
  children,
  initial,
  wallToken,
}: {
  readonly children: ReactNode;
  readonly initial?: LiveState;
  readonly wallToken?: string;
}) {
  const [client] = useState(
    () => new LiveClient({ ...(initial ? { initial } : {}), ...(wallToken ? { wallToken } : {}) }),
  );
  useEffect(() => {
    client.start();
    return () => client.stop();
  }, [client]);
  return <ClientContext value={client}>{children}</ClientContext>;
}

export function useLiveClient(): LiveClient {
  const client = useContext(ClientContext);
  if (!client) throw new Error('useLiveClient needs a LiveProvider above it');
  return client;
}

/**
 * Selects from the live state; re-renders only when the selected value changes by `Object.is`. Select existing objects
 * (an item, a cluster, a link), not freshly built ones.
 */
export function useLive<T>(select: (state: LiveState) => T): T {
  const client = useLiveClient();
  const get = () => select(client.state());
  return useSyncExternalStore(client.subscribe, get, get);
}

/** Like `useLive` for derived values: keeps the previous result while `isEqual` says nothing changed. */
export function useLiveDerived<T>(derive: (state: LiveState) => T, isEqual: (a: T, b: T) => boolean): T {
  const client = useLiveClient();
  const previous = useRef<{ state: LiveState; value: T } | undefined>(undefined);
  const get = () => {
    const state = client.state();
    if (previous.current?.state === state) return previous.current.value;
    const value = derive(state);
    const kept = previous.current && isEqual(previous.current.value, value) ? previous.current.value : value;
    previous.current = { state, value: kept };
    return kept;
  };
  return useSyncExternalStore(client.subscribe, get, get);
}

export const useChannel = (): ChannelState => {
  const client = useLiveClient();
  return useSyncExternalStore(client.subscribe, client.channel, () => 'connecting' as const);
};

/** Haven's clock, ticking: ages on screen move without any message. `null` until mounted, so that server and browser agree. */
export function useViewerClock(everyMs = 1_000): ViewerClock | null {
  const client = useLiveClient();
  const [clock, setClock] = useState<ViewerClock | null>(null);
  useEffect(() => {
    const tick = () => setClock(client.clock());
    tick();
    const timer = setInterval(tick, everyMs);
    const unsubscribe = client.subscribe(() =>
      setClock((old) => (old && client.clock().now - old.now < 250 ? old : client.clock())),
    );
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  }, [client, everyMs]);
  return clock;
}

export const useCluster = (clusterId: string): DirectoryCluster | undefined =>
  useLive((state) => state.clusters[clusterId]);
export const useLink = (nodeId: string): NodeLink | undefined => useLive((state) => state.links[nodeId]);

export function useItem<K extends ReadingName>(
  clusterId: string,
  nodeId: string,
  reading: K,
): LiveItem<K> | undefined {
  return useLive((state) => state.items[itemKey(clusterId, nodeId, reading)]) as LiveItem<K> | undefined;
}

/** The item and whether it may be drawn as current, ticking. Before mount everything is stale: nothing is green by default. */
export function useReading<K extends ReadingName>(
  clusterId: string,
  nodeId: string,
  reading: K,
): { item: LiveItem<K> | undefined; freshness: Freshness } {
  const item = useItem(clusterId, nodeId, reading);
  const link = useLink(nodeId);
  const clock = useViewerClock();
  return {
    item,
    freshness: freshnessOf(item as LiveItem | undefined, link, clock ?? { now: Date.now(), heardAt: 0 }),
  };
}

export { emptyLiveState, freshnessOf, isHavenSilent, linkStateNow };
