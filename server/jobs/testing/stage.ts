/** People, a cluster's rows and a worker on fake nodes: what every test of changes starts from. */

import type { Actor } from '@/lib/auth/actor';
import type { Role } from '@/lib/auth/roles';
import { database } from '@/lib/data/client';
import { findJob } from '@/lib/data/jobs';
import { findPlan } from '@/lib/data/plans';
import { confirmationText } from '@/lib/plan/planners';
import type { JobRecord, PlanRecord } from '@/lib/plan/records';
import type { AskedIntent, JobStatus, PlanStatus } from '@/lib/plan/types';
import { approvePlan, proposePlan } from '@/lib/usecases/plans';
import type { Running } from '../../access';
import { createLog } from '../../log';
import type { Checkpoint } from '../engine';
import { startJobWorker } from '../worker';
import { FakeCluster, NODES } from './fake-cluster';

export async function createActor(role: Role): Promise<Actor> {
  const id = `user-${role}-${Math.random().toString(36).slice(2, 8)}`;
  const actor = { id, name: `${role} 김`, email: `${id}@example.org`, role } as const;
  await database().user.create({ data: actor });
  return actor;
}

export async function createCluster(): Promise<FakeCluster> {
  return new FakeCluster(await createClusterRow());
}

/** The inventory's row; the nodes behind it are the test's. */
export async function createClusterRow(): Promise<string> {
  const name = `lab-${Math.random().toString(36).slice(2, 8)}`;
  const node = (of: string) => ({
    name: of,
    host: '127.0.0.1',
    login: 'root',
    hostKey: 'k',
    hostKeySha256: 's',
    privateKeyBox: 'b',
  });
  const row = await database().cluster.create({ data: { name, nodes: { create: NODES.map(node) } } });
  return row.id;
}

const TIMINGS = {
  unitPollMs: 5,
  verifyPollMs: 5,
  connectMs: 2_000,
  resumeSilenceMs: 150,
  silenceMs: 5_000,
  keepNodesMs: 15_000,
  verifyTimeoutMs: 150,
};
const silent = createLog('silent');

export interface Crash {
  readonly at: Checkpoint;
  readonly stepIndex?: number;
}

/** A worker that dies, from its own point of view, at a checkpoint: nothing it would do afterwards happens. */
export async function startWorker(
  cluster: FakeCluster,
  crash?: Crash,
  timings: Partial<typeof TIMINGS> = {},
): Promise<Running & { readonly crashed: Promise<void> }> {
  let die = (): void => undefined;
  const crashed = new Promise<void>((resolve) => {
    die = resolve;
  });
  let isDead = false;
  const running = await startJobWorker({
    access: cluster,
    log: silent,
    timings: { ...TIMINGS, ...timings },
    checkpoint: (at, stepIndex) => {
      if (!crash || at !== crash.at || (crash.stepIndex ?? stepIndex) !== stepIndex || isDead)
        return undefined;
      isDead = true;
      die();
      // A killed process does not run on: this one waits for ever, until `stop` cuts it off.
      return new Promise<void>(() => undefined);
    },
  });
  return { crashed, stop: () => running.stop() };
}

export async function until<T>(
  read: () => Promise<T | undefined>,
  what: string,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const planIn = (id: string, ...statuses: readonly PlanStatus[]): Promise<PlanRecord> =>
  until(
    async () => {
      const plan = await findPlan(id);
      return plan && statuses.includes(plan.status) ? plan : undefined;
    },
    `plan ${statuses.join(' or ')}`,
  );

export const jobIn = (id: string, ...statuses: readonly JobStatus[]): Promise<JobRecord> =>
  until(
    async () => {
      const job = await findJob(id);
      return job && statuses.includes(job.status) ? job : undefined;
    },
    `job ${statuses.join(' or ')}`,
  );

export async function propose(actor: Actor, cluster: FakeCluster, intent: AskedIntent): Promise<PlanRecord> {
  const id = await proposePlan(actor, cluster.clusterId, intent);
  if (!id.ok) throw new Error(id.error.problem);
  return planIn(id.value, 'proposed', 'blocked', 'nothing-to-do', 'failed');
}

/** Proposes and approves; needs a running worker for the first half. @returns the job's id */
export async function approve(actor: Actor, plan: PlanRecord): Promise<string> {
  const job = await approvePlan(actor, plan.id, plan.planHash ?? '', {
    typedText: confirmationText(plan.intent),
    reason: 'test of the change path',
  });
  if (!job.ok)
    throw new Error(`${job.error.problem}: the plan is ${plan.status} ${JSON.stringify(plan.problem ?? '')}`);
  if (job.value === null) throw new Error('a second person has to approve');
  return job.value;
}
