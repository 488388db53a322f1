/** What became of an attempt: on record, its unit taken away, its effect read back, a person asked where nobody can know. */
import type { Outcome } from '@/lib/base/command';
import { allPass } from '@/lib/plan/check';
import { needsTurn } from '@/lib/plan/progress';
import { unitName } from '@/lib/plan/transient-unit';
import type { CheckResult, PlanProblem, PlanStep } from '@/lib/plan/types';
import { sleep, untilInterrupted } from './engine';
import type { JobRun, StepExtras } from './job-run';
import { openObjects, readChecks, sinceOf, verifyUntil } from './read-checks';
import { DONE, failed, type Progress, type StepEnd } from './step-end';
import { toolOf } from './unit-tools';

/** Name of the attempt that is on record for a step that was begun. */
function unitOf(run: JobRun, index: number): string {
  const { unit } = run.step(index);
  if (unit === undefined) throw new Error('a step was begun without a unit');
  return unit;
}

const STATUS_AFTER = {
  applied: 'verifying',
  stale: 'pending',
  refused: 'failed',
  unknown: 'unknown',
} as const;

/** The unit ended: what its exit status means for the step. */
export async function recordEnd(
  run: JobRun,
  step: PlanStep,
  index: number,
  outcome: Outcome,
): Promise<Progress> {
  const unit = unitOf(run, index);
  const result = toolOf(step).judge(outcome);
  const status = STATUS_AFTER[result.kind];
  await run.moveStep(
    index,
    { status, ...(status === 'failed' ? { endedAt: new Date(run.engine.now()) } : {}) },
    {
      attempt: { node: step.node, unit, command: commandOf(run, step, unit), outcome },
      audit: { phase: 'outcome', detail: { unit, outcome: result.kind } },
    },
  );
  await run.checkpoint('outcome-recorded', index);
  // Not waited for: a further attempt has another name, and has to be quick.
  void run.clean(step.node, unit);
  await run.checkpoint('unit-cleaned', index);
  switch (result.kind) {
    case 'applied':
    case 'stale':
      return undefined;
    case 'refused':
      await run.cleanStep(step.node, index);
      return failed(result.problem);
    case 'unknown': {
      const problem = { id: 'outcome-unknown', params: { node: step.node, detail: outcome.kind } };
      return askUnlessReached(run, step, index, problem, run.engine.timings.resumeSilenceMs);
    }
  }
}

/**
 * The node did not run it: nothing happened, and the step is over. Only what must be taken back is not given up: a
 * person is asked, and "it did not happen" has it tried again.
 */
export async function recordNotRun(
  run: JobRun,
  step: PlanStep,
  index: number,
  outcome: Outcome,
  problem: PlanProblem,
): Promise<StepEnd> {
  const unit = unitOf(run, index);
  await run.moveStep(
    index,
    step.cleanup ? { status: 'unknown' } : { status: 'failed', endedAt: new Date(run.engine.now()) },
    {
      attempt: { node: step.node, unit, command: commandOf(run, step, unit), outcome },
      audit: { phase: 'outcome', detail: { unit, started: false } },
    },
  );
  await run.cleanStep(step.node, index);
  return step.cleanup ? { kind: 'ask', problem, checks: [] } : failed(problem);
}

/** What was really started; after a crash the reviewed command under the attempt's own name, the audit has the rest. */
const commandOf = (run: JobRun, step: PlanStep, unit: string): string =>
  run.commands.get(unit) ??
  step.commandText
    .replaceAll(unitName('{{job}}', Number(step.id) - 1, 1), unit)
    .replaceAll('{{job}}', run.job.id);

/**
 * The goal itself is the last witness: reached is done; anything else is a person's word.
 * @param patienceMs how long a change that may still be on its way is waited for
 */
export async function askUnlessReached(
  run: JobRun,
  step: PlanStep,
  index: number,
  problem: PlanProblem,
  patienceMs = 0,
): Promise<Progress> {
  const { engine } = run;
  if (!needsTurn(step.action)) return failReadOnly(run, step, index, problem);
  const deadline = engine.now() + patienceMs;
  for (;;) {
    const checks = await untilInterrupted(
      readChecks(engine.access, run.clusterId, step.verify, sinceOf(run, index)),
      run.signal,
    );
    // Where there is nothing to see, nothing was seen.
    if (step.verify.length > 0 && allPass(checks)) {
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

/** A look that told nothing has not said yes, and has changed nothing a person would have to judge. */
async function failReadOnly(
  run: JobRun,
  step: PlanStep,
  index: number,
  problem: PlanProblem,
): Promise<StepEnd> {
  const { unit } = run.step(index);
  await run.moveStep(
    index,
    { status: 'failed', endedAt: new Date(run.engine.now()) },
    { audit: { phase: 'outcome', detail: { unit, seen: false, why: problem.id } } },
  );
  await run.cleanStep(step.node, index);
  return failed(problem);
}

/** For the record: nobody knows its exit status, but its effect was seen. An attempt that is on record already stays. */
function seenExtras(run: JobRun, step: PlanStep, index: number, problem: PlanProblem): StepExtras {
  const { unit, attempts } = run.step(index);
  const audit = { phase: 'outcome', detail: { unit, seen: true, why: problem.id } } as const;
  if (unit === undefined || attempts.some((attempt) => attempt.unit === unit)) return { audit };
  const outcome = { kind: 'unreachable', message: problem.id } as const;
  return { audit, attempt: { node: step.node, unit, command: commandOf(run, step, unit), outcome } };
}

/** Reads the effect back from every node; meanwhile and at the latest now, nothing of the step stays on its node. */
export async function verifyStep(run: JobRun, step: PlanStep, index: number): Promise<StepEnd> {
  const cleaning = run.cleanStep(step.node, index);
  const { isReached, checks } = await verifyUntil(run, step, index);
  await run.checkpoint('verified', index);
  await untilInterrupted(cleaning, run.signal);
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
