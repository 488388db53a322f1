/**
 * A guard is one safety invariant (reference section 7) as data with a pure question. `unknown` is never `pass`:
 * for `deny` it refuses, for `confirm` it asks, and it always shows.
 */
import type { ChangeFacts, WorldFacts } from './facts';
import type { GuardLevel, GuardResult, GuardVerdict, Intent, IntentKind } from './types';

export interface GuardContext<I extends Intent = Intent> {
  readonly intent: I;
  readonly world: WorldFacts;
  readonly change: ChangeFacts;
}
/** Without `change` when there was nothing to ask the simulator about: guards that need it are then left out. */
export type GuardInput = Omit<GuardContext, 'change'> & { readonly change?: ChangeFacts };

export interface Evaluation {
  readonly verdict: GuardVerdict;
  readonly objects: readonly string[];
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface Guard<Id extends string = string> {
  readonly id: Id;
  readonly invariant: number;
  readonly level: GuardLevel;
  readonly appliesTo: readonly IntentKind[];
  /** Judges the simulated change, not only the world as it is. */
  readonly needsChange?: boolean;
  readonly evaluate: (context: GuardContext) => Evaluation;
}

export const ALL_INTENTS: readonly IntentKind[] = ['node-standby', 'node-online', 'move-resource'];
/** Changes that take something from where it is. */
export const LEAVING: readonly IntentKind[] = ['node-standby', 'move-resource'];

export const pass: Evaluation = { verdict: 'pass', objects: [] };
export const fail = (objects: readonly string[], params?: Evaluation['params']): Evaluation => ({
  verdict: 'fail',
  objects,
  ...(params ? { params } : {}),
});
export const unknown = (objects: readonly string[], params?: Evaluation['params']): Evaluation => ({
  verdict: 'unknown',
  objects,
  ...(params ? { params } : {}),
});

/** Fails naming `bad`, else unknown naming `unread`, else passes. */
export function judge(
  bad: readonly string[],
  unread: readonly string[] = [],
  params?: Evaluation['params'],
): Evaluation {
  if (bad.length > 0) return fail(bad, params);
  return unread.length > 0 ? unknown(unread, params) : pass;
}

export function evaluateGuard(guard: Guard, context: GuardContext): GuardResult {
  const { verdict, objects, params } = guard.evaluate(context);
  return {
    id: guard.id,
    invariant: guard.invariant,
    level: guard.level,
    verdict,
    objects,
    params: params ?? {},
  };
}
