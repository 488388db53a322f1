/**
 * One change of the configuration, carried out at most once.
 *
 * Before anything happens on the node, the attempt's name and the node's boot are committed. From then on the unit
 * of that name tells what became of it: it is there (collect it), it is not and the node has not been restarted
 * (it never started: start it), or nobody can say (read the goal; if it is not reached, ask a person). A patch that
 * was refused as out of date (exit 103) has not happened: while only the status moved, it is made anew under a new
 * name; once the configuration itself changed, nothing is done any more.
 */

import { sha256 } from '@/lib/data/plans';
import {
  applyCibChanges,
  type CibChange,
  NUM_UPDATES_PLACEHOLDER,
  renderCibPatch,
} from '@/lib/pacemaker/cib-patch';
import { applyPatchCommand } from '@/lib/pacemaker/commands';
import type { CibSource } from '@/lib/pacemaker/probes';
import { lastErrorLines } from '@/lib/pacemaker/redact';
import { inOneOrder, patchTextOf } from '@/lib/plan/build';
import { driftBetween } from '@/lib/plan/fingerprint';
import { attemptOf, hasChangedAnything } from '@/lib/plan/progress';
import { startUnitText, unitName } from '@/lib/plan/transient-unit';
import type { PlanStep } from '@/lib/plan/types';
import { untilInterrupted } from './engine';
import type { JobRun } from './job-run';
import { firstCib } from './observe';
import { askUnlessReached, recordEnd, recordNotRun, verifyPatch } from './patch-outcome';
import { collectUnit, readBootId, startUnit } from './remote-unit';
import { DONE, failed, type Progress, type StepEnd } from './step-end';

/** Reference 2.5.2: a cluster in transition moves `num_updates` every second; more tries would only hide trouble. */
const MAX_ATTEMPTS = 5;
/** What is there only for the time being must go, however restless the cluster: giving up leaves it there. */
const MAX_CLEANUP_ATTEMPTS = 30;

export async function runPatchStep(run: JobRun, step: PlanStep, index: number): Promise<StepEnd> {
  const changes = step.action.kind === 'cib-patch' ? step.action.changes : [];
  for (;;) {
    const row = run.step(index);
    let end: Progress;
    switch (row.status) {
      case 'pending':
        end = await beginAttempt(run, step, changes, index, attemptOf(row.unit) + 1);
        break;
      case 'starting':
      case 'running':
      case 'unknown':
        end = await takeUp(run, step, changes, index);
        break;
      case 'verifying':
        return verifyPatch(run, step, index);
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
async function beginAttempt(
  run: JobRun,
  step: PlanStep,
  changes: readonly CibChange[],
  index: number,
  attempt: number,
): Promise<Progress> {
  const end = await tryAttempt(run, step, changes, index, attempt);
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
async function tryAttempt(
  run: JobRun,
  step: PlanStep,
  changes: readonly CibChange[],
  index: number,
  attempt: number,
): Promise<Progress> {
  const { engine, clusterId } = run;
  const most = step.cleanup ? MAX_CLEANUP_ATTEMPTS : MAX_ATTEMPTS;
  if (attempt > most) return failed({ id: 'retries', params: { count: `${most}` } });
  const nodes = [step.node, ...(engine.access.directory(clusterId)?.nodes ?? []).map((node) => node.name)];
  // Together: the less time between reading the version and using it, the fewer refusals.
  const reading = Promise.all([
    firstCib(engine.access, clusterId, [...new Set(nodes)]),
    readBootId(engine, clusterId, step.node),
  ]);
  const [cib, bootId] = await untilInterrupted(reading, run.signal);
  if (!cib.ok) return failed(cib.error);
  const base = await checkBase(run, changes, index, cib.value);
  if (base !== 'fits') return base;
  if (bootId === undefined)
    return failed({ id: 'not-started', params: { node: step.node, detail: 'unreachable' } });
  const rendered = renderCibPatch(inOneOrder(changes), cib.value.reading.version);
  if (!rendered.ok) return failed({ id: 'shown-differs', params: {} });
  const command = applyPatchCommand(rendered.value);
  if (!isAsShown(run, step, changes, index)) return failed({ id: 'shown-differs', params: {} });
  const unit = unitName(run.job.id, index, attempt);
  const place = { clusterId, node: step.node, unit };
  const text = startUnitText(unit, step.node, command);
  run.commands.set(unit, text);
  const detail = { unit, node: step.node, attempt, command: text };
  await run.moveStep(
    index,
    { status: 'starting', unit, bootId, startedAt: new Date(engine.now()) },
    { audit: { phase: 'intent', detail } },
  );
  await run.checkpoint('attempt-committed', index);
  const started = await startUnit(engine, place, command, run.signal);
  await run.checkpoint('unit-started', index);
  if (started.kind !== 'refused') return undefined;
  const found = await collectUnit(engine, place, engine.timings.silenceMs, run.signal);
  if (found.kind !== 'absent' && found.kind !== 'not-run') return undefined;
  const { outcome } = started;
  const said = outcome.kind === 'exited' ? lastErrorLines(outcome.stderr, 1) : outcome.kind;
  return recordNotRun(run, step, index, outcome, said || 'systemd-run');
}

/** The plan that was shown is the plan that runs: its command must come out the same, to the letter. */
function isAsShown({ plan }: JobRun, step: PlanStep, changes: readonly CibChange[], index: number): boolean {
  const earlier = plan.steps.slice(0, index + 1).filter((one) => one.action.kind === 'cib-patch');
  const base = { ...plan.base, numUpdates: NUM_UPDATES_PLACEHOLDER } as const;
  return patchTextOf(changes, base, step.node, index, earlier.length) === step.commandText;
}

/** The first change is made to the reviewed configuration or not at all; taking something back only needs it there. */
async function checkBase(
  run: JobRun,
  changes: readonly CibChange[],
  index: number,
  cib: CibSource,
): Promise<'fits' | Progress> {
  const { plan } = run;
  const earlier = run.job.steps.filter((step) => step.index < index);
  if (!hasChangedAnything(plan, earlier)) {
    const { adminEpoch, epoch } = cib.reading.version;
    const found = {
      ...plan.base,
      adminEpoch,
      epoch,
      configurationSha256: sha256(cib.reading.configurationText),
    };
    const drift = driftBetween(plan.base, found, cib.reading);
    if (drift.length > 0) return { kind: 'stale', problem: { id: 'stale', params: {}, drift } };
    return applyCibChanges(cib.xml, changes).ok ? 'fits' : failed({ id: 'shown-differs', params: {} });
  }
  if (plan.steps[index]?.cleanup !== true)
    throw new Error('a second change that is no cleanup has no rule for its base');
  const applied = applyCibChanges(cib.xml, changes);
  if (applied.ok) return 'fits';
  if (applied.error.kind !== 'no-such-path') return failed({ id: 'stale-midway', params: {} });
  // Somebody took it away already: that is the goal.
  await run.moveStep(index, { status: 'verifying', startedAt: new Date(run.engine.now()) });
  return undefined;
}

/** An attempt is on record: find out what became of it. */
async function takeUp(
  run: JobRun,
  step: PlanStep,
  changes: readonly CibChange[],
  index: number,
): Promise<Progress> {
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
      return recordNotRun(run, step, index, { kind: 'unreachable', message }, message);
    }
    case 'absent': {
      const bootId = await untilInterrupted(readBootId(engine, clusterId, step.node), run.signal);
      if (bootId === row.bootId && row.status !== 'unknown')
        return beginAttempt(run, step, changes, index, attemptOf(unit));
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
