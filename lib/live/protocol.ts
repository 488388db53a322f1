import type { Observation } from '@/lib/base/observation';
import type { CandidateDisk } from '@/lib/host/candidate-disks';
import type { LogicalVolume, VolumeGroup } from '@/lib/host/lvm';
import type { AgentMetadata } from '@/lib/pacemaker/agent-metadata';
import type { BaselineNote } from './baseline';
import type { NodeReadings, ReadingName } from './readings';

/**
 * The live channel, typed for both ends. The state is one flat map of items, an item being one reading of one node;
 * a snapshot is all of it, a patch the items that changed since a revision. `lib/live/reduce` is the only reducer.
 */

export type NodeLinkState =
  | 'connecting'
  | 'live'
  | 'suspect'
  | 'unreachable'
  | 'auth-failed'
  | 'host-key-changed';

/** The SSH connection to one node: the source of everything else, so its death ages everything else. */
export interface NodeLink {
  readonly state: NodeLinkState;
  /** Last byte heard from the node, Haven's clock, ms. Undefined: never. */
  readonly lastHeardAt?: number;
  /** Since when `state` holds. */
  readonly since: number;
  readonly detail?: string;
  /** Streams that wake readings, and whether each runs. A dead one makes its readings unknown. */
  readonly streams: Readonly<Record<string, 'running' | 'starting' | 'dead' | 'absent'>>;
}

/** When a fact last changed. `first-seen`: Haven does not know how long it was so before. */
export interface FactSince {
  readonly value: string;
  readonly at: number;
  readonly how: 'changed' | 'first-seen';
}

export interface LiveItem<K extends ReadingName = ReadingName> {
  readonly reading: K;
  readonly observation: Observation<NodeReadings[K]>;
  /** Facts of this reading (see `facts.ts`) and since when each holds. */
  readonly since: Readonly<Record<string, FactSince>>;
}

/** What `ClusterDirectory` says of a node; from the inventory, not from observation. */
export interface DirectoryNode {
  readonly id: string;
  /** Pacemaker's node name, equal to `uname -n`. */
  readonly name: string;
}
export interface DirectoryNetwork {
  readonly role: '1g' | '10g' | 'management' | 'other';
  readonly name: string;
  /** CIDR, e.g. 10.10.0.0/24. */
  readonly cidr: string;
}
export interface DirectoryVip {
  readonly id: string;
  readonly resourceId: string;
  readonly address: string;
  readonly networkRole: DirectoryNetwork['role'];
}
export interface DirectoryService {
  readonly id: string;
  readonly name: string;
  readonly mode: 'active-active' | 'active-standby';
  /** Pacemaker resource id, where Pacemaker owns it. */
  readonly resourceId?: string;
  /** HAProxy backend, where HAProxy serves it. */
  readonly backend?: string;
  /** systemd unit, where one carries it. */
  readonly unit?: string;
  /** Needs HAFS to be mounted where it runs. */
  readonly usesHafs: boolean;
  readonly vipId?: string;
}
/** Who asked for maintenance, why, and until when. That it is on is read from the cluster, never from here. */
export interface MaintenanceNote {
  readonly of: 'cluster' | 'node' | 'resource';
  /** Node or resource; empty for the cluster. */
  readonly id: string;
  readonly planId: string;
  readonly at: number;
  readonly until?: number;
  readonly who: string;
  readonly why?: string;
}
/** The last test that a fence device passed, by Haven's own record. */
export interface FenceTestNote {
  readonly device: string;
  readonly planId: string;
  readonly at: number;
}
export interface DirectoryCluster {
  readonly id: string;
  readonly name: string;
  readonly practice: boolean;
  /** Machines that Haven is making a cluster of: what is missing of one is no fault yet. */
  readonly building?: boolean;
  readonly nodes: readonly DirectoryNode[];
  readonly networks: readonly DirectoryNetwork[];
  readonly vips: readonly DirectoryVip[];
  readonly services: readonly DirectoryService[];
  readonly maintenance?: readonly MaintenanceNote[];
  /** What its configuration is held against; none until the first reading after adoption. */
  readonly baselines?: readonly BaselineNote[];
  /** Absent: never looked up, as on a wall. */
  readonly fenceTests?: readonly FenceTestNote[];
}

/** `cluster/node/reading`; ids never contain a slash. */
export type ItemKey = `${string}/${string}/${ReadingName}`;
export const itemKey = (clusterId: string, nodeId: string, reading: ReadingName): ItemKey =>
  `${clusterId}/${nodeId}/${reading}`;

/** A change worth telling: one fact of one node went from one value to another. */
export interface LiveEvent {
  readonly id: string;
  readonly clusterId: string;
  readonly nodeId?: string;
  /** e.g. `vip:10.10.0.100`, `drbd:hafs/0:disk`, `link`; see `facts.ts`. */
  readonly fact: string;
  readonly from?: string;
  readonly to?: string;
  readonly at: number;
}

export interface LiveState {
  /** Changes when Haven restarts: revisions of different epochs do not compare. */
  readonly epoch: string;
  readonly revision: number;
  readonly clusters: Readonly<Record<string, DirectoryCluster>>;
  /** By node id. */
  readonly links: Readonly<Record<string, NodeLink>>;
  readonly items: Readonly<Record<ItemKey, LiveItem>>;
  /** Newest last, bounded to the last 200 per cluster. */
  readonly events: readonly LiveEvent[];
}

