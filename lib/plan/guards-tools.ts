/** What must hold before a single tool is told something: DRBD on one node, a server of HAProxy. */
import { copiesOf, copyName, resyncsOf, unreadDrbdNodes } from './copies';
import { value } from './facts';
import { type Evaluation, type Guard, type GuardContext, judge, pass, unknown } from './guard';
import type { Intent } from './types';

type DrbdContext = GuardContext<Extract<Intent, { kind: 'drbd-action' }>>;
type ServerContext = GuardContext<Extract<Intent, { kind: 'haproxy-server' }>>;

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

/** Nothing would be left to answer: HAProxy uses backup servers only when every other one is gone. */
function serverLeft({ intent, world }: ServerContext): Evaluation {
  if (intent.state === 'ready') return pass;
  const bad: string[] = [];
  const unread: string[] = [];
  for (const node of world.nodes) {
    const reading = node.haproxy && value(node.haproxy);
    const backend = reading?.backends.find((one) => one.name === intent.backend);
    if (!reading) unread.push(node.name);
    const others = backend?.servers.filter(
      (one) => one.name !== intent.server && /^(?:UP|no check)/.test(one.status),
    );
    if (others?.length === 0) bad.push(`${node.name} ${intent.backend}`);
  }
  return bad.length > 0 ? judge(bad) : unread.length > 0 ? unknown(unread) : pass;
}

export const TOOL_GUARDS = [
  {
    id: 'resync-undisturbed',
    invariant: 12,
    level: 'deny',
    appliesTo: ['drbd-action'],
    evaluate: resyncUndisturbed,
  },
  {
    id: 'redundancy-kept',
    invariant: 8,
    level: 'confirm',
    appliesTo: ['drbd-action'],
    evaluate: redundancyKept,
  },
  { id: 'server-left', invariant: 18, level: 'confirm', appliesTo: ['haproxy-server'], evaluate: serverLeft },
] as const satisfies readonly Guard[];
