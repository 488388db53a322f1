import type { AuditEntry } from '@/lib/data/audit';
import type { UserSummary } from '@/lib/data/users';
import type { WallSummary } from '@/lib/data/wall-tokens';
import { bareMachine } from '@/lib/plan/testing/bare-world';
import type { AdoptionView } from '@/lib/views/adoption';
import type { ForgettingView } from '@/lib/views/forgetting';
import { SAMPLE_NOW } from './sample-world';

/** Rows of the screens that are not about the live state. */

const HOUR = 3_600_000;

export const USERS: readonly UserSummary[] = [
  ['u1', '김관리', 'admin@example.ac.kr', 'administrator'],
  ['u2', '이운영', 'ops@example.ac.kr', 'operator'],
  ['u3', 'Jane Viewer', 'jane.viewer@cs.example.ac.kr', 'viewer'],
  ['u4', '박교수', 'park@example.ac.kr', 'faculty'],
].map(([id = '', name = '', email = '', role = ''], index) => ({
  id,
  name,
  email,
  role,
  isDisabled: index === 2,
  createdAt: SAMPLE_NOW - 90 * 24 * HOUR,
  ...(index === 3 ? {} : { lastSignInAt: SAMPLE_NOW - index * 30 * HOUR - 60_000 }),
  sessions: index === 3 ? 0 : 3 - index,
}));

export const WALLS: readonly WallSummary[] = [
  {
    id: 'w1',
    name: '서버실 입구',
    showNames: true,
    locale: 'ko',
    createdAt: SAMPLE_NOW - 700 * HOUR,
    lastSeenAt: SAMPLE_NOW - 4_000,
  },
  {
    id: 'w2',
    name: 'Lobby, engineering building',
    showNames: false,
    locale: 'en',
    createdAt: SAMPLE_NOW - 90 * HOUR,
  },
  {
    id: 'w3',
    name: 'Old TV',
    showNames: false,
    locale: 'ko',
    createdAt: SAMPLE_NOW - 900 * HOUR,
    lastSeenAt: SAMPLE_NOW - 400 * HOUR,
    revokedAt: SAMPLE_NOW - 300 * HOUR,
  },
];

export const AUDIT: readonly AuditEntry[] = [
  ['job.outcome', 'outcome', 'job', '4f2a'],
  ['plan.approve', 'intent', 'plan', '77ad'],
  ['plan.approve', 'refused', 'plan', '77ad'],
  ['cluster.adopt', 'outcome', 'cluster', 'campus'],
  ['cluster.forget', 'intent', 'cluster', 'library'],
  ['sign-in', 'outcome', 'session', 'admin@example.ac.kr'],
  ['user.create', 'outcome', 'user', '이운영'],
].map(([action = '', phase = '', objectKind = '', name = ''], index) => ({
  seq: String(418 - index),
  at: SAMPLE_NOW - index * HOUR * 1.3,
  actorId: index === 0 ? null : 'u1',
  actorName: index === 0 ? 'Haven' : '김관리',
  action,
  objectKind,
  objectId: `c${index}aa0d71f0b2e4`,
  objectName: name,
  phase: phase as AuditEntry['phase'],
  detail: { steps: 3, reason: '디스크 교체' },
  prevHash: '9'.repeat(64),
  hash: 'a'.repeat(64),
}));

const node = (name: string, port: number) => ({
  name,
  host: `192.168.10.${port}`,
  port: 22,
  login: 'haven',
  hostKeyConfirmed: true,
});
const hostKey = {
  type: 'ssh-ed25519',
  key: 'ssh-ed25519 AAAA',
  sha256: 'SHA256:0XfY1rTq7Zw7u5kYc1r3l0Jc0Qe7w7Wv2a1J5m6q8sE',
};

const machine = (id: number): AdoptionView['state']['nodes'][number] => ({
  ...node(`node${id}`, 10 + id),
  hostKey,
  hostKeyConfirmed: true,
  phase: 'read',
  machine: bareMachine(id),
  findings: [
    { label: 'os', value: 'Debian GNU/Linux 12 (bookworm)' },
    { label: 'drbd-module', value: '8.4.11' },
    { label: 'nic', value: `eno1 192.168.1.${10 + id}` },
    { label: 'nic', value: `ens2f0 10.10.0.${id}` },
    { label: 'disk', value: '/dev/nvme0n1 NVMe' },
  ],
});

