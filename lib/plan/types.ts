import type { Sentence } from '@/lib/base/sentence';
import type { VerifyState } from '@/lib/drbd/verify-result';
import type { ConfigEdit } from '@/lib/haproxy/config-edits';
import type { BuildCluster } from '@/lib/inventory/build-cluster';
import type { CibDifference } from '@/lib/pacemaker/cib-differences';
import type { CibChange } from '@/lib/pacemaker/cib-patch';
import type { ConfigurationEdit, ConfigurationRequest } from '@/lib/pacemaker/configuration-edit';
import type { SimulatedAction } from '@/lib/pacemaker/types';
import type { FenceIntent } from './fence-intents';
import type { HafsIntent } from './hafs-intents';
import type { NonlocalBindWish, ProtectService, ServeApache, UnitAtBoot } from './service-intents';
import type { OutputRule } from './step-output';
import type { ProbeTarget, SeenInterruption } from './vip-probe';

/**
 * A plan is plain JSON: what was asked, the state it was computed from, ordered steps, what the cluster's own
 * simulator says will happen, and the guards with their verdicts. The plan that was shown is the plan that runs.
 */

export type Intent =
  | { readonly kind: 'node-standby'; readonly node: string }
  | { readonly kind: 'node-online'; readonly node: string }
  | { readonly kind: 'move-resource'; readonly resource: string; readonly node: string }
  /** Anything of the cluster's configuration, as one atomic patch. */
  | { readonly kind: 'edit-configuration'; readonly edit: ConfigurationEdit }
  /** Forgets failures, so that the scheduler may try again: of a resource, on a node, or all. */
  | { readonly kind: 'clean-up'; readonly resource?: string; readonly node?: string }
  | {
      readonly kind: 'drbd-action';
      readonly action: DrbdAction;
      readonly resource: string;
      readonly node: string;
    }
  /** Until the next reload: runtime state is not in the file (reference 3.5). */
  | {
      readonly kind: 'haproxy-server';
      readonly backend: string;
      readonly server: string;
      readonly state: HaproxyServerState;
    }
  /** New text of one configuration file on some nodes, each bound to the text it replaces. */
  | { readonly kind: 'edit-file'; readonly tool: FileTool; readonly files: readonly FileEdit[] }
  | HafsIntent
  | FenceIntent
  | BuildCluster
  /** Edits of haproxy.cfg, made to the text that each of the nodes has when it is planned. */
  | {
      readonly kind: 'edit-haproxy';
      readonly nodes: readonly string[];
      readonly edits: readonly ConfigEdit[];
    }
  | ProtectService
  | NonlocalBindWish
  | ServeApache
  | UnitAtBoot
  /** Several changes in one plan, in this order: the undo of one that was made of several. */
  | { readonly kind: 'combined'; readonly of: string; readonly parts: readonly Intent[] };
export type IntentKind = Intent['kind'];

/** What a person can ask for: edits as they are come only from an undo, hashes and new clusters only from Haven itself. */
export type AskedIntent =
  | Exclude<
      Intent,
      { kind: 'edit-configuration' | 'edit-file' | 'unit-at-boot' | 'combined' | 'build-cluster' }
    >
  | { readonly kind: 'edit-configuration'; readonly edit: ConfigurationRequest }
  | {
      readonly kind: 'edit-file';
      readonly tool: 'haproxy';
      readonly files: readonly Omit<FileEdit, 'sha256'>[];
    };

export type DrbdAction = 'connect' | 'disconnect' | 'pause-sync' | 'resume-sync';
export type HaproxyServerState = 'ready' | 'drain' | 'maint';
/** What has to happen around writing the file: how it is checked and taken into use. */
export type FileTool = 'apache' | 'haproxy' | 'systemd' | 'sysctl';

