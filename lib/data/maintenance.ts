/**
 * Who put what into maintenance, why and until when: read from the plans and approvals that are kept anyway, so that
 * no second record can disagree with them. Whether it is still on only the cluster can say.
 */
import type { MaintenanceNote } from '@/lib/live/protocol';
import type { Intent } from '@/lib/plan/types';
import { database, type Tx } from './client';

/** More changes of maintenance than a cluster sees in months. */
const MOST_READ = 200;

type MaintenanceEdit = Extract<
  Extract<Intent, { kind: 'edit-configuration' }>['edit'],
  { kind: 'maintenance' }
>;

const editOf = (intent: unknown): MaintenanceEdit | undefined => {
  const { kind, edit } = (intent ?? {}) as Partial<Extract<Intent, { kind: 'edit-configuration' }>>;
  return kind === 'edit-configuration' && edit?.kind === 'maintenance' ? edit : undefined;
};

/** The newest word on each thing, where it says "on" and was neither broken off nor undone. */
export async function loadMaintenance(
  clusterId: string,
  tx: Tx = database(),
): Promise<readonly MaintenanceNote[]> {
  const plans = await tx.plan.findMany({
    where: {
      clusterId,
      status: 'approved',
      intent: { path: ['edit', 'kind'], equals: 'maintenance' },
      jobs: { none: { status: { in: ['failed', 'cancelled'] } } },
    },
    orderBy: { createdAt: 'desc' },
    take: MOST_READ,
    select: { id: true, intent: true, createdAt: true, approvedAt: true, jobs: { select: { id: true } } },
  });
  const newest = new Map<string, (typeof plans)[number]>();
  for (const plan of plans) {
    const edit = editOf(plan.intent);
    const key = edit && `${edit.of} ${edit.id}`;
    if (key !== undefined && !newest.has(key)) newest.set(key, plan);
  }
  const on = [...newest.values()].filter((plan) => editOf(plan.intent)?.isOn);
  const [approvals, undone] = await Promise.all([
    approvalsOf(
      tx,
      on.map(({ id }) => id),
    ),
    undoneJobs(tx, on),
  ]);
  return on.flatMap((plan) => {
    const edit = editOf(plan.intent);
    if (!edit || plan.jobs.some(({ id }) => undone.has(id))) return [];
    const approval = approvals.get(plan.id);
    return [
      {
        of: edit.of,
        id: edit.id,
        planId: plan.id,
        at: (plan.approvedAt ?? plan.createdAt).getTime(),
        ...(edit.until === undefined ? {} : { until: edit.until }),
        who: approval?.who ?? '',
        ...(approval?.why === undefined ? {} : { why: approval.why }),
      },
    ];
  });
}

interface Approval {
  readonly who: string;
  readonly why?: string;
}

/** The reason was given with the approval, and lies in the audit with it. */
async function approvalsOf(tx: Tx, planIds: readonly string[]): Promise<ReadonlyMap<string, Approval>> {
  if (planIds.length === 0) return new Map();
  const entries = await tx.auditEntry.findMany({
    where: { action: 'plan.approve', phase: 'intent', objectId: { in: [...planIds] } },
    select: { objectId: true, actorName: true, detail: true },
  });
  return new Map(
    entries.map(({ objectId, actorName, detail }) => {
      const why = (detail as { readonly reason?: unknown } | null)?.reason;
      return [objectId, { who: actorName, ...(typeof why === 'string' ? { why } : {}) }];
    }),
  );
}

async function undoneJobs(
  tx: Tx,
  plans: readonly { readonly jobs: readonly { readonly id: string }[] }[],
): Promise<ReadonlySet<string>> {
  const jobIds = plans.flatMap(({ jobs }) => jobs.map(({ id }) => id));
  if (jobIds.length === 0) return new Set();
  const undoing = await tx.plan.findMany({
    where: { undoOfJobId: { in: jobIds }, jobs: { some: { status: 'succeeded' } } },
    select: { undoOfJobId: true },
  });
  return new Set(undoing.flatMap(({ undoOfJobId }) => (undoOfJobId === null ? [] : [undoOfJobId])));
}
