/**
 * Everything a plan is computed from, gathered beforehand: fresh readings of every node, the DC's configuration
 * and what the cluster's own tools say about the change. Plain JSON, so that a case can be a file.
 */

import type { ApacheReading } from '@/lib/apache/types';
import type { Observation } from '@/lib/base/observation';
import type { CorosyncReading } from '@/lib/corosync/types';
import type { DryRunCall } from '@/lib/drbd/dry-run';
import type { DrbdConfigReading, DrbdReading } from '@/lib/drbd/types';
import type { HaproxyServerState } from '@/lib/haproxy/servers-state';
import type { HaproxyReading } from '@/lib/haproxy/types';
import type { CandidateDisk } from '@/lib/host/candidate-disks';
import type { LogicalVolume, VolumeGroup } from '@/lib/host/lvm';
import type { ClockReading, HostReading, MountsReading } from '@/lib/host/types';
import type { BareWorld } from '@/lib/inventory/build-cluster';
import type { DirectoryService, DirectoryVip, NodeLinkState } from '@/lib/live/protocol';
import type { NetworkRole } from '@/lib/network/roles';
import type { NetworkReading } from '@/lib/network/types';
import type { Listener, NonlocalBind, VipFreeAnswer } from '@/lib/network/vip-probes';
import type {
  CibReading,
  CibVersion,
  CrmNode,
  PacemakerReading,
  SimulationReading,
} from '@/lib/pacemaker/types';
import type { UnitsReading } from '@/lib/systemd/types';

/** What one node says. `drbd` may be known and empty: a node without DRBD. */
export interface NodeFacts {
  readonly name: string;
  readonly link: NodeLinkState | 'unknown';
  readonly host: Observation<HostReading>;
  readonly clock: Observation<ClockReading>;
  readonly drbd: Observation<DrbdReading>;
  readonly pacemaker: Observation<PacemakerReading>;
  readonly corosync: Observation<CorosyncReading>;
  /** Only where the change is about it. */
  readonly haproxy?: Observation<HaproxyReading>;
  readonly haproxyHost?: HaproxyHostFacts;
  readonly apache?: Observation<ApacheReading>;
  /** Of this node's own copy of the configuration: cheap to read, and all that comparing needs. */
  readonly cibVersion: Observation<CibVersion>;
  /** Only where the change is about DRBD's devices or files. */
  readonly storage?: StorageFacts;
  /** Only of addresses the change would bring into being: whether somebody on the wire has them already. */
  readonly wire?: Readonly<Record<string, Observation<VipFreeAnswer>>>;
  /** Only of units the change is about. */
  readonly units?: Observation<UnitsReading>;
}

/** What lies under and on top of DRBD on one node; each part knows itself whether it could be read. */
export interface StorageFacts {
  readonly groups: Observation<readonly VolumeGroup[]>;
  readonly volumes: Observation<readonly LogicalVolume[]>;
  readonly mounts: Observation<MountsReading>;
  readonly config: Observation<DrbdConfigReading>;
  readonly units: Observation<UnitsReading>;
  /** What `drbdadm adjust` would do to the resource right now: nothing, when file and kernel agree. */
  readonly adjust?: Observation<readonly DryRunCall[]>;
  readonly disks?: Observation<readonly CandidateDisk[]>;
}

/** What a haproxy.cfg is held against on one node, besides itself. */
export interface HaproxyHostFacts {
  readonly network: Observation<NetworkReading>;
  readonly nonlocalBind: Observation<NonlocalBind>;
  readonly listeners: Observation<readonly Listener[]>;
  /** `show servers state`: what was set by hand, and a reload would forget. */
  readonly servers: Observation<readonly HaproxyServerState[]>;
}

/** One file of one node as it was read. */
export interface FileFacts {
  readonly sha256: string;
  readonly text: string;
}
/** Seen not to be there. No text hashes to this. */
export const NO_FILE: FileFacts = { sha256: 'absent', text: '' };
export const fileKey = (place: { readonly node: string; readonly path: string }): string =>
  `${place.node} ${place.path}`;

