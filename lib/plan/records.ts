/** Plans and jobs as they are read from their rows, and as pages get them. */
import type { Outcome } from '@/lib/base/command';
import type { Intent, JobResult, JobStatus, Plan, PlanProblem, PlanStatus, StepStatus } from './types';

export interface PlanRecord {
  readonly id: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly status: PlanStatus;
  readonly intent: Intent;
  /** Absent while planning, after a failure, and when an older Haven wrote it in another form. */
  readonly plan?: Plan;
  readonly planHash?: string;
  readonly problem?: PlanProblem;
  readonly proposedById: string;
  readonly approvedById?: string;
  /** Where two people are needed: who approved it first. */
  readonly firstApprovedById?: string;
  readonly undoOfJobId?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly approvedAt?: number;
  readonly jobId?: string;
}

/** One attempt: what was run, as text, and what came of it. */
export interface AttemptRecord {
  readonly node: string;
  readonly unit?: string;
  readonly command: string;
  readonly outcome: Outcome;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface StepRecord {
  readonly id: string;
  readonly index: number;
  readonly status: StepStatus;
  /** Name of the unit of the latest attempt. */
  readonly unit?: string;
  /** Boot of the node in which that attempt was begun. */
  readonly bootId?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly attempts: readonly AttemptRecord[];
}

export interface JobRecord {
  readonly id: string;
  readonly clusterId: string;
  readonly planId: string;
  readonly status: JobStatus;
  readonly cancelRequested: boolean;
  readonly result: JobResult;
  readonly steps: readonly StepRecord[];
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
}

export interface ChangeView {
  readonly plan: PlanRecord;
  /** What a reviewer types where rules ask for it. */
  readonly confirmationText: string;
  readonly job?: JobRecord;
  readonly proposedBy: string;
  readonly approvedBy?: string;
  readonly firstApprovedBy?: string;
  /** The plan as text, in English as in every log, for tickets. */
  readonly text?: string;
  /** What this person may do with it now. */
  readonly can: {
    readonly approve: boolean;
    readonly withdraw: boolean;
    readonly cancel: boolean;
    readonly decide: boolean;
    readonly undo: boolean;
    readonly proposeAgain: boolean;
    readonly audit: boolean;
  };
}

export interface ChangeSummary {
  readonly planId: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly intent: Intent;
  readonly planStatus: PlanStatus;
  readonly jobStatus?: JobStatus;
  readonly isUndo: boolean;
  readonly proposedBy: string;
  readonly createdAt: number;
  readonly endedAt?: number;
}

/** Open ones wait for somebody: for a plan, an approval; for a job, its end or a decision. */
export type ChangeFilter = 'all' | 'open' | 'finished';
