/** What every part of the change engine is given. */
import type { ClusterAccess } from '../access';
import type { Log } from '../log';

/** Milliseconds. Tests shorten them; each says what goes wrong when it is too short or too long. */
export interface Timings {
  /** Between looks at a running unit: shorter costs SSH round trips, longer delays every step. */
  readonly unitPollMs: number;
  /** Between looks at the goal. */
  readonly verifyPollMs: number;
  /** How long connections may take to come up after a start, before what is not connected counts as silent. */
  readonly connectMs: number;
  /**
   * How long a node may be silent before a person is asked about a step that an earlier process began. Together with
   * `connectMs` below the ten seconds of R2; shorter asks about every slow handshake.
   */
  readonly resumeSilenceMs: number;
  /** The same for a step of this process: a reconnect takes seconds, and nobody is waiting for a restart. */
  readonly silenceMs: number;
  /** How often a node is kept for the job: several times within `LEASE_SECONDS`, so that one that is lost does no harm. */
  readonly keepNodesMs: number;
  /** Overrides of the plan's own limits, for tests. */
  readonly verifyTimeoutMs?: number;
}

export const TIMINGS: Timings = {
  unitPollMs: 250,
  verifyPollMs: 1_000,
  connectMs: 4_000,
  resumeSilenceMs: 4_000,
  silenceMs: 30_000,
  keepNodesMs: 15_000,
};

/** Places between two effects, in the order of a step: where a crash leaves a different state behind. */
export type Checkpoint =
  | 'job-begun'
  | 'attempt-committed'
  | 'unit-started'
  | 'unit-finished'
  | 'outcome-recorded'
  | 'unit-cleaned'
  | 'verified'
  | 'step-done'
  | 'before-finish';

export interface Engine {
  readonly access: ClusterAccess;
  readonly log: Log;
  readonly now: () => number;
  readonly timings: Timings;
  /** Called at every checkpoint; tests stop the world here. */
  readonly checkpoint?: (at: Checkpoint, stepIndex: number, clusterId: string) => void | Promise<void>;
}

/** The runner was told to stop, or has lost its lock: whatever is on record is for the next one to take up. */
export class Interrupted extends Error {}

export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted('interrupted');
}

/** @throws Interrupted at once when `signal` fires */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return untilInterrupted(new Promise((resolve) => setTimeout(resolve, ms)), signal);
}

/** Stops waiting for `work` when `signal` fires; the work itself ends by its own deadline. */
export function untilInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(new Interrupted('interrupted'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const CONNECT_POLL_MS = 50;

/** Waits while the cluster's connections are still being made. What is known to be down is not waited for. */
export async function untilConnected(engine: Engine, clusterId: string, signal: AbortSignal): Promise<void> {
  const deadline = engine.now() + engine.timings.connectMs;
  const isConnecting = (): boolean => {
    const nodes = engine.access.directory(clusterId)?.nodes;
    const { links } = engine.access.state();
    return !nodes || nodes.some((node) => (links[node.id]?.state ?? 'connecting') === 'connecting');
  };
  while (isConnecting() && engine.now() < deadline) await sleep(CONNECT_POLL_MS, signal);
}
