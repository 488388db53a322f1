import type { Observation } from '@/lib/base/observation';
import { known, lastValue } from '@/lib/base/observation';
import type { Probe } from '@/lib/base/probe';
import type { DirectoryCluster } from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import { resultOf } from '@/server/collect/outcome-reading';
import { ConnectionMemory, type ReaderContext, type ReadResult } from '@/server/collect/reader-types';
import { READERS } from '@/server/collect/readers';
import type { NodeConnection } from '@/server/ssh/node-connection';

/** Reads a node that is not in the inventory yet, with the same readers that watch it later. */

export type NodeView = { readonly [K in ReadingName]?: Observation<NodeReadings[K]> };

const NOBODY: DirectoryCluster = {
  id: 'adopting',
  name: '',
  practice: false,
  nodes: [],
  networks: [],
  vips: [],
  services: [],
};

/** @param nodeName Pacemaker's name of this node, where it is known already */
export async function readNode(
  connection: NodeConnection,
  readings: readonly ReadingName[],
  nodeName = '',
): Promise<NodeView> {
  const seen = new Map<ReadingName, Observation<unknown>>();
  const context: ReaderContext = {
    nodeName,
    directory: () => NOBODY,
    memory: new ConnectionMemory(),
    last: <K extends ReadingName>(reading: K) => lastValue(seen.get(reading)) as NodeReadings[K] | undefined,
    haproxy: () => undefined,
    note: () => undefined,
    probe: async <T>(probe: Probe<T>) => resultOf(probe, await connection.run(probe.command), Date.now()),
  };
  for (const reading of readings) seen.set(reading, observationOf(await READERS[reading](context)));
  return Object.fromEntries(seen) as NodeView;
}

function observationOf(result: ReadResult<ReadingName>): Observation<unknown> {
  if (result.kind === 'value') return known(result.value, result.observedAt);
  if (result.kind === 'none') return { state: 'unknown', reason: 'never-read', since: Date.now() };
  const { reason, detail } = result;
  return { state: 'unknown', reason, since: Date.now(), ...(detail ? { detail } : {}) };
}

export function valueIn<K extends ReadingName>(view: NodeView, reading: K): NodeReadings[K] | undefined {
  const observation = view[reading] as Observation<NodeReadings[K]> | undefined;
  return observation?.state === 'known' ? observation.value : undefined;
}
