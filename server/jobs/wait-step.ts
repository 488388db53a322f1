/** Waits until the cluster, or DRBD by itself, has carried out what was changed, and reads back that it did. Changes nothing itself. */
import { settledOutcome, waitSettledCommand } from '@/lib/pacemaker/commands';
import type { PlanStep } from '@/lib/plan/types';
import { sleep, untilInterrupted } from './engine';
import type { JobRun } from './job-run';
import { verifyUntil } from './read-checks';
import { DONE, failed, type StepEnd } from './step-end';
import { failStep, finishStep } from './unit-outcome';

/** Pacemaker not connected: the daemon is being restarted, or the node is on its way out. Another node can answer. */
const RETRY_MS = 1_000;

export async function runWaitStep(run: JobRun, step: PlanStep, index: number): Promise<StepEnd> {
  const { status } = run.step(index);
  if (status === 'done' || status === 'skipped') return DONE;
  if (status === 'failed') return failed({ id: 'stopped', params: {} });
  if (status === 'pending')
    await run.moveStep(index, { status: 'running', startedAt: new Date(run.engine.now()) });
  if (run.step(index).status === 'running') {
    if (step.action.kind === 'wait-settled' && !(await waitSettled(run, step))) {
      await run.moveStep(index, { status: 'failed', endedAt: new Date(run.engine.now()) });
      return failed({ id: 'not-settled', params: {} });
    }
    await run.moveStep(index, { status: 'verifying' });
  }
  const { isReached, checks } = await verifyUntil(run, step, index);
  await run.checkpoint('verified', index);
  return isReached ? finishStep(run, index, checks) : failStep(run, index, checks);
}

/** Nothing is moving any more. Asked of the step's node first, then of any other that answers. */
async function waitSettled(run: JobRun, step: PlanStep): Promise<boolean> {
  const { access, now } = run.engine;
  const { action } = step;
  if (action.kind !== 'wait-settled') throw new Error('not a waiting step');
  const others = (access.directory(run.clusterId)?.nodes ?? [])
    .map((node) => node.name)
    .filter((node) => node !== step.node);
  const nodes = [step.node, ...others];
  const deadline = now() + action.timeoutMs;
  for (let turn = 0; now() < deadline; turn += 1) {
    const node = nodes[turn % nodes.length] ?? step.node;
    const outcome = await untilInterrupted(
      access.run(run.clusterId, node, waitSettledCommand(deadline - now())),
      run.signal,
    );
    if (settledOutcome(outcome) === 'settled') return true;
    await sleep(RETRY_MS, run.signal);
  }
  return false;
}
