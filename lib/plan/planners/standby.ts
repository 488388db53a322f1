/** A node into standby, and back. */
import { vipResources } from '@/lib/pacemaker/cib-queries';
import { type CibPlan, planOnline, planStandby } from '@/lib/pacemaker/plan';
import type { WorldFacts } from '../facts';
import { type Draft, type Planner, waitStep } from '../planner';
import type { Check, Intent, Prediction } from '../types';
import { patchStep, refusalOf } from './cib-steps';

type Of<K extends Intent['kind']> = Extract<Intent, { kind: K }>;

const firstChanges = (plan: Extract<CibPlan, { kind: 'steps' }>) =>
  plan.steps.flatMap((step) => (step.kind === 'patch' ? step.changes : []));

export const standbyPlanner: Planner<Of<'node-standby'>> = {
  confirm: (intent) => intent.node,
  draft: ({ intent: { node }, world, cibXml }): Draft => {
    const planned = planStandby(cibXml, node);
    if (!planned.ok) return refusalOf(planned.error);
    if (planned.value.kind === 'nothing-to-do') return planned.value;
    return {
      kind: 'steps',
      params: { kind: 'node-standby', node },
      reverse: { kind: 'node-online', node },
      steps: [
        patchStep(
          'step-standby',
          firstChanges(planned.value),
          [{ kind: 'node-attribute', node, name: 'standby', value: 'on' }],
          'disruptive',
        ),
        waitStep('step-wait', (prediction) => leftNode(node, world, prediction)),
      ],
    };
  },
};

export const onlinePlanner: Planner<Of<'node-online'>> = {
  confirm: (intent) => intent.node,
  draft: ({ intent: { node }, cibXml }): Draft => {
    const planned = planOnline(cibXml, node);
    if (!planned.ok) return refusalOf(planned.error);
    if (planned.value.kind === 'nothing-to-do') return planned.value;
    return {
      kind: 'steps',
      params: { kind: 'node-online', node },
      reverse: { kind: 'node-standby', node },
      steps: [
        patchStep(
          'step-online',
          firstChanges(planned.value),
          [{ kind: 'node-attribute', node, name: 'standby', value: null }],
          'safe',
        ),
        waitStep('step-wait', (prediction) => backOnNode(node, prediction)),
      ],
    };
  },
};

function leftNode(node: string, world: WorldFacts, prediction: Prediction): readonly Check[] {
  const moves = prediction.moves.filter((move) => move.from.includes(node) && !move.to.includes(node));
  const ids = [...new Set(moves.map((move) => move.resource))];
  const runOn = ids.filter((id) => moves.some((move) => move.resource === id && move.to.length > 0));
  const addresses = vipResources(world.cib).filter((vip) => runOn.includes(vip.id));
  return [
    { kind: 'node-standby', node, standby: true },
    ...ids.map((resource): Check => ({ kind: 'resource-not-on', resource, node })),
    ...runOn.map((resource): Check => ({ kind: 'resource-runs', resource })),
    ...addresses.map((vip): Check => ({ kind: 'address-once', address: vip.ip })),
  ];
}

function backOnNode(node: string, prediction: Prediction): readonly Check[] {
  const back = prediction.moves.filter((move) => move.role === 'Started' && move.to.includes(node));
  const gone = prediction.moves.filter((move) => move.to.length > 0 && !back.includes(move));
  return [
    { kind: 'node-standby', node, standby: false },
    ...back.map((move): Check => ({ kind: 'instance-on', resource: move.resource, node })),
    ...gone.map((move): Check => ({ kind: 'resource-runs', resource: move.resource })),
  ];
}
