/**
 * One changing command, carried out at most once.
 *
 * Before anything happens on the node, the attempt's name and the node's boot are committed. From then on the unit
 * of that name tells what became of it: it is there (collect it), it is not and the node has not been restarted
 * (it never started: start it), or nobody can say (read the goal; if it is not reached, ask a person). What was
 * refused as out of date has not happened: an edit of the configuration is made anew under a new name while only
 * the status moved; once what was reviewed itself changed, nothing is done any more.
 */
import { takeTurn } from '@/lib/data/turns';
import { lastErrorLines } from '@/lib/pacemaker/redact';
import { allPass } from '@/lib/plan/check';
import { attemptOf, needsTurn } from '@/lib/plan/progress';
import { startUnitText, unitName } from '@/lib/plan/transient-unit';
import type { PlanProblem, PlanStep } from '@/lib/plan/types';
import { sleep, untilInterrupted } from './engine';
import type { JobRun } from './job-run';
import { readChecks, sinceOf } from './read-checks';
import { collectUnit, readBootId, startUnit } from './remote-unit';
import { DONE, failed, type Progress, type StepEnd } from './step-end';
import { askUnlessReached, recordEnd, recordNotRun, verifyStep } from './unit-outcome';
import { toolOf } from './unit-tools';

/** Reference 2.5.2: a cluster in transition moves `num_updates` every second; more tries would only hide trouble. */
const MAX_ATTEMPTS = 5;
/** What is there only for the time being must go, however restless the cluster: giving up leaves it there. */
const MAX_CLEANUP_ATTEMPTS = 30;

export async function runUnitStep(run: JobRun, step: PlanStep, index: number): Promise<StepEnd> {
  for (;;) {
    const row = run.step(index);
    let end: Progress;
    switch (row.status) {
      case 'pending':
        end = await beginAttempt(run, step, index, attemptOf(row.unit) + 1);
        break;
      case 'starting':
      case 'running':
      case 'unknown':
        end = await takeUp(run, step, index);
        break;
      case 'verifying':
        return verifyStep(run, step, index);
      case 'done':
      case 'skipped':
        return DONE;
      case 'failed':
        return failed({ id: 'stopped', params: {} });
    }
    if (end) return end;
  }
}

/**
 * An attempt that cannot be made leaves a step that was never started: nothing of it happened. What must be taken
 * back is not given up for that: a person is asked, and may have it tried again.
 */
async function beginAttempt(run: JobRun, step: PlanStep, index: number, attempt: number): Promise<Progress> {
  const end = await tryAttempt(run, step, index, attempt);
  const { status } = run.step(index);
  if (!end || (status !== 'pending' && status !== 'starting')) return end;
  if (end.kind === 'failed' && step.cleanup) {
    await run.moveStep(index, { status: 'unknown' });
    return { kind: 'ask', problem: end.problem, checks: [] };
  }
  if (status === 'starting') await run.moveStep(index, { status: 'skipped' });
  return end;
}

