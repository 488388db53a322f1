'use client';

import { useCallback, useEffect, useState } from 'react';
import { useChannel, useLiveClient } from '@/components/live/live-provider';
import type { AgentAnswer, AgentsAnswer } from '@/lib/live/protocol';

/** An answer from a node that is asked once; `undefined` while it is on its way. */
export interface Asked<T> {
  readonly answer: T | undefined;
  readonly again: () => void;
}

/** Asks when the channel is there, and again when told to or when what is asked changes. */
function useAsked<T>(key: string, ask: () => Promise<T>): Asked<T> {
  const isLive = useChannel() === 'live';
  const [found, setFound] = useState<{ readonly key: string; readonly answer: T } | undefined>(undefined);
  const answer = found?.key === key ? found.answer : undefined;
  const isWaiting = key !== '' && answer === undefined && isLive;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is asked; the function is new each time
  useEffect(() => {
    if (!isWaiting) return;
    let isGone = false;
    void ask().then((given) => {
      if (!isGone) setFound({ key, answer: given });
    });
    return () => {
      isGone = true;
    };
  }, [key, isWaiting]);
  const again = useCallback(() => setFound(undefined), []);
  return { answer, again };
}

/** Agents that a node has. An empty node asks nothing. */
export function useAgents(clusterId: string, node: string): Asked<AgentsAnswer> {
  const client = useLiveClient();
  return useAsked(node === '' ? '' : `${clusterId} ${node}`, () => client.agents({ clusterId, node }));
}

/** What one agent says about itself. An empty agent asks nothing. */
export function useAgent(clusterId: string, node: string, agent: string): Asked<AgentAnswer> {
  const client = useLiveClient();
  const key = node === '' || agent === '' ? '' : `${clusterId} ${node} ${agent}`;
  return useAsked(key, () => client.agent({ clusterId, node, agent }));
}
