/** Changes as pages and the wall of a job's progress read them: authorised, with names instead of ids. */
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { findJob, loadJobs } from '@/lib/data/jobs';
import { findPlan, loadPlans } from '@/lib/data/plans';
import { findUser } from '@/lib/data/users';
import { needsAdministrator } from '@/lib/plan/approval';
import { confirmationText, isOfBare } from '@/lib/plan/planners';
import { hasChangedAnything } from '@/lib/plan/progress';
import type { ChangeFilter, ChangeSummary, ChangeView, JobRecord, PlanRecord } from '@/lib/plan/records';
import { renderPlan } from '@/lib/plan/render';

/** Undefined: no such plan, or not for this person. */
export async function getChange(actor: Actor, planId: string): Promise<ChangeView | undefined> {
  if (!may(actor.role, 'plan.view')) return undefined;
  const plan = await findPlan(planId);
  if (!plan) return undefined;
  const job = plan.jobId === undefined ? undefined : await findJob(plan.jobId);
  const [proposer, first, approver] = await Promise.all([
    findUser(plan.proposedById),
    plan.firstApprovedById === undefined ? undefined : findUser(plan.firstApprovedById),
    plan.approvedById === undefined ? undefined : findUser(plan.approvedById),
  ]);
  return {
    plan,
    confirmationText: confirmationText(plan.intent),
    ...(job ? { job } : {}),
    proposedBy: proposer?.name ?? plan.proposedById,
    ...(plan.approvedById === undefined ? {} : { approvedBy: approver?.name ?? plan.approvedById }),
    ...(plan.firstApprovedById === undefined
      ? {}
      : { firstApprovedBy: first?.name ?? plan.firstApprovedById }),
    ...(plan.plan ? { text: renderPlan(plan.plan) } : {}),
    can: abilities(actor, plan, job),
  };
}

function abilities(actor: Actor, plan: PlanRecord, job: JobRecord | undefined): ChangeView['can'] {
  const mayPropose = may(actor.role, 'plan.propose');
  const isOpen = plan.status === 'proposing' || plan.status === 'proposed' || plan.status === 'blocked';
  const isRunning = job?.status === 'queued' || job?.status === 'running';
  const hasEnded = job?.endedAt !== undefined;
  return {
    approve: plan.status === 'proposed' && mayApprove(actor, plan),
    withdraw:
      isOpen && mayPropose && (plan.proposedById === actor.id || may(actor.role, 'plan.withdraw-any')),
    cancel: isRunning && !job.cancelRequested && may(actor.role, 'job.cancel'),
    decide: job?.status === 'needs-decision' && may(actor.role, 'job.decide'),
    undo:
      mayPropose && hasEnded && plan.plan?.reverse !== undefined && hasChangedAnything(plan.plan, job.steps),
    audit: may(actor.role, 'audit.view'),
    proposeAgain:
      (mayPropose && isUnfinishedBuild(plan, job)) ||
      (mayPropose && ['stale', 'blocked', 'failed', 'nothing-to-do', 'withdrawn'].includes(plan.status)),
  };
}

/** A new cluster is planned anew from where its last job stopped: what is done is not done again. */
const isUnfinishedBuild = ({ intent }: PlanRecord, job: JobRecord | undefined): boolean =>
  isOfBare(intent) && job?.endedAt !== undefined && job.status !== 'succeeded';

/** Not the same person twice, and what may lose data only by an administrator. */
const mayApprove = (actor: Actor, { plan, firstApprovedById }: PlanRecord): boolean =>
  may(actor.role, 'plan.approve') &&
  firstApprovedById !== actor.id &&
  (!plan || !needsAdministrator(plan) || may(actor.role, 'plan.approve-data-loss'));

const MAX_LISTED = 200;

export async function listChanges(
  actor: Actor,
  filter: { readonly clusterId?: string; readonly show?: ChangeFilter },
): Promise<readonly ChangeSummary[]> {
  if (!may(actor.role, 'plan.view')) return [];
  const plans = await loadPlans({
    ...(filter.clusterId ? { clusterId: filter.clusterId } : {}),
    limit: MAX_LISTED,
  });
  const jobs = new Map(
    (await loadJobs(plans.flatMap((plan) => plan.jobId ?? []))).map((job) => [job.id, job]),
  );
  const names = await namesOf(plans.map((plan) => plan.proposedById));
  return plans
    .map((plan) => summaryOf(plan, plan.jobId === undefined ? undefined : jobs.get(plan.jobId), names))
    .filter((summary) => isShown(summary, filter.show ?? 'all'));
}

async function namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const users = await Promise.all([...new Set(ids)].map((id) => findUser(id)));
  return new Map(users.flatMap((user) => (user ? [[user.id, user.name] as const] : [])));
}

function summaryOf(
  plan: PlanRecord,
  job: JobRecord | undefined,
  names: ReadonlyMap<string, string>,
): ChangeSummary {
  return {
    planId: plan.id,
    clusterId: plan.clusterId,
    clusterName: plan.clusterName,
    intent: plan.intent,
    planStatus: plan.status,
    ...(job ? { jobStatus: job.status } : {}),
    isUndo: plan.undoOfJobId !== undefined,
    proposedBy: names.get(plan.proposedById) ?? plan.proposedById,
    createdAt: plan.createdAt,
    ...(job?.endedAt === undefined ? {} : { endedAt: job.endedAt }),
  };
}

function isShown({ planStatus, jobStatus }: ChangeSummary, show: ChangeFilter): boolean {
  if (show === 'all') return true;
  const isOpen = jobStatus
    ? jobStatus === 'queued' || jobStatus === 'running' || jobStatus === 'needs-decision'
    : planStatus === 'proposing' || planStatus === 'proposed';
  return isOpen === (show === 'open');
}

const MAX_OF_ONE = 10;

/** The newest changes that speak of one resource, node or option. */
export async function listChangesOf(
  actor: Actor,
  clusterId: string,
  name: string,
): Promise<readonly ChangeSummary[]> {
  const all = await listChanges(actor, { clusterId });
  return all.filter(({ intent }) => mentions(intent, name)).slice(0, MAX_OF_ONE);
}

/** Whether a name stands anywhere in what was asked: as a value, or as the name of one. */
function mentions(value: unknown, name: string): boolean {
  if (typeof value === 'string') return value === name;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key === name || mentions(inner, name));
}

/** The last comparison of each DRBD resource of a cluster that ran to its end, by resource. */
export async function getVerified(
  actor: Actor,
  clusterId: string,
): Promise<Readonly<Record<string, NonNullable<JobRecord['result']['verified']>>>> {
  if (!may(actor.role, 'cluster.view')) return {};
  const plans = await loadPlans({ clusterId, statuses: ['approved'], limit: MAX_LISTED });
  const ids = plans.flatMap((plan) =>
    plan.intent.kind === 'drbd-verify' && plan.jobId !== undefined ? [plan.jobId] : [],
  );
  // The later one of two counts.
  const found = (await loadJobs(ids)).flatMap(({ result }) => result.verified ?? []);
  return Object.fromEntries(
    found.toSorted((a, b) => a.at - b.at).map((verified) => [verified.resource, verified]),
  );
}
