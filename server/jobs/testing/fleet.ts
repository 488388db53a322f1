/** Many fake clusters under one worker in this process, and the person who approves: for faults that Haven survives. */
import type { Actor } from '@/lib/auth/actor';
import { findJob } from '@/lib/data/jobs';
import type { LiveState } from '@/lib/live/protocol';
import type { JobRecord } from '@/lib/plan/records';
import type { Plan } from '@/lib/plan/types';
import { decideJob } from '@/lib/usecases/plans';
import type { ClusterAccess, Running } from '../../access';
import { createLog } from '../../log';
import type { Timings } from '../engine';
import { startJobWorker } from '../worker';
import { FaultCluster, type Manners } from './fault-cluster';
import { allKinds, approved, planMove } from './fault-plan';
import { createClusterRow, until } from './stage';

export const QUICK: Timings = {
  unitPollMs: 5,
  verifyPollMs: 5,
  connectMs: 300,
  resumeSilenceMs: 150,
  silenceMs: 400,
  keepNodesMs: 15_000,
};

export class Fleet implements ClusterAccess {
  private readonly clusters = new Map<string, FaultCluster>();

  async add(manners: Manners = {}): Promise<FaultCluster> {
    const cluster = new FaultCluster(await createClusterRow(), manners);
    this.clusters.set(cluster.clusterId, cluster);
    return cluster;
  }

  work(timings: Timings = QUICK): Promise<Running> {
    return startJobWorker({ access: this, log: createLog('silent'), timings });
  }

  directory: ClusterAccess['directory'] = (id) => this.clusters.get(id)?.directory(id);
  state(): LiveState {
    const [any] = this.clusters.values();
    if (!any) throw new Error('no clusters');
    return any.state();
  }
  run: ClusterAccess['run'] = (id, ...rest) => this.of(id).run(id, ...rest);
  read: ClusterAccess['read'] = (id, ...rest) => this.of(id).read(id, ...rest);

  private of(id: string): FaultCluster {
    const cluster = this.clusters.get(id);
    if (!cluster) throw new Error(`no cluster ${id}`);
    return cluster;
  }
}

/** A plan with a step of every kind, none of which is waited for long. */
export async function quickPlan(cluster: FaultCluster, verifyTimeoutMs = 200): Promise<Plan> {
  const plan = allKinds(await planMove(cluster));
  return { ...plan, steps: plan.steps.map((step) => ({ ...step, verifyTimeoutMs })) };
}

/** A busy machine is slow, and no test fails for that. */
const END_TIMEOUT_MS = 40_000;

export const endOf = (jobId: string): Promise<JobRecord> =>
  until(
    async () => {
      const job = await findJob(jobId);
      return job && job.status !== 'queued' && job.status !== 'running' ? job : undefined;
    },
    'the end of a job, or a question',
    END_TIMEOUT_MS,
  );

/** One plan from its approval to its end, with whatever `arm` puts in its way. */
export async function carryOut(
  actor: Actor,
  cluster: FaultCluster,
  arm: (cluster: FaultCluster) => void = () => undefined,
): Promise<JobRecord> {
  const plan = await quickPlan(cluster);
  arm(cluster);
  return endOf(await approved(actor, plan));
}

const stepOf = (unit: string): string => unit.split('-')[2] ?? '';

/** A person who looks at the node before answering, as often as asked. */
export async function answerTruly(actor: Actor, cluster: FaultCluster, asked: JobRecord): Promise<JobRecord> {
  let job = asked;
  for (let round = 0; job.status === 'needs-decision' && round < 20; round += 1) {
    await until(async () => cluster.isQuiet || undefined, 'nodes at rest');
    const index = job.result.question?.stepIndex ?? -1;
    const unit = job.steps[index]?.unit;
    const happened = unit !== undefined && cluster.effects.some((one) => stepOf(one.unit) === stepOf(unit));
    const answer = await decideJob(actor, job.id, index, happened ? 'happened' : 'not-happened');
    if (!answer.ok) throw new Error(answer.error.problem);
    job = await endOf(job.id);
  }
  return job;
}

const AT_ONCE = 8;

export async function inGroups<T>(all: readonly T[], one: (item: T) => Promise<void>): Promise<void> {
  for (let first = 0; first < all.length; first += AT_ONCE)
    await Promise.all(all.slice(first, first + AT_ONCE).map(one));
}