/** A simulation that could not be made or read is `unknown`, never an empty one. */
export type Simulated =
  | { readonly known: true; readonly reading: SimulationReading }
  | { readonly known: false; readonly reason: string };

/** The state before any change: every guard that needs no simulation can be judged from this alone. */
export interface WorldFacts {
  readonly clusterId: string;
  readonly clusterName: string;
  /** When the readings were asked for, and when the last of them was in: Haven's clock, ms. */
  readonly readSince: number;
  readonly now: number;
  readonly nodes: readonly NodeFacts[];
  readonly services: readonly DirectoryService[];
  readonly vips: readonly DirectoryVip[];
  /** With the roles a person confirmed; only where the change is about them. */
  readonly networks?: readonly { readonly cidr: string; readonly role: NetworkRole }[];
  /** The configuration the change is made on, asked from the DC itself. */
  readonly cib: CibReading;
  /** The controller's state on the DC (`crmadmin -S`): `S_IDLE` when settled. */
  readonly controllerState: string | 'unknown';
  /** Other changes of this cluster that are queued, running or waiting for a decision. */
  readonly otherJobs: readonly string[];
  /** Files that this change is about, by `fileKey`. */
  readonly files?: Readonly<Record<string, Observation<FileFacts>>>;
  /** How long services were seen to blink in earlier changes of this cluster: service or VIP → seconds. */
  readonly measuredSeconds: Readonly<Record<string, readonly number[]>>;
  /** Connections of all nodes, also of one that is left out of `nodes` because it is silent and to be killed. */
  readonly links?: Readonly<Record<string, NodeFacts['link']>>;
  /** When each fence device last passed its test, by Haven's own record: device → ms. Absent: not looked up. */
  readonly fenceTests?: Readonly<Record<string, number>>;
  /** Of machines that are to become a cluster; `cib` is then the one that an empty cluster begins with. */
  readonly bare?: BareWorld;
}

/** What the cluster's own tools say about the change. */
export interface ChangeFacts {
  /** The configuration with everything of the change in it, and nothing temporary any more. */
  readonly after?: CibReading;
  /** Lines of `crm_verify` that the change adds; `unknown` when it could not be run. */
  readonly newVerifyLines: readonly string[] | 'unknown';
  /** The cluster with the change made. */
  readonly simulation: Simulated;
  /** The cluster after everything moved and what was only temporary is taken away again. */
  readonly settled: Simulated;
  /** Loss of each node that is left, after the change. */
  readonly afterLoss: Readonly<Record<string, Simulated>>;
}

export const value = <T>(observation: Observation<T>): T | undefined =>
  observation.state === 'known' ? observation.value : undefined;

export const nodeFacts = (world: WorldFacts, name: string): NodeFacts | undefined =>
  world.nodes.find((node) => node.name === name);

/** The controller of the cluster as the nodes name it; undefined when none does or they differ. */
export function agreedDc(world: Pick<WorldFacts, 'nodes'>): string | undefined {
  const names = new Set(world.nodes.flatMap((node) => value(node.pacemaker)?.dc?.name ?? []));
  return names.size === 1 ? [...names][0] : undefined;
}

/** The Pacemaker view to reason with: the DC's own, because it is the one that decides. */
export function decidingView(world: WorldFacts): PacemakerReading | undefined {
  const dc = agreedDc(world);
  const own = dc === undefined ? undefined : nodeFacts(world, dc);
  return own && value(own.pacemaker);
}

/** Full members as Pacemaker lists them; remote nodes run no DRBD and no control of their own. */
export const memberNodes = (view: PacemakerReading): readonly CrmNode[] =>
  view.nodes.filter((node) => node.type === 'member' || node.type === 'unknown');

export const crmNode = (view: PacemakerReading | undefined, name: string): CrmNode | undefined =>
  view?.nodes.find((node) => node.name === name);
