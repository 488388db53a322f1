/**
 * Takes up plans to make and jobs to run. The rows are the queue: whatever is `proposing`, `queued` or `running` is
 * picked up, on a notice, every second, and first of all at the start, so that a job whose Haven was killed goes on
 * at once. One change at a time per cluster, over all instances, by a lock that dies with its process.
 *
 * No second queue (pg-boss) beside the rows: it could disagree with them, and it returns the work of a killed
 * process only after a heartbeat of ten seconds.
 */

import { clusterOfJob, listRunnable } from '@/lib/data/jobs';
import { Locks } from '@/lib/data/locks';
import { listProposing } from '@/lib/data/plans';
import type { ClusterAccess, Running } from '../access';
import { errorText, type Log } from '../log';
import { listen } from '../notify/listen';
import { type Engine, Interrupted, TIMINGS, type Timings } from './engine';
import { makePlan } from './planner';
import { runJob } from './run-plan';

export interface JobWorkerDeps {
  readonly access: ClusterAccess;
  readonly log: Log;
  /** A job's rows changed, here or in another instance: the gateway tells browsers. */
  readonly onJobChange?: (jobId: string, clusterId: string) => void;
  readonly onPlanChange?: (planId: string) => void;
  readonly now?: () => number;
  readonly timings?: Timings;
  readonly checkpoint?: Engine['checkpoint'];
}

/** A notice can be lost while Postgres restarts; R2 gives a job ten seconds. Shorter only asks Postgres more often. */
const LOOK_EVERY_MS = 1_000;
/**
 * A job that broke off because of a fault is tried again soon (R7: two seconds after Postgres is back everything works),
 * and ever more seldom when that does not help: not in a circle.
 */
const RETRY_AFTER_MS = { first: 400, most: 6_000 } as const;

export async function startJobWorker(deps: JobWorkerDeps): Promise<Running> {
  const worker = new JobWorker(deps);
  await worker.start();
  return worker;
}

class JobWorker implements Running {
  private readonly engine: Engine;
  private readonly locks: Locks;
  private readonly running = new Map<
    string,
    { readonly abort: AbortController; readonly done: Promise<void> }
  >();
  private readonly notBefore = new Map<string, { readonly at: number; readonly waitMs: number }>();
  private listener: Running | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isAskedAgain = false;
  private isStopped = false;

  constructor(private readonly deps: JobWorkerDeps) {
    const { access, log, now = Date.now, timings = TIMINGS, checkpoint } = deps;
    this.engine = { access, log, now, timings, ...(checkpoint ? { checkpoint } : {}) };
    // Without its lock a run must not go on: another instance may take the job up.
    this.locks = new Locks((names) => {
      for (const name of names) this.running.get(name)?.abort.abort();
    });
  }

  async start(): Promise<void> {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.listener = await listen(
      { plan: (id) => this.planNotice(id), job: (id) => this.jobNotice(id) },
      { onError: (message) => this.deps.log.warn({ message }, 'notices of changes') },
    );
    await this.look();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.listener?.stop();
    await this.looking;
    const all = [...this.running.values()];
    for (const { abort } of all) abort.abort();
    await Promise.allSettled(all.map(({ done }) => done));
    await this.locks.close();
  }

  private planNotice(id: string | undefined): Promise<void> {
    if (id !== undefined) this.deps.onPlanChange?.(id);
    return this.look();
  }

  private async jobNotice(id: string | undefined): Promise<void> {
    void this.look();
    const { onJobChange } = this.deps;
    if (id === undefined || !onJobChange) return;
    const clusterId = await clusterOfJob(id);
    if (clusterId !== undefined) onJobChange(id, clusterId);
  }

  /** One look at a time; what is asked for meanwhile is seen by one more. */
  private look(): Promise<void> {
    if (this.looking) {
      this.isAskedAgain = true;
      return this.looking;
    }
    this.isAskedAgain = false;
    this.looking = this.takeUpAll()
      .catch((error: unknown) => this.deps.log.warn({ err: error }, 'looking for changes'))
      .finally(() => {
        this.looking = undefined;
        if (this.isAskedAgain && !this.isStopped) void this.look();
      });
    return this.looking;
  }

  private async takeUpAll(): Promise<void> {
    if (this.isStopped) return;
    for (const id of await listProposing())
      await this.takeUp(`plan:${id}`, (signal) => makePlan(this.engine, id, signal));
    const taken = new Set<string>();
    for (const { id, clusterId } of await listRunnable()) {
      // The oldest of a cluster first; the others wait for its end.
      if (taken.has(clusterId)) continue;
      taken.add(clusterId);
      await this.takeUp(`cluster:${clusterId}`, (signal) => runJob(this.engine, id, signal));
    }
  }

  private async takeUp(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.isStopped || this.running.has(name) || (this.notBefore.get(name)?.at ?? 0) > Date.now()) return;
    if (!(await this.locks.tryLock(name))) return;
    const abort = new AbortController();
    const done = work(abort.signal)
      .then(() => void this.notBefore.delete(name))
      .catch((error: unknown) => this.report(name, error))
      .finally(async () => {
        await this.locks.unlock(name);
        this.running.delete(name);
        if (!this.isStopped) void this.look();
      });
    this.running.set(name, { abort, done });
  }

  private report(name: string, error: unknown): void {
    const { first, most } = RETRY_AFTER_MS;
    const waitMs = Math.min(most, (this.notBefore.get(name)?.waitMs ?? first / 2) * 2);
    this.notBefore.set(name, { at: Date.now() + waitMs, waitMs });
    if (error instanceof Interrupted)
      this.deps.log.info({ work: name, why: errorText(error) }, 'a change was interrupted');
    else this.deps.log.error({ work: name, err: error }, 'a change broke off; it will be taken up again');
  }
}
