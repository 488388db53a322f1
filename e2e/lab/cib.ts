/**
 * The cluster's whole first configuration as CIB XML: fencing, DRBD, HAFS, services, VIPs and what ties
 * them together. Pure. It is loaded in one change, so nothing ever starts before its constraints exist.
 *
 * Time-outs are generous because resource agents are shell scripts on an emulated processor; they are upper
 * bounds, not waits, and cost nothing while things work.
 */
import {
  clusterName,
  hafsMountPoint,
  hostSeenFromGuest,
  type NodeSpec,
  networks,
  replicaCount,
  vip1g,
  vip10g,
} from './settings.ts';

export interface CibInput {
  readonly nodes: readonly NodeSpec[];
  /** UDP port of each node's power controller on the host's loopback. */
  readonly powerPorts: Readonly<Record<string, number>>;
  /** Cluster properties that Pacemaker maintains itself and that must survive. */
  readonly ownProperties?: Readonly<Record<string, string>>;
}

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const text = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  return children.length === 0 ? `<${name}${text}/>` : `<${name}${text}>${children.join('')}</${name}>`;
}

function escapeXml(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

function pairs(tag: string, id: string, values: Attributes): string {
  const children = Object.entries(values).map(([name, value]) =>
    element('nvpair', { id: `${id}-${name}`, name, value }),
  );
  return element(tag, { id }, children);
}

interface Operation {
  readonly name: string;
  readonly intervalS: number;
  readonly timeoutS: number;
  readonly role?: 'Promoted' | 'Unpromoted';
}

function operations(resource: string, list: readonly Operation[]): string {
  const children = list.map(({ name, intervalS, timeoutS, role }) =>
    element('op', {
      id: `${resource}-${name}-${intervalS}s`,
      name,
      interval: `${intervalS}s`,
      timeout: `${timeoutS}s`,
      ...(role ? { role } : {}),
    }),
  );
  return element('operations', {}, children);
}

function lifecycle(monitorS: number, timeoutS = 90): Operation[] {
  return [
    { name: 'start', intervalS: 0, timeoutS },
    { name: 'stop', intervalS: 0, timeoutS },
    { name: 'monitor', intervalS: monitorS, timeoutS },
  ];
}

/** One device per victim. The password comes from a root-only script, so the CIB holds no secret. */
function fencing({ nodes, powerPorts }: CibInput): string[] {
  return nodes.map(({ name, id }) => {
    const resource = `fence_${name}`;
    const parameters: Attributes = {
      ip: hostSeenFromGuest,
      ipport: powerPorts[name] ?? 0,
      lanplus: 1,
      cipher: 3,
      username: 'haven',
      password_script: `/etc/ha/fence-${name}`,
      pcmk_host_list: name,
      // Off and stay off: a node that was shot comes back when a person switches it on.
      pcmk_reboot_action: 'off',
      login_timeout: 60,
      shell_timeout: 60,
      power_timeout: 60,
      pcmk_off_timeout: '120s',
      pcmk_monitor_timeout: '120s',
      pcmk_status_timeout: '120s',
      // In a tie the first node lives: whoever wants to shoot it waits.
      ...(id === 1 ? { pcmk_delay_base: '5s' } : {}),
    };
    return element('primitive', { id: resource, class: 'stonith', type: 'fence_ipmilan' }, [
      pairs('instance_attributes', `${resource}-params`, parameters),
      operations(resource, [
        { name: 'start', intervalS: 0, timeoutS: 120 },
        { name: 'monitor', intervalS: 300, timeoutS: 120 },
      ]),
    ]);
  });
}

function drbdClone(): string {
  const id = 'drbd_hafs';
  return element('clone', { id: `${id}-clone` }, [
    element('primitive', { id, class: 'ocf', provider: 'linbit', type: 'drbd' }, [
      pairs('instance_attributes', `${id}-params`, { drbd_resource: 'hafs' }),
      operations(id, [
        { name: 'start', intervalS: 0, timeoutS: 240 },
        { name: 'promote', intervalS: 0, timeoutS: 120 },
        { name: 'demote', intervalS: 0, timeoutS: 120 },
        { name: 'notify', intervalS: 0, timeoutS: 120 },
        { name: 'stop', intervalS: 0, timeoutS: 120 },
        { name: 'monitor', intervalS: 29, timeoutS: 60, role: 'Promoted' },
        { name: 'monitor', intervalS: 31, timeoutS: 60, role: 'Unpromoted' },
      ]),
    ]),
    pairs('meta_attributes', `${id}-clone-meta`, {
      promotable: 'true',
      'promoted-max': 1,
      'promoted-node-max': 1,
      'clone-max': replicaCount,
      'clone-node-max': 1,
      notify: 'true',
      interleave: 'true',
    }),
  ]);
}

function systemdPrimitive(id: string, unit: string, monitorS: number): string {
  return element('primitive', { id, class: 'systemd', type: unit }, [operations(id, lifecycle(monitorS))]);
}

function systemdClone(id: string, unit: string, monitorS: number): string {
  return element('clone', { id: `${id}-clone` }, [
    systemdPrimitive(id, unit, monitorS),
    pairs('meta_attributes', `${id}-clone-meta`, { interleave: 'true' }),
  ]);
}

function vip(id: string, address: string, nic: string): string {
  return element('primitive', { id, class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' }, [
    pairs('instance_attributes', `${id}-params`, { ip: address, cidr_netmask: 24, nic }),
    operations(id, lifecycle(10, 60)),
  ]);
}

function resources(input: CibInput): string {
  const fs = element(
    'primitive',
    { id: 'fs_hafs', class: 'ocf', provider: 'heartbeat', type: 'Filesystem' },
    [
      pairs('instance_attributes', 'fs_hafs-params', {
        device: '/dev/drbd0',
        directory: hafsMountPoint,
        fstype: 'ext4',
        options: 'noatime',
      }),
      operations('fs_hafs', lifecycle(20, 120)),
    ],
  );
  return element('resources', {}, [
    ...fencing(input),
    drbdClone(),
    fs,
    systemdPrimitive('imagestore', 'imagestore', 20),
    systemdPrimitive('apache', 'apache2', 20),
    vip(vip1g.id, vip1g.address, networks[vip1g.network].nic),
    systemdClone('haproxy', 'haproxy', 15),
    vip(vip10g.id, vip10g.address, networks[vip10g.network].nic),
    systemdClone('compute_api', 'compute-api', 20),
  ]);
}

function together(rsc: string, withRsc: string, extra: Attributes = {}): string {
  return element('rsc_colocation', {
    id: `${rsc}-with-${withRsc}`,
    rsc,
    'with-rsc': withRsc,
    score: 'INFINITY',
    ...extra,
  });
}

function after(first: string, then: string, extra: Attributes = {}): string {
  return element('rsc_order', { id: `${first}-before-${then}`, first, then, kind: 'Mandatory', ...extra });
}

function prefers(id: string, rsc: string, node: string, score: number | string): string {
  return element('rsc_location', { id, rsc, node, score });
}

function constraints({ nodes }: CibInput): string {
  const preferred = element('rsc_location', { id: 'drbd_hafs-prefers-node1', rsc: 'drbd_hafs-clone' }, [
    element('rule', { id: 'drbd_hafs-prefers-node1-rule', role: 'Promoted', score: 50 }, [
      element('expression', {
        id: 'drbd_hafs-prefers-node1-expr',
        attribute: '#uname',
        operation: 'eq',
        value: 'node1',
      }),
    ]),
  ]);
  const withoutCopy = nodes
    .slice(replicaCount)
    .map(({ name }) => prefers(`drbd_hafs-not-${name}`, 'drbd_hafs-clone', name, '-INFINITY'));
  return element('constraints', {}, [
    ...nodes.map(({ name }) => prefers(`fence_${name}-not-${name}`, `fence_${name}`, name, '-INFINITY')),
    preferred,
    ...withoutCopy,
    prefers('vip_10g-prefers-node1', vip10g.id, 'node1', 50),
    together('fs_hafs', 'drbd_hafs-clone', { 'with-rsc-role': 'Promoted' }),
    after('drbd_hafs-clone', 'fs_hafs', { 'first-action': 'promote', 'then-action': 'start' }),
    together('imagestore', 'fs_hafs'),
    after('fs_hafs', 'imagestore'),
    together('apache', 'fs_hafs'),
    after('fs_hafs', 'apache'),
    together(vip1g.id, 'apache'),
    after('apache', vip1g.id),
    together(vip10g.id, 'haproxy-clone'),
    // Optional: a restart of HAProxy must not take the VIP away from its clients.
    after('haproxy-clone', vip10g.id, { kind: 'Optional' }),
  ]);
}

/** The `<configuration>` element. Equal input gives equal text. */
export function cibConfiguration(input: CibInput): string {
  const properties = pairs('cluster_property_set', 'cib-bootstrap-options', {
    ...input.ownProperties,
    'stonith-enabled': 'true',
    'no-quorum-policy': 'stop',
    'stonith-timeout': '150s',
    'cluster-name': clusterName,
    // failure-timeout acts at a recheck only; the default of 15 minutes would outlast any story.
    'cluster-recheck-interval': '2min',
    // A start that fails once because the machine was busy is tried again (three times in all).
    'start-failure-is-fatal': 'false',
    // Emulation always looks like overload to Pacemaker, which would then run one action at a time in the
    // whole cluster. One per node is the most that is safe: each start of a systemd resource reloads systemd,
    // and 2.1.5 takes another unit's start that waits behind the reload for a failed one (seen live).
    'load-threshold': '1000%',
    'node-action-limit': 1,
  });
  const nodes = input.nodes.map(({ name, id }) => element('node', { id, uname: name }));
  return element('configuration', {}, [
    element('crm_config', {}, [properties]),
    element('nodes', {}, nodes),
    resources(input),
    constraints(input),
    element('rsc_defaults', {}, [
      pairs('meta_attributes', 'rsc-defaults', {
        'resource-stickiness': 200,
        'migration-threshold': 3,
        'failure-timeout': '10min',
      }),
    ]),
    element('op_defaults', {}, [pairs('meta_attributes', 'op-defaults', { timeout: '120s' })]),
  ]);
}

/** A whole CIB for `crm_verify`: with an empty status, as no node has run anything yet. */
export function wholeCib(configuration: string): string {
  return `<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0" have-quorum="1">${configuration}<status/></cib>\n`;
}
