/** What can be observed of Pacemaker as one node sees it: `crm_mon --output-as=xml` (reference 2.9), the CIB, `crm_simulate`. */

export interface CrmNode {
  readonly name: string;
  readonly id: string;
  readonly online: boolean;
  readonly standby: boolean;
  readonly standbyOnFail: boolean;
  readonly maintenance: boolean;
  readonly pending: boolean;
  readonly unclean: boolean;
  readonly shutdown: boolean;
  readonly expectedUp: boolean;
  readonly isDc: boolean;
  readonly resourcesRunning: number;
  readonly type: 'member' | 'remote' | 'ping' | 'unknown';
  readonly featureSet?: string;
  readonly health?: string;
}

export type ResourceRole =
  | 'Started'
  | 'Stopped'
  | 'Promoted'
  | 'Unpromoted'
  | 'Starting'
  | 'Stopping'
  | 'Promoting'
  | 'Demoting'
  | 'unknown';

/** One running (or stopped) instance of a primitive. A clone has several with the same id. */
export interface CrmResource {
  readonly id: string;
  /** class:provider:type, e.g. `ocf:heartbeat:IPaddr2` (crm_mon writes `ocf::heartbeat:IPaddr2` before 2.1). */
  readonly agent: string;
  readonly role: ResourceRole;
  readonly targetRole?: string;
  readonly active: boolean;
  readonly orphaned: boolean;
  readonly blocked: boolean;
  readonly managed: boolean;
  readonly maintenance: boolean;
  readonly failed: boolean;
  readonly failureIgnored: boolean;
  readonly pending?: string;
  /** Nodes it runs on, by Pacemaker node name. More than one for a primitive is a fault. */
  readonly nodes: readonly string[];
  /** Ids of the enclosing clone, group, bundle, outermost first. */
  readonly within: readonly {
    readonly kind: 'clone' | 'group' | 'bundle';
    readonly id: string;
    readonly multiState?: boolean;
  }[];
}

export interface CrmFailure {
  readonly key: string;
  readonly resource?: string;
  readonly task?: string;
  readonly node: string;
  readonly exitCode?: number;
  readonly exitStatus?: string;
  readonly exitReason?: string;
  readonly status?: string;
  /** Milliseconds since the epoch; undefined where the text could not be read. */
  readonly at?: number;
}

export interface CrmFailCount {
  readonly resource: string;
  readonly node: string;
  /** 1000000 is INFINITY. */
  readonly count: number;
  readonly migrationThreshold?: number;
  readonly lastFailureAt?: number;
}

export interface CrmFenceEvent {
  readonly action: string;
  readonly target: string;
  readonly status: 'success' | 'failed' | 'pending' | 'unknown';
  readonly delegate?: string;
  readonly client?: string;
  readonly origin?: string;
  readonly exitReason?: string;
  readonly completedAt?: number;
}

export interface CrmBan {
  readonly id: string;
  readonly resource: string;
  readonly node: string;
  readonly weight: number;
  readonly promotedOnly: boolean;
}

