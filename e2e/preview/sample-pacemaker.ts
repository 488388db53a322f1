import type {
  CibReading,
  CrmNode,
  CrmResource,
  PacemakerReading,
  SurvivalReading,
} from '@/lib/pacemaker/types';
import {
  nodeNumber,
  SAMPLE_VIP_1G,
  SAMPLE_VIP_10G,
  type SampleNode,
  type SampleWorld,
  STANDBY_SERVICES,
} from './sample-world';

/** What `crm_mon`, the CIB and the simulator would say of a sample world, as one node sees it. */

const instance = (
  id: string,
  agent: string,
  nodes: readonly string[],
  within: CrmResource['within'] = [],
  role: CrmResource['role'] = nodes.length > 0 ? 'Started' : 'Stopped',
): CrmResource => ({
  id,
  agent,
  role,
  active: nodes.length > 0,
  orphaned: false,
  blocked: false,
  managed: true,
  maintenance: false,
  failed: false,
  failureIgnored: false,
  nodes,
  within,
});

const runs = (node: SampleNode): boolean => node.up && !node.standby && !node.unclean;

export function sampleResources(world: SampleWorld): readonly CrmResource[] {
  const on = (name: string | null) => (name === null ? [] : [name]);
  const group = [{ kind: 'group', id: 'g_hafs' }] as const;
  const drbd = [{ kind: 'clone', id: 'drbd_hafs-clone', multiState: true }] as const;
  const haproxy = [{ kind: 'clone', id: 'haproxy-clone', multiState: false }] as const;
  const members = world.nodes.slice(0, 2);
  const fences = members.map((node, index) => {
    const other = members[1 - index];
    const home = other && runs(other) ? other.name : runs(node) ? node.name : null;
    return instance(`fence_${node.name}`, 'stonith:fence_ipmilan', on(home));
  });
  return [
    ...members.map((node) =>
      node.name === world.primary
        ? instance('drbd_hafs', 'ocf:linbit:drbd', on(node.name), drbd, 'Promoted')
        : instance(
            'drbd_hafs',
            'ocf:linbit:drbd',
            runs(node) ? [node.name] : [],
            drbd,
            runs(node) ? 'Unpromoted' : 'Stopped',
          ),
    ),
    instance('fs_hafs', 'ocf:heartbeat:Filesystem', on(world.primary), group),
    ...STANDBY_SERVICES.map((service) =>
      failing(world, instance(service.id, `systemd:${service.id}`, on(world.primary), group)),
    ),
    instance('apache', 'systemd:apache2', on(world.primary), group),
    instance('vip_1g', 'ocf:heartbeat:IPaddr2', on(world.primary)),
    instance('vip_10g', 'ocf:heartbeat:IPaddr2', on(world.vip10gOn)),
    ...world.nodes.map((node) =>
      instance(
        'haproxy',
        'systemd:haproxy',
        runs(node) && node.haproxyRunning !== false ? [node.name] : [],
        haproxy,
      ),
    ),
    ...fences,
  ];
}

function failing(world: SampleWorld, resource: CrmResource): CrmResource {
  const failure = world.failures?.find(
    (each) => each.resource === resource.id && resource.nodes.includes(each.node),
  );
  return failure ? { ...resource, failed: true } : resource;
}

function crmNode(world: SampleWorld, node: SampleNode, observer: string, dc: string | undefined): CrmNode {
  const seen = world.split ? node.name === observer : node.up;
  return {
    name: node.name,
    id: String(nodeNumber(world, node.name)),
    online: seen && !node.unclean,
    standby: node.standby ?? false,
    standbyOnFail: false,
    maintenance: false,
    pending: false,
    unclean: node.unclean ?? (world.split ? node.name !== observer : false),
    shutdown: false,
    expectedUp: seen,
    isDc: node.name === dc,
    resourcesRunning: sampleResources(world).filter((each) => each.nodes.includes(node.name)).length,
    type: 'member',
    featureSet: '3.16.1',
    health: 'green',
  };
}

