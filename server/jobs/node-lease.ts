/** The nodes a job has changed are its own until it ends (see lib/plan/node-lock): kept between steps, let go after. */
import { loadHaven } from '@/lib/data/turns';
import { upkeepCommand } from '@/lib/plan/node-lease';
import type { Upkeep } from '@/lib/plan/node-lock';
import { needsTurn } from '@/lib/plan/progress';
import type { JobRun } from './job-run';

/** By the rows, so that a job taken up after a crash keeps what it had. */
const changedNodes = ({ plan, job }: JobRun): readonly string[] => [
  ...new Set(
    plan.steps.flatMap((step, index) =>
      job.steps[index]?.unit !== undefined && needsTurn(step.action) ? [step.node] : [],
    ),
  ),
];

/**
 * Best effort: a node that is not reached keeps itself for the job until the lease is over, and a next step is judged
 * by the node anew.
 */
async function upkeep(run: JobRun, what: Upkeep): Promise<void> {
  const nodes = changedNodes(run);
  const haven = nodes.length === 0 ? undefined : await loadHaven();
  if (haven === undefined) return;
  await Promise.all(
    nodes.map((node) =>
      run.engine.access.run(run.clusterId, node, upkeepCommand(what, node, haven, run.job.id)),
    ),
  );
}

/** @returns ends the keeping; what is kept stays so for the rest of its lease */
export function keepNodes(run: JobRun): () => void {
  const keep = (): void =>
    void upkeep(run, 'keep').catch((error: unknown) => run.engine.log.warn({ err: error }, 'keeping nodes'));
  const timer = setInterval(keep, run.engine.timings.keepNodesMs);
  return () => clearInterval(timer);
}

/** The job is over: another Haven may change these nodes at once. */
export const releaseNodes = (run: JobRun): Promise<void> => upkeep(run, 'release');
