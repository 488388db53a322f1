/** Scenarios of services put under protection in one plan, and of the way back. */

import type { ProtectService } from '@/lib/plan/service-intents';
import type { NodeFile } from '@/lib/plan/testing/scenario';
import type { ScenarioSpec } from './scenario-specs';
import { networkOf } from './vip-specs';

const CFG_PATH = '/etc/haproxy/haproxy.cfg';
const CFG = `global
  stats socket /run/haproxy/admin.sock mode 660 level admin
defaults
  mode http
  timeout connect 10s
  timeout client 1m
  timeout server 1m
frontend nova-front
  bind 10.10.0.100:8774
  default_backend nova
backend nova
  balance roundrobin
  server node1 10.10.0.11:8774 check
  server node2 10.10.0.12:8774 check
`;
const DROP_IN = '/etc/systemd/system/notes.service.d/50-haven-hafs.conf';

const ACTIVE_ACTIVE: ProtectService = {
  kind: 'protect-service',
  name: 'share-api',
  unit: 'share-api',
  shape: 'active-active',
  nodes: ['node1', 'node2'],
  port: 8786,
  entrance: { address: '10.10.0.100', port: 8786, mode: 'http' },
  healthPath: '/healthcheck',
};
const ACTIVE_STANDBY: ProtectService = {
  kind: 'protect-service',
  name: 'notes',
  unit: 'notes',
  shape: 'active-standby',
  nodes: ['node1', 'node2'],
  port: 8787,
  filesystem: 'fs_hafs',
  entrance: { address: '10.10.0.100', port: 8787, mode: 'http' },
  healthPath: '/healthcheck',
};

type Pair = Partial<Record<'node1' | 'node2', Partial<NodeFile>>>;

/** Both nodes healthy, with what systemd says of the unit, and what is told besides. */
function pair(units: readonly string[], more: Pair = {}, all: Partial<NodeFile> = {}): ScenarioSpec['node'] {
  const network = networkOf();
  const one = (name: 'node1' | 'node2'): Partial<NodeFile> => ({
    ...network[name],
    haproxy: ['nova/node1 UP', 'nova/node2 UP'],
    units,
    files: { [CFG_PATH]: CFG },
    ...all,
    ...more[name],
  });
  return { node1: one('node1'), node2: one('node2') };
}

export const SERVICE_SCENARIOS: readonly ScenarioSpec[] = [
  {
    name: 'protect-active-active',
    about:
      'a service on every node, in one plan: systemd lets go, Pacemaker takes it, HAProxy sends clients to it',
    intent: ACTIVE_ACTIVE,
    node: pair(['share-api.service loaded enabled active']),
  },
  {
    name: 'protect-active-standby',
    about: 'a service on HAFS, one node at a time, with the drop-in that keeps it off an empty folder',
    intent: ACTIVE_STANDBY,
    node: pair(['notes.service loaded static inactive'], {}, { absent: [DROP_IN] }),
  },
  {
    name: 'protect-own-vip',
    about: 'with a VIP of its own, which comes in the same patch and goes where the service is',
    intent: {
      ...ACTIVE_STANDBY,
      entrance: {
        address: '10.10.0.150',
        port: 8787,
        mode: 'http',
        newVip: { id: 'vip_notes', prefixLength: 24, nic: 'ens2f0' },
      },
    },
    node: pair(
      ['notes.service loaded enabled inactive'],
      {},
      {
        absent: [DROP_IN],
        wire: { '10.10.0.150': 'free' },
      },
    ),
  },
  {
    name: 'protect-unit-missing',
    about: 'the unit is not installed on one node: refused, naming the node',
    intent: ACTIVE_ACTIVE,
    node: pair(['share-api.service loaded static inactive'], {
      node2: { units: ['share-api.service not-found - inactive'] },
    }),
  },
  {
    name: 'protect-port-taken',
    about: 'another program has the port of the service on one node: refused',
    intent: ACTIVE_ACTIVE,
    node: pair(['share-api.service loaded static inactive'], {
      node2: {
        haproxyHost: {
          nics: ['eno1 192.168.1.12/24 1000', 'ens2f0 10.10.0.12/24,10.10.0.100/24 10000'],
          nonlocalBind: true,
          listeners: ['10.10.0.12:8786 minio'],
          servers: [],
        },
      },
    }),
  },
  {
    name: 'protect-entrance-taken',
    about: 'another entrance has the address and port already: refused as a haproxy.cfg that cannot be',
    intent: { ...ACTIVE_ACTIVE, entrance: { address: '10.10.0.100', port: 8774, mode: 'http' } },
    node: pair(['share-api.service loaded static inactive']),
  },
  {
    name: 'protect-managed-already',
    about: 'Pacemaker manages the unit already: refused, naming the resource',
    intent: { ...ACTIVE_ACTIVE, name: 'images', unit: 'glance-api' },
    node: pair(['glance-api.service loaded disabled active']),
  },
  {
    name: 'protect-no-vip',
    about: 'the entrance is no VIP: refused',
    intent: { ...ACTIVE_ACTIVE, entrance: { address: '10.10.0.77', port: 8786, mode: 'http' } },
    node: pair(['share-api.service loaded static inactive']),
  },
];
