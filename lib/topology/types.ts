import type { UnknownReason } from '@/lib/base/observation';
import type { ItemKey, NodeLink } from '@/lib/live/protocol';
import type { Phrase } from './phrases';

/**
 * The one picture of a cluster as data. Columns are nodes, rows are layers, rails are networks; a service is a thread
 * through all of them. The view only draws this; nothing is decided there.
 */

/** From what people use down to what it stands on; also the order of the rows. */
export const LAYERS = ['services', 'haproxy', 'resources', 'hafs', 'drbd', 'nvme'] as const;
export type Layer = (typeof LAYERS)[number];

/**
 * `ok` works here · `ready` could take over · `idle` rightly nothing here · `moving` on its way · `unknown` the source is
 * silent. Never `ok`, `ready` or `moving` unless the source is current.
 */
export type CellStatus = 'ok' | 'ready' | 'idle' | 'moving' | 'warning' | 'critical' | 'unknown';

/** Freshness without the ever-moving time of a current value: the column's heartbeat shows that. */
export type CellFreshness =
  | { readonly state: 'current' }
  | {
      readonly state: 'stale';
      readonly why: 'haven-silent' | 'link-suspect' | 'link-down' | 'overdue';
      readonly lastTrueAt: number;
    }
  | {
      readonly state: 'unknown';
      readonly reason: UnknownReason;
      readonly since: number;
      readonly lastTrueAt?: number;
    };

/** Two sources that contradict each other about one thing, both current. */
export interface Disagreement {
  readonly views: readonly { readonly source: string; readonly words: Phrase; readonly status: CellStatus }[];
}

export interface Trouble {
  readonly cause: Phrase;
  readonly step?: Phrase;
}

export interface TopologyCell {
  readonly id: string;
  readonly layer: Layer;
  /** `nowhere` for what runs on no node. */
  readonly nodeId: string;
  readonly node: string;
  /** What it is called: a resource, a disk, a service. */
  readonly label: string;
  readonly status: CellStatus;
  /** What was so before the source fell silent; equals `status` while current. */
  readonly lastStatus: CellStatus;
  readonly words: Phrase;
  readonly note?: Phrase;
  /** Share of something full or done, 0 to 100. */
  readonly meter?: { readonly kind: 'full' | 'progress' | 'worn'; readonly percent: number };
  readonly freshness: CellFreshness;
  readonly findings: readonly Trouble[];
  readonly evidence: readonly ItemKey[];
  readonly disagreement?: Disagreement;
  /** Services whose thread runs through this cell. */
  readonly serviceIds: readonly string[];
  /** The Pacemaker resource this stands for, where there is one: what an action would be about. */
  readonly resourceId?: string;
  readonly since?: number;
}

export type NodeMark =
  | 'standby'
  | 'maintenance'
  | 'unclean'
  | 'offline'
  | 'pending'
  | 'shutdown'
  | 'dc'
  | 'no-quorum';

export interface Heart {
  readonly link: NodeLink['state'];
  /** Last byte heard, Haven's clock, ms. */
  readonly lastHeardAt?: number;
  /** Since when `link` holds. */
  readonly since: number;
  readonly havenSilent: boolean;
}

export interface TopologyColumn {
  readonly nodeId: string;
  readonly name: string;
  readonly heart: Heart;
  readonly status: CellStatus;
  readonly words: Phrase;
  readonly marks: readonly NodeMark[];
  readonly findings: readonly Trouble[];
  readonly disagreement?: Disagreement;
  readonly freshness: CellFreshness;
  readonly evidence: readonly ItemKey[];
  /** Carries the living chain: HAFS or a VIP is here. */
  readonly active: boolean;
  readonly slots: Readonly<Record<Layer, readonly TopologyCell[]>>;
}

export type RailId = '1g' | '10g' | 'management' | 'other';

export interface Port {
  readonly nodeId: string;
  readonly interfaceName?: string;
  readonly status: CellStatus;
  readonly words: Phrase;
  readonly freshness: CellFreshness;
  readonly findings: readonly Trouble[];
}

