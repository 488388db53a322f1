/**
 * One change of the configuration, carried out at most once.
 *
 * Before anything happens on the node, the attempt's name and the node's boot are committed. From then on the unit
 * of that name tells what became of it: it is there (collect it), it is not and the node has not been restarted
 * (it never started: start it), or nobody can say (read the goal; if it is not reached, ask a person). A patch that
 * was refused as out of date (exit 103) has not happened: while only the status moved, it is made anew under a new
 * name; once the configuration itself changed, nothing is done any more.
 */
import type { Outcome } from '@/lib/base/command';
import { sha256 } from '@/lib/data/plans';
import {
  applyCibChanges,
  type CibChange,
  NUM_UPDATES_PLACEHOLDER,
  renderCibPatch,
} from '@/lib/pacemaker/cib-patch';
import { applyPatchCommand, type PatchOutcome, patchOutcome } from '@/lib/pacemaker/commands';
import type { CibSource } from '@/lib/pacemaker/probes';
import { inOneOrder, patchTextOf } from '@/lib/plan/build';
import { allPass } from '@/lib/plan/check';
import { driftBetween } from '@/lib/plan/fingerprint';
import { attemptOf, hasChangedAnything } from '@/lib/plan/progress';
import { startUnitText, unitName } from '@/lib/plan/transient-unit';
import type { CheckResult, PlanProblem, PlanStep } from '@/lib/plan/types';
import { sleep, untilInterrupted } from './engine';
import type { JobRun, StepExtras } from './job-run';
import { firstCib } from './observe';
import { openObjects, readChecks, verifyUntil } from './read-checks';
import { cleanUnit, collectUnit, readBootId, startUnit } from './remote-unit';
import { DONE, failed, type StepEnd } from './step-end';

/** Reference 2.5.2: a cluster in transition moves `num_updates` every second; more tries would only hide trouble. */
const MAX_ATTEMPTS = 5;

/** Undefined: not ended yet, look at the row again. */
type Progress = StepEnd | undefined;

export async function runPatchStep(run: JobRun, step: PlanStep, index: number): Promise<StepEnd> {
  const changes = step.action.kind === 'cib-patch' ? step.action.changes : [];
  for (;;) {
    const row = run.step(index);
    let end: Progress;
    switch (row.status) {
      case 'pending':
        end = await beginAttempt(run, step, changes, index, attemptOf(row.unit) + 1);
        break;
      case 'starting':
      case 'running':
      case 'unknown':
        end = await takeUp(run, step, changes, index);
        break;
      case 'verifying':
        return verify(run, step, index);
      case 'done':
      case 'skipped':
        return DONE;
      case 'failed':
        return failed({ id: 'stopped', params: {} });
    }
    if (end) return end;
  }
}

/** An attempt that cannot be made leaves a step that was never started: nothing of it happened. */
async function beginAttempt(
  run: JobRun,
  step: PlanStep,
  changes: readonly CibChange[],
  index: number,
  attempt: number,
): Promise<Progress> {
  const end = await tryAttempt(run, step, changes, index, attempt);
  if (end && run.step(index).status === 'starting') await run.moveStep(index, { status: 'skipped' });
  return end;
}

/** Reads the configuration, makes the command, puts the intent on record, starts it. */
async function tryAttempt(
  run: JobRun,
  step: PlanStep,
  changes: readonly CibChange[],
  index: number,
  attempt: number,
): Promise<Progress> {
  const { engine, clusterId, plan } = run;
  if (attempt > MAX_ATTEMPTS) return failed({ id: 'retries', params: { count: `${MAX_ATTEMPTS}` } });
  const nodes = [step.node, ...(engine.access.directory(clusterId)?.nodes ?? []).map((node) => node.name)];
  const cib = await untilInterrupted(firstCib(engine.access, clusterId, [...new Set(nodes)]), run.signal);
  if (!cib.ok) return failed(cib.error);
  const base = await checkBase(run, changes, index, cib.value);
  if (base !== 'fits') return base;
  const bootId = await untilInterrupted(readBootId(engine, clusterId, step.node), run.signal);
  if (bootId === undefined)
    return failed({ id: 'not-started', params: { node: step.node, detail: 'unreachable' } });
  const rendered = renderCibPatch(inOneOrder(changes), cib.value.reading.version);
  if (!rendered.ok) return failed({ id: 'shown-differs', params: {} });
  const command = applyPatchCommand(rendered.value);
  const patchNumber = plan.steps.slice(0, index + 1).filter((one) => one.action.kind === 'cib-patch').length;
  const shown = patchTextOf(
    changes,
    { ...plan.base, numUpdates: NUM_UPDATES_PLACEHOLDER },
    step.node,
    index,
    patchNumber,
  );
  if (shown !== step.commandText) return failed({ id: 'shown-differs', params: {} });
  const unit = unitName(run.job.id, index, attempt);
  const place = { clusterId, node: step.node, unit };
  const text = startUnitText(unit, step.node, command);
  run.commands.set(unit, text);
  const detail = { unit, node: step.node, attempt, command: text };
  await run.moveStep(
    index,
    { status: 'starting', unit, bootId, startedAt: new Date(engine.now()) },
    { audit: { phase: 'intent', detail } },
  );
  await run.checkpoint('attempt-committed', index);
  const started = await startUnit(engine, place, command, run.signal);
  await run.checkpoint('unit-started', index);
  if (started.kind !== 'refused') return undefined;
  const found = await collectUnit(engine, place, engine.timings.silenceMs, run.signal);
  if (found.kind !== 'absent' && found.kind !== 'not-run') return undefined;
  return notStarted(run, step, index, text, started.outcome);
}