/** Reads the configuration, makes the command, puts the intent on record, starts it. */
async function tryAttempt(run: JobRun, step: PlanStep, index: number, attempt: number): Promise<Progress> {
  const { engine, clusterId } = run;
  const most = step.cleanup ? MAX_CLEANUP_ATTEMPTS : MAX_ATTEMPTS;
  if (attempt > most) return failed({ id: 'retries', params: { count: `${most}` } });
  const unit = unitName(run.job.id, index, attempt);
  if (step.skipsWhenReached && (await isReachedAlready(run, step, index))) return undefined;
  const look = () =>
    // Together: the less time between reading what it is built on and using it, the fewer refusals.
    Promise.all([toolOf(step).prepare(run, step, index, unit), bootIdOf(run, step)]);
  let [prepared, bootId] = await look();
  const hasMovedOn = prepared.kind === 'ended' && prepared.end === undefined;
  // A connection that was just cut is back in a moment; nothing has been done yet that could not wait for it.
  if (bootId === undefined && !hasMovedOn && (await isHeardAgain(run, step)))
    [prepared, bootId] = await look();
  if (prepared.kind !== 'ready') return prepared.end;
  if (bootId === undefined)
    return failed({ id: 'not-started', params: { node: step.node, detail: 'unreachable' } });
  const { command, upload } = prepared;
  const place = { clusterId, node: step.node, unit };
  const turn = needsTurn(step.action) ? await takeTurn() : undefined;
  const text = startUnitText(unit, step.node, command, turn);
  run.commands.set(unit, text);
  const detail = { unit, node: step.node, attempt, command: text };
  await run.moveStep(
    index,
    { status: 'starting', unit, bootId, startedAt: new Date(engine.now()) },
    { audit: { phase: 'intent', detail } },
  );
  await run.checkpoint('attempt-committed', index);
  if (upload) {
    const staged = await untilInterrupted(engine.access.run(clusterId, step.node, upload), run.signal);
    if (staged.kind !== 'exited' || staged.exitCode !== 0) {
      const said = staged.kind === 'exited' ? staged.stderr.trim().slice(0, 200) : staged.kind;
      return recordNotRun(run, step, index, staged, notStarted(step, said));
    }
  }
  const started = await startUnit(engine, place, command, run.signal, turn);
  await run.checkpoint('unit-started', index);
  if (started.kind !== 'refused') return undefined;
  const found = await collectUnit(engine, place, engine.timings.silenceMs, run.signal);
  if (found.kind !== 'absent' && found.kind !== 'not-run') return undefined;
  const { outcome } = started;
  const said = outcome.kind === 'exited' ? lastErrorLines(outcome.stderr, 1) : outcome.kind;
  const refusal = found.kind === 'not-run' ? found.problem : undefined;
  return recordNotRun(run, step, index, outcome, refusal ?? notStarted(step, said || 'systemd-run'));
}

const notStarted = ({ node }: PlanStep, detail: string): PlanProblem => ({
  id: 'not-started',
  params: { node, detail },
});

/** What an earlier try of the same wish has done stays done: the goal says so, and nothing is sent. */
async function isReachedAlready(run: JobRun, step: PlanStep, index: number): Promise<boolean> {
  const { engine, clusterId } = run;
  if (step.verify.length === 0) return false;
  const checks = await untilInterrupted(
    readChecks(engine.access, clusterId, step.verify, sinceOf(run, index)),
    run.signal,
  );
  if (!allPass(checks)) return false;
  await run.moveStep(
    index,
    { status: 'verifying', startedAt: new Date(engine.now()) },
    { audit: { phase: 'outcome', detail: { node: step.node, alreadySo: true } } },
  );
  return true;
}

const bootIdOf = (run: JobRun, step: PlanStep): Promise<string | undefined> =>
  untilInterrupted(readBootId(run.engine, run.clusterId, step.node), run.signal);

async function isHeardAgain(run: JobRun, step: PlanStep): Promise<boolean> {
  const { now, timings } = run.engine;
  const deadline = now() + timings.connectMs;
  while (now() < deadline) {
    await sleep(timings.unitPollMs, run.signal);
    if ((await bootIdOf(run, step)) !== undefined) return true;
  }
  return false;
}

/** An attempt is on record: find out what became of it. */
async function takeUp(run: JobRun, step: PlanStep, index: number): Promise<Progress> {
  const { engine, clusterId } = run;
  const row = run.step(index);
  if (row.unit === undefined) {
    // Asked about before any attempt could be made.
    await run.moveStep(index, { status: 'pending' });
    return undefined;
  }
  const { unit } = row;
  const place = { clusterId, node: step.node, unit };
  const { silenceMs, resumeSilenceMs } = engine.timings;
  const patience = run.commands.has(unit) ? silenceMs : resumeSilenceMs;
  const collected = await collectUnit(engine, place, patience, run.signal);
  switch (collected.kind) {
    case 'finished':
      await run.checkpoint('unit-finished', index);
      return recordEnd(run, step, index, collected.outcome);
    case 'not-run': {
      const message = `not run: ${collected.detail}`;
      const problem = collected.problem ?? notStarted(step, message);
      return recordNotRun(run, step, index, { kind: 'unreachable', message }, problem);
    }
    case 'absent': {
      const bootId = await bootIdOf(run, step);
      if (bootId === row.bootId && row.status !== 'unknown')
        return beginAttempt(run, step, index, attemptOf(unit));
      return askUnlessReached(run, step, index, {
        id: bootId === undefined ? 'unreachable' : 'rebooted',
        params: { node: step.node },
      });
    }
    case 'no-answer':
      return askUnlessReached(run, step, index, {
        id: 'unreachable',
        params: { node: step.node, detail: collected.detail },
      });
  }
}
