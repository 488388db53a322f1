'use client';

import { StatusMark } from '@/components/status/status-mark';
import type { JobStatus, PlanStatus } from '@/lib/plan/types';
import { JOB_MARK, PLAN_MARK } from './state-marks';
import { usePlanWords } from './use-plan-words';

interface Props {
  readonly planStatus: PlanStatus;
  readonly jobStatus?: JobStatus;
}

/** Where a change stands: its job's word once it has one, its plan's before; a refusal to run is the plan's. */
export function ChangeState({ planStatus, jobStatus }: Props) {
  const words = usePlanWords();
  const isPlans = jobStatus === undefined || planStatus === 'stale';
  return isPlans ? (
    <StatusMark state={PLAN_MARK[planStatus]}>{words.dynamic('plan', planStatus)}</StatusMark>
  ) : (
    <StatusMark state={JOB_MARK[jobStatus]}>{words.dynamic('job', jobStatus)}</StatusMark>
  );
}
