/**
 * Rows of jobs, their steps and what each attempt of a step printed. Every change of a step's status is a
 * compare-and-set: of two runners that both think a step is theirs, one finds that it is not.
 */
import type { Outcome as CommandOutcome } from '@/lib/base/command';
import type { AttemptRecord, JobRecord, StepRecord } from '@/lib/plan/records';
import type { JobResult, JobStatus, StepStatus } from '@/lib/plan/types';
import { storableJson } from './canonical-json';
import { database, type Tx } from './client';
import type { Prisma } from './generated/prisma/client.ts';

/** Not finished: nothing else may begin on the same cluster. */
export const OPEN_JOBS: readonly JobStatus[] = ['queued', 'running', 'needs-decision'];
/** What a worker takes up. A job that needs a decision waits for a person. */
const RUNNABLE: readonly JobStatus[] = ['queued', 'running'];

const WITH = {
  steps: { orderBy: { index: 'asc' }, include: { outcomes: { orderBy: { at: 'asc' } } } },
} satisfies Prisma.JobInclude;
type Row = Prisma.JobGetPayload<{ include: typeof WITH }>;

function recordOf(row: Row): JobRecord {
  return {
    id: row.id,
    clusterId: row.clusterId,
    planId: row.planId,
    status: row.status as JobStatus,
    cancelRequested: row.cancelRequested,
    result: (row.result ?? {}) as JobResult,
    steps: row.steps.map(stepOf),
    createdAt: row.createdAt.getTime(),
    ...time('startedAt', row.startedAt),
    ...time('endedAt', row.endedAt),
  };
}

function stepOf(row: Row['steps'][number]): StepRecord {
  return {
    id: row.id,
    index: row.index,
    status: row.status as StepStatus,
    ...(row.unit === null ? {} : { unit: row.unit }),
    ...(row.bootId === null ? {} : { bootId: row.bootId }),
    ...time('startedAt', row.startedAt),
    ...time('endedAt', row.endedAt),
    attempts: row.outcomes.map((outcome) => ({
      node: outcome.node,
      ...(outcome.command as { readonly command: string; readonly unit?: string }),
      outcome: outcome.outcome as unknown as CommandOutcome,
      at: outcome.at.getTime(),
    })),
  };
}

const time = <K extends string>(key: K, date: Date | null): { readonly [P in K]?: number } =>
  date === null ? {} : ({ [key]: date.getTime() } as { readonly [P in K]: number });

/** A job with all its steps pending. The plan's id is unique among jobs: a plan runs once. */
export async function insertJob(
  tx: Tx,
  job: { readonly clusterId: string; readonly planId: string; readonly stepCount: number },
): Promise<string> {
  const { clusterId, planId, stepCount } = job;
  const steps = Array.from({ length: stepCount }, (_, index) => ({ index, status: 'pending' }));
  const row = await tx.job.create({
    data: { clusterId, planId, status: 'queued', steps: { create: steps } },
    select: { id: true },
  });
  return row.id;
}

export async function findJob(id: string, tx: Tx = database()): Promise<JobRecord | undefined> {
  const row = await tx.job.findUnique({ where: { id }, include: WITH });
  return row ? recordOf(row) : undefined;
}

export async function lockJob(tx: Tx, id: string): Promise<JobRecord | undefined> {
  await tx.$queryRaw`SELECT id FROM "Job" WHERE id = ${id} FOR UPDATE`;
  return findJob(id, tx);
}

export async function loadOpenJobs(clusterId: string, tx: Tx = database()): Promise<readonly JobRecord[]> {
  const rows = await tx.job.findMany({
    where: { clusterId, status: { in: [...OPEN_JOBS] } },
    orderBy: { createdAt: 'asc' },
    include: WITH,
  });
  return rows.map(recordOf);
}

export async function loadJobs(ids: readonly string[]): Promise<readonly JobRecord[]> {
  const rows = await database().job.findMany({ where: { id: { in: [...ids] } }, include: WITH });
  return rows.map(recordOf);
}

/** Oldest first. */
export async function listRunnable(): Promise<
  readonly { readonly id: string; readonly clusterId: string }[]
> {
  return database().job.findMany({
    where: { status: { in: [...RUNNABLE] } },
    orderBy: { createdAt: 'asc' },
    select: { id: true, clusterId: true },
  });
}

/** The latest finished jobs of a cluster, newest first: for what was measured before. */
export async function loadFinishedResults(clusterId: string, limit: number): Promise<readonly JobResult[]> {
  const rows = await database().job.findMany({
    where: { clusterId, status: 'succeeded' },
    orderBy: { createdAt: 'desc' },
    take: limit,
    select: { result: true },
  });
  return rows.map((row) => (row.result ?? {}) as JobResult);
}

export async function clusterOfJob(id: string): Promise<string | undefined> {
  const row = await database().job.findUnique({ where: { id }, select: { clusterId: true } });
  return row?.clusterId;
}

export interface JobMove {
  readonly status?: JobStatus;
  readonly result?: JobResult;
  readonly cancelRequested?: boolean;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
}

/** @returns whether the job still was in one of `from` */
export async function moveJob(tx: Tx, id: string, from: readonly JobStatus[], to: JobMove): Promise<boolean> {
  const { result, ...rest } = to;
  const moved = await tx.job.updateMany({
    where: { id, status: { in: [...from] } },
    data: { ...rest, ...(result ? { result: storableJson(result) as Prisma.InputJsonValue } : {}) },
  });
  return moved.count === 1;
}

export interface StepMove {
  readonly status: StepStatus;
  readonly unit?: string;
  readonly bootId?: string;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
}

/**
 * @param from the status and unit the step is believed to have
 * @returns whether it had them
 */
export async function moveStep(
  tx: Tx,
  id: string,
  from: { readonly status: StepStatus; readonly unit?: string },
  to: StepMove,
): Promise<boolean> {
  const moved = await tx.stepRun.updateMany({
    where: { id, status: from.status, unit: from.unit ?? null },
    data: to,
  });
  return moved.count === 1;
}

export async function insertAttempt(
  tx: Tx,
  stepId: string,
  attempt: Omit<AttemptRecord, 'at'>,
): Promise<void> {
  const { node, unit, command, outcome } = attempt;
  await tx.outcome.create({
    data: {
      stepRunId: stepId,
      node,
      command: storableJson({ command, ...(unit === undefined ? {} : { unit }) }) as Prisma.InputJsonValue,
      outcome: storableJson(outcome) as Prisma.InputJsonValue,
    },
  });
}

/** Whether a plan that builds this cluster has been carried out to its end. */
export async function hasBuiltCluster(clusterId: string): Promise<boolean> {
  const job = await database().job.findFirst({
    where: { clusterId, status: 'succeeded', plan: { intent: { path: ['kind'], equals: 'build-cluster' } } },
    select: { id: true },
  });
  return job !== null;
}
