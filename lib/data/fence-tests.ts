/** When each fence device last passed its test: read from the changes that are kept anyway. */
import type { FenceTestNote } from '@/lib/live/protocol';
import { database, type Tx } from './client';

/** More tests than a cluster sees in years. */
const MOST_READ = 200;

export async function loadFenceTests(
  clusterId: string,
  tx: Tx = database(),
): Promise<readonly FenceTestNote[]> {
  const plans = await tx.plan.findMany({
    where: {
      clusterId,
      intent: { path: ['kind'], equals: 'fence-test' },
      jobs: { some: { status: 'succeeded' } },
    },
    orderBy: { createdAt: 'desc' },
    take: MOST_READ,
    select: { id: true, intent: true, jobs: { select: { endedAt: true } } },
  });
  const newest = new Map<string, FenceTestNote>();
  for (const { id, intent, jobs } of plans) {
    const { device } = (intent ?? {}) as { readonly device?: unknown };
    const at = jobs[0]?.endedAt?.getTime();
    if (typeof device === 'string' && at !== undefined && !newest.has(device))
      newest.set(device, { device, planId: id, at });
  }
  return [...newest.values()];
}
