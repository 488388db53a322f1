import { known, type Observation, type UnknownReason } from '@/lib/base/observation';
import type { DrbdResource } from '@/lib/drbd/types';
import type { ViewerClock } from '@/lib/live/freshness';
import {
  type DirectoryCluster,
  type ItemKey,
  itemKey,
  type LiveEvent,
  type LiveItem,
  type LiveState,
  type NodeLink,
} from '@/lib/live/protocol';
import { type NodeReadings, READING_NAMES, type ReadingName } from '@/lib/live/readings';
import type {
  CibPrimitive,
  CibReading,
  CrmNode,
  CrmResource,
  PacemakerReading,
  SimulationReading,
} from '@/lib/pacemaker/types';

/**
 * A university's cloud for tests and previews of the picture: HAFS on DRBD under Horizon, Keystone and Glance; Nova and
 * Neutron active-active behind HAProxy. Made by hand after the samples of the lab; nothing here is read from a node.
 */

export const NOW = Date.parse('2026-11-23T05:02:11Z');
export const VIP_1G = '192.168.10.100';
export const VIP_10G = '10.10.0.100';

export interface Sample {
  readonly cluster: DirectoryCluster;
  readonly state: LiveState;
  readonly clock: ViewerClock;
}

export const nodeId = (index: number): string => `n${index}`;
export const nodeName = (index: number): string => `node${index}`;

export function sampleDirectory(nodes: number, name = 'campus'): DirectoryCluster {
  return {
    id: name,
    name,
    practice: false,
    nodes: range(nodes).map((index) => ({ id: nodeId(index), name: nodeName(index) })),
    networks: [
      { role: '1g', name: '1G', cidr: '192.168.10.0/24' },
      { role: '10g', name: '10G', cidr: '10.10.0.0/24' },
      { role: 'management', name: 'mgmt', cidr: '10.0.2.0/24' },
    ],
    vips: [
      { id: 'v1', resourceId: 'vip_1g', address: VIP_1G, networkRole: '1g' },
      { id: 'v10', resourceId: 'vip_10g', address: VIP_10G, networkRole: '10g' },
    ],
    services: [
      {
        id: 's-horizon',
        name: 'Horizon',
        mode: 'active-standby',
        resourceId: 'apache',
        unit: 'apache2.service',
        usesHafs: true,
        vipId: 'v1',
      },
      {
        id: 's-keystone',
        name: 'Keystone',
        mode: 'active-standby',
        resourceId: 'keystone',
        backend: 'keystone',
        usesHafs: true,
        vipId: 'v10',
      },
      {
        id: 's-glance',
        name: 'Glance',
        mode: 'active-standby',
        resourceId: 'glance',
        backend: 'glance',
        usesHafs: true,
        vipId: 'v10',
      },
      {
        id: 's-nova',
        name: 'Nova',
        mode: 'active-active',
        backend: 'nova',
        unit: 'nova-api.service',
        usesHafs: false,
        vipId: 'v10',
      },
      {
        id: 's-neutron',
        name: 'Neutron',
        mode: 'active-active',
        backend: 'neutron',
        unit: 'neutron-server.service',
        usesHafs: false,
        vipId: 'v10',
      },
    ],
  };
}

export const range = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1);

/** Where what is; the one description from which every node's readings follow. */
export interface Situation {
  readonly nodes: number;
  /** Index of the node with HAFS and both VIPs. */
  readonly active: number;
  readonly vip10g?: number;
  /** Nodes with a replica. */
  readonly replicas?: readonly number[];
}

export function healthySample(situation: Situation = { nodes: 2, active: 1 }, name = 'campus'): Sample {
  const cluster = sampleDirectory(situation.nodes, name);
  const items: Record<ItemKey, LiveItem> = {};
  const links: Record<string, NodeLink> = {};
  for (const index of range(situation.nodes)) {
    const id = nodeId(index);
    links[id] = {
      state: 'live',
      lastHeardAt: NOW - 200 - index * 60,
      since: NOW - 86_400_000,
      streams: { drbd: 'running', pacemaker: 'running', network: 'running' },
    };
    for (const reading of READING_NAMES) {
      const value = readingOf(reading, index, situation, cluster);
      if (value === undefined) continue;
      items[itemKey(cluster.id, id, reading)] = {
        reading,
        observation: known(value, NOW - 900),
        since: {},
      } as LiveItem;
    }
  }
  return {
    cluster,
    state: { epoch: 'e', revision: 1, clusters: { [cluster.id]: cluster }, links, items, events: [] },
    clock: { now: NOW, heardAt: NOW - 300 },
  };
}

