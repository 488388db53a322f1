import { confirmationText } from '@/lib/plan/planners';
import type { AttemptRecord, ChangeSummary, ChangeView, JobRecord, StepRecord } from '@/lib/plan/records';
import { renderPlan } from '@/lib/plan/render';
import moveInput from '@/lib/plan/scenarios/move-vip/input.json';
import nothingInput from '@/lib/plan/scenarios/standby-already/input.json';
import confirmInput from '@/lib/plan/scenarios/standby-healthy/input.json';
import refusedInput from '@/lib/plan/scenarios/standby-last-copy/input.json';
import type { ScenarioFile } from '@/lib/plan/testing/scenario';
import { planScenario } from '@/lib/plan/testing/world';
import type { JobResult, JobStatus, Plan, PlanProblem, PlanStatus, StepStatus } from '@/lib/plan/types';
import { SAMPLE_NOW } from './sample-world';

/** A change in each of its states, from the scenarios of which the golden plans are made. */

const input = (file: unknown): ScenarioFile => file as ScenarioFile;
const NOT_A_HASH = (text: string): string => text.length.toString(16).padStart(64, '0');
const ALL = {
  approve: true,
  withdraw: true,
  cancel: false,
  decide: false,
  undo: false,
  proposeAgain: false,
  audit: true,
};

export interface ChangeFiles {
  readonly twoNodes: string;
  readonly standbyAlready: string;
}

export function sampleChanges(files: ChangeFiles): Readonly<Record<string, ChangeView>> {
  const confirm = planScenario(input(confirmInput), files.twoNodes, NOT_A_HASH);
  const safe = planScenario(input(moveInput), files.twoNodes, NOT_A_HASH);
  const refused = planScenario(input(refusedInput), files.twoNodes, NOT_A_HASH);
  const nothing = planScenario(input(nothingInput), files.standbyAlready, NOT_A_HASH);
  const job = (status: JobStatus, at: number, step: StepStatus, result: JobResult = {}) =>
    withJob(view(confirm, 'approved'), jobOf(confirm, status, at, step, result));
  const problem: PlanProblem = { id: 'stale', params: {} };
  return {
    proposing: {
      ...view(confirm, 'proposing'),
      plan: { ...record(confirm, 'proposing'), plan: undefined as never },
    },
    safe: view(safe, 'proposed'),
    confirm: view(confirm, 'proposed'),
    refused: view(refused, 'blocked'),
    nothing: view(nothing, 'nothing-to-do'),
    stale: { ...view(confirm, 'stale'), plan: { ...record(confirm, 'stale'), problem } },
    running: job('running', 1, 'running'),
    succeeded: job('succeeded', 99, 'done', { gaps: [] }),
    failed: job('failed', 1, 'failed', { problem }),
    'needs-decision': job('needs-decision', 1, 'unknown', {
      question: { stepIndex: 1, reason: problem, checks: [] },
    }),
  };
}

const record = (plan: Plan, status: PlanStatus): ChangeView['plan'] => ({
  id: `plan-${status}`,
  clusterId: 'cl-main',
  clusterName: 'campus',
  status,
  intent: plan.intent,
  plan,
  planHash: '0'.repeat(64),
  proposedById: 'u1',
  createdAt: SAMPLE_NOW - 240_000,
});

const view = (plan: Plan, status: PlanStatus): ChangeView => ({
  plan: record(plan, status),
  confirmationText: confirmationText(plan.intent),
  proposedBy: '김관리',
  text: renderPlan(plan),
  can: { ...ALL, approve: status === 'proposed', proposeAgain: status === 'stale' || status === 'blocked' },
});

function jobOf(plan: Plan, status: JobStatus, at: number, step: StepStatus, result: JobResult): JobRecord {
  const isOver = status === 'succeeded' || status === 'failed';
  return {
    id: 'job',
    clusterId: 'cl-main',
    planId: 'plan-approved',
    status,
    cancelRequested: false,
    result,
    steps: plan.steps.map((_, index) => stepOf(index, index < at ? 'done' : index === at ? step : 'pending')),
    createdAt: SAMPLE_NOW - 90_000,
    startedAt: SAMPLE_NOW - 88_000,
    ...(isOver ? { endedAt: SAMPLE_NOW - 20_000 } : {}),
  };
}

function stepOf(index: number, status: StepStatus): StepRecord {
  const at = SAMPLE_NOW - 80_000 + index * 12_000;
  const attempt: AttemptRecord = {
    node: 'node1',
    unit: `haven-job-${index}-1`,
    command: 'cibadmin --patch --xml-pipe',
    outcome: {
      kind: 'exited',
      exitCode: status === 'failed' ? 1 : 0,
      stdout: '',
      stderr: '',
      truncated: false,
      durationMs: 840,
    },
    at,
  };
  const begun = status === 'pending' ? {} : { startedAt: at, unit: `haven-job-${index}-1` };
  const ended = status === 'done' || status === 'failed' ? { endedAt: at + 9_000 } : {};
  return {
    id: `s${index}`,
    index,
    status,
    ...begun,
    ...ended,
    attempts: status === 'done' || status === 'failed' ? [attempt] : [],
  };
}

const withJob = (change: ChangeView, job: JobRecord): ChangeView => ({
  ...change,
  plan: { ...change.plan, jobId: job.id, approvedById: 'u2', approvedAt: SAMPLE_NOW - 92_000 },
  job,
  approvedBy: '이운영',
  can: {
    ...change.can,
    approve: false,
    withdraw: false,
    cancel: job.status === 'running',
    decide: job.status === 'needs-decision',
    undo: job.endedAt !== undefined,
  },
});

export const sampleSummaries = (views: Readonly<Record<string, ChangeView>>): readonly ChangeSummary[] =>
  Object.entries(views).map(([name, { plan, job, proposedBy }], index) => ({
    planId: name,
    clusterId: plan.clusterId,
    clusterName: plan.clusterName,
    intent: plan.intent,
    planStatus: plan.status,
    ...(job ? { jobStatus: job.status } : {}),
    isUndo: index === 6,
    proposedBy,
    createdAt: SAMPLE_NOW - index * 5_400_000 - 40_000,
  }));
