/** What a plan that is out of date says: not that hashes differ, but what somebody changed meanwhile. */
import { findConfigText } from '@/lib/data/baselines';
import { compareCibs } from '@/lib/pacemaker/cib-differences';
import { cibAround } from '@/lib/pacemaker/cib-steady';
import type { CibReading } from '@/lib/pacemaker/types';
import type { Drift, PlanProblem } from '@/lib/plan/types';
import { untilInterrupted } from './engine';
import type { JobRun } from './job-run';

/** More says no more to a person; the drift page has all of it. */
const MOST_SHOWN = 60;

export async function staleProblem(
  run: JobRun,
  drift: readonly Drift[],
  cib: CibReading,
): Promise<PlanProblem> {
  const stale: PlanProblem = { id: 'stale', params: {}, drift };
  if (!drift.some(({ fact }) => fact === 'configuration')) return stale;
  const planned = await untilInterrupted(
    findConfigText(run.clusterId, run.plan.base.configurationSha256),
    run.signal,
  );
  // A plan made by an older Haven kept no text: who and when is said all the same.
  if (planned === undefined) return stale;
  const found = compareCibs(cibAround(planned), cibAround(cib.configurationText));
  return found.ok && found.value.length > 0
    ? { ...stale, configuration: found.value.slice(0, MOST_SHOWN) }
    : stale;
}