export function samplePacemaker(world: SampleWorld, observer: string): PacemakerReading {
  const dc = world.split ? observer : world.nodes.find((node) => node.up)?.name;
  return {
    version: '2.1.5',
    apiVersion: '2.25',
    daemonState: 'running',
    ...(dc
      ? {
          dc: { name: dc, id: String(nodeNumber(world, dc)), version: '2.1.5-a3f44794f94', withQuorum: true },
        }
      : {}),
    quorate: true,
    lastChange: { at: world.now - 3_600_000, user: 'root', client: 'cibadmin', origin: 'node1' },
    options: {
      stonithEnabled: world.fencing,
      symmetric: true,
      noQuorumPolicy: 'stop',
      maintenanceMode: world.maintenance ?? false,
      stopAll: false,
    },
    nodes: world.nodes.map((node) => crmNode(world, node, observer, dc)),
    resources: sampleResources(world),
    failures: (world.failures ?? []).map((each) => ({
      key: `${each.resource}_monitor_10000`,
      resource: each.resource,
      task: 'monitor',
      node: each.node,
      exitCode: 7,
      exitStatus: 'not running',
      exitReason: each.reason,
      at: each.at,
    })),
    failCounts: (world.failures ?? []).map((each) => ({
      resource: each.resource,
      node: each.node,
      count: each.count,
      migrationThreshold: 3,
      lastFailureAt: each.at,
    })),
    fenceHistory: (world.fenceHistory ?? []).map((each) => ({
      action: 'reboot',
      target: each.target,
      status: each.status,
      delegate: each.by,
      client: 'pacemaker-controld',
      origin: each.by,
      completedAt: each.at,
      ...(each.status === 'failed' ? { exitReason: 'Connection timed out' } : {}),
    })),
    bans: (world.bans ?? []).map((ban) => ({ ...ban, weight: -1_000_000 })),
    nodeAttributes: Object.fromEntries(
      world.nodes
        .slice(0, 2)
        .map((node) => [node.name, { 'master-drbd_hafs': node.disk === 'UpToDate' ? '10000' : '10' }]),
    ),
  };
}

