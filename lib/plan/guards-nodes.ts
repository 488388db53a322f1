/** Are the nodes that stay, and the one that things go to, fit to carry what comes to them? And can they be fenced? */
import { fenceDevices } from '@/lib/pacemaker/cib-queries';
import type { CrmNode, PacemakerReading } from '@/lib/pacemaker/types';
import { INFINITY_SCORE } from '@/lib/pacemaker/values';
import { crmNode, decidingView, memberNodes } from './facts';
import {
  CLUSTER_WIDE,
  type Evaluation,
  fail,
  type Guard,
  type GuardContext,
  judge,
  LEAVING,
  type PlacingContext,
  pass,
  unknown,
} from './guard';
import { instancesOf, placedOn } from './placement';

/** Everything that makes a node unfit to receive resources, in Pacemaker's own words; empty when fit. */
export function unfitWords(node: CrmNode): readonly string[] {
  const words = [
    !node.online && 'offline',
    node.standby && 'standby',
    node.standbyOnFail && 'standby-on-fail',
    node.maintenance && 'maintenance',
    node.unclean && 'UNCLEAN',
    node.pending && 'pending',
    node.shutdown && 'shutting down',
  ];
  return words.filter((word): word is string => word !== false);
}

const describe = (node: CrmNode): string => `${node.name} ${unfitWords(node).join(', ')}`;

/** Invariant 11: one node at a time. */
function peersHealthy({ intent, world }: PlacingContext): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown(world.nodes.filter((node) => node.name !== intent.node).map((node) => node.name));
  const peers = memberNodes(view).filter((node) => node.name !== intent.node);
  return judge(peers.filter((node) => unfitWords(node).length > 0).map(describe));
}

function noneUnclean({ world }: GuardContext): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown(world.nodes.map((node) => node.name));
  return judge(
    memberNodes(view)
      .filter((node) => node.unclean || node.pending)
      .map(describe),
  );
}

/** The node that is asked for takes part in the cluster at all: otherwise nothing can be seen to follow. */
function nodeMember({ intent, world }: PlacingContext): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown([intent.node]);
  const node = crmNode(view, intent.node);
  if (!node) return fail([intent.node]);
  const away = [
    !node.online && 'offline',
    node.pending && 'pending',
    node.shutdown && 'shutting down',
  ].filter(Boolean);
  return away.length > 0 ? fail([`${node.name} ${away.join(', ')}`]) : pass;
}

function targetFit({ intent, world }: PlacingContext): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown([intent.node]);
  const node = crmNode(view, intent.node);
  if (!node) return fail([intent.node]);
  return unfitWords(node).length > 0 ? fail([describe(node)]) : pass;
}

/** Names a constraint may use for the resource that moves: itself, what it is in, what is in it. */
function namesOf(view: PacemakerReading, resource: string): ReadonlySet<string> {
  const instances = instancesOf(view.resources, resource);
  return new Set([
    resource,
    ...instances.map((one) => one.id),
    ...instances.flatMap((one) => one.within.map((outer) => outer.id)),
  ]);
}

function targetNotBanned({ intent, world }: PlacingContext): Evaluation {
  const view = decidingView(world);
  if (!view || intent.kind !== 'move-resource') return unknown([intent.node]);
  const names = namesOf(view, intent.resource);
  const bans = view.bans.filter(
    (ban) => ban.node === intent.node && ban.weight <= -INFINITY_SCORE && names.has(ban.resource),
  );
  return judge(bans.map((ban) => ban.id));
}

/** A node at the migration threshold refuses the resource until the failures are cleaned up. */
function targetNotFailed({ intent, world }: PlacingContext): Evaluation {
  const view = decidingView(world);
  if (!view || intent.kind !== 'move-resource') return unknown([intent.node]);
  const names = namesOf(view, intent.resource);
  const counts = view.failCounts.filter((count) => {
    const threshold = count.migrationThreshold ?? INFINITY_SCORE;
    return (
      count.node === intent.node && names.has(count.resource) && count.count >= threshold && threshold > 0
    );
  });
  return judge(
    counts.map(
      (one) => `${one.resource} ${one.node} ${one.count >= INFINITY_SCORE ? 'INFINITY' : one.count}`,
    ),
  );
}

