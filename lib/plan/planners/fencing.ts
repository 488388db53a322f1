/** Fencing by hand and the test of a fence device. The victim itself is never asked to do anything. */
import { type FenceDevice, fenceDevices } from '@/lib/pacemaker/cib-queries';
import {
  confirmFencedCommand,
  devicesForNodeCommand,
  fenceNodeCommand,
  queryDeviceCommand,
} from '@/lib/pacemaker/fence-commands';
import type { CrmNode } from '@/lib/pacemaker/types';
import { agreedDc, crmNode, decidingView, memberNodes, value, type WorldFacts } from '../facts';
import type { FenceConfirm, FenceNode, FenceTest } from '../fence-intents';
import { placedOn } from '../placement';
import { type Draft, type DraftStep, type Planner, refused, waitStep } from '../planner';
import type { Check, Prediction } from '../types';

/** The order is out; the history and the membership follow within seconds, on slow nodes within a minute. */
const SEEN_TIMEOUT_MS = 120_000;

/** Devices that can fence a node. One without a list asks its hardware whom it can fence: it may cover anyone. */
export const devicesFor = (world: Pick<WorldFacts, 'cib'>, node: string): readonly FenceDevice[] =>
  fenceDevices(world.cib).filter(({ targets }) => targets.length === 0 || targets.includes(node));

const isFit = (node: CrmNode): boolean => node.online && !node.unclean && !node.pending;

/** Members other than the victim that answer and take part in the cluster, the controller first. */
export function others(world: WorldFacts, victim: string): readonly string[] {
  const view = decidingView(world);
  if (!view) return [];
  const names = memberNodes(view)
    .filter((node) => node.name !== victim && isFit(node))
    .map((node) => node.name)
    .filter((name) => world.nodes.some((node) => node.name === name && value(node.pacemaker)));
  const dc = agreedDc(world);
  return [...names].sort((a, b) => Number(b === dc) - Number(a === dc));
}

const ask = (
  node: string,
  title: string,
  { argv, timeoutMs }: { readonly argv: readonly [string, ...string[]]; readonly timeoutMs: number },
  params: Readonly<Record<string, string>>,
  devices?: readonly string[],
): DraftStep => ({
  node,
  title,
  params,
  action: {
    kind: 'run',
    argv,
    timeoutMs,
    isReadOnly: true,
    ...(devices ? { expects: { kind: 'line-among', lines: devices } as const } : {}),
  },
  verify: [],
  verifyTimeoutMs: timeoutMs,
  risk: 'safe',
});

/** Everything that the simulator saw running somewhere afterwards is running somewhere. */
const recovered = ({ moves }: Prediction): readonly Check[] => [
  ...new Map(
    moves
      .filter((move) => move.to.length > 0)
      .map(({ resource }) => [resource, { kind: 'resource-runs', resource } as const]),
  ).values(),
];

export const fenceNodePlanner: Planner<FenceNode> = {
  confirm: (intent) => intent.node,
  draft: ({ intent: { node, action }, world }): Draft => {
    const view = decidingView(world);
    if (!view) return refused('no-controller', world.clusterName);
    if (!crmNode(view, node)) return refused('no-such-node', node);
    const [from] = others(world, node);
    if (from === undefined) return refused('no-other-node', node);
    const devices = devicesFor(world, node).map(({ id }) => id);
    if (devices.length === 0) return refused('no-fence-device', node);
    const command = fenceNodeCommand(node, action);
    return {
      kind: 'steps',
      params: { node, device: devices.join(', ') },
      simulates: { lost: node },
      steps: [
        ask(from, 'step-fence-list', devicesForNodeCommand(node), {}, devices),
        {
          node: from,
          title: action === 'off' ? 'step-fence-off' : 'step-fence-reboot',
          action: { kind: 'run', argv: command.argv, timeoutMs: command.timeoutMs },
          verify: [{ kind: 'node-fenced', node }],
          verifyTimeoutMs: SEEN_TIMEOUT_MS,
          risk: 'disruptive',
          careful: 'danger-fence',
        },
        { ...waitStep('step-wait', recovered), node: from },
      ],
    };
  },
};

export const fenceConfirmPlanner: Planner<FenceConfirm> = {
  confirm: (intent) => intent.node,
  draft: ({ intent: { node, statement }, world }): Draft => {
    const view = decidingView(world);
    if (!view) return refused('no-controller', world.clusterName);
    const own = crmNode(view, node);
    if (!own) return refused('no-such-node', node);
    const [from] = others(world, node);
    if (from === undefined) return refused('no-other-node', node);
    // Nothing waits for a fencing: to say that it is dead would only make it so.
    if (!own.unclean) return { kind: 'nothing-to-do', reason: 'not-unclean' };
    const { argv, timeoutMs } = confirmFencedCommand(node);
    return {
      kind: 'steps',
      params: { node, statement },
      simulates: { lost: node },
      steps: [
        {
          node: from,
          title: 'step-fence-confirm',
          action: { kind: 'run', argv, timeoutMs },
          verify: [{ kind: 'node-fenced', node }],
          verifyTimeoutMs: SEEN_TIMEOUT_MS,
          risk: 'data-loss',
          careful: 'danger-fence-confirm',
        },
        { ...waitStep('step-wait', recovered), node: from },
      ],
    };
  },
};

export const fenceTestPlanner: Planner<FenceTest> = {
  confirm: (intent) => intent.device,
  draft: ({ intent: { device }, world }): Draft => {
    const view = decidingView(world);
    if (!view) return refused('no-controller', world.clusterName);
    const found = fenceDevices(world.cib).find(({ id }) => id === device);
    if (!found) return refused('no-such-device', device);
    const victims = found.targets.length > 0 ? found.targets : memberNodes(view).map((node) => node.name);
    const [only, ...more] = victims;
    // Where it is watched from; never from the one node that it kills.
    const able = others(world, only !== undefined && more.length === 0 ? only : '');
    const runs = placedOn(view.resources, device).find((name) => able.includes(name));
    const from = runs ?? able[0];
    if (from === undefined) return refused('no-other-node', victims.join(', '));
    return {
      kind: 'steps',
      params: { device },
      steps: [
        ask(from, 'step-fence-query', queryDeviceCommand(device), { device }),
        ...victims.flatMap((victim) => {
          const [asker] = others(world, victim);
          return asker === undefined
            ? []
            : [
                ask(asker, 'step-fence-list', devicesForNodeCommand(victim), { node: victim, device }, [
                  device,
                ]),
              ];
        }),
      ],
    };
  },
};
