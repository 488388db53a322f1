/** All guards of a change, and what they come to: safe, possible with a typed confirmation and a reason, or refused. */
import type { ChangeFacts, Simulated } from './facts';
import { evaluateGuard, type Guard, type GuardInput } from './guard';
import { BUILD_GUARDS } from './guards-build';
import { CLUSTER_GUARDS } from './guards-cluster';
import { CONFIGURATION_GUARDS } from './guards-configuration';
import { DATA_GUARDS } from './guards-data';
import { HAFS_GUARDS } from './guards-hafs';
import { HAPROXY_GUARDS } from './guards-haproxy';
import { NODE_GUARDS } from './guards-nodes';
import { PREDICTION_GUARDS } from './guards-prediction';
import { TOOL_GUARDS } from './guards-tools';
import type { GuardResult } from './types';

/** Order is reading order: the cluster, its nodes, the data, what the simulator says. */
const ALL = [
  ...CLUSTER_GUARDS,
  ...NODE_GUARDS,
  ...DATA_GUARDS,
  ...TOOL_GUARDS,
  ...CONFIGURATION_GUARDS,
  ...HAFS_GUARDS,
  ...HAPROXY_GUARDS,
  ...BUILD_GUARDS,
  ...PREDICTION_GUARDS,
] as const;
export type GuardId = (typeof ALL)[number]['id'];
export const GUARDS: readonly Guard<GuardId>[] = ALL;

export function evaluateGuards(input: GuardInput): readonly GuardResult[] {
  const { change = NO_CHANGE } = input;
  return GUARDS.filter(
    (guard) =>
      guard.appliesTo.includes(input.intent.kind) &&
      (input.change !== undefined || !guard.needsChange) &&
      !(input.isRefused && guard.needsDraft),
  ).map((guard) => evaluateGuard(guard, { ...input, change }));
}

/** For guards that do not look at it. */
const NOT_ASKED: Simulated = { known: false, reason: 'not asked' };
const NO_CHANGE: ChangeFacts = {
  newVerifyLines: 'unknown',
  simulation: NOT_ASKED,
  settled: NOT_ASKED,
  afterLoss: {},
};

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
