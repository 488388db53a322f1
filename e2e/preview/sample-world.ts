/**
 * A made-up cluster as a few facts, from which `sample-readings.ts` derives what each node would say. For pictures and
 * unit tests of pure judgement only: it never stands in for recorded output or the lab.
 */

export interface SampleNode {
  readonly name: string;
  /** Its machine runs. */
  readonly up: boolean;
  /** Haven's connection to it. */
  readonly link: 'live' | 'suspect' | 'unreachable';
  readonly standby?: boolean;
  readonly unclean?: boolean;
  /** Own disk of the DRBD resource. */
  readonly disk: 'UpToDate' | 'Inconsistent' | 'Diskless' | 'Outdated';
  readonly haproxyRunning?: boolean;
}

export interface SampleWorld {
  readonly id: string;
  readonly name: string;
  readonly practice: boolean;
  readonly now: number;
  /** Somebody changed the configuration at the command line. */
  readonly drifted?: boolean;
  readonly nodes: readonly SampleNode[];
  /** Where DRBD is Primary and everything on HAFS runs; null: nowhere. */
  readonly primary: string | null;
  readonly vip10gOn: string | null;
  readonly connection: 'Connected' | 'Connecting' | 'StandAlone';
  readonly sync?: {
    readonly target: string;
    readonly percent: number;
    readonly rateKiBps: number;
    readonly etaSeconds: number;
  };
  readonly fencing: boolean;
  readonly fenceHistory?: readonly {
    readonly target: string;
    readonly status: 'success' | 'failed';
    readonly at: number;
    readonly by: string;
  }[];
  readonly failures?: readonly {
    readonly resource: string;
    readonly node: string;
    readonly reason: string;
    readonly at: number;
    readonly count: number;
  }[];
  readonly bans?: readonly {
    readonly id: string;
    readonly resource: string;
    readonly node: string;
    readonly promotedOnly: boolean;
  }[];
  /** Backend servers that do not answer: `nova_api/node2`. */
  readonly deadServers?: readonly string[];
  readonly maintenance?: boolean;
  /** Each node's own word where it contradicts the others: node → who it thinks is DC; it also sees the others offline. */
  readonly split?: boolean;
  /** Pretends that this node also holds VIP-10G. */
  readonly vipAlsoOn?: string;
}

export const SAMPLE_NOW = Date.UTC(2026, 10, 22, 5, 12, 34);

export const SAMPLE_VIP_1G = '192.168.10.100';
export const SAMPLE_VIP_10G = '10.10.0.100';

export const healthyNode = (name: string): SampleNode => ({ name, up: true, link: 'live', disk: 'UpToDate' });

export const healthyWorld = (names: readonly string[] = ['node1', 'node2']): SampleWorld => ({
  id: 'cl-main',
  name: 'campus',
  practice: false,
  now: SAMPLE_NOW,
  nodes: names.map(healthyNode),
  primary: names[0] ?? null,
  vip10gOn: names[1] ?? names[0] ?? null,
  connection: 'Connected',
  fencing: true,
});

export const nodeId = (world: SampleWorld, name: string): string => `${world.id}-${name}`;
export const nodeNumber = (world: SampleWorld, name: string): number =>
  world.nodes.findIndex((node) => node.name === name) + 1;

/** The two nodes that carry DRBD; the rest are members without a copy. */
export const drbdNodes = (world: SampleWorld): readonly SampleNode[] => world.nodes.slice(0, 2);

/** The services of the sample, with the OpenStack ports they would have. */
export const STANDBY_SERVICES = [
  { id: 'keystone', port: 5000 },
  { id: 'glance', port: 9292 },
] as const;
export const ACTIVE_SERVICES = [
  { id: 'nova', backend: 'nova_api', unit: 'nova-api', port: 8774 },
  { id: 'neutron', backend: 'neutron_api', unit: 'neutron-server', port: 9696 },
] as const;
