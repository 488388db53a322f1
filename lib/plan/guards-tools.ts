/** What must hold before a single tool is told something: DRBD on one node. */
import { copiesOf, copyName, resyncsOf, unreadDrbdNodes } from './copies';
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
] as const satisfies readonly Guard[];
