/**
 * A change of HAFS as ordered, neutral steps: plain data that names a node, what is run, written, waited for or handed to
 * Pacemaker, what must be read back afterwards, and how it is taken back. Nothing here runs anything.
 */
import type { Command } from '@/lib/base/command';
import type { DangerId, PlanTitleId, StepTitleId } from './hafs-messages';
import type { DrbdDiskState, DrbdRole } from './types';

/** What must be read back from the node (or from every node, for `cluster`) for a step to count as done. */
export type HafsGoal =
  | { readonly kind: 'block-device'; readonly device: string; readonly minBytes: number }
  | { readonly kind: 'no-block-device'; readonly device: string }
  | { readonly kind: 'physical-volume'; readonly device: string }
  | { readonly kind: 'volume-group'; readonly group: string }
  /** `blankVerdict` says `blank`, given that the file of `ownResource` already names the device; else the plan stops. */
  | { readonly kind: 'blank'; readonly device: string; readonly ownResource: string }
  | { readonly kind: 'file'; readonly path: string; readonly content: string }
  | { readonly kind: 'no-file'; readonly path: string }
  | {
      readonly kind: 'drbd-metadata';
      readonly device: string;
      readonly minor: number;
      readonly found: boolean;
    }
  | { readonly kind: 'drbd-present'; readonly resource: string; readonly present: boolean }
  | { readonly kind: 'drbd-connected'; readonly resource: string; readonly connected: boolean }
  | { readonly kind: 'drbd-role'; readonly resource: string; readonly role: DrbdRole }
  | { readonly kind: 'drbd-disk'; readonly resource: string; readonly states: readonly DrbdDiskState[] }
  /** Every copy UpToDate, nothing out of sync, no resync. */
  | { readonly kind: 'drbd-in-sync'; readonly resource: string }
  | { readonly kind: 'drbd-syncing'; readonly resource: string }
  | { readonly kind: 'drbd-paused'; readonly resource: string; readonly paused: boolean }
  | {
      readonly kind: 'drbd-size';
      readonly resource: string;
      readonly volume: number;
      readonly minBytes: number;
    }
  /** `parseDryRun` gives nothing worse than this; `nothing` when file and kernel agree. */
  | {
      readonly kind: 'dry-run';
      readonly resource: string;
      readonly worst: 'nothing' | 'options' | 'connection' | 'device';
    }
  | { readonly kind: 'verify-running'; readonly resource: string; readonly volume: number }
  | { readonly kind: 'verify-ended'; readonly resource: string; readonly volume: number }
  | { readonly kind: 'signature'; readonly device: string; readonly type: string }
  | { readonly kind: 'filesystem-size'; readonly mountPoint: string; readonly minBytes: number }
  /** The Pacemaker part stands in the CIB and has settled, or is gone from it. */
  | { readonly kind: 'pacemaker'; readonly present: boolean };

/** How a step is taken back; `none` with the reason people read: it cannot be. */
export type HafsUndo =
  | { readonly kind: 'run'; readonly command: Command }
  | { readonly kind: 'write-file'; readonly path: string; readonly content: string; readonly mode: number }
  | { readonly kind: 'remove-file'; readonly path: string }
  | { readonly kind: 'cib'; readonly change: 'add' | 'remove' }
  | { readonly kind: 'nothing-changed' }
  | {
      readonly kind: 'none';
      readonly reason: 'data-written' | 'data-gone' | 'size-only-grows' | 'by-next-step';
    };

/** What Pacemaker shall have for this HAFS (reference 2.2); the XML is built elsewhere. */
export interface PacemakerPart {
  readonly resource: string;
  /** `ocf:linbit:drbd` as promotable clone: one promoted, a copy on each of `nodes`, `notify=true`. */
  readonly drbdPrimitive: string;
  readonly clone: string;
  readonly nodes: readonly string[];
  readonly promotedMax: 1;
  readonly filesystem: {
    readonly id: string;
    readonly device: string;
    readonly directory: string;
    readonly type: 'ext4' | 'xfs';
    readonly options: string;
  };
  readonly constraints: readonly [
    { readonly kind: 'colocation'; readonly of: string; readonly with: string; readonly role: 'Promoted' },
    { readonly kind: 'order'; readonly first: string; readonly action: 'promote'; readonly next: string },
  ];
}

interface StepBase {
  /** Unique within the plan: `node1-create-md`. */
  readonly id: string;
  /** A host, or `cluster` for what is done once and seen by all. */
  readonly node: string;
  readonly title: StepTitleId;
  readonly object: string;
  readonly goal: HafsGoal;
  readonly risk: 'safe' | 'disruptive' | 'data-loss';
  readonly danger?: DangerId;
  readonly undo: HafsUndo;
}

export type HafsStep =
  | (StepBase & { readonly kind: 'run'; readonly command: Command })
  | (StepBase & {
      readonly kind: 'write-file';
      readonly path: string;
      readonly content: string;
      readonly mode: number;
      /** What stands there now: the node refuses anything else (invariant 15). Absent: the file must not be there. */
      readonly replaces?: string;
      /** Written here first, checked by `check`, then renamed; not included by drbd.conf. */
      readonly temporaryPath: string;
      readonly check: Command;
    })
  | (StepBase & { readonly kind: 'remove-file'; readonly path: string; readonly content: string })
  | (StepBase & { readonly kind: 'wait'; readonly timeoutMs: number })
  | (StepBase & { readonly kind: 'cib'; readonly change: 'add' | 'remove'; readonly part: PacemakerPart });

export interface HafsPlan {
  readonly title: PlanTitleId;
  /** For the title's words: resource or volume, and the node it is about. */
  readonly object: string;
  readonly node?: string;
  readonly resource: string;
  readonly steps: readonly HafsStep[];
  /** Who has to be asked, and to type what, before anything runs: the node whose copy is lost. */
  readonly confirm: readonly string[];
}

/** What a storage step must look like to be taken in; `lib/host/backing-steps.ts` makes such. */
export interface PreparedStep {
  readonly id: string;
  readonly what: 'pvcreate' | 'vgcreate' | 'lvcreate' | 'lvextend' | 'lvremove' | 'mkpart' | 'rmpart';
  readonly object: string;
  readonly command: Command;
  readonly risk: 'safe' | 'disruptive' | 'data-loss';
  readonly goal: Extract<
    HafsGoal,
    { readonly kind: 'block-device' | 'no-block-device' | 'physical-volume' | 'volume-group' }
  >;
  readonly undo?: Command;
}

export interface PreparedBacking {
  readonly device: string;
  readonly sizeBytes: number;
  readonly steps: readonly PreparedStep[];
}