export const BUILDS: Readonly<Record<string, AdoptionView>> = {
  design: {
    id: 'a8',
    isPractice: false,
    isEnded: false,
    state: { version: 1, purpose: 'build', phase: 'design', nodes: [machine(1), machine(2), machine(3)] },
  },
  building: {
    id: 'a9',
    isPractice: false,
    isEnded: false,
    clusterId: 'cl-new',
    state: {
      version: 1,
      purpose: 'build',
      phase: 'building',
      clusterName: 'campus-2',
      planId: 'p9',
      nodes: [machine(1), machine(2)],
    },
  },
  'not-bare': {
    id: 'a10',
    isPractice: false,
    isEnded: false,
    state: {
      version: 1,
      purpose: 'build',
      phase: 'first-node',
      nodes: [
        machine(1),
        {
          ...machine(2),
          phase: 'failed',
          problem: {
            kind: 'not-bare',
            detail: '/etc/corosync/corosync.conf, /var/lib/pacemaker/cib/cib.xml',
          },
        },
      ],
    },
  },
};

export const ADOPTIONS: Readonly<Record<string, AdoptionView>> = {
  'host-key': {
    id: 'a1',
    isPractice: false,
    isEnded: false,
    state: {
      version: 1,
      phase: 'first-node',
      nodes: [{ ...node('node1', 11), hostKey, hostKeyConfirmed: false, phase: 'host-key' }],
    },
  },
  peers: {
    id: 'a1',
    isPractice: false,
    isEnded: false,
    state: {
      version: 1,
      phase: 'peers',
      clusterName: 'campus',
      nodes: [
        {
          ...node('node1', 11),
          hostKey,
          phase: 'read',
          findings: [
            { label: 'os', value: 'Debian GNU/Linux 12' },
            { label: 'pacemaker', value: '2.1.5' },
          ],
        },
        { ...node('node2', 12), hostKey, phase: 'failed', problem: { kind: 'auth-failed' } },
      ],
    },
  },
  review: {
    id: 'a1',
    isPractice: false,
    isEnded: false,
    state: {
      version: 1,
      phase: 'review',
      clusterName: 'campus',
      nodes: [
        { ...node('node1', 11), hostKey, phase: 'read' },
        { ...node('node2', 12), hostKey, phase: 'read' },
      ],
      proposal: {
        networks: [
          {
            role: '1g',
            name: '1G',
            cidr: '192.168.10.0/24',
            interfaces: { node1: 'eno1', node2: 'eno1' },
            reasons: ['speed-1g', 'carries-vip'],
            speedMbps: 1000,
          },
          {
            role: '10g',
            name: '10G',
            cidr: '10.10.0.0/24',
            interfaces: { node1: 'ens2f0', node2: 'ens2f0' },
            reasons: ['speed-10g', 'carries-drbd'],
            speedMbps: 10_000,
          },
        ],
        services: [
          {
            name: 'apache',
            mode: 'active-standby',
            resourceId: 'apache',
            unit: 'apache2.service',
            usesHafs: true,
            vipResourceId: 'vip_1g',
          },
          {
            name: 'nova',
            mode: 'active-active',
            backend: 'nova_api',
            usesHafs: false,
            vipResourceId: 'vip_10g',
          },
        ],
        vips: [
          { resourceId: 'vip_1g', address: '192.168.10.100', cidr: '192.168.10.0/24' },
          { resourceId: 'vip_10g', address: '10.10.0.100', cidr: '10.10.0.0/24' },
        ],
        drbd: [{ name: 'hafs', protocol: 'C', fencing: 'resource-and-stonith', mountpoint: '/srv/hafs' }],
      },
    },
  },
};

const publicKey = 'AAAAC3NzaC1lZDI1NTE5AAAAIJ2Vq0m8yPp9kS0Yx1V0w3q8Zb8y9m0Qk3tXzj4H7a5P';
const forgotten = (endedAt?: number): ForgettingView => ({
  id: 'f1',
  clusterId: 'cl-old',
  clusterName: 'library',
  startedAt: SAMPLE_NOW - 20_000,
  nodes: [
    { id: 'n1', name: 'node1', host: '10.0.2.11', port: 22, login: 'haven', outcome: 'removed', publicKey },
    {
      id: 'n2',
      name: 'node2',
      host: '10.0.2.12',
      port: 2222,
      login: 'haven',
      ...(endedAt ? { outcome: 'unreachable', publicKey, detail: 'timed-out' } : {}),
    },
  ],
  ...(endedAt ? { endedAt } : {}),
});
export const FORGETTINGS: Readonly<Record<string, ForgettingView>> = {
  running: forgotten(),
  done: forgotten(SAMPLE_NOW - 2_000),
};
