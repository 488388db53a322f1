'use server';

import { z } from 'zod';
import { guardAction } from '@/lib/auth/guard';
import { intent } from '@/lib/usecases/intent-schema';
import {
  approvePlan,
  cancelJob,
  decideJob,
  proposeAgain,
  proposePlan,
  proposeUndo,
  withdrawPlan,
} from '@/lib/usecases/plans';

const id = z.string().min(1).max(64);

export const proposeAction = guardAction(
  { name: 'plan.propose', permission: 'plan.propose', input: z.object({ clusterId: id, intent }) },
  (actor, input) => proposePlan(actor, input.clusterId, input.intent),
);

export const proposeAgainAction = guardAction(
  { name: 'plan.propose', permission: 'plan.propose', input: z.object({ planId: id }) },
  (actor, { planId }) => proposeAgain(actor, planId),
);

const approval = z.object({
  planId: id,
  planHash: z.string().regex(/^[0-9a-f]{64}$/),
  typedText: z.string().max(100),
  reason: z.string().max(500),
});

export const approveAction = guardAction(
  { name: 'plan.approve', permission: 'plan.approve', input: approval },
  (actor, { planId, planHash, typedText, reason }) =>
    approvePlan(actor, planId, planHash, { typedText, reason }),
);

export const withdrawAction = guardAction(
  { name: 'plan.withdraw', permission: 'plan.propose', input: z.object({ planId: id }) },
  (actor, { planId }) => withdrawPlan(actor, planId),
);

export const cancelAction = guardAction(
  { name: 'job.cancel', permission: 'job.cancel', input: z.object({ jobId: id }) },
  (actor, { jobId }) => cancelJob(actor, jobId),
);

const decision = z.object({
  jobId: id,
  stepIndex: z.number().int().min(0).max(999),
  decision: z.enum(['happened', 'not-happened', 'continue', 'stop']),
});

export const decideAction = guardAction(
  { name: 'job.decide', permission: 'job.decide', input: decision },
  (actor, input) => decideJob(actor, input.jobId, input.stepIndex, input.decision),
);

export const undoAction = guardAction(
  { name: 'plan.undo', permission: 'plan.propose', input: z.object({ jobId: id }) },
  (actor, { jobId }) => proposeUndo(actor, jobId),
);
