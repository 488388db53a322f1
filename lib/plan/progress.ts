/** What the statuses of a job's steps say together. */
import type { Plan, StepStatus } from './types';

interface StepProgress {
  readonly index: number;
  readonly status: StepStatus;
}

/** From the moment an attempt is on record, nobody can rule out that it happened. */
const BEGUN: readonly StepStatus[] = ['starting', 'running', 'verifying', 'done', 'failed', 'unknown'];

/** A change that was begun may have changed something, even when nobody knows. */
export const hasChangedAnything = (plan: Plan | undefined, steps: readonly StepProgress[]): boolean =>
  steps.some((step) => BEGUN.includes(step.status) && plan?.steps[step.index]?.action.kind === 'cib-patch');

/** Steps that must still run although the job was cancelled or failed: they take back what is there for now. */
export function owedCleanup(plan: Plan, steps: readonly StepProgress[]): readonly number[] {
  return steps
    .filter(({ index, status }) => {
      const isOwed =
        plan.steps[index]?.cleanup === true &&
        status !== 'done' &&
        status !== 'skipped' &&
        status !== 'failed';
      return (
        isOwed &&
        hasChangedAnything(
          plan,
          steps.filter((earlier) => earlier.index < index),
        )
      );
    })
    .map((step) => step.index);
}

/** The number at the end of a unit's name; 0 for none yet. See `unitName`. */
export function attemptOf(unit: string | undefined): number {
  if (unit === undefined) return 0;
  return Number(/^haven-[^-]+-\d+-(\d+)$/.exec(unit)?.[1] ?? 1);
}