/** Pacemaker neither stops nor moves what it does not manage, and waits for a person where it is blocked. */
function managed({ intent, world }: PlacingContext): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown([intent.node]);
  const concerned =
    intent.kind === 'move-resource'
      ? instancesOf(view.resources, intent.resource)
      : view.resources.filter((one) => one.nodes.includes(intent.node));
  const bad = concerned.filter(
    (one) => !one.managed || one.blocked || one.maintenance || (one.failed && one.nodes.length > 1),
  );
  return judge([
    ...new Set(
      bad.map((one) => `${one.id} ${one.blocked ? 'blocked' : one.managed ? 'maintenance' : 'unmanaged'}`),
    ),
  ]);
}

/** A resource that runs nowhere cannot be moved; starting it is another wish. */
function resourceRuns({ intent, world }: PlacingContext): Evaluation {
  const view = decidingView(world);
  if (!view || intent.kind !== 'move-resource') return unknown([intent.node]);
  return placedOn(view.resources, intent.resource).length > 0 ? pass : fail([intent.resource]);
}

function fencingOn({ world }: GuardContext): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown(['stonith-enabled']);
  return view.options.stonithEnabled ? pass : fail(['stonith-enabled=false']);
}

/** Invariant 4: a device for every node, and none that would have to be run by the node it is to kill. */
function fencingForAll({ world }: GuardContext): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown(world.nodes.map((node) => node.name));
  const devices = fenceDevices(world.cib);
  // A device without a list asks its hardware whom it can fence: it may cover anyone.
  const uncovered = memberNodes(view)
    .map((node) => node.name)
    .filter(
      (node) => !devices.some((device) => device.targets.length === 0 || device.targets.includes(node)),
    );
  const onVictim = devices.flatMap((device) =>
    placedOn(view.resources, device.id)
      .filter((node) => device.targets.length === 1 && device.targets.includes(node))
      .map((node) => `${device.id} @ ${node}`),
  );
  return judge([...uncovered, ...onVictim]);
}

export const NODE_GUARDS = [
  {
    id: 'node-member',
    invariant: 40,
    level: 'deny',
    appliesTo: ['node-standby', 'node-online'],
    evaluate: nodeMember,
  },
  { id: 'peers-healthy', invariant: 11, level: 'deny', appliesTo: ['node-standby'], evaluate: peersHealthy },
  {
    id: 'none-unclean',
    invariant: 11,
    level: 'deny',
    appliesTo: ['node-online', 'move-resource'],
    evaluate: noneUnclean,
  },
  { id: 'target-fit', invariant: 11, level: 'deny', appliesTo: ['move-resource'], evaluate: targetFit },
  {
    id: 'target-not-banned',
    invariant: 28,
    level: 'deny',
    appliesTo: ['move-resource'],
    evaluate: targetNotBanned,
  },
  {
    id: 'target-not-failed',
    invariant: 13,
    level: 'deny',
    appliesTo: ['move-resource'],
    evaluate: targetNotFailed,
  },
  { id: 'resource-runs', invariant: 26, level: 'deny', appliesTo: ['move-resource'], evaluate: resourceRuns },
  { id: 'managed', invariant: 26, level: 'deny', appliesTo: LEAVING, evaluate: managed },
  { id: 'fencing-on', invariant: 3, level: 'warn', appliesTo: CLUSTER_WIDE, evaluate: fencingOn },
  { id: 'fencing-for-all', invariant: 4, level: 'warn', appliesTo: CLUSTER_WIDE, evaluate: fencingForAll },
] as const satisfies readonly Guard[];
