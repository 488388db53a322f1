/** What a comparison found, by the counters of every node: the kernel keeps them until the blocks are in line. */
import { verifyStateOf } from '@/lib/drbd/verify-result';
import { value } from '@/lib/plan/facts';
import type { JobResult } from '@/lib/plan/types';
import { untilInterrupted } from './engine';
import type { JobRun } from './job-run';

export async function readVerified(run: JobRun): Promise<Pick<JobResult, 'verified'>> {
  const { intent } = run.plan;
  if (intent.kind !== 'drbd-verify') return {};
  const { engine, clusterId } = run;
  const { resource } = intent;
  const nodes = engine.access.directory(clusterId)?.nodes ?? [];
  const read = Promise.all(
    nodes.map(async ({ name }) => [name, value(await engine.access.read(clusterId, name, 'drbd'))] as const),
  );
  const readings = Object.fromEntries(await untilInterrupted(read, run.signal));
  return { verified: { resource, state: verifyStateOf(readings, resource), at: engine.now() } };
}