/** The cluster as this one node sees it. */
export interface PacemakerReading {
  readonly version?: string;
  readonly apiVersion?: string;
  readonly daemonState?: string;
  readonly dc?: {
    readonly name: string;
    readonly id: string;
    readonly version?: string;
    readonly withQuorum: boolean;
  };
  readonly quorate: boolean;
  readonly lastChange?: {
    readonly at?: number;
    readonly user?: string;
    readonly client?: string;
    readonly origin?: string;
  };
  readonly options: {
    readonly stonithEnabled: boolean;
    readonly symmetric: boolean;
    readonly noQuorumPolicy: string;
    readonly maintenanceMode: boolean;
    readonly stopAll: boolean;
  };
  readonly nodes: readonly CrmNode[];
  readonly resources: readonly CrmResource[];
  readonly failures: readonly CrmFailure[];
  readonly failCounts: readonly CrmFailCount[];
  readonly fenceHistory: readonly CrmFenceEvent[];
  readonly bans: readonly CrmBan[];
  /** Transient node attributes, node → name → value (promotion scores are `master-<rsc>`). */
  readonly nodeAttributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface CibVersion {
  readonly adminEpoch: number;
  readonly epoch: number;
  readonly numUpdates: number;
}

export interface CibPrimitive {
  readonly kind: 'primitive';
  readonly id: string;
  readonly class: string;
  readonly provider?: string;
  readonly type: string;
  /** Instance attributes; values of secret names are replaced by `•••` before anything else sees them. */
  readonly params: Readonly<Record<string, string>>;
  readonly meta: Readonly<Record<string, string>>;
  readonly operations: readonly {
    readonly name: string;
    readonly interval: string;
    readonly timeout?: string;
    readonly role?: string;
    readonly onFail?: string;
  }[];
  readonly template?: string;
}
export interface CibGroup {
  readonly kind: 'group';
  readonly id: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly members: readonly CibPrimitive[];
}
export interface CibClone {
  readonly kind: 'clone';
  readonly id: string;
  readonly promotable: boolean;
  readonly meta: Readonly<Record<string, string>>;
  readonly child: CibPrimitive | CibGroup;
}
export interface CibBundle {
  readonly kind: 'bundle';
  readonly id: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly child?: CibPrimitive;
  /** The container technology's element (`docker`, `podman`, `rkt`) with its attributes (image, replicas, …). */
  readonly container?: { readonly kind: string; readonly attributes: Readonly<Record<string, string>> };
}
export type CibResource = CibPrimitive | CibGroup | CibClone | CibBundle;

/** A constraint as written; `attributes` are the element's own, `xml` its full text for what is not modelled. */
export interface CibConstraint {
  readonly kind: 'location' | 'colocation' | 'order' | 'ticket';
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly xml: string;
}

export interface CibReading {
  readonly version: CibVersion;
  readonly validateWith?: string;
  readonly featureSet?: string;
  readonly haveQuorum?: boolean;
  readonly dcUuid?: string;
  readonly lastWritten?: string;
  readonly updateUser?: string;
  readonly updateClient?: string;
  readonly updateOrigin?: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly resourceDefaults: Readonly<Record<string, string>>;
  readonly operationDefaults: Readonly<Record<string, string>>;
  readonly nodes: readonly {
    readonly id: string;
    readonly name: string;
    readonly type?: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
  readonly resources: readonly CibResource[];
  readonly constraints: readonly CibConstraint[];
  readonly alerts: readonly { readonly id: string; readonly path: string }[];
  /** `<fencing-topology>`: which devices are tried for which target, in which order. */
  readonly fencingLevels: readonly {
    readonly id: string;
    readonly index: number;
    readonly target?: string;
    readonly devices: readonly string[];
  }[];
  /** `<tags>`: named sets of resource ids. */
  readonly tags: readonly { readonly id: string; readonly references: readonly string[] }[];
  /** The configuration section in canonical form with secrets redacted; hashed elsewhere, it is what a plan is bound to. */
  readonly configurationText: string;
  /** SHA-256 of it without what the cluster writes by itself (`cib-steady.ts`); set by the reader, which may hash. */
  readonly steadySha256?: string;
}

/** One predicted action of `crm_simulate -S` (reference 2.7). */
export interface SimulatedAction {
  readonly action: string;
  readonly resource?: string;
  readonly node?: string;
  readonly source?: string;
  readonly dest?: string;
  readonly reason?: string;
  readonly blocked?: boolean;
}
export interface SimulationReading {
  readonly actions: readonly SimulatedAction[];
  readonly fencing: readonly { readonly target: string; readonly task: string }[];
  /** Where everything would be afterwards. */
  readonly after: readonly CrmResource[];
  readonly afterNodes: readonly CrmNode[];
}

/** What the cluster's own simulator says about losing each node right now; collected on the DC only. */
export interface SurvivalReading {
  readonly cibVersion: CibVersion;
  readonly onLoss: Readonly<Record<string, SimulationReading>>;
}
