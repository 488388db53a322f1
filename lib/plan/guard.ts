/**
 * A guard is one safety invariant (reference section 7) as data with a pure question. `unknown` is never `pass`:
 * for `deny` it refuses, for `confirm` it asks, and it always shows.
 */
import type { ChangeFacts, WorldFacts } from './facts';
import { KILLING } from './fence-intents';
import { HAFS_INTENTS } from './hafs-intents';
import type { GuardLevel, GuardResult, GuardVerdict, Intent, IntentKind } from './types';

export interface GuardContext<I extends Intent = Intent> {
  readonly intent: I;
  readonly world: WorldFacts;
  readonly change: ChangeFacts;
}
/** Changes of where things run: each names a node. */
export type Placing = Extract<Intent, { kind: 'node-standby' | 'node-online' | 'move-resource' }>;
export type PlacingContext = GuardContext<Placing>;

/** Without `change` when there was nothing to ask the simulator about: guards that need it are then left out. */
export type GuardInput = Omit<GuardContext, 'change'> & {
  readonly change?: ChangeFacts;
  /** The change cannot be made as asked: what it would lead to cannot be judged. */
  readonly isRefused?: boolean;
};

export interface Evaluation {
  readonly verdict: GuardVerdict;
  readonly objects: readonly string[];
  readonly params?: Readonly<Record<string, string | number>>;
  readonly details?: GuardResult['details'];
}

export interface Guard<Id extends string = string> {
  readonly id: Id;
  readonly invariant: number;
  readonly level: GuardLevel;
  readonly appliesTo: readonly IntentKind[];
  /** Judges the simulated change, not only the world as it is. */
  readonly needsChange?: boolean;
  /** Judges what the change would make: there is nothing to judge where it cannot be made. */
  readonly needsDraft?: boolean;
  /** Left out where it has nothing to say: a change that touches none of what it watches over. */
  concerns?(context: GuardContext): boolean;
  /** A method, so that a guard may ask for the context of just the kinds it applies to. */
  evaluate(context: GuardContext): Evaluation;
}

/** Changes of the configuration, which the cluster's simulator can be asked about. */
export const SIMULATED: readonly IntentKind[] = [
  'node-standby',
  'node-online',
  'move-resource',
  'edit-configuration',
  'hafs-create',
  'hafs-remove',
];
/** Changes that Pacemaker or DRBD react to: the cluster itself must be in order. */
export const CLUSTER_WIDE: readonly IntentKind[] = [...SIMULATED, 'clean-up', 'drbd-action', ...HAFS_INTENTS];
export const ALL_INTENTS: readonly IntentKind[] = [
  ...CLUSTER_WIDE,
  'haproxy-server',
  'edit-file',
  'edit-haproxy',
  'protect-service',
  'nonlocal-bind',
  'serve-apache',
  'unit-at-boot',
  'combined',
  'fence-test',
  ...KILLING,
];
/** Changes whose whole point is that Pacemaker acts at once. */
export const PLACING: readonly IntentKind[] = ['node-standby', 'node-online', 'move-resource', 'clean-up'];
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
  const { verdict, objects, params, details } = guard.evaluate(context);
  return {
    id: guard.id,
    invariant: guard.invariant,
    level: guard.level,
    verdict,
    objects,
    params: params ?? {},
    ...(details && details.length > 0 ? { details } : {}),
  };
}
