import type { DirectoryNetwork } from '@/lib/live/protocol';
import type { BareMachine } from './build-cluster';
import type { KeptDesign } from './build-design';

/**
 * The state of one adoption, as stored in `Adoption.state`. The page writes answers, the control plane writes
 * findings; each phase names what it waits for. Nothing is inventory before `adopted`.
 */

/** What went wrong, named so that the page can say it in two languages with the next step. */
export type AdoptionProblem =
  | 'address-invalid'
  | 'name-not-found'
  | 'connection-refused'
  | 'timed-out'
  | 'auth-failed'
  | 'key-unreadable'
  | 'host-key-changed'
  | 'no-sudo'
  | 'not-a-cluster'
  | 'corosync-not-running'
  | 'pacemaker-not-running'
  | 'different-cluster'
  | 'wrong-node'
  | 'unsupported-version'
  | 'unparsable'
  | 'already-adopted'
  | 'not-debian'
  | 'not-bare'
  | 'same-name'
  | 'interrupted';

export interface AdoptionNode {
  /** Corosync's name; undefined for the first node until it is read. */
  readonly name?: string;
  readonly host: string;
  readonly port: number;
  readonly login: string;
  readonly hostKey?: { readonly type: string; readonly key: string; readonly sha256: string };
  readonly hostKeyConfirmed: boolean;
  /** A fingerprint known beforehand (the practice cluster's): the same key needs no person to confirm it. */
  readonly expectedSha256?: string;
  /** Corosync's node id; undefined for the first node until it is read. */
  readonly nodeId?: number;
  readonly phase: 'unknown' | 'host-key' | 'signing-in' | 'reading' | 'read' | 'failed';
  readonly problem?: { readonly kind: AdoptionProblem; readonly detail?: string };
  readonly corosyncAddresses?: readonly string[];
  /** Of a machine that a cluster is to be built from. */
  readonly machine?: BareMachine;
  /** What was read, in short lines for the review: label key and value. */
  readonly findings?: readonly { readonly label: string; readonly value: string }[];
}

export interface AdoptionState {
  readonly version: 1;
  /** A cluster that is built first, from machines without one. Absent: one that is there already. */
  readonly purpose?: 'build';
  readonly phase:
    | 'first-node'
    | 'peers'
    | 'reading'
    | 'review'
    | 'adopting'
    /** Building: the machines are read, and a person says what the cluster shall be. */
    | 'design'
    /** The design is taken: rows of the cluster and its plan are being written. */
    | 'founding'
    /** The plan is there to be approved and run; the design may be changed until it has. */
    | 'building'
    | 'adopted'
    | 'failed'
    | 'cancelled';
  readonly nodes: readonly AdoptionNode[];
  readonly clusterName?: string;
  readonly design?: KeptDesign;
  /** The plan made of the design last. */
  readonly planId?: string;
  readonly proposal?: {
    readonly networks: readonly (DirectoryNetwork & {
      readonly interfaces: Readonly<Record<string, string>>;
      /** Message ids saying why this role is proposed. */
      readonly reasons: readonly string[];
      readonly speedMbps?: number;
    })[];
    readonly services: readonly {
      readonly name: string;
      readonly mode: 'active-active' | 'active-standby';
      readonly resourceId?: string;
      readonly backend?: string;
      readonly unit?: string;
      readonly usesHafs: boolean;
      readonly vipResourceId?: string;
    }[];
    readonly vips: readonly {
      readonly resourceId: string;
      readonly address: string;
      readonly cidr?: string;
    }[];
    readonly drbd: readonly {
      readonly name: string;
      readonly protocol?: string;
      readonly fencing?: string;
      readonly mountpoint?: string;
    }[];
  };
  readonly problem?: { readonly kind: AdoptionProblem; readonly node?: string; readonly detail?: string };
}
