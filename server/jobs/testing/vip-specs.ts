/** Scenarios of VIPs that come, move and go: the network of every node that may hold one, and what the wire says. */
import type { ConfigurationRequest, SingleRequest } from '@/lib/pacemaker/configuration-edit';
import type { NodeFile } from '@/lib/plan/testing/scenario';
import type { Intent } from '@/lib/plan/types';
import type { ScenarioSpec } from './scenario-specs';

const edit = (request: ConfigurationRequest): Intent => ({ kind: 'edit-configuration', edit: request });

export const newVip = (ip: string, nic: string | undefined, prefix = '24'): SingleRequest => ({
  kind: 'create-resource',
  resource: {
    id: 'vip_new',
    agent: { class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' },
    params: { ip, cidr_netmask: prefix, ...(nic === undefined ? {} : { nic }) },
    operations: [{ name: 'monitor', interval: '10s', timeout: '20s' }],
    place: { kind: 'alone' },
  },
});

const NICS = {
  node1: ['eno1 192.168.1.11/24,192.168.1.100/24 1000', 'ens2f0 10.10.0.11/24 10000'],
  node2: ['eno1 192.168.1.12/24 1000', 'ens2f0 10.10.0.12/24,10.10.0.100/24 10000'],
} as const;
const LISTENERS = {
  node1: ['192.168.1.100:80 apache2', '10.10.0.100:8774 haproxy', '10.10.0.11:8774 uwsgi'],
  node2: ['10.10.0.100:8774 haproxy', '10.10.0.12:8774 uwsgi'],
} as const;

type Wire = NonNullable<NodeFile['wire']>;

/** Both nodes as they are, with what the wire says of the address asked about. */
export function networkOf(
  wire: Partial<Record<'node1' | 'node2', Wire>> = {},
  second: Partial<NodeFile> = {},
): NonNullable<ScenarioSpec['node']> {
  const one = (name: 'node1' | 'node2'): Partial<NodeFile> => ({
    haproxyHost: { nics: NICS[name], nonlocalBind: true, listeners: LISTENERS[name], servers: [] },
    ...(wire[name] ? { wire: wire[name] } : {}),
  });
  return { node1: one('node1'), node2: { ...one('node2'), ...second } };
}

const asked = (address: string, first: Wire[string], second: Wire[string] = first) =>
  networkOf({ node1: { [address]: first }, node2: { [address]: second } });

const FREE = '192.168.1.150';

export const VIP_SCENARIOS: readonly ScenarioSpec[] = [
  {
    name: 'vip-create-1g',
    about: 'a new VIP of the 1G network: its NIC on both nodes, and nobody has the address',
    intent: edit(newVip(FREE, 'eno1')),
    node: asked(FREE, 'free'),
  },
  {
    name: 'vip-create-1g-on-10g-nic',
    about: 'a 1G address on the 10G NIC, which the agent itself would accept: refused on both nodes',
    intent: edit(newVip(FREE, 'ens2f0')),
    node: asked(FREE, 'free'),
  },
  {
    name: 'vip-create-duplicate',
    about: 'the address is another VIP already: refused, naming the VIP and the node that has it',
    intent: edit(newVip('192.168.1.100', 'eno1')),
    node: asked('192.168.1.100', 'free', 'taken'),
  },
  {
    name: 'vip-create-node-address',
    about: 'the address is a node\u2019s own: refused',
    intent: edit(newVip('192.168.1.12', 'eno1')),
    node: networkOf({ node1: { '192.168.1.12': 'taken' } }),
  },
  {
    name: 'vip-create-in-use',
    about: 'somebody outside the cluster answers for the address: refused, with the MAC',
    intent: edit(newVip(FREE, 'eno1')),
    node: asked(FREE, 'free', 'taken'),
  },
  {
    name: 'vip-create-not-asked',
    about: 'one node could not ask the wire: not known is not free',
    intent: edit(newVip(FREE, 'eno1')),
    node: asked(FREE, 'free', 'unknown'),
  },
  {
    name: 'vip-create-wrong-prefix',
    about: 'a prefix that is not the network\u2019s: refused',
    intent: edit(newVip(FREE, 'eno1', '16')),
    node: asked(FREE, 'free'),
  },
  {
    name: 'vip-create-elsewhere',
    about: 'an address outside of every network of the inventory: refused',
    intent: edit(newVip('172.16.0.5', undefined)),
    node: networkOf(),
  },
  {
    name: 'vip-create-nic-missing-once',
    about: 'one node has no NIC of that name: it could never take over',
    intent: edit(newVip(FREE, 'eno1')),
    node: networkOf(
      { node1: { [FREE]: 'free' } },
      {
        haproxyHost: {
          nics: ['enp3s0 192.168.1.12/24 1000', 'ens2f0 10.10.0.12/24 10000'],
          nonlocalBind: true,
          listeners: [],
        },
        wire: { [FREE]: 'free' },
      },
    ),
  },
  {
    name: 'vip-create-spread',
    about: 'a new VIP that keeps away from another one, in one patch',
    intent: edit({
      kind: 'several',
      of: 'vip_new',
      edits: [newVip(FREE, 'eno1'), { kind: 'spread-vips', vip: 'vip_new', apartFrom: 'vip_1g' }],
    }),
    node: asked(FREE, 'free'),
  },
  {
    name: 'vip-move-network',
    about: 'the 1G VIP shall become an address of the 10G network: refused, it is a VIP for people',
    intent: edit({
      kind: 'edit-resource',
      id: 'vip_1g',
      edit: { params: { ip: '10.10.0.150', nic: 'ens2f0' } },
    }),
    node: asked('10.10.0.150', 'free'),
  },
  {
    name: 'vip-remove-bound',
    about: 'HAProxy listens on the VIP, and rules name it: possible, with all of that named',
    intent: edit({ kind: 'delete-resource', id: 'vip_10g' }),
    node: networkOf(),
  },
  {
    name: 'vip-nonlocal-bind',
    about: 'binding a VIP that is elsewhere is allowed where it was not, now and after a restart',
    intent: { kind: 'nonlocal-bind', nodes: ['node1', 'node2'], isOn: true },
    node: {
      node1: {
        haproxyHost: { nics: NICS.node1, nonlocalBind: false, listeners: [] },
        absent: ['/etc/sysctl.d/90-haven-nonlocal-bind.conf'],
      },
      node2: {
        haproxyHost: { nics: NICS.node2, nonlocalBind: true, listeners: [] },
        absent: ['/etc/sysctl.d/90-haven-nonlocal-bind.conf'],
      },
    },
  },
];
