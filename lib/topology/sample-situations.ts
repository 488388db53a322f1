import type { DrbdConnection, DrbdPeerDevice, DrbdResource } from '@/lib/drbd/types';
import {
  crmNode,
  drbdResource,
  healthySample,
  NOW,
  nodeId,
  nodeName,
  pacemakerReading,
  range,
  type Sample,
  sampleDirectory,
  VIP_1G,
  VIP_10G,
  withEvents,
  withLink,
  withReading,
  withSilentHaven,
  withUnknown,
} from './sample-cluster';

/** The moments the picture must tell apart, for tests and previews. */

type Peer = Partial<DrbdPeerDevice>;
function withReplication(
  sample: Sample,
  index: number,
  resource: Partial<DrbdResource>,
  connection: Partial<DrbdConnection>,
  peer: Peer,
): Sample {
  return withReading(sample, index, 'drbd', (value) => ({
    ...value,
    resources: value.resources.map((one) => ({
      ...one,
      ...resource,
      connections: one.connections.map((each) => ({
        ...each,
        ...connection,
        peerDevices: each.peerDevices.map((device) => ({ ...device, ...peer })),
      })),
    })),
  }));
}
const withDisk = (sample: Sample, index: number, disk: DrbdResource['devices'][number]['disk']): Sample =>
  withReading(sample, index, 'drbd', (value) => ({
    ...value,
    resources: value.resources.map((one) => ({
      ...one,
      devices: one.devices.map((device) => ({ ...device, disk })),
    })),
  }));

const readEverything = (sample: Sample, index: number): Sample =>
  ['drbd', 'pacemaker', 'network', 'haproxy', 'units', 'disks', 'mounts', 'cib', 'corosync'].reduce(
    (all, reading) => withUnknown(all, index, reading as 'drbd', 'unreachable', 9_000),
    sample,
  );

export const healthy = (): Sample => healthySample();
export const three = (): Sample => healthySample({ nodes: 3, active: 1, vip10g: 2 });
export const empty = (): Sample => {
  const cluster = { ...sampleDirectory(2), vips: [], services: [], networks: [] };
  return {
    cluster,
    state: { epoch: 'e', revision: 0, clusters: { [cluster.id]: cluster }, links: {}, items: {}, events: [] },
    clock: { now: NOW, heardAt: NOW - 300 },
  };
};

/** node1 lost its power 14 s ago and was fenced; everything came up on node2 3 s ago. */
export function failover(): Sample {
  let sample = healthySample({ nodes: 2, active: 2 });
  sample = withLink(sample, 1, { state: 'unreachable', lastHeardAt: NOW - 17_000, since: NOW - 13_000 });
  const before = healthySample({ nodes: 2, active: 1 });
  sample = {
    ...sample,
    state: {
      ...sample.state,
      items: {
        ...sample.state.items,
        ...Object.fromEntries(Object.entries(before.state.items).filter(([key]) => key.includes('/n1/'))),
      },
    },
  };
  sample = readEverything(sample, 1);
  sample = withReading(sample, 2, 'pacemaker', () => pacemakerReading({ nodes: 2, active: 2 }, 2, [1]));
  sample = withReplication(
    sample,
    2,
    {},
    { connection: 'Connecting', peerRole: 'Unknown' },
    { replication: 'Off', peerDisk: 'DUnknown' },
  );
  sample = withReading(sample, 2, 'haproxy', (value) => ({
    ...value,
    backends: value.backends.map((backend) => ({
      ...backend,
      servers: backend.servers.map((server) =>
        server.name === 'node1' ? { ...server, status: 'DOWN' } : server,
      ),
    })),
  }));
  return withEvents(sample, [
    { fact: 'link', nodeId: nodeId(1), from: 'live', to: 'unreachable', at: NOW - 13_000 },
    { fact: 'drbd:hafs:role', nodeId: nodeId(2), from: 'Secondary', to: 'Primary', at: NOW - 6_000 },
    { fact: 'mount:/srv/hafs', nodeId: nodeId(2), from: 'absent', to: 'mounted', at: NOW - 5_000 },
    { fact: `vip:${VIP_10G}`, nodeId: nodeId(2), from: 'absent', to: 'held', at: NOW - 4_000 },
    { fact: `vip:${VIP_1G}`, nodeId: nodeId(2), from: 'absent', to: 'held', at: NOW - 3_000 },
  ]);
}

