/**
 * The control plane's worker in a thread of its own, so that it can be killed as a process is: at any instruction,
 * with its connections cut and nothing of it going on. Its nodes live with the test and outlive it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Outcome } from '@/lib/base/command';
import type { Observation } from '@/lib/base/observation';
import type { DirectoryCluster, LiveState } from '@/lib/live/protocol';
import type { NodeReadings } from '@/lib/live/readings';
import type { ClusterAccess } from '../../access';
import { createLog } from '../../log';
import type { Timings } from '../engine';
import { startJobWorker } from '../worker';

export interface MortalData {
  readonly directories: Readonly<Record<string, DirectoryCluster>>;
  readonly state: LiveState;
  readonly timings: Timings;
  /** Where to stand still, by cluster: `attempt-committed 3`. */
  readonly stops: Readonly<Record<string, string>>;
}

/** What the thread says; the test answers a question under its number. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'stopped'; readonly clusterId: string }
  | { readonly kind: 'ask'; readonly id: number; readonly method: 'run' | 'read'; readonly args: unknown[] };

const port = parentPort;
if (!port) throw new Error('runs as a thread only');
const { directories, state, timings, stops } = workerData as MortalData;
const waiting = new Map<number, (value: unknown) => void>();
let asked = 0;

const say = (message: FromThread): void => port.postMessage(message);

function ask<T>(method: 'run' | 'read', args: unknown[]): Promise<T> {
  return new Promise((resolve) => {
    asked += 1;
    waiting.set(asked, (value) => resolve(value as T));
    say({ kind: 'ask', id: asked, method, args });
  });
}

const access: ClusterAccess = {
  directory: (clusterId) => directories[clusterId],
  state: () => state,
  run: (...args) => ask<Outcome>('run', args),
  read: <K extends keyof NodeReadings>(...args: [string, string, K]) =>
    ask<Observation<NodeReadings[K]>>('read', args),
};

port.on('message', (message: 'go' | { readonly id: number; readonly value: unknown }) => {
  if (message !== 'go') return waiting.get(message.id)?.(message.value);
  void startJobWorker({
    access,
    log: createLog(process.env.HAVEN_FAULT_LOG === '1' ? 'info' : 'silent'),
    timings,
    checkpoint: (at, stepIndex, clusterId) => {
      if (stops[clusterId] !== `${at} ${stepIndex}`) return undefined;
      say({ kind: 'stopped', clusterId });
      return new Promise<void>(() => undefined);
    },
  });
});
say({ kind: 'ready' });
