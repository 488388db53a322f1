/** Makes the plans that people asked for: rows in status `proposing` are its queue, a notice only hurries it. */
import { appendAudit } from '@/lib/data/audit';
import { saveConfigText } from '@/lib/data/baselines';
import { database } from '@/lib/data/client';
import { notify } from '@/lib/data/notify';
import { findPlan, movePlan, type PlanOutcome, planHashOf } from '@/lib/data/plans';
import { refusing } from '@/lib/plan/answer';
import { changeAsObject } from '@/lib/plan/planners';
import type { PlanRecord } from '@/lib/plan/records';
import { errorText } from '../log';
import { computePlan, statusOf } from './compute-plan';
import { type Engine, untilConnected, untilInterrupted } from './engine';
import { loadRemembered } from './remembered';

export async function makePlan(engine: Engine, planId: string, signal: AbortSignal): Promise<void> {
  const record = await findPlan(planId);
  if (record?.status !== 'proposing') return;
  await untilConnected(engine, record.clusterId, signal);
  const { configurationText, ...outcome } = await untilInterrupted(computeOutcome(engine, record), signal);
  await database().$transaction(async (tx) => {
    // Withdrawn meanwhile, or made by another instance: theirs stands.
    if (!(await movePlan(tx, planId, 'proposing', outcome))) return;
    await notify('plan', planId, tx);
    const base = outcome.plan?.base.configurationSha256;
    if (base !== undefined && configurationText !== undefined)
      await saveConfigText(record.clusterId, base, configurationText, tx);
    const refusals = outcome.plan ? refusing(outcome.plan.guards).map((guard) => guard.id) : [];
    await appendAudit(tx, {
      actor: null,
      action: 'plan.made',
      ...changeAsObject(record),
      phase: 'outcome',
      detail: { status: outcome.status, planHash: outcome.planHash, problem: outcome.problem?.id, refusals },
    });
  });
}

type Made = PlanOutcome & { readonly configurationText?: string };

async function computeOutcome(engine: Engine, record: PlanRecord): Promise<Made> {
  try {
    const remembered = await loadRemembered(record.clusterId);
    const made = await computePlan(engine.access, record.clusterId, record.intent, remembered, engine.now);
    if (!made.ok) return { status: 'failed', problem: made.error };
    const { plan, configurationText } = made.value;
    return { status: statusOf(plan), plan, planHash: planHashOf(plan), configurationText };
  } catch (error) {
    // A bug: the person sees that and which plan, the log has the rest.
    engine.log.error({ err: error, plan: record.id }, 'a plan could not be made');
    return {
      status: 'failed',
      problem: { id: 'internal', params: { detail: `${record.id}: ${errorText(error).slice(0, 200)}` } },
    };
  }
}