function readingOf(
  reading: ReadingName,
  index: number,
  situation: Situation,
  cluster: DirectoryCluster,
): NodeReadings[ReadingName] | undefined {
  const replica = (situation.replicas ?? [1, 2]).includes(index);
  switch (reading) {
    case 'drbd':
      return {
        version: { generation: '9', kernel: '9.2.11' },
        resources: replica ? [drbdResource(index, situation)] : [],
      };
    case 'pacemaker':
      return pacemakerReading(situation, 1);
    case 'cib':
      return cibReading();
    case 'survival':
      return index === 1
        ? {
            cibVersion: { adminEpoch: 0, epoch: 24, numUpdates: 0 },
            onLoss: Object.fromEntries(
              range(situation.nodes).map((lost) => [nodeName(lost), lossOf(situation, lost)]),
            ),
          }
        : undefined;
    case 'network':
      return networkReading(index, situation);
    case 'haproxy':
      return haproxyReading(index, situation);
    case 'units':
      return {
        units: [
          'nova-api.service',
          'neutron-server.service',
          ...(index === situation.active ? ['apache2.service'] : []),
        ].map((id) => unit(id, 'active')),
      };
    case 'disks':
      return {
        devices: [
          {
            name: 'nvme0n1',
            path: '/dev/nvme0n1',
            type: 'disk',
            sizeBytes: 1_920_383_410_176,
            transport: 'nvme',
            mountpoints: [],
            children: [
              {
                name: 'vg_nvme-hafs',
                path: '/dev/mapper/vg_nvme-hafs',
                type: 'lvm',
                sizeBytes: 4e11,
                mountpoints: [],
                children: [],
              },
            ],
          },
        ],
        nvme: [
          {
            device: '/dev/nvme0n1',
            percentUsed: 2 + index,
            temperatureCelsius: 39 - index,
            availableSparePercent: 100,
            mediaErrors: 0,
            criticalWarning: 0,
          },
        ],
      };
    case 'mounts':
      return {
        mounts:
          index === situation.active
            ? [
                {
                  source: '/dev/drbd0',
                  target: '/srv/hafs',
                  fsType: 'xfs',
                  options: 'rw,noatime',
                  sizeBytes: 4e11,
                  usedBytes: 2.44e11,
                  availableBytes: 1.56e11,
                },
              ]
            : [],
      };
    case 'corosync':
      return {
        quorate: true,
        flags: [],
        members: range(cluster.nodes.length).map((one) => ({ nodeId: one, votes: 1 })),
        peers: [],
        nodelist: [],
      };
    default:
      return undefined;
  }
}

const unit = (id: string, activeState: string) => ({
  id,
  loadState: 'loaded',
  activeState,
  subState: 'running',
  unitFileState: 'enabled',
});

export function drbdResource(index: number, situation: Situation): DrbdResource {
  const primary = index === situation.active;
  const replicas = situation.replicas ?? [1, 2];
  return {
    name: 'hafs',
    role: primary ? 'Primary' : 'Secondary',
    suspended: [],
    devices: [{ volume: 0, minor: 0, disk: 'UpToDate', backingDevice: '/dev/vg_nvme/hafs', quorum: true }],
    connections: replicas
      .filter((peer) => peer !== index)
      .map((peer) => ({
        peerName: nodeName(peer),
        peerNodeId: peer,
        connection: 'Connected',
        peerRole: peer === situation.active ? 'Primary' : 'Secondary',
        peerDevices: [
          {
            volume: 0,
            replication: 'Established',
            peerDisk: 'UpToDate',
            resyncSuspended: [],
            outOfSyncKiB: 0,
            sentKiB: primary ? 1_032_200 : 0,
            receivedKiB: primary ? 0 : 1_032_200,
          },
        ],
      })),
  };
}

const resource = (
  id: string,
  agent: string,
  nodes: readonly string[],
  more: Partial<CrmResource> = {},
): CrmResource => ({
  id,
  agent,
  role: nodes.length > 0 ? 'Started' : 'Stopped',
  active: nodes.length > 0,
  orphaned: false,
  blocked: false,
  managed: true,
  maintenance: false,
  failed: false,
  failureIgnored: false,
  nodes,
  within: [],
  ...more,
});
const inClone = (id: string, multiState = false) => ({
  within: [{ kind: 'clone' as const, id, multiState }],
});
const inGroup = { within: [{ kind: 'group' as const, id: 'g_hafs' }] };

