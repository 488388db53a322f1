/** What the statuses of a job's steps say together. */
import type { Plan, PlanStep, StepAction, StepStatus } from './types';

interface StepProgress {
  readonly index: number;
  readonly status: StepStatus;
}

/** From the moment an attempt is on record, nobody can rule out that it happened. */
const BEGUN: readonly StepStatus[] = ['starting', 'running', 'verifying', 'done', 'failed', 'unknown'];

/** A change that was begun may have changed something, even when nobody knows. */
export const hasChangedAnything = (plan: Plan | undefined, steps: readonly StepProgress[]): boolean =>
  steps.some((step) => BEGUN.includes(step.status) && isChanging(plan?.steps[step.index]));

const isChanging = (step: PlanStep | undefined): boolean => step !== undefined && needsTurn(step.action);

/** Whether the node may run it only in its turn (see node-lock): what only looks, or sends nothing, needs none. */
export function needsTurn(action: StepAction): boolean {
  switch (action.kind) {
    case 'cib-patch':
    case 'remove-file':
      return true;
    case 'run':
    case 'write-file':
      return action.isReadOnly !== true;
    case 'wait-settled':
    case 'wait-for':
      return false;
  }
}

const OVER: readonly StepStatus[] = ['done', 'skipped', 'failed'];

/**
 * Steps that must still run although the job was cancelled or failed: they take back what is there for now, and
 * bring back what an earlier step on the same node has changed.
 */
export function owedSteps(plan: Plan, steps: readonly StepProgress[]): readonly number[] {
  return steps
    .filter(({ index, status }) => {
      const step = plan.steps[index];
      if (!step || OVER.includes(status)) return false;
      const earlier = steps.filter((one) => one.index < index);
      if (step.cleanup) return hasChangedAnything(plan, earlier);
      return (
        step.recovers !== undefined &&
        hasChangedAnything(
          plan,
          earlier.filter((one) => {
            const at = plan.steps[one.index];
            return at?.node === step.recovers && at?.recovers === undefined && at?.part === step.part;
          }),
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
