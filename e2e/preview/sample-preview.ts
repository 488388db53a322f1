import type { PreviewAnswer } from '@/lib/live/protocol';
import type { CrmResource, PacemakerReading } from '@/lib/pacemaker/types';
import { movesBetween } from '@/lib/plan/placement';
import type { AskedIntent, GuardResult, Interruption, Plan, PlanStep } from '@/lib/plan/types';
import type { Sample } from './sample-state';

/** What the sample cluster would answer to a preview: everything of a node goes to the next one. */
export function samplePreview(sample: Sample, asked: unknown): PreviewAnswer {
  const intent = asked as AskedIntent & { readonly node?: string; readonly resource?: string };
  const { state, clock } = sample;
  if (new URLSearchParams(location.search).has('silent')) return { error: 'timed-out' };
  const cluster = Object.values(state.clusters)[0];
  const observation = Object.values(state.items).find(
    (item) => item.reading === 'pacemaker' && item.observation.state === 'known',
  )?.observation;
  if (!cluster || observation?.state !== 'known') return { error: 'unavailable' };
  const { resources, nodes } = observation.value as PacemakerReading;
  const names = nodes.map((node) => node.name);
  const leaves = intent.kind === 'node-standby' ? intent.node : undefined;
  const after = resources.flatMap((one) => moved(one, intent, leaves, names));
  const moves = movesBetween(resources, after);
  const isMoved = (id: string | undefined): boolean =>
    id !== undefined &&
    moves.some((move) => move.resource === id && !move.to.some((node) => move.from.includes(node)));
  const blink = (service: string, low: number, high: number, basis: Interruption['basis']): Interruption => ({
    service,
    lowSeconds: low,
    highSeconds: high,
    basis,
  });
  const interruptions = [
    ...cluster.vips
      .filter((vip) => isMoved(vip.resourceId))
      .map((vip) => blink(vip.address, 0.6, 1.4, 'measured')),
    ...cluster.services
      .filter((service) => isMoved(service.resourceId))
      .map((one, index) => blink(one.name, 5, 38 + index, 'budget')),
  ];
  const other = names.find((name) => name !== leaves) ?? '';
  const guard = (
    id: string,
    verdict: GuardResult['verdict'],
    level: GuardResult['level'],
    objects: string[],
  ): GuardResult => ({
    id,
    invariant: 8,
    level,
    verdict,
    objects,
    params: {},
  });
  const isLastCopy = new URLSearchParams(location.search).has('refused');
  const plan: Plan = {
    version: 1,
    clusterId: cluster.id,
    clusterName: cluster.name,
    intent: intent as Plan['intent'],
    createdAt: clock.now,
    base: { configurationSha256: '0', adminEpoch: 0, epoch: 24, factsSha256: '0', facts: {} },
    steps: stepsOf(intent, names[0] ?? ''),
    guards: [
      ...(leaves === undefined ? [] : [guard('redundancy-gone', 'fail', 'confirm', [`hafs/0: ${other}`])]),
      ...(isLastCopy ? [guard('last-copy', 'fail', 'deny', [`hafs/0 on ${leaves ?? ''}`])] : []),
      ...Array.from({ length: 28 }, (_, index) => guard(`held-${index}`, 'pass', 'deny', [])),
    ],
    prediction: {
      actions: [],
      moves,
      interruptions,
      afterLoss: Object.fromEntries(
        names.map((name) => [
          name,
          name === leaves ? [] : leaves === undefined ? [] : ['g_hafs', 'vip_10g', 'haproxy'],
        ]),
      ),
    },
  };
  return { plan, seenAt: clock.now - 400 };
}

function moved(
  one: CrmResource,
  intent: AskedIntent & { readonly node?: string; readonly resource?: string },
  leaves: string | undefined,
  names: readonly string[],
): readonly CrmResource[] {
  const isAsked =
    intent.kind === 'move-resource' &&
    (one.id === intent.resource || one.within.some((outer) => outer.id === intent.resource));
  if (isAsked) return [{ ...one, nodes: [intent.node ?? ''] }];
  if (leaves === undefined) return [one];
  const isClone = one.within.some((outer) => outer.kind === 'clone');
  const heir = names.find((name) => name !== leaves) ?? '';
  if (isClone && one.nodes.includes(leaves)) return [];
  if (isClone) return [one.role === 'Unpromoted' ? { ...one, role: 'Promoted' } : one];
  return one.nodes.includes(leaves) && one.active ? [{ ...one, nodes: [heir] }] : [one];
}

const stepsOf = (intent: AskedIntent & { readonly node?: string }, node: string): readonly PlanStep[] => [
  {
    id: '1',
    title: 'step-standby',
    params: { node: intent.node ?? '' },
    node,
    action: {
      kind: 'run',
      argv: ['cibadmin'],
      timeoutMs: 60_000,
    },
    commandText: `systemd-run --quiet '--unit=haven-{{job}}-1' --service-type=exec --remain-after-exit --property=AssertHost=${node} -- cibadmin --patch --sync-call --timeout=30 --xml-text '<diff format="2"><version><source admin_epoch="0" epoch="24" num_updates="{{num_updates}}"/><target admin_epoch="0" epoch="25" num_updates="0"/></version><change operation="create" path="/cib/configuration/nodes/node[@id='\\''1'\\'']" position="0"><instance_attributes id="nodes-1"><nvpair id="nodes-1-standby" name="standby" value="on"/></instance_attributes></change></diff>'`,
    verify: [],
    verifyTimeoutMs: 30_000,
    risk: 'disruptive',
  },
  {
    id: '2',
    title: 'step-wait',
    params: {},
    node,
    action: { kind: 'wait-settled', timeoutMs: 300_000 },
    commandText: 'crm_resource --wait --timeout=300',
    verify: [],
    verifyTimeoutMs: 120_000,
    risk: 'safe',
  },
];