export function resourcesOf(situation: Situation, gone: readonly number[] = []): readonly CrmResource[] {
  const up = range(situation.nodes).filter((index) => !gone.includes(index));
  const active = [nodeName(situation.active)].filter((name) => !gone.map(nodeName).includes(name));
  const ten = [nodeName(situation.vip10g ?? situation.active)].filter(
    (name) => !gone.map(nodeName).includes(name),
  );
  const replicas = (situation.replicas ?? [1, 2]).filter((index) => up.includes(index));
  return [
    ...replicas.map((index) =>
      resource('drbd_hafs', 'ocf:linbit:drbd', [nodeName(index)], {
        ...inClone('drbd_hafs-clone', true),
        role: index === situation.active ? 'Promoted' : 'Unpromoted',
      }),
    ),
    resource('fs_hafs', 'ocf:heartbeat:Filesystem', active, inGroup),
    resource('keystone', 'systemd:apache2@keystone', active, inGroup),
    resource('glance', 'systemd:glance-api', active, inGroup),
    resource('apache', 'systemd:apache2', active, inGroup),
    resource('vip_1g', 'ocf:heartbeat:IPaddr2', active),
    resource('vip_10g', 'ocf:heartbeat:IPaddr2', ten),
    ...up.map((index) => resource('haproxy', 'systemd:haproxy', [nodeName(index)], inClone('haproxy-clone'))),
    ...up
      .slice(0, 2)
      .map((index) =>
        resource(`fence_node${index === 1 ? 2 : 1}`, 'stonith:fence_ipmilan', [nodeName(index)]),
      ),
  ];
}

export const crmNode = (index: number, more: Partial<CrmNode> = {}): CrmNode => ({
  name: nodeName(index),
  id: String(index),
  online: true,
  standby: false,
  standbyOnFail: false,
  maintenance: false,
  pending: false,
  unclean: false,
  shutdown: false,
  expectedUp: true,
  isDc: index === 1,
  resourcesRunning: 5,
  type: 'member',
  ...more,
});

export function pacemakerReading(
  situation: Situation,
  dc: number,
  gone: readonly number[] = [],
): PacemakerReading {
  return {
    version: '2.1.5',
    dc: { name: nodeName(dc), id: String(dc), withQuorum: true },
    quorate: true,
    options: {
      stonithEnabled: true,
      symmetric: true,
      noQuorumPolicy: 'stop',
      maintenanceMode: false,
      stopAll: false,
    },
    nodes: range(situation.nodes).map((index) =>
      crmNode(index, { isDc: index === dc, ...(gone.includes(index) ? { online: false } : {}) }),
    ),
    resources: resourcesOf(situation, gone),
    failures: [],
    failCounts: [],
    fenceHistory: [],
    bans: [],
    nodeAttributes: {},
  };
}

function lossOf(situation: Situation, lost: number): SimulationReading {
  const heir = (situation.replicas ?? [1, 2]).find((index) => index !== lost) ?? 2;
  const ten = situation.vip10g ?? situation.active;
  const after: Situation = {
    ...situation,
    active: situation.active === lost ? heir : situation.active,
    vip10g: ten === lost ? heir : ten,
  };
  return {
    actions: [],
    fencing: [{ target: nodeName(lost), task: 'reboot' }],
    after: resourcesOf(after, [lost]),
    afterNodes: [],
  };
}

const primitive = (
  id: string,
  cls: string,
  provider: string | undefined,
  type: string,
  params: Record<string, string> = {},
): CibPrimitive => ({ kind: 'primitive', id, class: cls, provider, type, params, meta: {}, operations: [] });

function cibReading(): CibReading {
  return {
    version: { adminEpoch: 0, epoch: 24, numUpdates: 0 },
    properties: {},
    resourceDefaults: {},
    operationDefaults: {},
    nodes: [],
    constraints: [],
    alerts: [],
    fencingLevels: [],
    tags: [],
    configurationText: '',
    resources: [
      {
        kind: 'clone',
        id: 'drbd_hafs-clone',
        promotable: true,
        meta: {},
        child: primitive('drbd_hafs', 'ocf', 'linbit', 'drbd', { drbd_resource: 'hafs' }),
      },
      {
        kind: 'group',
        id: 'g_hafs',
        meta: {},
        members: [
          primitive('fs_hafs', 'ocf', 'heartbeat', 'Filesystem', {
            device: '/dev/drbd0',
            directory: '/srv/hafs',
            fstype: 'xfs',
          }),
          primitive('keystone', 'systemd', undefined, 'apache2@keystone'),
          primitive('glance', 'systemd', undefined, 'glance-api'),
          primitive('apache', 'systemd', undefined, 'apache2'),
        ],
      },
      primitive('vip_1g', 'ocf', 'heartbeat', 'IPaddr2', { ip: VIP_1G }),
      primitive('vip_10g', 'ocf', 'heartbeat', 'IPaddr2', { ip: VIP_10G }),
      {
        kind: 'clone',
        id: 'haproxy-clone',
        promotable: false,
        meta: {},
        child: primitive('haproxy', 'systemd', undefined, 'haproxy'),
      },
      primitive('fence_node2', 'stonith', undefined, 'fence_ipmilan'),
      primitive('fence_node1', 'stonith', undefined, 'fence_ipmilan'),
    ],
  };
}

