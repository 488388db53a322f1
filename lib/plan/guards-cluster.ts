/** Is the cluster itself in a state in which a change can be judged and carried out? */
import type { Observation } from '@/lib/base/observation';
import { type LeftoverKind, leftoverConstraints } from '@/lib/pacemaker/cib-queries';
import { agreedDc, decidingView, memberNodes, type NodeFacts, value, type WorldFacts } from './facts';
import { isKilling, KILLING } from './fence-intents';
import {
  ALL_INTENTS,
  CLUSTER_WIDE,
  type Evaluation,
  fail,
  type Guard,
  type GuardContext,
  judge,
  LEAVING,
  PLACING,
  pass,
  unknown,
} from './guard';
import type { IntentKind } from './types';

/** Invariant 39: older facts are not facts. Longer would let a node die unnoticed between reading and judging. */
export const FACTS_FRESH_MS = 15_000;
/**
 * What was asked for this very plan is not old because other answers took longer; but a round of more than a minute
 * describes no single moment of the cluster.
 */
export const ROUND_LIMIT_MS = 60_000;
/** Invariant 29: logs and "since" times of nodes further apart than this cannot be compared. */
export const CLOCK_SKEW_LIMIT_MS = 1_000;

/** A machine keeps its name and its boot for long, and is asked again inside the step itself (`AssertHost`). */
const HOST_FRESH_MS = 150_000;

const SOURCES = [
  ['host', HOST_FRESH_MS],
  ['pacemaker', FACTS_FRESH_MS],
  ['cibVersion', FACTS_FRESH_MS],
  ['corosync', FACTS_FRESH_MS],
  ['drbd', FACTS_FRESH_MS],
] as const;

function factsKnown({ intent, world }: GuardContext): Evaluation {
  const bad: string[] = [];
  for (const node of world.nodes) {
    for (const [source, freshForMs] of SOURCES) {
      const observation: Observation<unknown> = node[source];
      const isStale = observation.state === 'known' && isOld(observation.observedAt, freshForMs, world);
      if (observation.state === 'unknown') bad.push(`${node.name} ${source}: ${observation.reason}`);
      else if (isStale) bad.push(`${node.name} ${source}: stale`);
    }
  }
  const adopted = new Set(world.nodes.map((node) => node.name));
  const strangers = world.cib.nodes.filter(
    (node) =>
      node.type !== 'remote' &&
      node.type !== 'ping' &&
      !adopted.has(node.name) &&
      !(isKilling(intent) && intent.node === node.name),
  );
  bad.push(...strangers.map((node) => `${node.name}: not adopted`));
  return bad.length > 0 ? unknown(bad) : pass;
}

function isOld(observedAt: number, freshForMs: number, { now, readSince }: WorldFacts): boolean {
  const wasAskedFor = observedAt >= readSince && now - readSince <= ROUND_LIMIT_MS;
  return !wasAskedFor && now - observedAt > freshForMs;
}

function nodeIdentity({ world }: { readonly world: WorldFacts }): Evaluation {
  const wrong = world.nodes.flatMap((node) => {
    const host = value(node.host);
    return host && host.hostname !== node.name ? [`${node.name} ≠ ${host.hostname}`] : [];
  });
  return judge(
    wrong,
    world.nodes.filter((node) => !value(node.host)).map((node) => node.name),
  );
}

function controllerPresent({ world }: { readonly world: WorldFacts }): Evaluation {
  const named = world.nodes.map((node) => ({ node: node.name, view: value(node.pacemaker) }));
  const unread = named.filter((one) => !one.view).map((one) => one.node);
  const without = named.filter((one) => one.view && !one.view.dc).map((one) => `${one.node}: –`);
  const names = new Set(named.flatMap((one) => one.view?.dc?.name ?? []));
  if (names.size > 1) return fail(named.map((one) => `${one.node}: ${one.view?.dc?.name ?? '–'}`));
  return judge(without, unread);
}

const membersSeen = (node: NodeFacts): string | undefined => {
  const view = value(node.pacemaker);
  const corosync = value(node.corosync);
  if (!view || !corosync) return undefined;
  const online = memberNodes(view).filter((one) => one.online);
  return `${online
    .map((one) => one.name)
    .sort()
    .join('+')} (${corosync.members
    .map((one) => one.nodeId)
    .sort((a, b) => a - b)
    .join('+')})`;
};

/** Two halves that each see only themselves: every node is read, and all must tell the same story (reference F5). */
function viewsAgree({ world }: { readonly world: WorldFacts }): Evaluation {
  const seen = world.nodes.map((node) => ({ node: node.name, members: membersSeen(node) }));
  const stories = new Set(seen.flatMap((one) => one.members ?? []));
  if (stories.size > 1) return fail(seen.map((one) => `${one.node}: ${one.members ?? '?'}`));
  return judge(
    [],
    seen.filter((one) => one.members === undefined).map((one) => one.node),
  );
}

function quorumNow({ world }: { readonly world: WorldFacts }): Evaluation {
  const bad = world.nodes.filter(
    (node) => value(node.corosync)?.quorate === false || value(node.pacemaker)?.quorate === false,
  );
  const unread = world.nodes.filter((node) => !value(node.corosync) || !value(node.pacemaker));
  return judge(
    bad.map((node) => node.name),
    unread.map((node) => node.name),
  );
}

