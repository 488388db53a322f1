/** What the three changes of placement have in common: steps around edits of the configuration. */
import { vipResources } from '@/lib/pacemaker/cib-queries';
import type { CibPlanRefusal } from '@/lib/pacemaker/plan';
import type { WorldFacts } from '../facts';
import { type Draft, type DraftStep, READ_BACK_TIMEOUT_MS, refused } from '../planner';
import type { Check, Prediction, Risk } from '../types';

type Changes = Extract<DraftStep['action'], { kind: 'cib-patch' }>['changes'];

export const patchStep = (
  title: string,
  changes: Changes,
  verify: readonly Check[],
  risk: Risk,
  cleanup?: true,
): DraftStep => ({
  title,
  action: { kind: 'cib-patch', changes },
  verify,
  verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
  ...(cleanup ? { cleanup } : {}),
  risk,
});

/** The refusal's own key, for its words, and what it names. */
export function refusalOf(refusal: CibPlanRefusal): Draft {
  switch (refusal.kind) {
    case 'invalid-name':
      return refused(refusal.kind, refusal.name.slice(0, 64));
    case 'no-such-node':
    case 'node-in-standby':
    case 'standby-until-reboot':
      return refused(refusal.kind, refusal.node);
    case 'no-such-resource':
      return refused(refusal.kind, refusal.resource);
    case 'not-movable':
      return refused(`not-movable-${refusal.because}`, refusal.resource);
    case 'move-unfinished':
      return refused(refusal.kind, refusal.constraint);
    case 'cib':
      return refused('cib', refusal.error.kind);
  }
}

/** Whatever the simulator moves must work afterwards, and whatever it stops must have stopped. */
export function predictedChecks(world: WorldFacts, { moves }: Prediction): readonly Check[] {
  const ids = [...new Set(moves.map((move) => move.resource))];
  const runs = ids.filter((id) => moves.some((move) => move.resource === id && move.to.length > 0));
  const addresses = vipResources(world.cib).filter((vip) => runs.includes(vip.id));
  return [
    ...runs.map((resource): Check => ({ kind: 'resource-runs', resource })),
    ...ids
      .filter((id) => !runs.includes(id))
      .map((resource): Check => ({ kind: 'resource-stopped', resource })),
    ...addresses.map((vip): Check => ({ kind: 'address-once', address: vip.ip })),
  ];
}