function networkReading(index: number, situation: Situation): NodeReadings['network'] {
  const address = (ip: string, secondary = false) => ({
    address: ip,
    prefixLength: 24,
    family: 'inet' as const,
    secondary,
  });
  return {
    interfaces: [
      {
        name: 'eno1',
        operState: 'UP',
        carrier: true,
        speedMbps: 1000,
        addresses: [
          address(`192.168.10.${10 + index}`),
          ...(index === situation.active ? [address(VIP_1G, true)] : []),
        ],
      },
      {
        name: 'ens2f0',
        operState: 'UP',
        carrier: true,
        speedMbps: 10000,
        addresses: [
          address(`10.10.0.${index}`),
          ...(index === (situation.vip10g ?? situation.active) ? [address(VIP_10G, true)] : []),
        ],
      },
    ],
  };
}

function haproxyReading(index: number, situation: Situation): NodeReadings['haproxy'] {
  const carries = index === (situation.vip10g ?? situation.active);
  const server = (node: number, status: string) => ({
    name: nodeName(node),
    status,
    backup: false,
    weight: 1,
    address: `10.10.0.${node}:1`,
    currentSessions: 0,
    totalSessions: 0,
  });
  const backend = (name: string, standby: boolean) => ({
    name,
    status: 'UP',
    activeServers: 2,
    backupServers: 0,
    currentSessions: 0,
    totalSessions: 0,
    queue: 0,
    servers: range(situation.nodes).map((node) =>
      server(node, standby && node !== situation.active ? 'DOWN' : 'UP'),
    ),
  });
  return {
    version: '2.6',
    frontends: [
      {
        name: 'api',
        status: 'OPEN',
        currentSessions: carries ? 12 : 0,
        totalSessions: 900,
        bytesIn: 1,
        bytesOut: 1,
      },
    ],
    backends: [
      backend('keystone', true),
      backend('glance', true),
      backend('nova', false),
      backend('neutron', false),
    ],
  };
}

// --- changes to a sample ----------------------------------------------------------------------------------------

/** Replaces one reading of one node; `ageMs` is how long ago it was read. */
export function withReading<K extends ReadingName>(
  sample: Sample,
  index: number,
  reading: K,
  change: (value: NodeReadings[K]) => NodeReadings[K],
  ageMs = 900,
): Sample {
  const key = itemKey(sample.cluster.id, nodeId(index), reading);
  const item = sample.state.items[key] as LiveItem<K> | undefined;
  if (item?.observation.state !== 'known') throw new Error(`the sample has no ${reading} of node ${index}`);
  const observation = known(change(item.observation.value), NOW - ageMs);
  return withItem(sample, key, { ...item, observation } as LiveItem);
}

export const withItem = (sample: Sample, key: ItemKey, item: LiveItem): Sample => ({
  ...sample,
  state: {
    ...sample.state,
    revision: sample.state.revision + 1,
    items: { ...sample.state.items, [key]: item },
  },
});

export function withUnknown(
  sample: Sample,
  index: number,
  reading: ReadingName,
  reason: UnknownReason,
  sinceMs = 5_000,
): Sample {
  const key = itemKey(sample.cluster.id, nodeId(index), reading);
  const item = sample.state.items[key];
  const last =
    item?.observation.state === 'known'
      ? { value: item.observation.value, observedAt: item.observation.observedAt }
      : undefined;
  return withItem(sample, key, {
    reading,
    since: item?.since ?? {},
    observation: {
      state: 'unknown',
      reason,
      since: NOW - sinceMs,
      ...(last ? { last } : {}),
    } as Observation<never>,
  } as LiveItem);
}

export const withLink = (sample: Sample, index: number, link: Partial<NodeLink>): Sample => {
  const id = nodeId(index);
  const old = sample.state.links[id] ?? { state: 'connecting', since: NOW, streams: {} };
  return {
    ...sample,
    state: { ...sample.state, links: { ...sample.state.links, [id]: { ...old, ...link } } },
  };
};

export const withEvents = (
  sample: Sample,
  events: readonly Omit<LiveEvent, 'id' | 'clusterId'>[],
): Sample => ({
  ...sample,
  state: {
    ...sample.state,
    events: events.map((event, index) => ({ ...event, id: `ev${index}`, clusterId: sample.cluster.id })),
  },
});

/** Haven has not been heard for `ms`. */
export const withSilentHaven = (sample: Sample, ms: number): Sample => ({
  ...sample,
  clock: { now: NOW, heardAt: NOW - ms },
});
