/** Machines on which nothing of a cluster is yet, as worlds of plan cases. */
import { known, type Observation } from '@/lib/base/observation';
import type { AdoptionState } from '@/lib/inventory/adoption';
import { type BareMachine, type BuildCluster, CLUSTER_PACKAGES } from '@/lib/inventory/build-cluster';
import { type Design, firstHaproxyText } from '@/lib/inventory/build-design';
import { parseCib } from '@/lib/pacemaker/cib';
import { type FileFacts, fileKey, NO_FILE, type NodeFacts, type WorldFacts } from '../facts';
import { emptyCib } from '../planners/build-cib';
import { hostReading, SCENARIO_NOW } from './world';

export const GIB = 1024 ** 3;

export const bareMachine = (id: number): BareMachine => ({
  network: {
    interfaces: [
      {
        name: 'eno1',
        operState: 'UP',
        speedMbps: 1_000,
        addresses: [{ address: `192.168.1.${10 + id}`, prefixLength: 24, family: 'inet', secondary: false }],
      },
      {
        name: 'ens2f0',
        operState: 'UP',
        speedMbps: 10_000,
        addresses: [{ address: `10.10.0.${id}`, prefixLength: 24, family: 'inet', secondary: false }],
      },
    ],
  },
  disks: [
    { path: '/dev/sda', sizeBytes: 64 * GIB, holds: ['gpt', 'sda1'] },
    { path: '/dev/nvme0n1', sizeBytes: 512 * GIB, model: 'NVMe', holds: [] },
  ],
  groups: [],
  volumes: [],
  packages: Object.fromEntries(CLUSTER_PACKAGES.map((name) => [name, { candidate: '1.0' }])),
  drbdModule: '8.4.11',
  remains: [],
});

/** Two of them, read and asked what they are to become. */
export const bareAdoption: AdoptionState = {
  version: 1,
  purpose: 'build',
  phase: 'design',
  nodes: [1, 2].map((id) => ({
    name: `node${id}`,
    host: `10.0.0.${id}`,
    port: 22,
    login: 'root',
    hostKeyConfirmed: true,
    phase: 'read',
    machine: bareMachine(id),
  })),
};

/** What a person may answer. */
export const bareDesign: Design = {
  clusterName: 'alpha',
  tenG: '10.10.0.0/24',
  oneG: '192.168.1.0/24',
  tokenMs: 3_000,
  timeServers: ['10.0.2.2:1123'],
  fences: [1, 2].map((id) => ({
    node: `node${id}`,
    agent: 'fence_ipmilan',
    ip: `10.0.9.1${id}`,
    username: 'haven',
    password: 'geheim',
    options: { lanplus: '1' },
  })),
  sizeBytes: 1024 ** 3,
  mountPoint: '/srv/hafs',
  filesystem: 'ext4',
  firstSync: 'full',
  places: [
    { node: 'node1', on: '/dev/nvme0n1' },
    { node: 'node2', on: 'vg0' },
  ],
  vip10g: '10.10.0.100',
  vip1g: '192.168.1.100',
  haproxyText: firstHaproxyText('10.10.0.100', '192.168.1.100'),
};

const HAPROXY_TEXT = `global
    log /dev/log local0
    user haproxy
    group haproxy
    stats socket /run/haproxy/admin.sock mode 660 level admin expose-fd listeners

defaults
    mode http
    timeout connect 10s
    timeout client 1m
    timeout server 1m

frontend welcome
    bind 10.10.0.100:80
    bind 192.168.1.100:80
    monitor-uri /haven
`;

export function buildIntent(count: 2 | 3): BuildCluster {
  const nodes = Array.from({ length: count }, (_, index) => index + 1);
  return {
    kind: 'build-cluster',
    clusterName: 'alpha',
    nodes: nodes.map((id) => ({
      name: `node${id}`,
      nodeId: id,
      addresses: [`10.10.0.${id}`, `192.168.1.${10 + id}`],
      fence: { agent: 'fence_ipmilan', params: { ip: `10.0.9.1${id}`, lanplus: '1', username: 'haven' } },
    })),
    tokenMs: 3_000,
    timeServers: ['time.example.ac.kr'],
    hafs: {
      resource: 'hafs',
      sizeBytes: 100 * GIB,
      mountPoint: '/srv/hafs',
      filesystem: 'ext4',
      places: [1, 2].map((id) => ({ node: `node${id}`, group: 'vg_hafs', disk: '/dev/nvme0n1' })),
      firstSync: 'full',
    },
    vips: [
      { id: 'vip_10g', address: '10.10.0.100', prefixLength: 24, role: '10g' },
      { id: 'vip_1g', address: '192.168.1.100', prefixLength: 24, role: '1g' },
    ],
    haproxyText: HAPROXY_TEXT,
  };
}

const unread: Observation<never> = { state: 'unknown', reason: 'not-installed', since: SCENARIO_NOW };

/** @param change what one machine says otherwise, by its name */
export function bareWorld(
  intent: BuildCluster,
  change: Readonly<Record<string, Partial<BareMachine>>> = {},
  files: Readonly<Record<string, FileFacts>> = {},
): WorldFacts {
  const cib = parseCib(emptyCib(intent.nodes));
  if (!cib.ok) throw new Error(cib.error.what);
  const now = SCENARIO_NOW;
  const node = ({ name, nodeId }: BuildCluster['nodes'][number]): NodeFacts => ({
    name,
    link: 'live',
    host: known(hostReading(name, nodeId - 1), now),
    clock: known({ offsetMs: 3, uncertaintyMs: 2 }, now),
    drbd: unread,
    pacemaker: unread,
    corosync: unread,
    cibVersion: unread,
  });
  const fileOf = (place: { readonly node: string; readonly path: string }, fallback: FileFacts) => [
    fileKey(place),
    known(files[fileKey(place)] ?? fallback, now),
  ];
  return {
    clusterId: 'c1',
    clusterName: intent.clusterName,
    readSince: now,
    now,
    nodes: intent.nodes.map(node),
    services: [],
    vips: [],
    cib: cib.value,
    controllerState: 'unknown',
    otherJobs: [],
    measuredSeconds: {},
    files: Object.fromEntries(
      intent.nodes.flatMap(({ name }) => [
        fileOf(
          { node: name, path: '/etc/hosts' },
          { text: `127.0.0.1\tlocalhost\n127.0.1.1\t${name}\n`, sha256: `hosts-of-${name}` },
        ),
        fileOf({ node: name, path: '/etc/corosync/corosync.conf' }, NO_FILE),
      ]),
    ),
    bare: {
      machines: Object.fromEntries(
        intent.nodes.map(({ name, nodeId }) => [
          name,
          known({ ...bareMachine(nodeId), ...change[name] }, now),
        ]),
      ),
      vips: Object.fromEntries(intent.vips.map(({ address }) => [address, 'free'])),
    },
  };
}
