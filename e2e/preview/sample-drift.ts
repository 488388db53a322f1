import type { ConfigFilesReading } from '@/lib/host/config-files';
import { COROSYNC_CONF, HAPROXY_CFG } from '@/lib/host/config-files';
import { type BaselineNote, CIB_OBJECT, fileObject } from '@/lib/live/baseline';
import type { DriftDetail } from '@/lib/plan/drift-return';
import { SAMPLE_CFG } from './sample-haproxy-cfg';
import type { SampleNode, SampleWorld } from './sample-world';

/** What sample clusters are held against, and what differs in the one that somebody worked on at the command line. */

const hash = (letter: string): string => letter.repeat(64);
const ADOPTED = {
  cib: hash('1'),
  haproxy: hash('2'),
  corosync: hash('3'),
  hafs: hash('4'),
  common: hash('5'),
};
const DRIFTED = { cib: hash('a'), haproxy: hash('b'), corosync: hash('d') };
const DAY = 86_400_000;
const HAFS_RES = '/etc/drbd.d/hafs.res';
const COMMON = '/etc/drbd.d/global_common.conf';

export const sampleSteadySha256 = ({ drifted }: SampleWorld): string => (drifted ? DRIFTED.cib : ADOPTED.cib);

export function sampleConfigFiles({ drifted }: SampleWorld, { name }: SampleNode): ConfigFilesReading {
  const isOther = drifted === true && name === 'node1';
  return {
    files: [
      { path: COROSYNC_CONF, sha256: isOther ? DRIFTED.corosync : ADOPTED.corosync },
      { path: COMMON, sha256: ADOPTED.common },
      { path: HAFS_RES, sha256: ADOPTED.hafs },
      { path: HAPROXY_CFG, sha256: isOther ? DRIFTED.haproxy : ADOPTED.haproxy },
    ],
  };
}

export function sampleBaselines(world: SampleWorld): readonly BaselineNote[] {
  const at = world.now - 41 * DAY;
  const found = (object: string, sha256: string): BaselineNote => ({ object, sha256, origin: 'found', at });
  return [
    {
      object: CIB_OBJECT,
      sha256: ADOPTED.cib,
      origin: 'job',
      at: world.now - 3 * DAY,
      who: '김관리',
      planId: 'plan-standby',
    },
    ...world.nodes.flatMap(({ name }) => [
      found(fileObject(name, COROSYNC_CONF), ADOPTED.corosync),
      found(fileObject(name, COMMON), ADOPTED.common),
      found(fileObject(name, HAFS_RES), ADOPTED.hafs),
      {
        object: fileObject(name, HAPROXY_CFG),
        sha256: ADOPTED.haproxy,
        origin: 'accepted',
        at: world.now - 12 * DAY,
        who: '이운영',
        why: 'Glance의 시간 제한을 늘림 (요청 4711)',
      } as const,
    ]),
  ];
}

const CFG_EDITED = SAMPLE_CFG.replace('timeout client 10m', 'timeout client 90m').replace(
  'server node2 10.10.0.2:9292 check backup',
  'server node2 10.10.0.2:9292 check backup weight 50',
);
const corosync = (token: number): string =>
  `totem {\n  version: 2\n  cluster_name: campus\n  config_version: 4\n  transport: knet\n  token: ${token}\n}\n`;

/** What the pages' own question is answered with. */
export function sampleDrift(object: string | null): DriftDetail {
  if (object === CIB_OBJECT)
    return {
      before: '<configuration><crm_config/></configuration>',
      after: '<configuration><crm_config/></configuration>',
      differences: [
        {
          change: 'changed',
          object: { kind: 'property', tag: 'nvpair', name: 'no-quorum-policy' },
          attributes: [{ name: 'value', before: 'stop', after: 'ignore', isSecret: false }],
        },
        {
          change: 'added',
          object: { kind: 'location', tag: 'rsc_location', name: 'cli-ban-vip_1g-on-node1' },
          attributes: [
            { name: 'rsc', after: 'vip_1g', isSecret: false },
            { name: 'node', after: 'node1', isSecret: false },
            { name: 'score', after: '-INFINITY', isSecret: false },
          ],
        },
        {
          change: 'removed',
          object: {
            kind: 'meta',
            tag: 'nvpair',
            name: 'migration-threshold',
            owner: { kind: 'primitive', name: 'glance' },
          },
          attributes: [{ name: 'value', before: '3', isSecret: false }],
        },
      ],
    };
  return object?.endsWith('corosync.conf')
    ? { before: corosync(3000), after: corosync(10000), byHand: 'no-planner' }
    : { before: SAMPLE_CFG, after: CFG_EDITED };
}
