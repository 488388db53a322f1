/** Scenarios of haproxy.cfg: a whole new text, or edits of each node's own. */
import { createHash } from 'node:crypto';
import type { ConfigEdit } from '@/lib/haproxy/config-edits';
import type { HaproxyHostFile, NodeFile } from '@/lib/plan/testing/scenario';
import type { Intent } from '@/lib/plan/types';
import type { ScenarioSpec } from './scenario-specs';

const CFG_PATH = '/etc/haproxy/haproxy.cfg';
const CFG = `global
  stats socket /run/haproxy/admin.sock mode 660 level admin
defaults
  mode http
frontend nova-front
  bind 10.10.0.100:8774
  default_backend nova
backend nova
  balance roundrobin
  server node1 10.10.0.11:8774 check
  server node2 10.10.0.12:8774 check
`;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const haproxyFile = (text: string): Intent => ({
  kind: 'edit-file',
  tool: 'haproxy',
  files: ['node1', 'node2'].map((node) => ({
    node,
    path: CFG_PATH,
    baseSha256: sha256(CFG),
    text,
    sha256: sha256(text),
  })),
});

const edits = (...all: ConfigEdit[]): Intent => ({
  kind: 'edit-haproxy',
  nodes: ['node1', 'node2'],
  edits: all,
});
const NOVA = { kind: 'backend', name: 'nova' } as const;
const GLANCE = `frontend glance-front
  bind 10.10.0.100:9292
  default_backend glance
backend glance
  server node1 10.10.0.11:9292 check
  server node2 10.10.0.12:9292 check backup
`;
const STATES = `${CFG.replace('defaults\n', '  server-state-file /var/lib/haproxy/server-state\ndefaults\n  load-server-state-from-file global\n')}`;

const host = (own: string, more: HaproxyHostFile = {}): HaproxyHostFile => ({
  addresses: [own],
  nonlocalBind: true,
  listeners: ['10.10.0.100:8774 haproxy', `${own}:8774 uwsgi`],
  servers: ['nova/node1', 'nova/node2'],
  ...more,
});
const UP = ['nova/node1 UP', 'nova/node2 UP'];

/** Both nodes with the same file and the same view, but for what is told. */
const both = (
  text: string,
  haproxy: readonly string[] = UP,
  more: HaproxyHostFile = {},
  second: Partial<NodeFile> = {},
): ScenarioSpec['node'] => ({
  node1: { haproxy, haproxyHost: host('10.10.0.11', more), files: { [CFG_PATH]: text } },
  node2: { haproxy, haproxyHost: host('10.10.0.12', more), files: { [CFG_PATH]: text }, ...second },
});

