/**
 * Changes as people decide about them: propose, approve what was shown, withdraw, cancel, decide, undo. Each writes
 * its rows, its audit entry and its notice in one transaction; the control plane does the rest.
 */
import type { Actor } from '@/lib/auth/actor';
import { may, type Permission } from '@/lib/auth/roles';
import { err, ok, type Result } from '@/lib/base/result';
import { type AuditInput, appendAudit } from '@/lib/data/audit';
import { database, type Tx } from '@/lib/data/client';
import { isBeingForgotten } from '@/lib/data/forgettings';
import { findJob, insertJob, loadOpenJobs, lockJob, moveJob, moveStep } from '@/lib/data/jobs';
import { notify } from '@/lib/data/notify';
import {
  findPlan,
  insertPlan,
  lockCluster,
  lockPlan,
  movePlan,
  planHashOf,
  recordFirstApproval,
} from '@/lib/data/plans';
import { answerOf } from '@/lib/plan/answer';
import { approvalsNeeded, needsAdministrator } from '@/lib/plan/approval';
import { changeAsObject, confirmationText } from '@/lib/plan/planners';
import { hasChangedAnything } from '@/lib/plan/progress';
import type { PlanRecord } from '@/lib/plan/records';
import type { AskedIntent, Intent, JobDecision, Plan, StepStatus } from '@/lib/plan/types';
import { intentOf } from './asked-intent';
import { holdsSecret, withoutTexts } from './secrets-in-wish';

export type ChangeProblem =
  | 'forbidden'
  | 'not-found'
  /** The plan or job is not in a state in which this can be done to it. */
  | 'wrong-state'
  /** The plan that was looked at is not the one that is stored. */
  | 'not-what-was-shown'
  | 'refused-by-rules'
  | 'confirmation-differs'
  | 'reason-missing'
  | 'another-change'
  | 'invalid-name'
  /** A password or key as a value: it would be stored and shown with the plan. */
  | 'holds-secret'
  | 'nothing-to-undo'
  /** Two administrators are needed, and this is the one who approved it first. */
  | 'second-person'
  /** No planner can write it: the screen says why, and the commands. */
  | 'not-plannable';

export interface ChangeError {
  readonly kind: 'change';
  readonly problem: ChangeProblem;
}

type Answer<T> = Result<T, ChangeError>;
const refuse = (problem: ChangeProblem) => err<ChangeError>({ kind: 'change', problem });

/** What a reviewer types when guards ask for it. */
export interface Confirmation {
  readonly typedText: string;
  readonly reason: string;
}

/** Shorter says nothing; longer fills the audit. */
const REASON_LENGTH = { min: 3, max: 500 } as const;

/** @returns the new plan's id; its content follows when the control plane has made it */
export async function proposePlan(
  actor: Actor,
  clusterId: string,
  intent: AskedIntent,
): Promise<Answer<string>> {
  if (!may(actor.role, 'plan.propose')) return refused(actor, 'plan.propose', 'cluster', clusterId);
  if (holdsSecret(intent)) return refuse('holds-secret');
  const wish = intentOf(intent);
  if (!wish) return refuse('invalid-name');
  return database().$transaction((tx) => propose(tx, actor, { clusterId, intent: wish }));
}

/** Asks for the same once more: an earlier answer is out of date, or was about another moment of the cluster. */
export async function proposeAgain(actor: Actor, planId: string): Promise<Answer<string>> {
  if (!may(actor.role, 'plan.propose')) return refused(actor, 'plan.propose', 'plan', planId);
  return database().$transaction(async (tx) => {
    const record = await lockPlan(tx, planId);
    if (!record) return refuse('not-found');
    return propose(tx, actor, { clusterId: record.clusterId, intent: record.intent });
  });
}

/** Proposes the way back. It is planned, judged and reviewed like any other change. */
export async function proposeUndo(actor: Actor, jobId: string): Promise<Answer<string>> {
  if (!may(actor.role, 'plan.propose')) return refused(actor, 'plan.undo', 'job', jobId);
  return database().$transaction(async (tx) => {
    const job = await findJob(jobId, tx);
    const record = job && (await lockPlan(tx, job.planId));
    if (!job || !record) return refuse('not-found');
    if (job.endedAt === undefined) return refuse('wrong-state');
    const intent = record.plan?.reverse;
    if (!intent || !hasChangedAnything(record.plan, job.steps)) return refuse('nothing-to-undo');
    return propose(tx, actor, { clusterId: job.clusterId, intent, undoOfJobId: jobId });
  });
}