export type BeadState = 'held' | 'duplicate' | 'unheld' | 'unknown' | 'disagreement' | 'stopped';
export interface Bead {
  readonly id: string;
  readonly railId: RailId;
  readonly label: string;
  /** Empty where the viewer may not see addresses. */
  readonly address: string;
  readonly resourceId: string;
  readonly state: BeadState;
  readonly status: CellStatus;
  /** Nodes on which the address is, as their own kernels say; for `unknown` the last known one. */
  readonly holderIds: readonly string[];
  readonly words: Phrase;
  readonly since?: number;
  readonly freshness: CellFreshness;
  readonly findings: readonly Trouble[];
  readonly disagreement?: Disagreement;
  readonly evidence: readonly ItemKey[];
  readonly serviceIds: readonly string[];
}

export interface Rail {
  readonly id: RailId;
  readonly name: string;
  readonly cidr: string;
  readonly ports: readonly Port[];
  readonly beads: readonly Bead[];
}

export type FlowState =
  | 'established'
  | 'syncing'
  | 'paused'
  | 'verifying'
  | 'starting'
  | 'behind'
  | 'cut'
  | 'split-brain'
  | 'standalone'
  | 'unknown';
export interface Flow {
  readonly id: string;
  readonly resource: string;
  readonly fromId: string;
  readonly toId: string;
  /** False where neither side leads: cut, or both Secondary. */
  readonly directed: boolean;
  readonly state: FlowState;
  readonly status: CellStatus;
  readonly percent?: number;
  readonly etaSeconds?: number;
  readonly rateKiBps?: number;
  readonly outOfSyncKiB?: number;
  readonly stalled: boolean;
  readonly words: Phrase;
  readonly freshness: CellFreshness;
  readonly findings: readonly Trouble[];
  readonly evidence: readonly ItemKey[];
  readonly serviceIds: readonly string[];
}

/** A service's way from the network down to the disk, as ids of beads, cells and flows. */
export interface Thread {
  readonly serviceId: string;
  readonly name: string;
  readonly state: 'whole' | 'broken' | 'unseen';
  readonly links: readonly string[];
  readonly railId?: RailId;
  /** Where it breaks, and why. */
  readonly broken?: { readonly at: string; readonly words: Phrase };
}

export interface Movement {
  readonly id: string;
  readonly what: 'vip' | 'hafs' | 'drbd' | 'resource';
  readonly subject: string;
  readonly fromId?: string;
  readonly toId?: string;
  readonly at: number;
}

export interface Future {
  readonly nodeId: string;
  readonly name: string;
  readonly moves: readonly {
    readonly id: string;
    readonly kind: 'vip' | 'hafs' | 'service' | 'resource';
    readonly label: string;
    readonly toId: string;
    readonly to: string;
  }[];
  readonly stops: readonly {
    readonly id: string;
    readonly kind: 'vip' | 'hafs' | 'service' | 'resource';
    readonly label: string;
  }[];
  readonly fenced: boolean;
  readonly lowSeconds: number;
  readonly highSeconds: number;
  readonly freshness: CellFreshness;
}

/** One thing that is wrong, ready to be said: where, why, what next. Worst first. */
export interface Problem {
  readonly id: string;
  readonly at: string;
  readonly nodeId?: string;
  readonly node?: string;
  readonly label: string;
  readonly status: 'critical' | 'unknown' | 'warning';
  readonly cause: Phrase;
  readonly step?: Phrase;
  readonly since?: number;
}

export interface TopologyModel {
  readonly clusterId: string;
  readonly name: string;
  readonly practice: boolean;
  readonly havenSilentSince?: number;
  readonly columns: readonly TopologyColumn[];
  /** Stopped resources and services that run on no node. */
  readonly nowhere: readonly TopologyCell[];
  readonly rails: readonly Rail[];
  readonly flows: readonly Flow[];
  readonly threads: readonly Thread[];
  readonly movements: readonly Movement[];
  readonly futures: readonly Future[];
  /** How resources hang together, to find in the picture what a plan names. */
  readonly structure: {
    /** Resource id → id of the outermost group or clone around it. */
    readonly topOf: ReadonlyMap<string, string>;
    /** Pacemaker resource id → DRBD resource name. */
    readonly drbdResources: ReadonlyMap<string, string>;
  };
  readonly problems: readonly Problem[];
  /** The worst of everything drawn. */
  readonly status: CellStatus;
}
