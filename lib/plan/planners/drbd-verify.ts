/** Comparing the copies, and bringing into line what differs. The second is never done without being asked for. */
import * as drbd from '@/lib/drbd/lifecycle';
import { type DrbdHost, hasDisk, hostsOf, primaryOf } from '../drbd-world';
import type { DrbdRepair, DrbdVerify } from '../hafs-intents';
import { type Draft, type DraftStep, type Planner, refused } from '../planner';
import {
  CONNECT_TIMEOUT_MS,
  commandStep,
  drbdCheck,
  inSync,
  SYNC_TIMEOUT_MS,
  waitForStep,
} from './drbd-steps';

/** Hosts of the resource and the named one among them; refused when the name is none. */
function find(world: Parameters<typeof hostsOf>[0], resource: string, node: string) {
  const hosts = hostsOf(world, resource);
  const own = hosts.find((host) => host.name === node);
  return own ? { hosts, own } : undefined;
}

const volumesOf = (host: DrbdHost): readonly number[] =>
  (host.own?.devices ?? []).map((device) => device.volume);
const peersOf = (hosts: readonly DrbdHost[], node: string): readonly DrbdHost[] =>
  hosts.filter((host) => host.name !== node && hasDisk(host));

export const drbdVerifyPlanner: Planner<DrbdVerify> = {
  confirm: (intent) => intent.resource,
  storage: () => ({}),
  draft: ({ intent, world }): Draft => {
    const { resource, node } = intent;
    const found = find(world, resource, node);
    if (!found) return refused('no-such-drbd-resource', `${node}: ${resource}`);
    const { generation = '8.4' } = found.own;
    const volumes = volumesOf(found.own);
    // 8.4 has one peer, and no word for it.
    const peers = generation === '9' ? peersOf(found.hosts, node) : peersOf(found.hosts, node).slice(0, 1);
    return {
      kind: 'steps',
      params: { resource, node },
      steps: volumes.flatMap((volume) =>
        peers.flatMap((peer) => verifySteps(resource, volume, found.own, peer, generation)),
      ),
    };
  },
};

const verifySteps = (
  resource: string,
  volume: number,
  { name: node }: DrbdHost,
  peer: DrbdHost,
  generation: '8.4' | '9',
): readonly DraftStep[] => [
  commandStep(drbd.startVerify({ resource, volume }, peer.name, generation), {
    title: 'step-drbd-verify',
    node,
  }),
  waitForStep(
    'step-drbd-verify-end',
    node,
    [drbdCheck(node, resource, 'replication', 'Established')],
    SYNC_TIMEOUT_MS,
  ),
];

export const drbdRepairPlanner: Planner<DrbdRepair> = {
  confirm: (intent) => intent.node,
  storage: () => ({}),
  draft: ({ intent, world }): Draft => {
    const { resource, node } = intent;
    const found = find(world, resource, node);
    if (!found) return refused('no-such-drbd-resource', `${node}: ${resource}`);
    const { hosts, own } = found;
    const primary = primaryOf(hosts);
    const counters = hosts.flatMap((host) =>
      (host.own?.connections ?? []).flatMap((one) => one.peerDevices.map((device) => device.outOfSyncKiB)),
    );
    if (counters.length > 0 && counters.every((kib) => kib === 0))
      return { kind: 'nothing-to-do', reason: 'nothing-differs' };
    if (!primary || primary.name === node) return refused('repair-needs-primary', resource);
    return {
      kind: 'steps',
      params: { resource, node, source: primary.name },
      steps: [
        ...(canKeepBitmap(own)
          ? invalidateSteps(resource, own, primary)
          : reconnectSteps(resource, own, primary)),
        waitForStep('step-drbd-in-sync', node, inSync(resource, hosts), SYNC_TIMEOUT_MS),
      ],
    };
  },
};

/** 9.0.29 can say "only the marked blocks, from there to here" (reference 1.4). */
function canKeepBitmap({ generation, kernel = '' }: DrbdHost): boolean {
  const [major = 0, minor = 0, patch = 0] = kernel.split('.').map((part) => Number.parseInt(part, 10));
  return generation === '9' && (major > 9 || minor > 0 || patch >= 29);
}

/** The source is the good copy by its own word, and this side is not the one in use. */
const stillSo = (resource: string, node: string, source: string) => [
  drbdCheck(source, resource, 'role', 'Primary'),
  drbdCheck(source, resource, 'disk', 'UpToDate'),
  drbdCheck(node, resource, 'role', 'Secondary'),
  drbdCheck(node, resource, 'connection', 'Connected'),
];

const invalidateSteps = (
  resource: string,
  { name: node, own }: DrbdHost,
  source: DrbdHost,
): readonly DraftStep[] =>
  (own?.devices ?? []).map(({ volume }) => {
    const { command } = drbd.invalidate({ resource, volume }, node, node, source.name, '9', true);
    // With the bitmap kept, what is thrown away is what the resync would overwrite.
    return commandStep(
      { command, risk: 'disruptive' },
      { title: 'step-drbd-fetch', node, before: stillSo(resource, node, source.name) },
    );
  });

/** Before, a new connection resyncs what is marked. Whatever happens, the copies are connected again. */
function reconnectSteps(resource: string, { name: node }: DrbdHost, source: DrbdHost): readonly DraftStep[] {
  const connect = commandStep(drbd.connect(resource), {
    title: 'step-drbd-connect',
    node,
    verify: [drbdCheck(node, resource, 'connection', 'Connected')],
    verifyTimeoutMs: CONNECT_TIMEOUT_MS,
  });
  return [
    commandStep(drbd.disconnect(resource), {
      title: 'step-drbd-disconnect',
      node,
      before: stillSo(resource, node, source.name),
      verify: [drbdCheck(node, resource, 'connection', 'StandAlone')],
    }),
    connect,
    { ...connect, title: 'step-drbd-connect-again', recovers: node },
  ];
}