export function resync(): Sample {
  let sample = healthySample({ nodes: 2, active: 1 });
  const progress = { percent: 63.4, etaSeconds: 148, rateKiBps: 118_400, stalled: false };
  sample = withReplication(
    sample,
    1,
    {},
    {},
    { replication: 'SyncSource', peerDisk: 'Inconsistent', outOfSyncKiB: 17_500_000, progress },
  );
  sample = withReplication(
    sample,
    2,
    {},
    {},
    { replication: 'SyncTarget', peerDisk: 'UpToDate', outOfSyncKiB: 17_500_000, progress },
  );
  return withDisk(sample, 2, 'Inconsistent');
}

export function paused(): Sample {
  let sample = resync();
  sample = withReplication(sample, 1, {}, {}, { replication: 'PausedSyncS' });
  return withReplication(sample, 2, {}, {}, { replication: 'PausedSyncT', resyncSuspended: ['user'] });
}

export function verifying(): Sample {
  const progress = { percent: 21, etaSeconds: 900, rateKiBps: 240_000, stalled: false };
  const sample = withReplication(healthySample(), 1, {}, {}, { replication: 'VerifyS', progress });
  return withReplication(sample, 2, {}, {}, { replication: 'VerifyT', progress });
}

export function cut(): Sample {
  let sample = withReplication(
    healthySample(),
    1,
    {},
    { connection: 'Connecting', peerRole: 'Unknown' },
    { replication: 'Off', peerDisk: 'Outdated', outOfSyncKiB: 5_210 },
  );
  sample = withReplication(
    sample,
    2,
    {},
    { connection: 'Connecting', peerRole: 'Unknown' },
    { replication: 'Off', peerDisk: 'DUnknown' },
  );
  return withDisk(sample, 2, 'Outdated');
}

export function splitBrain(): Sample {
  let sample = withReplication(
    healthySample(),
    1,
    {},
    { connection: 'StandAlone', peerRole: 'Unknown' },
    { replication: 'Off', peerDisk: 'DUnknown', outOfSyncKiB: 88_210 },
  );
  sample = withReplication(
    sample,
    2,
    {},
    { connection: 'StandAlone', peerRole: 'Unknown' },
    { replication: 'Off', peerDisk: 'DUnknown', outOfSyncKiB: 4_096 },
  );
  return sample;
}

/** node2 does not answer Haven; node1 still sees it in the cluster. */
export const silentNode = (): Sample =>
  readEverything(
    withLink(healthySample(), 2, { state: 'unreachable', lastHeardAt: NOW - 95_000, since: NOW - 91_000 }),
    2,
  );

/** node2 crashed and fencing has not confirmed it. */
export function unclean(): Sample {
  const sample = silentNode();
  return withReading(sample, 1, 'pacemaker', (value) => ({
    ...value,
    nodes: [crmNode(1), crmNode(2, { online: false, unclean: true })],
  }));
}

export const silentHaven = (): Sample => withSilentHaven(healthySample(), 42_000);

