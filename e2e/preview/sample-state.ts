import { factsOf } from '@/lib/live/facts';
import type { ViewerClock } from '@/lib/live/freshness';
import {
  type DirectoryCluster,
  type FactSince,
  itemKey,
  type LiveEvent,
  type LiveItem,
  type LiveState,
  type NodeLink,
} from '@/lib/live/protocol';
import { READING_NAMES, type ReadingName } from '@/lib/live/readings';
import { sampleBaselines } from './sample-drift';
import { sampleReadings } from './sample-readings';
import {
  ACTIVE_SERVICES,
  healthyNode,
  healthyWorld,
  nodeId,
  SAMPLE_NOW,
  SAMPLE_VIP_1G,
  SAMPLE_VIP_10G,
  type SampleNode,
  type SampleWorld,
  STANDBY_SERVICES,
} from './sample-world';

/** Named sample states for pictures and unit tests. `clock` is what a viewer with a good connection would have. */

export const SAMPLE_NAMES = [
  'healthy',
  'node2-dead',
  'taking-over',
  'node2-silent',
  'resyncing',
  'diskless',
  'link-cut',
  'split-brain',
  'disagreement',
  'standby',
  'failure',
  'drifted',
  'no-fencing',
  'haven-silent',
  'never-read',
  'three-nodes',
  'sixteen-nodes',
  'many-clusters',
  'empty',
] as const;
export type SampleName = (typeof SAMPLE_NAMES)[number];

export interface Sample {
  readonly state: LiveState;
  readonly clock: ViewerClock;
  /** The cluster the picture is about; undefined in `empty`. */
  readonly clusterId?: string;
}

const MINUTE = 60_000;

export function sampleState(name: SampleName): Sample {
  const now = SAMPLE_NOW;
  const clock = { now, heardAt: now - 300 };
  if (name === 'empty') return { state: { ...emptyState(), clusters: {} }, clock };
  if (name === 'many-clusters') return { state: stateOf(manyWorlds()), clock, clusterId: 'cl-main' };
  if (name === 'haven-silent')
    return {
      state: stateOf([healthyWorld()]),
      clock: { now, heardAt: now - 11 * MINUTE },
      clusterId: 'cl-main',
    };
  if (name === 'never-read') {
    const state = stateOf([healthyWorld()]);
    return { state: { ...state, items: {}, links: {}, events: [] }, clock, clusterId: 'cl-main' };
  }
  return { state: stateOf([sampleWorld(name)]), clock, clusterId: 'cl-main' };
}

export function sampleWorld(name: SampleName): SampleWorld {
  const base = healthyWorld();
  const now = base.now;
  const second = (change: Partial<SampleNode>): readonly SampleNode[] => [
    healthyNode('node1'),
    { ...healthyNode('node2'), ...change },
  ];
  switch (name) {
    case 'node2-dead':
      return {
        ...base,
        nodes: second({ up: false, link: 'unreachable' }),
        vip10gOn: 'node1',
        connection: 'Connecting',
        fenceHistory: [{ target: 'node2', status: 'success', at: now - 9 * MINUTE, by: 'node1' }],
        bans: [
          {
            id: 'drbd-fence-by-handler-hafs-drbd_hafs-clone',
            resource: 'drbd_hafs-clone',
            node: 'node2',
            promotedOnly: true,
          },
        ],
      };
    case 'taking-over':
      // Fenced when it went offline; nothing has started on the other node yet.
      return {
        ...base,
        nodes: [{ ...healthyNode('node1'), up: false, link: 'unreachable' }, healthyNode('node2')],
        primary: null,
        vip10gOn: 'node2',
        connection: 'Connecting',
        fenceHistory: [{ target: 'node1', status: 'success', at: now - 10 * MINUTE, by: 'node2' }],
      };
    case 'node2-silent':
      return { ...base, nodes: second({ link: 'unreachable' }) };
    case 'resyncing':
      return {
        ...base,
        nodes: second({ disk: 'Inconsistent' }),
        sync: { target: 'node2', percent: 63.4, rateKiBps: 41_984, etaSeconds: 512 },
      };
    case 'diskless':
      return { ...base, nodes: second({ disk: 'Diskless' }) };
    case 'link-cut':
      return {
        ...base,
        nodes: second({ disk: 'Outdated' }),
        connection: 'Connecting',
        bans: [
          {
            id: 'drbd-fence-by-handler-hafs-drbd_hafs-clone',
            resource: 'drbd_hafs-clone',
            node: 'node2',
            promotedOnly: true,
          },
        ],
      };
    case 'split-brain':
      return { ...base, connection: 'StandAlone' };
    case 'disagreement':
      return { ...base, split: true, connection: 'StandAlone', vipAlsoOn: 'node1' };
    case 'standby':
      return { ...base, nodes: second({ standby: true }), vip10gOn: 'node1' };
    case 'failure':
      return {
        ...base,
        failures: [
          {
            resource: 'glance',
            node: 'node1',
            reason: 'glance-api: address 10.10.0.1:9292 already in use',
            at: now - 7 * MINUTE,
            count: 2,
          },
        ],
        deadServers: ['nova_api/node2'],
      };
    case 'drifted':
      return { ...base, drifted: true };
    case 'no-fencing':
      return { ...base, nodes: second({ disk: 'Outdated' }), connection: 'Connecting', fencing: false };
    case 'three-nodes':
      return healthyWorld(['node1', 'node2', 'node3']);
    case 'sixteen-nodes':
      return {
        ...healthyWorld(Array.from({ length: 16 }, (_, index) => `node${index + 1}`)),
        deadServers: ['nova_api/node7', 'neutron_api/node11'],
      };
    default:
      return base;
  }
}