export interface FileEdit {
  readonly node: string;
  readonly path: string;
  /** SHA-256 of the text it replaces; `NO_FILE`'s where there is none yet. */
  readonly baseSha256: string;
  readonly text: string;
  /** SHA-256 of `text`; `NO_FILE`'s where it is to go. */
  readonly sha256: string;
  /** What the kernel is to say afterwards, where no file is left to say it. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The state a plan is bound to: a world that no longer matches it is a world nobody reviewed. */
export interface Fingerprint {
  /** SHA-256 of the CIB's configuration section in canonical form. */
  readonly configurationSha256: string;
  readonly adminEpoch: number;
  readonly epoch: number;
  /** What matters of DRBD, quorum, membership and placement, hashed. */
  readonly factsSha256: string;
  /** The same facts in the open, `node2 drbd hafs/0 disk` → `UpToDate`, so that a stale plan can say what moved. */
  readonly facts: Readonly<Record<string, string>>;
}

/** One difference between the state a plan was made from and the state found when it was to run. */
export interface Drift {
  readonly fact: string;
  readonly was?: string;
  readonly is?: string;
}

export type GuardLevel = 'deny' | 'confirm' | 'warn';
export type GuardVerdict = 'pass' | 'fail' | 'unknown';

/** One safety invariant (reference section 7) evaluated for this plan. `unknown` counts as failed for `deny`. */
export interface GuardResult {
  /** e.g. `quorum-after`, `last-up-to-date-copy`; words in lib/plan/messages.ts */
  readonly id: string;
  readonly invariant: number;
  readonly level: GuardLevel;
  readonly verdict: GuardVerdict;
  /** What blocks, named: node, resource, volume. */
  readonly objects: readonly string[];
  readonly params: Readonly<Record<string, string | number>>;
  /** What is wrong in sentences of their own, where a list of names would not say it. */
  readonly details?: readonly Sentence[];
}

export type StepAction =
  /** One versioned atomic patch, run on `node` as a transient unit. */
  | { readonly kind: 'cib-patch'; readonly changes: readonly CibChange[] }
  /** Wait until the cluster has settled (no transition pending, DC idle). */
  | { readonly kind: 'wait-settled'; readonly timeoutMs: number }
  /** One command, run on `node` as a transient unit. */
  | {
      readonly kind: 'run';
      readonly argv: readonly [string, ...string[]];
      readonly timeoutMs: number;
      /** What the command reads from its standard input. */
      readonly stdin?: string;
      /** It only looks: nothing has to be asked or taken back after it. */
      readonly isReadOnly?: boolean;
      /** What it has to print, besides ending well. */
      readonly expects?: OutputRule;
    }
  /** Replaces one file on `node`, if it is still the reviewed one, by a rename: old or new, never half. */
  | {
      readonly kind: 'write-file';
      readonly path: string;
      /** Null: there is no such file yet, and none may be replaced. */
      readonly baseSha256: string | null;
      readonly sha256: string;
      readonly text: string;
      /** `text` has places in it for secrets, which the file on the node already holds and no plan does. */
      readonly keepsSecrets?: boolean;
      /** `text` has places in it for secrets that Haven itself holds until they lie on the nodes (`{{secret:…}}`). */
      readonly isSealed?: boolean;
      /** With a `baseSha256` of null: what a package has put there, and nobody has edited since, may be replaced. */
      readonly replacesPackaged?: boolean;
      /** A new file that others than root have to read. */
      readonly isReadable?: boolean;
      /** The tool's own check of a file, whose name is added as the last word. */
      readonly check: readonly string[];
      /** Only checked, not put in place. */
      readonly isReadOnly?: boolean;
    }
  /** Takes one file on `node` away, if it is still the reviewed one. */
  | { readonly kind: 'remove-file'; readonly path: string; readonly baseSha256: string }
  /** Nothing is sent: the nodes do it by themselves, and the step's checks say when it is done. */
  | { readonly kind: 'wait-for' };

/** A condition read back from the nodes after a step, as data, evaluated by one pure checker. */
export type Check =
  | {
      readonly kind: 'node-attribute';
      readonly node: string;
      readonly name: string;
      readonly value: string | null;
    }
  | { readonly kind: 'node-standby'; readonly node: string; readonly standby: boolean }
  /** Its fencing since the step began is on record, or it is down and clean: as every other node sees it. */
  | { readonly kind: 'node-fenced'; readonly node: string }
  | { readonly kind: 'resource-on'; readonly resource: string; readonly node: string }
  | { readonly kind: 'resource-not-on'; readonly resource: string; readonly node: string }
  /** It works somewhere; where is for the comparison with the prediction. */
  | { readonly kind: 'resource-runs'; readonly resource: string }
  /** An instance of a clone is active on the node, in whatever role. */
  | { readonly kind: 'instance-on'; readonly resource: string; readonly node: string }
  | { readonly kind: 'address-only-on'; readonly address: string; readonly node: string }
  /** Exactly one of the nodes that answered holds the address. */
  | { readonly kind: 'address-once'; readonly address: string }
  | { readonly kind: 'constraint'; readonly id: string }
  | { readonly kind: 'no-constraint'; readonly id: string }
  /** Every one of these edits is in the configuration. */
  | { readonly kind: 'configuration'; readonly changes: readonly CibChange[] }
  | { readonly kind: 'resource-stopped'; readonly resource: string }
  /** No failure of it is remembered, on that node or any. */
  | { readonly kind: 'no-failures'; readonly resource?: string; readonly on?: string }
  | {
      readonly kind: 'drbd';
      readonly node: string;
      readonly resource: string;
      readonly field:
        | 'connection'
        | 'replication'
        | 'suspended'
        | 'disk'
        | 'role'
        /** KiB as a number. */
        | 'out-of-sync'
        /** `up` or `down`. */
        | 'presence';
      /** Any of these. */
      readonly values: readonly string[];
    }
  | {
      readonly kind: 'haproxy-server';
      readonly node: string;
      readonly backend: string;
      readonly server: string;
      readonly states: readonly string[];
    }
  /** HAProxy was started anew since the step began, and has these frontends and backends. */
  | { readonly kind: 'haproxy-reloaded'; readonly node: string; readonly proxies: readonly string[] }
  | { readonly kind: 'file'; readonly node: string; readonly path: string; readonly sha256: string }
  | HostCheck
  | StorageCheck;

/** What one node says of itself: HAProxy, kernel, systemd, packages, and the cluster it belongs to. */
export type HostCheck =
  /** HAProxy would send a request somewhere: the backend is UP, and these servers, or any, passed their check. */
  | {
      readonly kind: 'backend-up';
      readonly node: string;
      readonly backend: string;
      readonly servers: readonly string[];
    }
  | { readonly kind: 'kernel-setting'; readonly node: string; readonly key: string; readonly value: string }
  | {
      readonly kind: 'unit';
      readonly node: string;
      readonly unit: string;
      readonly field: 'at-boot' | 'active';
      /** Any of these. */
      readonly values: readonly string[];
    }
  /** Apache has the socket open, or not any more: `*` for every address. */
  | {
      readonly kind: 'listens';
      readonly node: string;
      readonly address: string;
      readonly port: number;
      readonly isOn: boolean;
    }
  /** All of these are installed. */
  | { readonly kind: 'packages'; readonly node: string; readonly names: readonly string[] }
  /** Corosync has quorum with so many members, as the node sees it. */
  | { readonly kind: 'quorate'; readonly node: string; readonly members: number }
  /** Pacemaker on the node sees all of these online. */
  | { readonly kind: 'all-online'; readonly node: string; readonly names: readonly string[] };

/** What lies under and on top of DRBD on one node. */
export type StorageCheck =
  | { readonly kind: 'volume-group'; readonly node: string; readonly group: string }
  | { readonly kind: 'no-file'; readonly node: string; readonly path: string }
  | {
      readonly kind: 'drbd-size';
      readonly node: string;
      readonly resource: string;
      readonly volume: number;
      readonly minBytes: number;
    }
  | {
      readonly kind: 'logical-volume';
      readonly node: string;
      readonly group: string;
      readonly name: string;
      readonly minBytes: number;
    }
  | {
      readonly kind: 'no-logical-volume';
      readonly node: string;
      readonly group: string;
      readonly name: string;
    }
  | {
      readonly kind: 'filesystem-size';
      readonly node: string;
      readonly mountPoint: string;
      readonly minBytes: number;
    }
  /** What `wipefs` finds written on a device: `drbd`, `ext4`. */
  | { readonly kind: 'signature'; readonly node: string; readonly device: string; readonly type: string }
  | { readonly kind: 'no-signature'; readonly node: string; readonly device: string; readonly type: string };

export interface PlanStep {
  readonly id: string;
  /** Message id in lib/plan/messages.ts with parameters: a plan reads in the reader's language. */
  readonly title: string;
  readonly params: Readonly<Record<string, string>>;
  readonly node: string;
  readonly action: StepAction;
  /** Must hold right before the command is sent: what the step was drafted on. */
  readonly before?: readonly Check[];
  /**
   * The exact command as it will run on the node. Filled in at run time, because they do not exist before:
   * `{{job}}`, `{{num_updates}}` and, from the second change of a job on, `{{epoch}}`.
   */
  readonly commandText: string;
  readonly verify: readonly Check[];
  readonly verifyTimeoutMs: number;
  /** Takes back what an earlier step put in place only for the time being: runs after a cancel or a failure too. */
  readonly cleanup?: boolean;
  /** Where the goal is reached already, by an earlier try, nothing is run. */
  readonly skipsWhenReached?: boolean;
  /** Runs only when the job fails or is cancelled, and only if a step on that node was begun: brings it back. */
  readonly recovers?: string;
  /** Which of the changes a plan is made of, from 0: only what that one has begun is brought back. */
  readonly part?: number;
  readonly risk: Risk;
  /**
   * The command could lose data, but this very plan made what it is run on, and the step proves it blank before: there
   * is nothing to lose, so one administrator is enough.
   */
  readonly isOnBlank?: boolean;
  /** What is dangerous about the command, in words of lib/plan/messages-hafs.ts. */
  readonly careful?: string;
}
export type Risk = 'safe' | 'disruptive' | 'data-loss';

/** Where instances of a resource in one role are before and after: node names. */
export interface Move {
  readonly resource: string;
  readonly role: 'Started' | 'Promoted';
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** A service or VIP that blinks. Seconds; `measured` comes from earlier changes of this cluster, `budget` from reference 10.5. */
export interface Interruption {
  readonly service: string;
  readonly lowSeconds: number;
  readonly highSeconds: number;
  readonly basis: 'measured' | 'budget';
}

export interface Prediction {
  readonly actions: readonly SimulatedAction[];
  /** Resource id → node(s) before and after. */
  readonly moves: readonly Move[];
  /** Services that would blink, and for how long: seconds, low and high, and where the figure comes from. */
  readonly interruptions: readonly Interruption[];
  /** What a further node loss afterwards would stop: node → resources, or that nobody could say. */
  readonly afterLoss: Readonly<Record<string, readonly string[] | 'unknown'>>;
}

export interface Plan {
  readonly version: 1;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly intent: Intent;
  readonly createdAt: number;
  readonly base: Fingerprint;
  /** What brings this back, as it would be proposed after the job: absent where nothing changes. */
  readonly reverse?: Intent;
  readonly steps: readonly PlanStep[];
  readonly guards: readonly GuardResult[];
  readonly prediction: Prediction;
  readonly nothingToDo?: { readonly reason: string; readonly params: Readonly<Record<string, string>> };
}

export type PlanStatus =
  | 'proposing'
  | 'blocked'
  | 'proposed'
  | 'nothing-to-do'
  | 'approved'
  | 'stale'
  | 'withdrawn'
  | 'failed';
export type JobStatus = 'queued' | 'running' | 'needs-decision' | 'succeeded' | 'failed' | 'cancelled';
export type StepStatus =
  | 'pending'
  | 'starting'
  | 'running'
  | 'verifying'
  | 'done'
  | 'skipped'
  | 'failed'
  | 'unknown';

/** Why a plan could not be made or run, as data: words in lib/plan/messages.ts. */
export interface PlanProblem {
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
  readonly drift?: readonly Drift[];
  /** What somebody changed in the cluster's configuration meanwhile, object by object. */
  readonly configuration?: readonly CibDifference[];
}

/** How long a resource was nowhere, read from the live events between its leaving and its arriving. */
export interface ObservedGap {
  readonly fact: string;
  readonly from: string;
  readonly to: string;
  readonly leftAt: number;
  readonly arrivedAt: number;
}

/** The prediction held against what was read from the cluster afterwards. */
export interface MoveComparison {
  readonly resource: string;
  readonly role: Move['role'];
  readonly predicted: readonly string[];
  readonly actual: readonly string[];
  readonly agrees: boolean;
}

/** What a job leaves behind to be read: stored in `Job.result`. */
export interface JobResult {
  readonly problem?: PlanProblem;
  readonly comparison?: readonly MoveComparison[];
  /** Not a probe of the service from outside: only when Haven saw it leave one node and arrive on another. */
  readonly gaps?: readonly ObservedGap[];
  /** What watches the VIPs while the job runs, on record before it is started. */
  readonly probes?: readonly JobProbe[];
  /** How long each node saw a VIP not answer, ten tries a second. */
  readonly interruptions?: readonly SeenInterruption[];
  /** The step a person must decide about, and what was read of its goal. */
  readonly question?: {
    readonly stepIndex: number;
    readonly reason: PlanProblem;
    readonly checks: readonly CheckResult[];
  };
  readonly checks?: readonly CheckResult[];
  /** What a comparison of the copies found. */
  readonly verified?: { readonly resource: string; readonly state: VerifyState; readonly at: number };
  readonly decisions?: readonly {
    readonly stepIndex: number;
    readonly decision: JobDecision;
    readonly by: string;
    readonly at: number;
  }[];
}

export interface JobProbe extends ProbeTarget {
  readonly node: string;
  readonly unit: string;
}

/** What a person may answer when nobody can know whether a step happened. */
export type JobDecision = 'happened' | 'not-happened' | 'continue' | 'stop';

/** A check as read back, with each node's own view: where nodes disagree, both show. */
export interface CheckResult {
  readonly check: Check;
  readonly verdict: GuardVerdict;
  readonly nodes: readonly {
    readonly node: string;
    readonly verdict: GuardVerdict;
    readonly seen?: string;
  }[];
}