async function notStarted(
  run: JobRun,
  step: PlanStep,
  index: number,
  command: string,
  outcome: Outcome,
): Promise<StepEnd> {
  const detail =
    outcome.kind === 'exited' ? outcome.stderr.trim().split('\n').at(-1)?.slice(0, 200) : outcome.kind;
  const { unit } = run.step(index);
  await run.moveStep(
    index,
    { status: 'failed', endedAt: new Date(run.engine.now()) },
    {
      attempt: { node: step.node, command, outcome, ...(unit === undefined ? {} : { unit }) },
      audit: { phase: 'outcome', detail: { unit, started: false } },
    },
  );
  if (unit !== undefined) await cleanUnit(run.engine, { clusterId: run.clusterId, node: step.node, unit });
  return failed({ id: 'not-started', params: { node: step.node, detail: detail || 'systemd-run' } });
}

/** The first change is made to the reviewed configuration or not at all; taking something back only needs it there. */
async function checkBase(
  run: JobRun,
  changes: readonly CibChange[],
  index: number,
  cib: CibSource,
): Promise<'fits' | Progress> {
  const { plan } = run;
  const earlier = run.job.steps.filter((step) => step.index < index);
  if (!hasChangedAnything(plan, earlier)) {
    const { adminEpoch, epoch } = cib.reading.version;
    const found = {
      ...plan.base,
      adminEpoch,
      epoch,
      configurationSha256: sha256(cib.reading.configurationText),
    };
    const drift = driftBetween(plan.base, found, cib.reading);
    if (drift.length > 0) return { kind: 'stale', problem: { id: 'stale', params: {}, drift } };
    return applyCibChanges(cib.xml, changes).ok ? 'fits' : failed({ id: 'shown-differs', params: {} });
  }
  if (plan.steps[index]?.cleanup !== true)
    throw new Error('a second change that is no cleanup has no rule for its base');
  const applied = applyCibChanges(cib.xml, changes);
  if (applied.ok) return 'fits';
  if (applied.error.kind !== 'no-such-path') return failed({ id: 'stale-midway', params: {} });
  // Somebody took it away already: that is the goal.
  await run.moveStep(index, { status: 'verifying', startedAt: new Date(run.engine.now()) });
  return undefined;
}

/** An attempt is on record: find out what became of it. */
async function takeUp(
  run: JobRun,
  step: PlanStep,
  changes: readonly CibChange[],
  index: number,
): Promise<Progress> {
  const { engine, clusterId } = run;
  const row = run.step(index);
  if (row.unit === undefined) throw new Error('a step was begun without a unit');
  const place = { clusterId, node: step.node, unit: row.unit };
  const { silenceMs, resumeSilenceMs } = engine.timings;
  const patience = run.commands.has(row.unit) ? silenceMs : resumeSilenceMs;
  const collected = await collectUnit(engine, place, patience, run.signal);
  switch (collected.kind) {
    case 'finished':
      await run.checkpoint('unit-finished', index);
      return record(run, step, index, collected.outcome);
    case 'not-run':
      return record(run, step, index, { kind: 'unreachable', message: `not run: ${collected.detail}` }, true);
    case 'absent': {
      const bootId = await untilInterrupted(readBootId(engine, clusterId, step.node), run.signal);
      if (bootId === row.bootId && row.status !== 'unknown')
        return beginAttempt(run, step, changes, index, attemptOf(row.unit));
      return askUnlessReached(run, step, index, {
        id: bootId === undefined ? 'unreachable' : 'rebooted',
        params: { node: step.node },
      });
    }
    case 'no-answer':
      return askUnlessReached(run, step, index, {
        id: 'unreachable',
        params: { node: step.node, detail: collected.detail },
      });
  }
}

