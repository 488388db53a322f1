/** What Haven itself knows that a plan needs: other changes under way, and how long things blinked before. */
import { loadFenceTests } from '@/lib/data/fence-tests';
import { loadFinishedResults, loadOpenJobs } from '@/lib/data/jobs';
import { findPlan } from '@/lib/data/plans';
import { longestByAddress } from '@/lib/plan/vip-probe';
import { planWords } from '@/lib/plan/words-in';
import type { Remembered } from './observe';

/** Older changes say little about the cluster of today. */
const RESULTS_LOOKED_AT = 20;

/** @param ownJobId the job that asks: it is no other change */
export async function loadRemembered(clusterId: string, ownJobId?: string): Promise<Remembered> {
  const [open, results, tests] = await Promise.all([
    loadOpenJobs(clusterId),
    loadFinishedResults(clusterId, RESULTS_LOOKED_AT),
    loadFenceTests(clusterId),
  ]);
  const others = open.filter((job) => job.id !== ownJobId);
  const plans = await Promise.all(others.map((job) => findPlan(job.planId)));
  const measured = new Map<string, number[]>();
  for (const { interruptions = [] } of results) {
    for (const [address, seconds] of Object.entries(longestByAddress(interruptions))) {
      // A change that did not touch the VIP says nothing about how long it takes to move.
      if (seconds > 0) measured.set(address, [...(measured.get(address) ?? []), seconds]);
    }
  }
  return {
    otherJobs: plans.flatMap((plan) => (plan ? [planWords('en').intent(plan.intent)] : [])),
    measuredSeconds: Object.fromEntries(measured),
    fenceTests: Object.fromEntries(tests.map(({ device, at }) => [device, at])),
  };
}
