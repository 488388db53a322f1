import type { CibChange } from '@/lib/pacemaker/cib-patch';
import type { SimulatedAction } from '@/lib/pacemaker/types';

/**
 * A plan is plain JSON: what was asked, the state it was computed from, ordered steps, what the cluster's own
 * simulator says will happen, and the guards with their verdicts. The plan that was shown is the plan that runs.
 */

export type Intent =
  | { readonly kind: 'node-standby'; readonly node: string }
  | { readonly kind: 'node-online'; readonly node: string }
  | { readonly kind: 'move-resource'; readonly resource: string; readonly node: string }
  | { readonly kind: 'undo'; readonly jobId: string };

/** A number that no step may ever exceed silently: the state a plan is bound to. */
export interface Fingerprint {
  /** SHA-256 of the CIB's configuration section in canonical form. */
  readonly configurationSha256: string;
  readonly adminEpoch: number;
  readonly epoch: number;
  /** Node → what matters of its DRBD, quorum and membership state, hashed. */
  readonly factsSha256: string;
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
}

export type StepAction =
  /** One versioned atomic patch, run on `node` as a transient unit. */
  | { readonly kind: 'cib-patch'; readonly changes: readonly CibChange[] }
  /** Wait until the cluster has settled (no transition pending, DC idle). */
  | { readonly kind: 'wait-settled'; readonly timeoutMs: number };

/** A condition read back from the nodes after a step, as data, evaluated by one pure checker. */
export type Check =
  | {
      readonly kind: 'node-attribute';
      readonly node: string;
      readonly name: string;
      readonly value: string | null;
    }
  | { readonly kind: 'node-standby'; readonly node: string; readonly standby: boolean }
  | { readonly kind: 'resource-on'; readonly resource: string; readonly node: string }
  | { readonly kind: 'resource-not-on'; readonly resource: string; readonly node: string }
  | { readonly kind: 'address-only-on'; readonly address: string; readonly node: string }
  | { readonly kind: 'no-constraint'; readonly id: string };

export interface PlanStep {
  readonly id: string;
  /** Message id in lib/plan/messages.ts with parameters: a plan reads in the reader's language. */
  readonly title: string;
  readonly params: Readonly<Record<string, string>>;
  readonly node: string;
  readonly action: StepAction;
  /** The exact command as it will run on the node; `{{num_updates}}` is the one value filled in at run time. */
  readonly commandText: string;
  readonly verify: readonly Check[];
  readonly verifyTimeoutMs: number;
  readonly undo?: StepAction;
  readonly risk: 'safe' | 'disruptive' | 'data-loss';
}

export interface Prediction {
  readonly actions: readonly SimulatedAction[];
  /** Resource id → node(s) before and after. */
  readonly moves: readonly {
    readonly resource: string;
    readonly from: readonly string[];
    readonly to: readonly string[];
  }[];
  /** Services that would blink, and for how long: seconds, low and high, and where the figure comes from. */
  readonly interruptions: readonly {
    readonly service: string;
    readonly lowSeconds: number;
    readonly highSeconds: number;
    readonly basis: 'measured' | 'budget';
  }[];
  /** What would survive a further node loss afterwards: node → resources that would stop. */
  readonly afterLoss: Readonly<Record<string, readonly string[]>>;
}

export interface Plan {
  readonly version: 1;
  readonly clusterId: string;
  readonly intent: Intent;
  readonly createdAt: number;
  readonly base: Fingerprint;
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
