import type { MarkState } from '@/components/status/status-words';
import type { CheckResult, GuardResult, JobStatus, PlanStatus, StepStatus } from '@/lib/plan/types';

export const PLAN_MARK: Readonly<Record<PlanStatus, MarkState>> = {
  proposing: 'info',
  proposed: 'info',
  approved: 'info',
  blocked: 'critical',
  'nothing-to-do': 'ok',
  stale: 'warning',
  withdrawn: 'info',
  failed: 'critical',
};

export const JOB_MARK: Readonly<Record<JobStatus, MarkState>> = {
  queued: 'info',
  running: 'info',
  'needs-decision': 'critical',
  succeeded: 'ok',
  failed: 'critical',
  cancelled: 'warning',
};

export const STEP_MARK: Readonly<Record<StepStatus, MarkState>> = {
  pending: 'info',
  starting: 'info',
  running: 'info',
  verifying: 'info',
  done: 'ok',
  skipped: 'info',
  failed: 'critical',
  unknown: 'unknown',
};

/** What does not hold is as bad as its level; what is not known is drawn as not known. */
export function guardMark({ verdict, level }: GuardResult): MarkState {
  if (verdict === 'pass') return 'ok';
  if (verdict === 'unknown') return 'unknown';
  return level === 'deny' ? 'critical' : 'warning';
}

export const CHECK_MARK: Readonly<Record<CheckResult['verdict'], MarkState>> = {
  pass: 'ok',
  fail: 'warning',
  unknown: 'unknown',
};
