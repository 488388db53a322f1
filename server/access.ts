import type { Command, Outcome } from '@/lib/base/command';
import type { Observation } from '@/lib/base/observation';
import type { DirectoryCluster, LiveState } from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';

/** What planning and running changes need from the control plane's eyes and hands. Implemented by the collector. */
export interface ClusterAccess {
  directory(clusterId: string): DirectoryCluster | undefined;
  state(): LiveState;
  /** Runs one command on one node over its kept connection. Never throws for what a node or network can cause. */
  run(clusterId: string, nodeName: string, command: Command): Promise<Outcome>;
  /** Reads one reading afresh (not the cached one), records it in the live state, and returns it. */
  read<K extends ReadingName>(
    clusterId: string,
    nodeName: string,
    reading: K,
  ): Promise<Observation<NodeReadings[K]>>;
}

/** Everything the server starts can be stopped; `stop` resolves when nothing of it runs any more. */
export interface Running {
  stop(): Promise<void>;
}
