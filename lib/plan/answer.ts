/**
 * What the verdicts come to: safe, possible with a typed confirmation and a reason, or refused. Apart from the guards: a
 * page that shows their verdicts loads none of them.
 */
import type { GuardResult } from './types';

/** Ceph's three answers to "can I do this now?" */
export type Answer = 'safe' | 'confirm' | 'refused';

export const refusing = (guards: readonly GuardResult[]): readonly GuardResult[] =>
  guards.filter((guard) => guard.level === 'deny' && guard.verdict !== 'pass');

export const confirming = (guards: readonly GuardResult[]): readonly GuardResult[] =>
  guards.filter((guard) => guard.level === 'confirm' && guard.verdict !== 'pass');

export function answerOf(guards: readonly GuardResult[]): Answer {
  if (refusing(guards).length > 0) return 'refused';
  return confirming(guards).length > 0 ? 'confirm' : 'safe';
}