/** What Haven itself made of rows that were checked: inside the caller's transaction. */
export async function proposeMade(tx: Tx, actor: Actor, proposal: Proposal): Promise<Answer<string>> {
  if (!may(actor.role, 'plan.propose')) return refuse('forbidden');
  return propose(tx, actor, proposal);
}

interface Proposal {
  readonly clusterId: string;
  readonly intent: Intent;
  readonly undoOfJobId?: string;
}

async function propose(tx: Tx, actor: Actor, proposal: Proposal): Promise<Answer<string>> {
  if (!(await lockCluster(tx, proposal.clusterId))) return refuse('not-found');
  const id = await insertPlan(tx, { ...proposal, proposedById: actor.id });
  const record = await findPlan(id, tx);
  if (!record) return refuse('not-found');
  await notify('plan', id, tx);
  const detail = { ...proposal, intent: withoutTexts(proposal.intent) };
  await appendAudit(tx, { ...entry(actor, 'plan.propose', record), phase: 'intent', detail });
  return ok(id);
}

/**
 * Approves exactly what was shown.
 * @param planHash of the plan on the reviewer's screen
 * @param confirmation needed when a guard asks for it; the text is the name of what changes
 * @returns the job's id, the same one when it is approved twice; null: another administrator has to approve it too
 */
export async function approvePlan(
  actor: Actor,
  planId: string,
  planHash: string,
  confirmation?: Confirmation,
): Promise<Answer<string | null>> {
  if (!may(actor.role, 'plan.approve')) return refused(actor, 'plan.approve', 'plan', planId);
  return database().$transaction(async (tx) => {
    const record = await lockPlan(tx, planId);
    if (!record) return refuse('not-found');
    if (record.planHash !== planHash) return refuse('not-what-was-shown');
    if (record.status === 'approved' && record.jobId !== undefined) return ok(record.jobId);
    const checked = checkApproval(actor, record, confirmation);
    if (!checked.ok) return checked;
    const reason = confirmation?.reason.trim() || undefined;
    if (approvalsNeeded(checked.value) === 2) {
      if (record.firstApprovedById === actor.id) return refuse('second-person');
      if (record.firstApprovedById === undefined) {
        if (!(await recordFirstApproval(tx, planId, actor.id))) return refuse('wrong-state');
        await notify('plan', planId, tx);
        const detail = { planHash, intent: withoutTexts(record.intent), reason, approval: 1, of: 2 };
        await appendAudit(tx, { ...entry(actor, 'plan.approve', record), phase: 'intent', detail });
        return ok(null);
      }
    }
    await lockCluster(tx, record.clusterId);
    if ((await loadOpenJobs(record.clusterId, tx)).length > 0) return refuse('another-change');
    if (await isBeingForgotten(record.clusterId, tx)) return refuse('wrong-state');
    const approved = { status: 'approved', approvedById: actor.id, approvedAt: new Date() } as const;
    if (!(await movePlan(tx, planId, 'proposed', approved))) return refuse('wrong-state');
    const { clusterId } = record;
    const jobId = await insertJob(tx, { clusterId, planId, stepCount: checked.value.steps.length });
    await notify('job', jobId, tx);
    // Who and until when is shown with the cluster: the picture of it is loaded again.
    if (isMaintenance(record.intent)) await notify('cluster', clusterId, tx);
    const first = record.firstApprovedById;
    const detail = {
      planHash,
      jobId,
      intent: withoutTexts(record.intent),
      reason,
      ...(first ? { first } : {}),
    };
    await appendAudit(tx, { ...entry(actor, 'plan.approve', record), phase: 'intent', detail });
    return ok(jobId);
  });
}

const isMaintenance = (intent: Intent): boolean =>
  intent.kind === 'edit-configuration' && intent.edit.kind === 'maintenance';

function checkApproval(
  actor: Actor,
  record: PlanRecord,
  confirmation: Confirmation | undefined,
): Answer<Plan> {
  const { plan, planHash, status } = record;
  if (status !== 'proposed' || !plan) return refuse('wrong-state');
  // The row could have been altered past Haven: what runs is what was hashed when it was made.
  if (planHashOf(plan) !== planHash) return refuse('not-what-was-shown');
  if (needsAdministrator(plan) && !may(actor.role, 'plan.approve-data-loss')) return refuse('forbidden');
  const answer = answerOf(plan.guards);
  if (answer === 'refused') return refuse('refused-by-rules');
  if (answer === 'safe') return ok(plan);
  if (confirmation?.typedText.trim() !== confirmationText(plan.intent)) return refuse('confirmation-differs');
  const { length } = confirmation.reason.trim();
  if (length < REASON_LENGTH.min || length > REASON_LENGTH.max) return refuse('reason-missing');
  return ok(plan);
}