function manyWorlds(): readonly SampleWorld[] {
  const kinds: readonly SampleName[] = [
    'diskless',
    'healthy',
    'resyncing',
    'healthy',
    'node2-silent',
    'healthy',
    'healthy',
    'standby',
  ];
  const names = ['campus', 'library', 'physics', 'registry', 'hospital', 'sejong', 'archive', 'practice'];
  return kinds.map((kind, index) => ({
    ...sampleWorld(kind),
    id: index === 0 ? 'cl-main' : `cl-${names[index]}`,
    name: names[index] ?? kind,
    practice: names[index] === 'practice',
  }));
}

const emptyState = (): LiveState => ({
  epoch: 'sample',
  revision: 1,
  clusters: {},
  links: {},
  items: {},
  events: [],
});

function stateOf(worlds: readonly SampleWorld[]): LiveState {
  const state = {
    ...emptyState(),
    clusters: {} as Record<string, DirectoryCluster>,
    links: {} as Record<string, NodeLink>,
    items: {} as Record<string, LiveItem>,
    events: [] as LiveEvent[],
  };
  for (const world of worlds) {
    state.clusters[world.id] = directory(world);
    for (const node of world.nodes) {
      state.links[nodeId(world, node.name)] = link(world, node);
      Object.assign(state.items, items(world, node));
    }
    state.events.push(...events(world));
  }
  return { ...state, events: state.events.sort((a, b) => a.at - b.at) };
}

function directory(world: SampleWorld): DirectoryCluster {
  return {
    baselines: sampleBaselines(world),
    id: world.id,
    name: world.name,
    practice: world.practice,
    nodes: world.nodes.map((node) => ({ id: nodeId(world, node.name), name: node.name })),
    networks: [
      { role: '1g', name: '1G', cidr: '192.168.10.0/24' },
      { role: '10g', name: '10G', cidr: '10.10.0.0/24' },
    ],
    vips: [
      { id: `${world.id}-vip1`, resourceId: 'vip_1g', address: SAMPLE_VIP_1G, networkRole: '1g' },
      { id: `${world.id}-vip10`, resourceId: 'vip_10g', address: SAMPLE_VIP_10G, networkRole: '10g' },
    ],
    services: [
      {
        id: `${world.id}-horizon`,
        name: 'Horizon',
        mode: 'active-standby',
        resourceId: 'apache',
        usesHafs: true,
        vipId: `${world.id}-vip1`,
      },
      ...STANDBY_SERVICES.map((service) => ({
        id: `${world.id}-${service.id}`,
        name: service.id === 'keystone' ? 'Keystone' : 'Glance',
        mode: 'active-standby' as const,
        resourceId: service.id,
        backend: service.id,
        usesHafs: true,
        vipId: `${world.id}-vip10`,
      })),
      ...ACTIVE_SERVICES.map((service) => ({
        id: `${world.id}-${service.id}`,
        name: service.id === 'nova' ? 'Nova' : 'Neutron',
        mode: 'active-active' as const,
        backend: service.backend,
        unit: service.unit,
        usesHafs: false,
        vipId: `${world.id}-vip10`,
      })),
    ],
  };
}

