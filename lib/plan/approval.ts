/**
 * How many people a plan needs (invariant 36): what may lose data that is in use takes two administrators. A step on what
 * the same plan made and proves blank has nothing to lose.
 */
import type { Plan } from './types';

export const approvalsNeeded = (plan: Pick<Plan, 'steps'>): 1 | 2 =>
  plan.steps.some((step) => step.risk === 'data-loss' && step.isOnBlank !== true) ? 2 : 1;

export const needsAdministrator = (plan: Pick<Plan, 'steps'>): boolean =>
  plan.steps.some((step) => step.risk === 'data-loss');