export async function withdrawPlan(actor: Actor, planId: string): Promise<Answer<null>> {
  if (!may(actor.role, 'plan.propose')) return refused(actor, 'plan.withdraw', 'plan', planId);
  return database().$transaction(async (tx) => {
    const record = await lockPlan(tx, planId);
    if (!record) return refuse('not-found');
    const isOwn = record.proposedById === actor.id;
    if (!isOwn && !may(actor.role, 'plan.withdraw-any')) return refuse('forbidden');
    const { status } = record;
    if (status !== 'proposing' && status !== 'proposed' && status !== 'blocked') return refuse('wrong-state');
    if (!(await movePlan(tx, planId, status, { status: 'withdrawn' }))) return refuse('wrong-state');
    await notify('plan', planId, tx);
    await appendAudit(tx, { ...entry(actor, 'plan.withdraw', record), phase: 'outcome' });
    return ok(null);
  });
}

/** Takes effect between two steps; what is temporary is taken back first. */
export async function cancelJob(actor: Actor, jobId: string): Promise<Answer<null>> {
  if (!may(actor.role, 'job.cancel')) return refused(actor, 'job.cancel', 'job', jobId);
  return database().$transaction(async (tx) => {
    const job = await lockJob(tx, jobId);
    const record = job && (await findPlan(job.planId, tx));
    if (!job || !record) return refuse('not-found');
    if (job.cancelRequested) return ok(null);
    if (!(await moveJob(tx, jobId, ['queued', 'running'], { cancelRequested: true })))
      return refuse('wrong-state');
    await notify('job', jobId, tx);
    await appendAudit(tx, { ...entry(actor, 'job.cancel', record), phase: 'intent' });
    return ok(null);
  });
}

/** What a decision makes of the step in question; `undefined` leaves it, to be looked at again. */
const STEP_AFTER: Readonly<Record<JobDecision, StepStatus | undefined>> = {
  happened: 'done',
  // With the name of the attempt that did not happen, so that the next one gets a name of its own.
  'not-happened': 'pending',
  continue: undefined,
  stop: 'failed',
};

/**
 * A person's word where nobody can know from the nodes whether a step happened.
 * @param stepIndex of the question on the person's screen: an answer to an older question is refused
 */
export async function decideJob(
  actor: Actor,
  jobId: string,
  stepIndex: number,
  decision: JobDecision,
): Promise<Answer<null>> {
  if (!may(actor.role, 'job.decide')) return refused(actor, 'job.decide', 'job', jobId);
  return database().$transaction(async (tx) => {
    const job = await lockJob(tx, jobId);
    const record = job && (await findPlan(job.planId, tx));
    if (!job || !record) return refuse('not-found');
    const step = job.steps[stepIndex];
    const isAsked = job.status === 'needs-decision' && job.result.question?.stepIndex === stepIndex;
    if (!isAsked || step?.status !== 'unknown') return refuse('wrong-state');
    const { question: _answered, ...rest } = job.result;
    const taken = { stepIndex, decision, by: actor.name, at: Date.now() };
    const result = { ...rest, decisions: [...(rest.decisions ?? []), taken] };
    const next = STEP_AFTER[decision];
    const unit = step.unit === undefined ? {} : { unit: step.unit };
    if (next && !(await moveStep(tx, step.id, { status: 'unknown', ...unit }, { status: next }))) {
      return refuse('wrong-state');
    }
    await moveJob(tx, jobId, ['needs-decision'], { status: 'running', result });
    await notify('job', jobId, tx);
    const detail = { step: stepIndex + 1, decision };
    await appendAudit(tx, { ...entry(actor, 'job.decide', record), phase: 'intent', detail });
    return ok(null);
  });
}

/** A refusal for want of a permission is worth an entry: somebody tried. */
async function refused(
  actor: Actor,
  action: Extract<Permission, `plan.${string}` | `job.${string}`> | 'plan.undo' | 'plan.withdraw',
  objectKind: string,
  objectId: string,
): Promise<Answer<never>> {
  const input = {
    actor,
    action,
    objectKind,
    objectId: objectId.slice(0, 64),
    phase: 'refused',
    detail: { role: actor.role },
  } as const;
  await database().$transaction((tx) => appendAudit(tx, input));
  return refuse('forbidden');
}

const entry = (actor: Actor, action: string, record: PlanRecord): Omit<AuditInput, 'phase'> => ({
  actor,
  action,
  ...changeAsObject(record),
});