const SILENT_FOR_MS = 10 * MINUTE;

function link(world: SampleWorld, node: SampleNode): NodeLink {
  const live = node.link === 'live';
  return {
    state: node.link,
    lastHeardAt: live ? world.now - 240 : world.now - SILENT_FOR_MS,
    since: live ? world.now - 86_400_000 : world.now - SILENT_FOR_MS + 4_000,
    streams: {
      drbd: live ? 'running' : 'dead',
      pacemaker: live ? 'running' : 'dead',
      network: live ? 'running' : 'dead',
      haproxy: live ? 'running' : 'dead',
    },
  };
}

const AGE_MS: Partial<Record<ReadingName, number>> = {
  drbd: 1_400,
  pacemaker: 3_200,
  haproxy: 1_100,
  network: 2_100,
  host: 42_000,
  disks: 210_000,
};

function items(world: SampleWorld, node: SampleNode): Record<string, LiveItem> {
  const all: Record<string, LiveItem> = {};
  const readings = sampleReadings(node.up ? world : { ...healthyWorld(), id: world.id }, node);
  for (const reading of READING_NAMES) {
    const value = readings[reading];
    const key = itemKey(world.id, nodeId(world, node.name), reading);
    if (value === undefined) {
      if (reading === 'haproxy')
        all[key] = {
          reading,
          observation: { state: 'unknown', reason: 'not-running', since: world.now - 4 * MINUTE },
          since: {},
        };
      continue;
    }
    const observedAt =
      node.link === 'live' ? world.now - (AGE_MS[reading] ?? 8_000) : world.now - SILENT_FOR_MS;
    const since: Record<string, FactSince> = {};
    for (const [fact, word] of Object.entries(factsOf(reading, value))) {
      const changed =
        (/:disk|:connection|:replication/.test(fact) && !/UpToDate|Connected|Established/.test(word)) ||
        (/^config/.test(fact) && /^[abd]/.test(word)) ||
        (/^node:/.test(fact) && word === 'offline') ||
        (/^resource:/.test(fact) && word === 'Stopped');
      since[fact] = {
        value: word,
        at: world.now - (changed ? 10 * MINUTE : 93 * MINUTE),
        how: changed ? 'changed' : 'first-seen',
      };
    }
    const observation =
      node.link === 'unreachable'
        ? ({
            state: 'unknown',
            reason: 'unreachable',
            since: world.now - SILENT_FOR_MS + 4_000,
            last: { value, observedAt },
          } as const)
        : ({ state: 'known', value, observedAt } as const);
    all[key] = { reading, observation, since } as LiveItem;
  }
  return all;
}

function events(world: SampleWorld): readonly LiveEvent[] {
  const event = (
    minutes: number,
    fact: string,
    from: string | undefined,
    to: string | undefined,
    node = 'node1',
  ): LiveEvent => ({
    id: `${world.id}-${fact}-${minutes}`,
    clusterId: world.id,
    nodeId: nodeId(world, node),
    fact,
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    at: world.now - minutes * MINUTE,
  });
  const quiet = [
    event(93, `vip:${SAMPLE_VIP_10G}`, undefined, 'held', 'node2'),
    event(92.6, 'drbd:hafs@peer:connection', 'Connecting', 'Connected'),
    event(81, 'haproxy:nova_api/node2', 'DOWN', 'UP'),
  ];
  const second = world.nodes[1];
  if (!second?.up) {
    return [
      ...quiet,
      event(10, 'link', 'live', 'unreachable', 'node2'),
      event(9.8, 'drbd:hafs@peer:connection', 'Connected', 'NetworkFailure'),
      event(9.5, 'node:node2', 'online', 'unclean'),
      event(9, 'node:node2', 'unclean', 'offline'),
      event(8.9, `vip:${SAMPLE_VIP_10G}`, undefined, 'held', 'node1'),
      event(8.8, 'haproxy:nova_api/node2', 'UP', 'DOWN'),
    ];
  }
  if (second.disk !== 'UpToDate')
    return [...quiet, event(10, 'drbd:hafs/0:disk', 'UpToDate', second.disk, 'node2')];
  return quiet;
}