/** Votes after one more loss, or two nodes that rely on fencing and therefore on each other being there. */
function quorumAfter({ world }: { readonly world: WorldFacts }): Evaluation {
  const bad: string[] = [];
  const unread: string[] = [];
  for (const node of world.nodes) {
    const corosync = value(node.corosync);
    const { totalVotes, quorum, flags = [], expectedVotes } = corosync ?? {};
    if (totalVotes === undefined || quorum === undefined) unread.push(node.name);
    else if (flags.includes('2Node')) {
      if (totalVotes < (expectedVotes ?? 2)) bad.push(`${node.name}: ${totalVotes}/${expectedVotes ?? 2}`);
    } else if (totalVotes - 1 < quorum) bad.push(`${node.name}: ${totalVotes} − 1 < ${quorum}`);
  }
  return judge(bad, unread);
}

function settled({ world }: { readonly world: WorldFacts }): Evaluation {
  if (world.controllerState === 'unknown') return unknown([agreedDc(world) ?? 'DC']);
  return world.controllerState === 'S_IDLE'
    ? pass
    : fail([`${agreedDc(world) ?? 'DC'} ${world.controllerState}`]);
}

function maintenance({ world }: { readonly world: WorldFacts }): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown(['maintenance-mode']);
  return view.options.maintenanceMode ? fail(['maintenance-mode']) : pass;
}

/** Every node's copy of the configuration is the one the change is built on: a patch can then compare and swap. */
function baseAgrees({ world }: { readonly world: WorldFacts }): Evaluation {
  const { adminEpoch, epoch } = world.cib.version;
  const differing = world.nodes.flatMap((node) => {
    const own = value(node.cibVersion);
    return own && (own.adminEpoch !== adminEpoch || own.epoch !== epoch)
      ? [`${node.name}: ${own.adminEpoch}.${own.epoch}`]
      : [];
  });
  const unread = world.nodes.filter((node) => !value(node.cibVersion)).map((node) => node.name);
  return judge(differing, unread, { base: `${adminEpoch}.${epoch}` });
}

function clocksAgree({ world }: { readonly world: WorldFacts }): Evaluation {
  const off = world.nodes.flatMap((node) => {
    const clock = value(node.clock);
    const isOff = clock && Math.abs(clock.offsetMs) - clock.uncertaintyMs > CLOCK_SKEW_LIMIT_MS;
    return isOff ? [`${node.name} ${(clock.offsetMs / 1000).toFixed(1)} s`] : [];
  });
  return judge(
    off,
    world.nodes.filter((node) => !value(node.clock)).map((node) => node.name),
  );
}

/** Constraints that people or tools put in for the time being and that still steer resources. */
function leftovers({ world }: { readonly world: WorldFacts }): Evaluation {
  return judge(leftoversOf(world, (kind) => kind !== 'drbd-fence'));
}

/** DRBD's own fence constraint: as long as it is there a peer's data are not to be trusted (reference F7, F12). */
function drbdFenced({ world }: { readonly world: WorldFacts }): Evaluation {
  return judge(leftoversOf(world, (kind) => kind === 'drbd-fence'));
}

const leftoversOf = (world: WorldFacts, wanted: (kind: LeftoverKind) => boolean): readonly string[] =>
  leftoverConstraints(world.cib)
    .filter((one) => wanted(one.kind))
    .map((one) => one.constraint.id);

/** The cluster need not be in order to be rid of a node, but there has to be one. */
const WITH_FENCING: readonly IntentKind[] = [...CLUSTER_WIDE, 'fence-test', ...KILLING];
/** What holds of machines that are no cluster yet too. */
const WITH_BARE = [...ALL_INTENTS, 'build-cluster'] as const;

export const CLUSTER_GUARDS = [
  { id: 'facts-known', invariant: 39, level: 'deny', appliesTo: ALL_INTENTS, evaluate: factsKnown },
  { id: 'node-identity', invariant: 40, level: 'deny', appliesTo: WITH_BARE, evaluate: nodeIdentity },
  {
    id: 'controller-present',
    invariant: 31,
    level: 'deny',
    appliesTo: WITH_FENCING,
    evaluate: controllerPresent,
  },
  { id: 'views-agree', invariant: 10, level: 'deny', appliesTo: CLUSTER_WIDE, evaluate: viewsAgree },
  { id: 'quorum-now', invariant: 10, level: 'deny', appliesTo: WITH_FENCING, evaluate: quorumNow },
  { id: 'quorum-after', invariant: 10, level: 'deny', appliesTo: ['node-standby'], evaluate: quorumAfter },
  { id: 'cluster-settled', invariant: 31, level: 'deny', appliesTo: CLUSTER_WIDE, evaluate: settled },
  {
    id: 'one-change',
    invariant: 31,
    level: 'deny',
    appliesTo: WITH_BARE,
    evaluate: ({ world }) => judge(world.otherJobs),
  },
  { id: 'cluster-maintenance', invariant: 27, level: 'deny', appliesTo: PLACING, evaluate: maintenance },
  { id: 'base-agrees', invariant: 14, level: 'deny', appliesTo: CLUSTER_WIDE, evaluate: baseAgrees },
  { id: 'drbd-fenced', invariant: 28, level: 'deny', appliesTo: LEAVING, evaluate: drbdFenced },
  { id: 'drbd-fenced-still', invariant: 28, level: 'warn', appliesTo: ['node-online'], evaluate: drbdFenced },
  { id: 'leftover-constraints', invariant: 28, level: 'warn', appliesTo: CLUSTER_WIDE, evaluate: leftovers },
  { id: 'clocks-agree', invariant: 29, level: 'warn', appliesTo: WITH_BARE, evaluate: clocksAgree },
] as const satisfies readonly Guard[];
