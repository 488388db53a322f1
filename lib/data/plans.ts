/** Rows of plans, in and out. Everything that decides whether a row may change is in the use cases. */
import { createHash } from 'node:crypto';
import { readPlan } from '@/lib/plan/build';
import { canonicalJson } from '@/lib/plan/canonical';
import type { PlanRecord } from '@/lib/plan/records';
import type { Intent, Plan, PlanProblem, PlanStatus } from '@/lib/plan/types';
import { storableJson } from './canonical-json';
import { database, type Tx } from './client';
import type { Prisma } from './generated/prisma/client.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What an approval names: everything a reviewer saw, in whatever order Postgres gives it back. */
export const planHashOf = (plan: Plan): string => sha256(canonicalJson(plan));

const WITH = {
  cluster: { select: { name: true } },
  jobs: { select: { id: true } },
} satisfies Prisma.PlanInclude;
type Row = Prisma.PlanGetPayload<{ include: typeof WITH }>;

function recordOf(row: Row): PlanRecord {
  const plan = row.plan === null ? undefined : readPlan(row.plan);
  const jobId = row.jobs[0]?.id;
  return {
    id: row.id,
    clusterId: row.clusterId,
    clusterName: row.cluster.name,
    status: row.status as PlanStatus,
    intent: row.intent as unknown as Intent,
    ...(plan?.ok ? { plan: plan.value } : {}),
    ...(row.planHash === null ? {} : { planHash: row.planHash }),
    ...(row.error === null ? {} : { problem: row.error as unknown as PlanProblem }),
    proposedById: row.proposedById,
    ...(row.approvedById === null ? {} : { approvedById: row.approvedById }),
    ...(row.firstApprovedById === null ? {} : { firstApprovedById: row.firstApprovedById }),
    ...(row.undoOfJobId === null ? {} : { undoOfJobId: row.undoOfJobId }),
    createdAt: row.createdAt.getTime(),
    ...(row.approvedAt === null ? {} : { approvedAt: row.approvedAt.getTime() }),
    ...(jobId === undefined ? {} : { jobId }),
  };
}

export interface NewPlan {
  readonly clusterId: string;
  readonly intent: Intent;
  readonly proposedById: string;
  readonly undoOfJobId?: string;
}

export async function insertPlan(tx: Tx, plan: NewPlan): Promise<string> {
  const intent = storableJson(plan.intent) as Prisma.InputJsonValue;
  const row = await tx.plan.create({ data: { ...plan, intent, status: 'proposing' }, select: { id: true } });
  return row.id;
}

export async function findPlan(id: string, tx: Tx = database()): Promise<PlanRecord | undefined> {
  const row = await tx.plan.findUnique({ where: { id }, include: WITH });
  return row ? recordOf(row) : undefined;
}

/** Nobody else decides about this plan until the transaction ends. */
export async function lockPlan(tx: Tx, id: string): Promise<PlanRecord | undefined> {
  await tx.$queryRaw`SELECT id FROM "Plan" WHERE id = ${id} FOR UPDATE`;
  return findPlan(id, tx);
}

/** Puts everything that begins a change of one cluster in a row. @returns false: no such cluster */
export async function lockCluster(tx: Tx, clusterId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT id FROM "Cluster" WHERE id = ${clusterId} FOR UPDATE`;
  return rows.length > 0;
}

export interface PlanOutcome {
  readonly status: PlanStatus;
  readonly plan?: Plan;
  readonly planHash?: string;
  readonly problem?: PlanProblem;
}

/** Only from one status to another, so that of two at once one wins. @returns whether this one did */
export async function movePlan(
  tx: Tx,
  id: string,
  from: PlanStatus,
  outcome: PlanOutcome & { readonly approvedById?: string; readonly approvedAt?: Date },
): Promise<boolean> {
  const { status, plan, planHash, problem, approvedById, approvedAt } = outcome;
  const moved = await tx.plan.updateMany({
    where: { id, status: from },
    data: {
      status,
      ...(plan ? { plan: storableJson(plan) as Prisma.InputJsonValue } : {}),
      ...(planHash === undefined ? {} : { planHash }),
      ...(problem ? { error: storableJson(problem) as Prisma.InputJsonValue } : {}),
      ...(approvedById === undefined ? {} : { approvedById }),
      ...(approvedAt === undefined ? {} : { approvedAt }),
    },
  });
  return moved.count === 1;
}

/** The first of two approvals. @returns false: the plan does not wait for one any more */
export async function recordFirstApproval(tx: Tx, id: string, userId: string): Promise<boolean> {
  const recorded = await tx.plan.updateMany({
    where: { id, status: 'proposed', firstApprovedById: null },
    data: { firstApprovedById: userId, firstApprovedAt: new Date() },
  });
  return recorded.count === 1;
}

export async function listProposing(): Promise<readonly string[]> {
  const rows = await database().plan.findMany({
    where: { status: 'proposing' },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

export interface PlanFilter {
  readonly clusterId?: string;
  readonly statuses?: readonly PlanStatus[];
  readonly limit: number;
}

/** Newest first. */
export async function loadPlans({ clusterId, statuses, limit }: PlanFilter): Promise<readonly PlanRecord[]> {
  const rows = await database().plan.findMany({
    where: {
      ...(clusterId === undefined ? {} : { clusterId }),
      ...(statuses === undefined ? {} : { status: { in: [...statuses] } }),
    },
    orderBy: { createdAt: 'desc' },
    take: limit,
    include: WITH,
  });
  return rows.map(recordOf);
}