export function sampleCib(world: SampleWorld): CibReading {
  const primitive = (
    id: string,
    cls: string,
    type: string,
    params: Record<string, string> = {},
    provider?: string,
  ) =>
    ({
      kind: 'primitive',
      id,
      class: cls,
      type,
      ...(provider ? { provider } : {}),
      params,
      meta: {},
      operations: [{ name: 'monitor', interval: '10s', timeout: '20s' }],
    }) as const;
  const constraint = (
    kind: 'location' | 'colocation' | 'order',
    id: string,
    attributes: Record<string, string>,
  ) => ({
    kind,
    id,
    attributes,
    xml: `<rsc_${kind} id="${id}"${Object.entries(attributes)
      .map(([name, value]) => ` ${name}="${value}"`)
      .join('')}/>`,
  });
  return {
    version: { adminEpoch: 0, epoch: 41, numUpdates: 7 },
    validateWith: 'pacemaker-3.9',
    haveQuorum: true,
    properties: {
      'stonith-enabled': String(world.fencing),
      'no-quorum-policy': 'stop',
      'cluster-name': world.name,
    },
    resourceDefaults: {
      'resource-stickiness': '200',
      'migration-threshold': '3',
      'failure-timeout': '10min',
    },
    operationDefaults: {},
    nodes: world.nodes.map((node) => ({
      id: String(nodeNumber(world, node.name)),
      name: node.name,
      attributes: (node.standby ? { standby: 'on' } : {}) as Readonly<Record<string, string>>,
    })),
    resources: [
      {
        kind: 'clone',
        id: 'drbd_hafs-clone',
        promotable: true,
        meta: { 'promoted-max': '1', notify: 'true' },
        child: primitive('drbd_hafs', 'ocf', 'drbd', { drbd_resource: 'hafs' }, 'linbit'),
      },
      {
        kind: 'group',
        id: 'g_hafs',
        meta: {},
        members: [
          primitive(
            'fs_hafs',
            'ocf',
            'Filesystem',
            { device: '/dev/drbd0', directory: '/srv/hafs', fstype: 'xfs' },
            'heartbeat',
          ),
          ...STANDBY_SERVICES.map((service) => primitive(service.id, 'systemd', service.id)),
          primitive('apache', 'systemd', 'apache2'),
        ],
      },
      primitive(
        'vip_1g',
        'ocf',
        'IPaddr2',
        { ip: SAMPLE_VIP_1G, cidr_netmask: '24', nic: 'eno1' },
        'heartbeat',
      ),
      primitive(
        'vip_10g',
        'ocf',
        'IPaddr2',
        { ip: SAMPLE_VIP_10G, cidr_netmask: '24', nic: 'ens2f0' },
        'heartbeat',
      ),
      {
        kind: 'clone',
        id: 'haproxy-clone',
        promotable: false,
        meta: {},
        child: primitive('haproxy', 'systemd', 'haproxy'),
      },
      ...world.nodes.slice(0, 2).map((node) =>
        primitive(`fence_${node.name}`, 'stonith', 'fence_ipmilan', {
          ip: '10.0.9.11',
          password: '•••',
          pcmk_host_list: node.name,
        }),
      ),
    ],
    constraints: [
      constraint('colocation', 'hafs-with-promoted', {
        rsc: 'g_hafs',
        'with-rsc': 'drbd_hafs-clone',
        score: 'INFINITY',
        'with-rsc-role': 'Promoted',
      }),
      constraint('order', 'promote-then-hafs', {
        first: 'drbd_hafs-clone',
        // biome-ignore lint/suspicious/noThenProperty: rsc_order's own attribute name
        then: 'g_hafs',
        'first-action': 'promote',
        'then-action': 'start',
      }),
      constraint('colocation', 'vip_1g-with-hafs', {
        rsc: 'vip_1g',
        'with-rsc': 'g_hafs',
        score: 'INFINITY',
      }),
      constraint('colocation', 'vip_10g-with-haproxy', {
        rsc: 'vip_10g',
        'with-rsc': 'haproxy-clone',
        score: 'INFINITY',
      }),
      constraint('location', 'vip_10g-prefers-node2', { rsc: 'vip_10g', node: 'node2', score: '100' }),
      ...(world.bans ?? []).map((ban) =>
        constraint('location', ban.id, {
          rsc: ban.resource,
          node: ban.node,
          score: '-INFINITY',
          ...(ban.promotedOnly ? { role: 'Promoted' } : {}),
        }),
      ),
    ],
    alerts: [],
    fencingLevels: [],
    tags: [],
    configurationText: 'sample',
  };
}

/** What would run where after the loss of each online node; a ban or a missing second node makes it stop. */
export function sampleSurvival(world: SampleWorld): SurvivalReading {
  const online = world.nodes.filter(runs);
  const onLoss = Object.fromEntries(online.map((lost) => [lost.name, afterLoss(world, lost)]));
  return { cibVersion: { adminEpoch: 0, epoch: 41, numUpdates: 7 }, onLoss };
}

function afterLoss(world: SampleWorld, lost: SampleNode): SurvivalReading['onLoss'][string] {
  const heirs = world.nodes.filter((node) => node.name !== lost.name && runs(node));
  const goodHeir = heirs.find((node) => {
    const banned = world.bans?.some((ban) => ban.node === node.name);
    return (
      world.nodes.indexOf(node) < 2 && node.disk === 'UpToDate' && world.connection === 'Connected' && !banned
    );
  });
  const left: SampleWorld = {
    ...world,
    nodes: world.nodes.map((node) => (node.name === lost.name ? { ...node, up: false } : node)),
    primary: world.primary === lost.name ? (goodHeir?.name ?? null) : world.primary,
    vip10gOn: world.vip10gOn === lost.name ? (heirs[0]?.name ?? null) : world.vip10gOn,
  };
  return {
    actions: [],
    fencing: [{ target: lost.name, task: 'reboot' }],
    after: sampleResources(left),
    afterNodes: left.nodes.map((node) => crmNode(left, node, heirs[0]?.name ?? lost.name, heirs[0]?.name)),
  };
}