export const HAPROXY_SCENARIOS: readonly ScenarioSpec[] = [
  {
    name: 'file-haproxy',
    about:
      'a new haproxy.cfg: checked on every node first, the standby side begins, the way back is in the plan',
    intent: haproxyFile(CFG.replace('balance roundrobin', 'balance leastconn')),
    node: both(CFG),
  },
  {
    name: 'file-changed-meanwhile',
    about: 'somebody else has changed the file on one node: refused, naming it',
    intent: haproxyFile(CFG.replace('balance roundrobin', 'balance leastconn')),
    node: both(CFG, UP, {}, { files: { [CFG_PATH]: `${CFG}# by hand\n` } }),
  },
  {
    name: 'haproxy-edit-differing',
    about: 'an edit is made to each node’s own text, and what else differs there stays and is named',
    intent: edits({ do: 'edit-proxy', place: NOVA, change: { balance: ['leastconn'] } }),
    node: both(CFG, UP, {}, { files: { [CFG_PATH]: `# by hand\n${CFG}` } }),
  },
  {
    name: 'haproxy-register-node',
    about: 'a third node serves as well, written like its siblings',
    intent: edits({ do: 'register-node', place: NOVA, node: { name: 'node3', address: '10.10.0.13' } }),
    node: both(CFG),
  },
  {
    name: 'haproxy-standby-shape',
    about: 'one serves, the other waits',
    intent: edits({ do: 'shape-service', place: NOVA, shape: { kind: 'active-standby', primary: 'node1' } }),
    node: both(CFG),
  },
  {
    name: 'haproxy-already-so',
    about: 'every node’s text says so already',
    intent: edits({ do: 'edit-proxy', place: NOVA, change: { balance: ['roundrobin'] } }),
    node: both(CFG),
  },
  {
    name: 'haproxy-no-such-server',
    about: 'the server to change is on neither node: refused, naming the first',
    intent: edits({ do: 'remove-server', place: NOVA, server: 'node9' }),
    node: both(CFG),
  },
  {
    name: 'haproxy-last-in-service',
    about: 'the other server is DOWN: taking out the one that answers is refused',
    intent: edits({ do: 'remove-server', place: NOVA, server: 'node1' }),
    node: both(CFG, ['nova/node1 UP', 'nova/node2 DOWN']),
  },
  {
    name: 'haproxy-bind-nowhere',
    about: 'a new entrance on an address no node holds, and on a port another program has',
    intent: edits(
      {
        do: 'add-bind',
        place: { kind: 'frontend', name: 'nova-front' },
        bind: { address: '10.10.0.77', port: 8774 },
      },
      { do: 'add-bind', place: { kind: 'frontend', name: 'nova-front' }, bind: { address: '*', port: 5000 } },
    ),
    node: both(CFG, UP, { nonlocalBind: false, listeners: ['0.0.0.0:5000 uwsgi'] }),
  },
  {
    name: 'haproxy-bind-vip-without-nonlocal',
    about: 'a new entrance on the VIP, which the node without it may not bind: refused there',
    intent: edits({
      do: 'add-bind',
      place: { kind: 'frontend', name: 'nova-front' },
      bind: { address: '10.10.0.100', port: 8775 },
    }),
    node: {
      node1: {
        haproxy: UP,
        haproxyHost: host('10.10.0.11', { nonlocalBind: true }),
        files: { [CFG_PATH]: CFG },
      },
      node2: {
        haproxy: UP,
        haproxyHost: host('10.10.0.12', { nonlocalBind: false }),
        files: { [CFG_PATH]: CFG },
      },
    },
  },
  {
    name: 'haproxy-internal-on-1g',
    about: 'an internal service offered on the VIP of people: possible, but said',
    intent: edits({
      do: 'add-bind',
      place: { kind: 'frontend', name: 'nova-front' },
      bind: { address: '192.168.1.100', port: 8774 },
    }),
    node: both(CFG),
  },
  {
    name: 'haproxy-drained-by-hand',
    about: 'a server is drained by hand, and nothing saves that over a reload: said before',
    intent: edits({ do: 'edit-proxy', place: NOVA, change: { balance: ['leastconn'] } }),
    node: both(CFG, ['nova/node1 UP', 'nova/node2 DRAIN'], { servers: ['nova/node1', 'nova/node2 drain'] }),
  },
  {
    name: 'haproxy-states-saved',
    about: 'the file loads states: they are saved right before, and the drain survives',
    intent: edits({ do: 'edit-proxy', place: NOVA, change: { balance: ['leastconn'] } }),
    node: both(STATES, ['nova/node1 UP', 'nova/node2 DRAIN'], {
      servers: ['nova/node1', 'nova/node2 drain'],
    }),
  },
  {
    name: 'haproxy-stopped-on-standby',
    about: 'the cluster keeps HAProxy on one node: the other gets the file and is not reloaded',
    intent: edits({ do: 'edit-proxy', place: NOVA, change: { balance: ['leastconn'] } }),
    node: both(
      CFG,
      UP,
      {},
      {
        haproxyHost: host('10.10.0.12', { listeners: ['10.10.0.12:8774 uwsgi'], servers: [] }),
        unknown: { haproxy: 'not-running' },
      },
    ),
  },
  {
    name: 'haproxy-remove-still-used',
    about: 'a backend that a frontend leads to stays: refused, naming the line',
    intent: edits({ do: 'remove-proxy', place: { kind: 'backend', name: 'glance' } }),
    node: both(`${CFG}${GLANCE}`, [...UP, 'glance/node1 UP']),
  },
  {
    name: 'haproxy-remove-service',
    about: 'entrance and backend go together: nothing is lost that was not taken out',
    intent: edits(
      { do: 'remove-proxy', place: { kind: 'frontend', name: 'glance-front' } },
      { do: 'remove-proxy', place: { kind: 'backend', name: 'glance' } },
    ),
    node: both(`${CFG}${GLANCE}`, [...UP, 'glance/node1 UP']),
  },
  {
    name: 'haproxy-server-unchecked',
    about: 'a server that nobody checks, outside every network: HAProxy starts, but it is said',
    intent: edits({
      do: 'add-server',
      place: NOVA,
      server: { name: 'far', address: '172.16.0.9', port: 8774 },
    }),
    node: both(CFG),
  },
  {
    name: 'haproxy-port-not-ours',
    about: 'another program has been listening on the port of an entrance: not this change’s fault, but said',
    intent: edits({ do: 'edit-proxy', place: NOVA, change: { balance: ['leastconn'] } }),
    node: both(CFG, UP, { listeners: ['0.0.0.0:8774 uwsgi'] }),
  },
];
