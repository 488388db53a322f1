import type { CheckResult, PlanProblem } from '@/lib/plan/types';

/** How a step ended, as far as anybody can know. */
export type StepEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly problem: PlanProblem; readonly checks?: readonly CheckResult[] }
  /** Nobody can know from the nodes: a person must say. */
  | { readonly kind: 'ask'; readonly problem: PlanProblem; readonly checks: readonly CheckResult[] }
  /** The world is not the one that was reviewed, and nothing has been done to it. */
  | { readonly kind: 'stale'; readonly problem: PlanProblem };

/** Undefined: not ended yet, look at the row again. */
export type Progress = StepEnd | undefined;

export const DONE: StepEnd = { kind: 'done' };
export const failed = (problem: PlanProblem, checks?: readonly CheckResult[]): StepEnd => ({
  kind: 'failed',
  problem,
  ...(checks ? { checks } : {}),
});