/** Puts what came of the attempt on record, then takes the unit away. */
async function record(
  run: JobRun,
  step: PlanStep,
  index: number,
  outcome: Outcome,
  isNotRun = false,
): Promise<Progress> {
  const { unit } = run.step(index);
  if (unit === undefined) throw new Error('a step was begun without a unit');
  const result = patchOutcome(outcome);
  const isStale = result.kind === 'stale' && !isNotRun;
  const status = isNotRun
    ? 'failed'
    : ({ applied: 'verifying', stale: 'pending', refused: 'failed', unknown: 'unknown' } as const)[
        result.kind
      ];
  const ended = status === 'failed' ? { endedAt: new Date(run.engine.now()) } : {};
  // After a crash the exact text is only in the audit; the reviewed one says as much.
  const command = run.commands.get(unit) ?? shownCommand(step, run.job.id, unit);
  await run.moveStep(
    index,
    { status, ...ended },
    {
      attempt: { node: step.node, unit, command, outcome },
      audit: { phase: 'outcome', detail: { unit, outcome: isNotRun ? 'not-run' : result.kind } },
    },
  );
  await run.checkpoint('outcome-recorded', index);
  await cleanUnit(run.engine, { clusterId: run.clusterId, node: step.node, unit });
  await run.checkpoint('unit-cleaned', index);
  if (isNotRun)
    return failed({
      id: 'not-started',
      params: { node: step.node, detail: outcome.kind === 'unreachable' ? outcome.message : '' },
    });
  if (isStale || result.kind === 'applied') return undefined;
  return result.kind === 'refused'
    ? failed(refusal(result))
    : askUnlessReached(
        run,
        step,
        index,
        { id: 'outcome-unknown', params: { node: step.node, detail: outcome.kind } },
        run.engine.timings.resumeSilenceMs,
      );
}

const refusal = (result: Extract<PatchOutcome, { kind: 'refused' }>): PlanProblem => ({
  id: 'refused',
  params: { reason: result.reason, detail: result.message },
});

/** The reviewed command under the attempt's own name; the version it was made for is in the audit's intent. */
const shownCommand = (step: PlanStep, jobId: string, unit: string): string =>
  step.commandText.replaceAll(unitName('{{job}}', Number(step.id) - 1, 1), unit).replaceAll('{{job}}', jobId);

/**
 * The goal itself is the last witness: reached is done; anything else is a person's word.
 * @param patienceMs how long a change that may still be on its way is waited for
 */
async function askUnlessReached(
  run: JobRun,
  step: PlanStep,
  index: number,
  problem: PlanProblem,
  patienceMs = 0,
): Promise<Progress> {
  const { engine } = run;
  const deadline = engine.now() + patienceMs;
  for (;;) {
    const checks = await untilInterrupted(readChecks(engine.access, run.clusterId, step.verify), run.signal);
    if (allPass(checks)) {
      await run.moveStep(index, { status: 'verifying' }, seenExtras(run, step, index, problem));
      return undefined;
    }
    if (engine.now() >= deadline) {
      if (run.step(index).status !== 'unknown') await run.moveStep(index, { status: 'unknown' });
      return { kind: 'ask', problem, checks };
    }
    await sleep(engine.timings.verifyPollMs, run.signal);
  }
}

/** For the record: nobody knows its exit status, but its effect was seen. An attempt that is on record already stays. */
function seenExtras(run: JobRun, step: PlanStep, index: number, problem: PlanProblem): StepExtras {
  const { unit, attempts } = run.step(index);
  const audit = { phase: 'outcome', detail: { unit, seen: true, why: problem.id } } as const;
  if (unit === undefined || attempts.some((attempt) => attempt.unit === unit)) return { audit };
  const command = run.commands.get(unit) ?? shownCommand(step, run.job.id, unit);
  const outcome = { kind: 'unreachable', message: problem.id } as const;
  return { audit, attempt: { node: step.node, unit, command, outcome } };
}

async function verify(run: JobRun, step: PlanStep, index: number): Promise<StepEnd> {
  const { unit } = run.step(index);
  const { isReached, checks } = await verifyUntil(run, step);
  await run.checkpoint('verified', index);
  // Once more: a crash may have come between the record and the cleaning.
  if (unit !== undefined) await cleanUnit(run.engine, { clusterId: run.clusterId, node: step.node, unit });
  return isReached ? finishStep(run, index, checks) : failStep(run, index, checks);
}

export async function finishStep(
  run: JobRun,
  index: number,
  checks: readonly CheckResult[],
): Promise<StepEnd> {
  await run.moveStep(index, { status: 'done', endedAt: new Date(run.engine.now()) });
  await run.note({ checks });
  return DONE;
}

export async function failStep(run: JobRun, index: number, checks: readonly CheckResult[]): Promise<StepEnd> {
  await run.moveStep(index, { status: 'failed', endedAt: new Date(run.engine.now()) });
  return failed({ id: 'not-verified', params: { checks: openObjects(checks) } }, checks);
}
