/** What must hold before a node is killed, or said to be dead. The victim may be silent: the others are believed. */
import { copiesOf, copyName, drbdPrimitives, resyncsOf } from './copies';
import { crmNode, decidingView, memberNodes, value } from './facts';
import { type FenceConfirm, type FenceNode, KILLING, type Killing } from './fence-intents';
import { type Evaluation, fail, type Guard, type GuardContext, judge, pass, unknown } from './guard';
import { placedOn } from './placement';
import { devicesFor, others } from './planners/fencing';

type Context = GuardContext<Killing>;

/** Somebody has to carry on: nodes in standby or maintenance take nothing over. */
function notTheOnlyOne({ intent, world }: Context): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown([world.clusterName]);
  const able = others(world, intent.node).filter((name) => {
    const node = crmNode(view, name);
    return node && !node.standby && !node.standbyOnFail && !node.maintenance;
  });
  return able.length > 0 ? pass : fail([intent.node]);
}

/** Invariant 10: votes of those that stay. Two nodes keep quorum by fencing; a node already lost has no vote left to take. */
function quorumWithout({ intent, world }: Context): Evaluation {
  const bad: string[] = [];
  const unread: string[] = [];
  for (const node of world.nodes.filter(({ name }) => name !== intent.node)) {
    const corosync = value(node.corosync);
    const view = value(node.pacemaker);
    const { totalVotes, quorum, flags = [] } = corosync ?? {};
    if (!view || totalVotes === undefined || quorum === undefined) unread.push(node.name);
    else if (!view.quorate || corosync?.quorate === false) bad.push(node.name);
    else {
      const isMember = crmNode(view, intent.node)?.online === true;
      if (isMember && !flags.includes('2Node') && totalVotes - 1 < quorum)
        bad.push(`${node.name}: ${totalVotes} − 1 < ${quorum}`);
    }
  }
  return judge(bad, unread);
}

/** Invariant 8: every volume that the others know has a whole copy among them. */
function copyElsewhere({ intent, world }: Context): Evaluation {
  if (drbdPrimitives(world.cib).size === 0) return pass;
  const staying = copiesOf(world).filter((copy) => copy.node !== intent.node);
  const unread = world.nodes
    .filter((node) => node.name !== intent.node && !value(node.drbd))
    .map((node) => node.name);
  const volumes = new Set(copiesOf(world).map(copyName));
  const lost = [...volumes].filter(
    (name) => !staying.some((copy) => copyName(copy) === name && copy.disk === 'UpToDate'),
  );
  if (lost.length > 0 && unread.length === 0) return fail(lost);
  // Nobody who stays has any: what there is, only the victim knows.
  return volumes.size === 0 || unread.length > 0 ? unknown(unread.length > 0 ? unread : [intent.node]) : pass;
}

/** Invariant 12: the other side of a running resync would be left with data that are whole nowhere. */
const noResyncFrom = ({ intent, world }: Context): Evaluation =>
  judge(
    resyncsOf(world)
      .filter((one) => one.from === intent.node)
      .map((one) => `${copyName(one)} ${one.from} → ${one.to}`),
  );

/** Invariant 4: a device that another node can use. */
function hasDevice({ intent, world }: Context): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown([intent.node]);
  if (!view.options.stonithEnabled) return fail(['stonith-enabled=false']);
  const usable = devicesFor(world, intent.node).filter(({ id, targets }) => {
    const at = placedOn(view.resources, id);
    return !(targets.length === 1 && at.length === 1 && at[0] === intent.node);
  });
  return usable.length > 0 ? pass : fail([intent.node]);
}

/** Older than this, nobody knows whether the device still works: a term, and a firmware update in between. */
export const FENCE_TEST_MAX_AGE_MS = 90 * 24 * 3_600_000;

/** Invariant 4, the date: by our own record of tests. */
function wasTested({ intent, world }: Context): Evaluation {
  const tests = world.fenceTests;
  if (!tests) return unknown(devicesFor(world, intent.node).map(({ id }) => id));
  return judge(
    devicesFor(world, intent.node)
      .filter(({ id }) => world.now - (tests[id] ?? 0) > FENCE_TEST_MAX_AGE_MS)
      .map(({ id }) => id),
  );
}

/** Always: whoever kills a node says so by its name. Names what it carries. */
function killsWhatRuns({ intent, world }: Context): Evaluation {
  const view = decidingView(world);
  if (!view) return unknown([intent.node]);
  const here = view.resources.filter(
    (one) => one.active && one.nodes.includes(intent.node) && !one.agent.startsWith('stonith:'),
  );
  return fail([intent.node, ...[...new Set(here.map((one) => one.id))].sort()]);
}

/** Invariant 9: a machine that answers is not dead. */
function unreachable({ intent, world }: GuardContext<FenceConfirm>): Evaluation {
  const link = world.links?.[intent.node] ?? 'unknown';
  if (link === 'unreachable') return pass;
  return link === 'live' ? fail([intent.node]) : unknown([`${intent.node}: SSH ${link}`]);
}

/** Invariant 9: as the others see it, it is gone too. */
function goneForOthers({ intent, world }: GuardContext<FenceConfirm>): Evaluation {
  const seen = world.nodes.filter((node) => node.name !== intent.node && value(node.pacemaker));
  if (seen.length === 0) return unknown([intent.node]);
  return judge(
    seen
      .filter((node) => {
        const view = value(node.pacemaker);
        return view && memberNodes(view).some((one) => one.name === intent.node && one.online);
      })
      .map((node) => `${node.name}: ${intent.node} online`),
  );
}

/** Invariant 9: Haven cannot see whether the power is off. A person says so, and a second one agrees. */
const statedByPerson = ({ intent }: GuardContext<FenceConfirm>): Evaluation =>
  fail([intent.node, intent.statement]);

const BOTH = [...KILLING];
const BY_POWER: readonly FenceNode['kind'][] = ['fence-node'];
const BY_WORD: readonly FenceConfirm['kind'][] = ['fence-confirm'];

export const FENCING_GUARDS = [
  { id: 'fence-kills', invariant: 36, level: 'confirm', appliesTo: BY_POWER, evaluate: killsWhatRuns },
  { id: 'fence-not-only', invariant: 11, level: 'deny', appliesTo: BOTH, evaluate: notTheOnlyOne },
  { id: 'fence-quorum', invariant: 10, level: 'deny', appliesTo: BOTH, evaluate: quorumWithout },
  { id: 'fence-copy', invariant: 8, level: 'deny', appliesTo: BOTH, evaluate: copyElsewhere },
  { id: 'fence-resync', invariant: 12, level: 'deny', appliesTo: BOTH, evaluate: noResyncFrom },
  { id: 'fence-device', invariant: 4, level: 'deny', appliesTo: BY_POWER, evaluate: hasDevice },
  { id: 'fence-tested', invariant: 4, level: 'warn', appliesTo: BY_POWER, evaluate: wasTested },
  { id: 'fence-unreachable', invariant: 9, level: 'deny', appliesTo: BY_WORD, evaluate: unreachable },
  { id: 'fence-gone', invariant: 9, level: 'deny', appliesTo: BY_WORD, evaluate: goneForOthers },
  { id: 'fence-stated', invariant: 9, level: 'confirm', appliesTo: BY_WORD, evaluate: statedByPerson },
] as const satisfies readonly Guard[];
