/** What Haven itself knows that a plan needs: other changes under way, and how long things blinked before. */
import { loadFinishedResults, loadOpenJobs } from '@/lib/data/jobs';
import { findPlan } from '@/lib/data/plans';
import { planWords } from '@/lib/plan/words-in';
import type { Remembered } from './observe';

/** Older changes say little about the cluster of today. */
const RESULTS_LOOKED_AT = 20;

/** @param ownJobId the job that asks: it is no other change */
export async function loadRemembered(clusterId: string, ownJobId?: string): Promise<Remembered> {
  const [open, results] = await Promise.all([
    loadOpenJobs(clusterId),
    loadFinishedResults(clusterId, RESULTS_LOOKED_AT),
  ]);
  const others = open.filter((job) => job.id !== ownJobId);
  const plans = await Promise.all(others.map((job) => findPlan(job.planId)));
  const measured = new Map<string, number[]>();
  for (const gap of results.flatMap((result) => result.gaps ?? [])) {
    const address = /^vip:(.+)$/.exec(gap.fact)?.[1];
    if (address === undefined) continue;
    const seconds = Math.round((gap.arrivedAt - gap.leftAt) / 100) / 10;
    measured.set(address, [...(measured.get(address) ?? []), seconds]);
  }
  return {
    otherJobs: plans.flatMap((plan) => (plan ? [planWords('en').intent(plan.intent)] : [])),
    measuredSeconds: Object.fromEntries(measured),
  };
}
