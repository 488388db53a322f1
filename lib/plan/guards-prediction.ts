/** What the cluster's own tools say about the change: does it do what was asked, all of it, and nothing worse? */

import type { CrmResource } from '@/lib/pacemaker/types';
import { decidingView, type Simulated } from './facts';
import { KILLING } from './fence-intents';
import {
  type Evaluation,
  fail,
  type Guard,
  type GuardContext,
  judge,
  pass,
  SIMULATED,
  unknown,
} from './guard';
import { instancesOf, movesBetween, placedOn, placements } from './placement';

function verifyClean({ change }: GuardContext): Evaluation {
  if (change.newVerifyLines === 'unknown') return unknown(['crm_verify']);
  return judge(change.newVerifyLines);
}

function simulated({ change }: GuardContext): Evaluation {
  const missing = [change.simulation, change.settled].flatMap((one) =>
    one.known ? [] : [`crm_simulate: ${one.reason}`],
  );
  const losses = Object.entries(change.afterLoss).flatMap(([node, one]) =>
    one.known ? [] : [`${node}: ${one.reason}`],
  );
  return missing.length > 0 || losses.length > 0 ? unknown([...new Set([...missing, ...losses])]) : pass;
}

function noFencing({ change }: GuardContext): Evaluation {
  const steps = [change.simulation, change.settled];
  if (steps.some((one) => !one.known)) return unknown(['crm_simulate']);
  return judge(
    steps.flatMap((one) =>
      one.known ? one.reading.fencing.map((fence) => `${fence.task} ${fence.target}`) : [],
    ),
  );
}

const runsNow = ({ world }: GuardContext): readonly CrmResource[] | undefined =>
  decidingView(world)?.resources;

/** Works somewhere now and nowhere afterwards. A clone that keeps an instance elsewhere goes on working. */
function nothingStops(context: GuardContext): Evaluation {
  const before = runsNow(context);
  const { settled } = context.change;
  if (!before || !settled.known) return unknown(['crm_simulate']);
  return judge(stoppedBetween(before, settled.reading.after));
}

/** Names of what is active before and not after; a promotable resource that is no longer promoted counts. */
export function stoppedBetween(
  before: readonly CrmResource[],
  after: readonly CrmResource[],
): readonly string[] {
  const is = placements(after);
  const gone = [...placements(before)].filter(
    ([key, nodes]) => nodes.length > 0 && (is.get(key) ?? []).length === 0,
  );
  return [...new Set(gone.map(([key]) => key.slice(0, key.lastIndexOf('/'))))];
}

function nothingBlocked({ change }: GuardContext): Evaluation {
  if (!change.simulation.known) return unknown(['crm_simulate']);
  const blocked = change.simulation.reading.actions.filter((action) => action.blocked === true);
  return judge(blocked.map((action) => `${action.action} ${action.resource ?? action.node ?? ''}`.trim()));
}

const arrivesIn = (one: Simulated, resource: string, node: string): Evaluation => {
  if (!one.known) return unknown([resource]);
  const at = placedOn(one.reading.after, resource);
  return at.includes(node) ? pass : fail([`${resource} → ${at.join(', ') || '–'}`]);
};

function arrives({ intent, change }: GuardContext): Evaluation {
  if (intent.kind !== 'move-resource') return pass;
  return arrivesIn(change.simulation, intent.resource, intent.node);
}

/** Invariant 28's reason: no constraint stays behind, so the resource must want to stay by itself. */
function stays(context: GuardContext): Evaluation {
  const { intent, change } = context;
  if (intent.kind !== 'move-resource') return pass;
  if (arrives(context).verdict !== 'pass') return pass;
  return arrivesIn(change.settled, intent.resource, intent.node);
}

/** Says what else is on the move, so that nobody is surprised that a VIP takes a database with it. */
function othersMove(context: GuardContext): Evaluation {
  const before = runsNow(context);
  const { change, intent } = context;
  if (!before || !change.settled.known) return unknown(['crm_simulate']);
  const asked =
    intent.kind === 'move-resource'
      ? new Set(instancesOf(before, intent.resource).map((one) => one.id))
      : new Set();
  const moves = movesBetween(before, change.settled.reading.after);
  const others = moves.filter(
    (move) => !asked.has(move.resource) && move.from.some((node) => !move.to.includes(node)),
  );
  return judge([...new Set(others.map((move) => move.resource))]);
}

export const PREDICTION_GUARDS = [
  {
    id: 'verify-clean',
    invariant: 13,
    level: 'deny',
    needsChange: true,
    appliesTo: SIMULATED,
    evaluate: verifyClean,
  },
  {
    id: 'simulated',
    invariant: 13,
    level: 'deny',
    needsChange: true,
    appliesTo: [...SIMULATED, ...KILLING],
    evaluate: simulated,
  },
  {
    id: 'no-fencing',
    invariant: 13,
    level: 'deny',
    needsChange: true,
    appliesTo: SIMULATED,
    evaluate: noFencing,
  },
  {
    id: 'nothing-stops',
    invariant: 13,
    level: 'deny',
    needsChange: true,
    appliesTo: ['node-standby', 'node-online', 'move-resource'],
    evaluate: nothingStops,
  },
  {
    // What an edit stops may be what was asked for: a person says so.
    id: 'edit-stops',
    invariant: 13,
    level: 'confirm',
    needsChange: true,
    appliesTo: ['edit-configuration', 'hafs-remove', ...KILLING],
    evaluate: nothingStops,
  },
  {
    id: 'nothing-blocked',
    invariant: 13,
    level: 'deny',
    needsChange: true,
    appliesTo: SIMULATED,
    evaluate: nothingBlocked,
  },
  {
    id: 'arrives',
    invariant: 13,
    level: 'deny',
    needsChange: true,
    appliesTo: ['move-resource'],
    evaluate: arrives,
  },
  {
    id: 'stays',
    invariant: 28,
    level: 'deny',
    needsChange: true,
    appliesTo: ['move-resource'],
    evaluate: stays,
  },
  {
    id: 'others-move',
    invariant: 13,
    level: 'warn',
    needsChange: true,
    appliesTo: ['node-online', 'move-resource', 'edit-configuration'],
    evaluate: othersMove,
  },
] as const satisfies readonly Guard[];
