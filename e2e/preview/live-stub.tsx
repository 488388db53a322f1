import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react';
import type { ChannelState } from '@/components/live/live-client';
import { type Freshness, freshnessOf, type ViewerClock } from '@/lib/live/freshness';
import {
  type AgentAnswer,
  type AgentPlace,
  type AgentsAnswer,
  type DirectoryCluster,
  type ItemKey,
  itemKey,
  type LiveItem,
  type LiveState,
  type NodeLink,
  type PreviewAnswer,
  type PreviewPlace,
  type RawEvidence,
  type StorageAnswer,
} from '@/lib/live/protocol';
import type { ReadingName } from '@/lib/live/readings';
import { SAMPLE_AGENTS, sampleAgent } from './sample-agents';
import { SAMPLE_CFG } from './sample-haproxy-cfg';
import { samplePreview } from './sample-preview';
import { type Sample, sampleState } from './sample-state';

/** Stands in for `components/live/live-provider` in pictures: the same hooks over one still sample, without a socket. */

const SampleContext = createContext<Sample>(sampleState('healthy'));

export function SampleProvider({
  sample,
  children,
}: {
  readonly sample: Sample;
  readonly children: ReactNode;
}) {
  return <SampleContext value={sample}>{children}</SampleContext>;
}
export const LiveProvider = ({ children }: { readonly children: ReactNode }) => children;

export function useLiveClient() {
  const sample = useContext(SampleContext);
  // One client per sample, as on a page: effects hang on it.
  return useMemo(() => clientOf(sample), [sample]);
}

function clientOf(sample: Sample) {
  return {
    state: () => sample.state,
    clock: () => sample.clock,
    channel: (): ChannelState => 'live',
    subscribe: () => () => undefined,
    onJob: () => () => undefined,
    preview: async ({ intent }: PreviewPlace): Promise<PreviewAnswer> => samplePreview(sample, intent),
    endPreview: () => undefined,
    file: async () => ({ text: SAMPLE_CFG, sha256: 'c'.repeat(64) }),
    storage: async (): Promise<StorageAnswer> => ({
      nodes: ['node1', 'node2'].map((node) => ({
        node,
        groups: [
          { name: 'vg_nvme', sizeBytes: 2 ** 40, extentBytes: 2 ** 22, freeExtents: 65_536, isUsable: true },
        ],
        volumes: [],
      })),
    }),
    raw: async (key: ItemKey): Promise<RawEvidence> => ({
      key,
      runs: [
        {
          command: 'crm_mon -1 --output-as=xml',
          at: sample.clock.now - 3_000,
          outcome: 'exit 0, 0.4 s',
          stdout: '<pacemaker-result api-version="2.25">\n  …\n</pacemaker-result>',
          stderr: '',
        },
      ],
    }),
    agents: async (): Promise<AgentsAnswer> => SAMPLE_AGENTS,
    agent: async ({ agent }: AgentPlace): Promise<AgentAnswer> => sampleAgent(agent),
  };
}

export const useLive = <T,>(select: (state: LiveState) => T): T => select(useContext(SampleContext).state);
export function useLiveDerived<T>(derive: (state: LiveState) => T, isEqual: (a: T, b: T) => boolean): T {
  const value = derive(useContext(SampleContext).state);
  const kept = useRef(value);
  if (!isEqual(kept.current, value)) kept.current = value;
  return kept.current;
}
export const useChannel = (): ChannelState => 'live';
export const useViewerClock = (_everyMs?: number): ViewerClock | null => useContext(SampleContext).clock;
export const useCluster = (id: string): DirectoryCluster | undefined =>
  useLive((state) => state.clusters[id]);
export const useLink = (id: string): NodeLink | undefined => useLive((state) => state.links[id]);

export function useItem<K extends ReadingName>(
  clusterId: string,
  nodeId: string,
  reading: K,
): LiveItem<K> | undefined {
  return useLive((state) => state.items[itemKey(clusterId, nodeId, reading)]) as LiveItem<K> | undefined;
}

export function useReading<K extends ReadingName>(
  clusterId: string,
  nodeId: string,
  reading: K,
): { item: LiveItem<K> | undefined; freshness: Freshness } {
  const { state, clock } = useContext(SampleContext);
  const item = useItem(clusterId, nodeId, reading);
  return { item, freshness: freshnessOf(item as LiveItem | undefined, state.links[nodeId], clock) };
}

export { freshnessOf, isHavenSilent, linkStateNow } from '@/lib/live/freshness';
export { emptyLiveState } from '@/lib/live/reduce';
