/** All guards of a change, judged. */
import type { ChangeFacts, Simulated, WorldFacts } from './facts';
import { isKilling } from './fence-intents';
import { evaluateGuard, type Guard, type GuardInput } from './guard';
import { APACHE_GUARDS } from './guards-apache';
import { BUILD_GUARDS } from './guards-build';
import { CLUSTER_GUARDS } from './guards-cluster';
import { CONFIGURATION_GUARDS } from './guards-configuration';
import { DATA_GUARDS } from './guards-data';
import { FENCING_GUARDS } from './guards-fencing';
import { HAFS_GUARDS } from './guards-hafs';
import { HAPROXY_GUARDS } from './guards-haproxy';
import { NODE_GUARDS } from './guards-nodes';
import { PREDICTION_GUARDS } from './guards-prediction';
import { SERVICE_GUARDS } from './guards-services';
import { TOOL_GUARDS } from './guards-tools';
import { VIP_GUARDS } from './guards-vips';
import { allParts } from './planners';
import type { GuardResult } from './types';
import { withAllVips } from './vip-world';

/** Order is reading order: the cluster, its nodes, the data, what the simulator says. */
const ALL = [
  ...CLUSTER_GUARDS,
  ...NODE_GUARDS,
  ...DATA_GUARDS,
  ...TOOL_GUARDS,
  ...CONFIGURATION_GUARDS,
  ...HAFS_GUARDS,
  ...VIP_GUARDS,
  ...SERVICE_GUARDS,
  ...FENCING_GUARDS,
  ...HAPROXY_GUARDS,
  ...APACHE_GUARDS,
  ...BUILD_GUARDS,
  ...PREDICTION_GUARDS,
] as const;
export type GuardId = (typeof ALL)[number]['id'];
export const GUARDS: readonly Guard<GuardId>[] = ALL;

export function evaluateGuards(input: GuardInput): readonly GuardResult[] {
  const { change = NO_CHANGE } = input;
  const parts = allParts(input.intent, input.world);
  const world = withAllVips(worldFor(input), parts.slice(1));
  const inForce = GUARDS.filter(
    (guard) => (input.change !== undefined || !guard.needsChange) && !(input.isRefused && guard.needsDraft),
  );
  return inForce.flatMap((guard) => {
    const results = parts
      .filter((intent) => guard.appliesTo.includes(intent.kind))
      .map((intent) => ({ intent, world, change }))
      .filter((context) => guard.concerns?.(context) ?? true)
      .map((context) => evaluateGuard(guard, context));
    return results.length === 0 ? [] : [worstOf(results)];
  });
}

/** What a change is made of is judged part by part, and told as one: the worst verdict, with all it names. */
function worstOf(results: readonly GuardResult[]): GuardResult {
  const verdict = (['fail', 'unknown', 'pass'] as const).find((one) =>
    results.some((result) => result.verdict === one),
  );
  const worst = results.filter((result) => result.verdict === verdict);
  const [first] = worst;
  if (!first) throw new RangeError('no verdicts');
  const details = worst.flatMap((result) => result.details ?? []);
  return {
    ...first,
    objects: [...new Set(worst.flatMap((result) => result.objects))],
    ...(details.length > 0 ? { details } : {}),
  };
}

const worldFor = ({ intent, world }: GuardInput): WorldFacts =>
  isKilling(intent) ? withoutSilent(world, intent.node) : world;

/** It is because it does not answer that a node is killed: its silence is no reason not to. */
const withoutSilent = (world: WorldFacts, victim: string): WorldFacts => ({
  ...world,
  nodes: world.nodes.filter((node) => node.name !== victim || node.pacemaker.state === 'known'),
  links: Object.fromEntries(world.nodes.map(({ name, link }) => [name, link])),
});

/** For guards that do not look at it. */
const NOT_ASKED: Simulated = { known: false, reason: 'not asked' };
const NO_CHANGE: ChangeFacts = {
  newVerifyLines: 'unknown',
  simulation: NOT_ASKED,
  settled: NOT_ASKED,
  afterLoss: {},
};
