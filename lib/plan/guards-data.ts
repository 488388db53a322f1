/** Would a copy of the data be lost, left alone, or left behind? */
import {
  brokenLinks,
  copiesOf,
  copyName,
  drbdPrimitives,
  type Resync,
  resyncsOf,
  unreadDrbdNodes,
} from './copies';
import { value } from './facts';
import {
  type Evaluation,
  fail,
  type Guard,
  type GuardContext,
  judge,
  type PlacingContext,
  pass,
  SIMULATED,
  unknown,
} from './guard';
import { movesBetween } from './placement';

const describe = (resync: Resync): string =>
  `${copyName(resync)} ${resync.from} → ${resync.to}${resync.percent === undefined ? '' : ` ${Math.floor(resync.percent)} %`}`;

/** Copies that stay UpToDate on other nodes when `node`'s are gone, by volume name. */
function remaining(context: PlacingContext): ReadonlyMap<string, readonly string[]> {
  const copies = copiesOf(context.world);
  const { node } = context.intent;
  const volumes = new Set(
    copies.filter((copy) => copy.node === node && copy.disk !== 'Diskless').map(copyName),
  );
  return new Map(
    [...volumes].map((name) => [
      name,
      copies
        .filter((copy) => copyName(copy) === name && copy.node !== node && copy.disk === 'UpToDate')
        .map((copy) => copy.node),
    ]),
  );
}

/** Invariant 8: standby makes the DRBD agent detach this node's disk (reference 2.4). */
function lastCopy(context: PlacingContext): Evaluation {
  const lost = [...remaining(context)].filter(([, others]) => others.length === 0).map(([name]) => name);
  const unread = unreadDrbdNodes(context.world);
  // Another copy may be on a node that did not answer: not known is not lost, and no better.
  return unread.length > 0 ? unknown(unread) : judge(lost);
}

/** With exactly one copy left, the next disk or node to fail takes the data with it for as long as this lasts. */
function redundancyGone(context: PlacingContext): Evaluation {
  const alone = [...remaining(context)]
    .filter(([, others]) => others.length === 1)
    .map(([name, others]) => `${name}: ${others.join()}`);
  return judge(alone, unreadDrbdNodes(context.world));
}

/**
 * Invariant 12, the half that refuses: others are still copying from here, or data are not whole elsewhere. A move
 * to the source of the resync is fine, and so is one that promotes nothing.
 */
function resyncElsewhere(context: PlacingContext): Evaluation {
  const { intent, world } = context;
  if (promotesNothing(context)) return pass;
  const running = resyncsOf(world).filter(
    (one) => one.to !== intent.node && (intent.kind === 'node-standby' || one.from !== intent.node),
  );
  return judge(running.map(describe), unreadDrbdNodes(world));
}

/** The half that is about the node itself: its own copy is being brought up to date. */
function resyncHere(context: PlacingContext): Evaluation {
  if (promotesNothing(context)) return pass;
  const running = resyncsOf(context.world).filter((one) => one.to === context.intent.node);
  return judge(running.map(describe), unreadDrbdNodes(context.world));
}

const promotesNothing = (context: PlacingContext): boolean =>
  context.intent.kind === 'move-resource' && promotions(context)?.size === 0;

/** DRBD resources whose promoted side the change takes to another node, and where to. */
function promotions({ world, change }: GuardContext): ReadonlyMap<string, string> | undefined {
  const view = world.nodes.map((node) => value(node.pacemaker)).find(Boolean);
  if (!view || !change.simulation.known) return undefined;
  const found = new Map<string, string>();
  for (const [drbd, primitive] of drbdPrimitives(world.cib)) {
    const move = movesBetween(view.resources, change.simulation.reading.after).find(
      (one) => one.resource === primitive && one.role === 'Promoted',
    );
    const to = move?.to.find((node) => !move.from.includes(node));
    if (to !== undefined) found.set(drbd, to);
  }
  return found;
}

/** Invariant 12 for what gets promoted: the new primary's disk must be UpToDate, whatever the cluster would accept. */
function promotesCurrent(context: GuardContext): Evaluation {
  const to = promotions(context);
  const unread = unreadDrbdNodes(context.world);
  if (!to)
    return drbdPrimitives(context.world.cib).size === 0
      ? pass
      : unknown(unread.length > 0 ? unread : ['DRBD']);
  const copies = copiesOf(context.world);
  const bad: string[] = [];
  for (const [resource, node] of to) {
    const own = copies.filter((copy) => copy.resource === resource && copy.node === node);
    bad.push(
      ...own
        .filter((copy) => copy.disk !== 'UpToDate')
        .map((copy) => `${copyName(copy)} ${node} ${copy.disk}`),
    );
    if (own.length === 0 && !unread.includes(node)) bad.push(`${resource} ${node}`);
  }
  return judge(bad, to.size > 0 ? unread : []);
}

/** Without a connection nobody knows whether the other copy is the same one: it may be older, or a split brain. */
function replicationConnected(context: PlacingContext): Evaluation {
  const { intent, world } = context;
  if (drbdPrimitives(world.cib).size === 0) return pass;
  if (promotesNothing(context)) return pass;
  const links = brokenLinks(world, intent.kind === 'node-standby' ? intent.node : undefined);
  const unread = unreadDrbdNodes(world);
  return links.length > 0 ? fail(links) : judge([], unread);
}

export const DATA_GUARDS = [
  { id: 'last-copy', invariant: 8, level: 'deny', appliesTo: ['node-standby'], evaluate: lastCopy },
  {
    id: 'promotes-current',
    invariant: 12,
    needsChange: true,
    level: 'deny',
    appliesTo: SIMULATED,
    evaluate: promotesCurrent,
  },
  {
    id: 'replication-connected',
    invariant: 12,
    needsChange: true,
    level: 'deny',
    appliesTo: ['node-standby', 'move-resource'],
    evaluate: replicationConnected,
  },
  {
    id: 'resync-elsewhere',
    invariant: 12,
    needsChange: true,
    level: 'deny',
    appliesTo: ['node-standby', 'move-resource'],
    evaluate: resyncElsewhere,
  },
  {
    id: 'resync-here',
    invariant: 12,
    needsChange: true,
    level: 'confirm',
    appliesTo: ['node-standby'],
    evaluate: resyncHere,
  },
  {
    id: 'resync-at-target',
    invariant: 12,
    needsChange: true,
    level: 'deny',
    appliesTo: ['move-resource'],
    evaluate: resyncHere,
  },
  {
    id: 'redundancy-gone',
    invariant: 8,
    level: 'confirm',
    appliesTo: ['node-standby'],
    evaluate: redundancyGone,
  },
] as const satisfies readonly Guard[];
