/** What must hold before a single tool is told something: DRBD on one node. */
import { copiesOf, copyName, resyncsOf, unreadDrbdNodes } from './copies';
import { value } from './facts';
import { type Evaluation, type Guard, type GuardContext, judge, pass } from './guard';
import type { Intent } from './types';

type DrbdContext = GuardContext<Extract<Intent, { kind: 'drbd-action' }>>;

/** Invariant 12: a target that is cut off in the middle of a resync is left with data that are whole nowhere. */
function resyncUndisturbed({ intent, world }: DrbdContext): Evaluation {
  if (intent.action !== 'disconnect') return pass;
  const running = resyncsOf(world).filter((one) => one.resource === intent.resource);
  return judge(
    running.map((one) => `${copyName(one)} ${one.from} → ${one.to}`),
    unreadDrbdNodes(world),
  );
}

/** From here on a single disk or node holds the newest data, until the copies are connected and equal again. */
function redundancyKept({ intent, world }: DrbdContext): Evaluation {
  if (intent.action !== 'disconnect' && intent.action !== 'pause-sync') return pass;
  const copies = copiesOf(world).filter(
    (copy) => copy.resource === intent.resource && copy.disk === 'UpToDate',
  );
  return judge([`${intent.resource}: ${copies.map((copy) => copy.node).join(', ') || '–'}`]);
}

/** Comparing needs two whole copies that are connected (reference 1.4). */
function comparable({ intent, world }: DrbdContext): Evaluation {
  if (intent.action !== 'verify') return pass;
  const copies = copiesOf(world).filter((copy) => copy.resource === intent.resource);
  const bad = copies.filter((copy) => copy.disk !== 'UpToDate').map((copy) => `${copy.node} ${copy.disk}`);
  const links = world.nodes.flatMap((node) =>
    (value(node.drbd)?.resources ?? [])
      .filter((one) => one.name === intent.resource)
      .flatMap((one) => one.connections)
      .flatMap((one) =>
        one.peerDevices.map((device) => `${node.name} ${one.connection} ${device.replication}`),
      )
      .filter((words) => !words.endsWith(' Connected Established')),
  );
  return judge([...bad, ...links], unreadDrbdNodes(world));
}

export const TOOL_GUARDS = [
  {
    id: 'resync-undisturbed',
    invariant: 12,
    level: 'deny',
    appliesTo: ['drbd-action'],
    evaluate: resyncUndisturbed,
  },
  { id: 'comparable', invariant: 12, level: 'deny', appliesTo: ['drbd-action'], evaluate: comparable },
  {
    id: 'redundancy-kept',
    invariant: 8,
    level: 'confirm',
    appliesTo: ['drbd-action'],
    evaluate: redundancyKept,
  },
] as const satisfies readonly Guard[];