export interface Snapshot {
  readonly serverTime: number;
  /** Build of the running Haven; a page of another build reloads itself. */
  readonly build: string;
  readonly state: LiveState;
}
export interface Patch {
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
  readonly clusters?: Readonly<Record<string, DirectoryCluster | null>>;
  readonly links?: Readonly<Record<string, NodeLink | null>>;
  readonly items?: Readonly<Record<ItemKey, LiveItem | null>>;
  /** Items read again and found equal: only their time moves. */
  readonly touched?: Readonly<Record<ItemKey, number>>;
  readonly events?: readonly LiveEvent[];
}
export interface Heartbeat {
  readonly epoch: string;
  readonly revision: number;
  readonly serverTime: number;
  /** lastHeardAt by node id, so that a live link stays visibly live between changes. */
  readonly heard: Readonly<Record<string, number>>;
}

/** The evidence behind an item: what was run and what it printed, redacted. Fetched on demand. */
export interface RawEvidence {
  readonly key: ItemKey;
  readonly runs: readonly {
    readonly command: string;
    readonly at: number;
    readonly outcome: string;
    readonly stdout: string;
    readonly stderr: string;
  }[];
}

/** A configuration file of one node, as somebody who may change it asks for it. */
export interface FilePlace {
  readonly clusterId: string;
  readonly node: string;
  readonly path: string;
}
export type FileAnswer =
  | { readonly text: string; readonly sha256: string }
  /** `forbidden`, `offline`, `timed-out`, or why the node did not give it. */
  | { readonly error: string };

/** What agents one node has: for those who may propose a change that needs one. */
export interface AgentsPlace {
  readonly clusterId: string;
  readonly node: string;
}
export interface AgentGroup {
  /** `ocf:heartbeat`, `systemd`, `stonith`. */
  readonly spec: string;
  readonly names: readonly string[];
}
export type AgentsAnswer =
  /** `unread`: specs that did not answer. They may have agents. */
  { readonly groups: readonly AgentGroup[]; readonly unread: readonly string[] } | { readonly error: string };
/** What one agent says about itself on one node. */
export interface AgentPlace extends AgentsPlace {
  /** `ocf:heartbeat:IPaddr2`, `stonith:fence_ipmilan`. */
  readonly agent: string;
}
export type AgentAnswer =
  | { readonly metadata: AgentMetadata }
  /** `forbidden`, `offline`, `timed-out`, `absent`, or why the node did not give it. */
  | { readonly error: string };
/** LVM of the nodes, as a form that makes or grows a HAFS needs it. A part that is missing could not be read. */
export interface StorageAnswer {
  readonly nodes: readonly {
    readonly node: string;
    readonly groups?: readonly VolumeGroup[];
    readonly volumes?: readonly LogicalVolume[];
    readonly disks?: readonly CandidateDisk[];
  }[];
}

/** A change that a person looks at without asking for it: `intent` as a proposal would have it, judged at the other end. */
export interface PreviewPlace {
  readonly clusterId: string;
  readonly intent: unknown;
}
export type PreviewAnswer =
  /** `plan`: a `Plan` of lib/plan/types. `seenAt`: when what it was made from was read, Haven's clock, ms. */
  | { readonly plan: unknown; readonly seenAt: number }
  /**
   * `forbidden`, `offline`, `timed-out`, `superseded` by what the same person looked at next, `invalid`, or a problem of
   * a plan with its parameters.
   */
  | { readonly error: string; readonly params?: Readonly<Record<string, string>> };

export interface ServerToClientEvents {
  snapshot: (snapshot: Snapshot) => void;
  patch: (patch: Patch) => void;
  heartbeat: (heartbeat: Heartbeat) => void;
  /** A job's progress changed; pages refetch it by id. */
  job: (change: { readonly jobId: string; readonly clusterId: string }) => void;
}
export interface ClientToServerEvents {
  /** Ask for a snapshot: on connect, after a gap in revisions, after coming back. */
  resync: (answer: (snapshot: Snapshot) => void) => void;
  raw: (key: ItemKey, answer: (evidence: RawEvidence | { readonly error: string }) => void) => void;
  /** The file as it is now, secrets included: for those who may propose a change of it, and on record. */
  file: (place: FilePlace, answer: (file: FileAnswer) => void) => void;
  agents: (place: AgentsPlace, answer: (agents: AgentsAnswer) => void) => void;
  agent: (place: AgentPlace, answer: (agent: AgentAnswer) => void) => void;
  storage: (clusterId: string, answer: (storage: StorageAnswer) => void) => void;
  /** What a change would do, as its plan would say. Nothing is stored, and what was asked before is forgotten. */
  preview: (place: PreviewPlace, answer: (preview: PreviewAnswer) => void) => void;
  /** Nobody looks any more. */
  previewEnd: () => void;
}

/** The server sends a heartbeat this often, whatever else it sends. */
export const HEARTBEAT_MS = 1_000;
/** A browser that heard nothing for this long draws the whole picture as stale (targets P5, picture.md "within 3 s"). */
export const BROWSER_SILENCE_MS = 3_000;
/** Link silence after which a node is suspect, then unreachable (targets P5: on screen within 2 s and 4.5 s). */
export const LINK_SUSPECT_MS = 1_700;
export const LINK_UNREACHABLE_MS = 4_000;