/** The cluster fell apart: each node believes the other gone, and both carry the addresses. */
export function partition(): Sample {
  let sample = withReading(healthySample(), 1, 'pacemaker', () =>
    pacemakerReading({ nodes: 2, active: 1 }, 1, [2]),
  );
  sample = withReading(sample, 2, 'pacemaker', () => pacemakerReading({ nodes: 2, active: 2 }, 2, [1]));
  sample = withReading(sample, 2, 'network', (value) => ({
    interfaces: value.interfaces.map((nic) => ({
      ...nic,
      addresses: [
        ...nic.addresses,
        {
          address: nic.name === 'eno1' ? VIP_1G : VIP_10G,
          prefixLength: 24,
          family: 'inet',
          secondary: true,
        },
      ],
    })),
  }));
  sample = withReplication(
    sample,
    1,
    {},
    { connection: 'Connecting', peerRole: 'Unknown' },
    { replication: 'Off', peerDisk: 'DUnknown' },
  );
  return withReplication(
    sample,
    2,
    { role: 'Primary' },
    { connection: 'StandAlone', peerRole: 'Unknown' },
    { replication: 'Off', peerDisk: 'DUnknown' },
  );
}

/** node1 still believes node2's disk good; node2 itself knows better. */
export const disagreement = (): Sample => withDisk(healthySample(), 2, 'Outdated');

export function vipNowhere(): Sample {
  const sample = withReading(healthySample(), 1, 'network', (value) => ({
    interfaces: value.interfaces.map((nic) => ({
      ...nic,
      addresses: nic.addresses.filter((address) => address.address !== VIP_1G),
    })),
  }));
  const stopped =
    (index: number) =>
    (all: Sample): Sample =>
      withReading(all, index, 'pacemaker', (value) => ({
        ...value,
        resources: value.resources.map((one) =>
          one.id === 'vip_1g' || one.id === 'apache'
            ? { ...one, role: 'Stopped' as const, active: false, nodes: [], failed: false }
            : one,
        ),
        failures: [
          {
            key: 'apache_start_0',
            resource: 'apache',
            task: 'start',
            node: nodeName(1),
            exitReason: 'Syntax error on line 12 of /srv/hafs/apache2/horizon.conf',
            at: NOW - 40_000,
          },
        ],
        failCounts: [{ resource: 'apache', node: nodeName(1), count: 1_000_000 }],
      }));
  return stopped(2)(stopped(1)(sample));
}

export function diskLost(): Sample {
  let sample = withDisk(healthySample(), 2, 'Diskless');
  sample = withReplication(sample, 1, {}, {}, { peerDisk: 'Diskless' });
  return sample;
}

export function standby(): Sample {
  const mark =
    (index: number) =>
    (all: Sample): Sample =>
      withReading(all, index, 'pacemaker', (value) => ({
        ...value,
        nodes: [crmNode(1), crmNode(2, { standby: true })],
        resources: value.resources.filter((one) => !one.nodes.includes('node2')),
      }));
  return mark(2)(mark(1)(healthySample()));
}

/** Sixteen nodes of which two are in trouble. */
export function sixteen(): Sample {
  let sample = healthySample({ nodes: 16, active: 3, vip10g: 7, replicas: [3, 4] });
  sample = readEverything(
    withLink(sample, 11, { state: 'unreachable', lastHeardAt: NOW - 300_000, since: NOW - 296_000 }),
    11,
  );
  return withReading(sample, 6, 'units', () => ({
    units: [
      {
        id: 'nova-api.service',
        loadState: 'loaded',
        activeState: 'failed',
        subState: 'failed',
        unitFileState: 'enabled',
      },
      {
        id: 'neutron-server.service',
        loadState: 'loaded',
        activeState: 'active',
        subState: 'running',
        unitFileState: 'enabled',
      },
    ],
  }));
}

export const SITUATIONS = {
  healthy,
  three,
  empty,
  failover,
  resync,
  paused,
  verifying,
  cut,
  splitBrain,
  silentNode,
  unclean,
  silentHaven,
  partition,
  disagreement,
  vipNowhere,
  diskLost,
  standby,
  sixteen,
} as const satisfies Record<string, () => Sample>;
export type SituationName = keyof typeof SITUATIONS;
export { drbdResource, range };
