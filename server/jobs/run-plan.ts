/**
 * Runs one approved plan to its end, from wherever its rows say it is: look again whether the world is still the
 * reviewed one, then step by step, then hold the prediction against what happened. Whatever is only there for the
 * time being is taken back on every way out that a person has not stopped.
 */

import { notifyBuild } from '@/lib/data/build-secrets';
import { database } from '@/lib/data/client';
import { findJob } from '@/lib/data/jobs';
import { notify } from '@/lib/data/notify';
import { findPlan, movePlan, sha256 } from '@/lib/data/plans';
import type { CrmResource } from '@/lib/pacemaker/types';
import { refusing } from '@/lib/plan/answer';
import { comparePrediction, gapsFrom } from '@/lib/plan/compare';
import { value } from '@/lib/plan/facts';
import { driftBetween, fingerprintOf } from '@/lib/plan/fingerprint';
import { evaluateGuards } from '@/lib/plan/guards';
import { isOfBare } from '@/lib/plan/planners';
import { owedSteps } from '@/lib/plan/progress';
import type { JobRecord } from '@/lib/plan/records';
import type { JobResult, JobStatus, PlanProblem } from '@/lib/plan/types';
import { longestByAddress } from '@/lib/plan/vip-probe';
import { type Engine, untilConnected, untilInterrupted } from './engine';
import { JobRun } from './job-run';
import { keepNodes, releaseNodes } from './node-lease';
import { observe } from './observe';
import { openObjects } from './read-checks';
import { loadRemembered } from './remembered';
import type { StepEnd } from './step-end';
import { runUnitStep } from './unit-step';
import { toolOf } from './unit-tools';
import { readVerified } from './verify-result';
import { collectProbes, startProbes } from './vip-probes';
import { runWaitStep } from './wait-step';
import { staleProblem } from './world-moved';

/** @throws Interrupted when `signal` fires or somebody else runs the job; the job then goes on elsewhere or later */
export async function runJob(engine: Engine, jobId: string, signal: AbortSignal): Promise<void> {
  const job = await findJob(jobId);
  if (!job || (job.status !== 'queued' && job.status !== 'running')) return;
  const record = await findPlan(job.planId);
  if (!record?.plan) throw new Error(`job ${jobId} has no readable plan`);
  const run = await JobRun.load(engine, record, record.plan, job, signal);
  if (job.status === 'queued')
    await run.moveJob(['queued'], { status: 'running', startedAt: new Date(engine.now()) });
  await run.checkpoint('job-begun');
  const stopKeeping = keepNodes(run);
  try {
    await untilConnected(engine, job.clusterId, signal);
    const stale = isUntouched(run.job) ? await checkWorld(run) : undefined;
    if (stale) return await refuse(run, stale);
    if (isUntouched(run.job)) await startProbes(run);
    await runSteps(run);
  } finally {
    stopKeeping();
  }
}

const isUntouched = (job: JobRecord): boolean =>
  !job.cancelRequested && job.steps.every((step) => step.status === 'pending' && step.unit === undefined);

/** The reviewed world, still? And every rule that can be judged without simulating again, still? */
async function checkWorld(run: JobRun): Promise<PlanProblem | undefined> {
  const { engine, plan, clusterId } = run;
  const remembered = await loadRemembered(clusterId, run.job.id);
  const observed = await untilInterrupted(
    observe(engine.access, clusterId, remembered, engine.now, plan.intent),
    run.signal,
  );
  if (!observed.ok) return observed.error;
  const { world } = observed.value;
  const refused = refusing(evaluateGuards({ intent: plan.intent, world }))[0];
  const drift = driftBetween(plan.base, fingerprintOf(world, sha256), world.cib);
  const broken: PlanProblem | undefined = refused && {
    id: 'guard',
    params: { guard: refused.id, objects: refused.objects.join(', ') },
  };
  // What could not be read has not changed: say so, not that somebody changed the cluster.
  if (refused?.verdict === 'unknown') return broken;
  return drift.length > 0 ? staleProblem(run, drift, world.cib) : broken;
}

/** Nothing was done, and this plan will never be run. On record first: a crash in here must not end in success. */
async function refuse(run: JobRun, problem: PlanProblem): Promise<void> {
  await run.note({ problem });
  await giveUp(run, 'failed', problem);
}

async function runSteps(run: JobRun): Promise<void> {
  const { plan } = run;
  const { problem } = run.job.result;
  if (problem) return giveUp(run, 'failed', problem);
  for (let index = 0; index < plan.steps.length; index += 1) {
    const { status } = run.step(index);
    if (status === 'done' || status === 'skipped' || plan.steps[index]?.recovers !== undefined) continue;
    if (status === 'failed') return giveUp(run, 'failed', whyFailed(run, index));
    await run.reload();
    if (run.job.cancelRequested && run.step(index).status === 'pending') {
      return giveUp(run, 'cancelled', { id: 'cancelled', params: {} });
    }
    const end = await runStep(run, index);
    await run.checkpoint('step-done', index);
    if (end.kind === 'ask') return ask(run, index, end);
    if (end.kind === 'stale') return refuse(run, end.problem);
    if (end.kind === 'failed')
      return giveUp(run, 'failed', end.problem, end.checks ? { checks: end.checks } : {});
  }
  await skipRest(run);
  await succeed(run);
}

/** A step that failed in a process that was killed before it could say why: its rows still know. */
function whyFailed(run: JobRun, index: number): PlanProblem {
  const { decisions = [] } = run.job.result;
  const step = run.plan.steps[index];
  const isStopped = decisions.some((one) => one.stepIndex === index && one.decision === 'stop');
  if (!step || isStopped) return { id: 'stopped', params: {} };
  const attempt = run.step(index).attempts.at(-1);
  const judged = attempt && toolOf(step).judge(attempt.outcome);
  if (judged?.kind === 'refused') return judged.problem;
  const unseen = step.verify.map((check) => ({ check, verdict: 'unknown', nodes: [] }) as const);
  return { id: 'not-verified', params: { checks: openObjects(unseen) } };
}

function runStep(run: JobRun, index: number): Promise<StepEnd> {
  const step = run.plan.steps[index];
  if (!step) throw new Error(`the plan has no step ${index}`);
  const { kind } = step.action;
  const isWait = kind === 'wait-settled' || kind === 'wait-for';
  return isWait ? runWaitStep(run, step, index) : runUnitStep(run, step, index);
}

async function ask(run: JobRun, stepIndex: number, end: Extract<StepEnd, { kind: 'ask' }>): Promise<void> {
  const question = { stepIndex, reason: end.problem, checks: end.checks };
  await run.moveJob(
    ['running'],
    { status: 'needs-decision', result: { ...run.job.result, question } },
    { question: end.problem.id, step: stepIndex + 1 },
  );
}

/** First takes back what is there only for the time being; the reason for giving up stays the first one. */
async function giveUp(
  run: JobRun,
  status: JobStatus,
  problem: PlanProblem,
  seen: Partial<JobResult> = {},
): Promise<void> {
  let result = seen;
  const first = run.job.result.problem ?? problem;
  if (!run.job.result.problem) await run.note({ problem, ...result });
  for (const index of owedSteps(run.plan, run.job.steps)) {
    // What one node does not get back must not keep the others from it.
    const { recovers } = run.plan.steps[index] ?? {};
    if (recovers !== undefined && notBroughtBack(run).includes(recovers)) continue;
    const end = await runStep(run, index);
    if (end.kind === 'ask') return ask(run, index, end);
    if (end.kind !== 'done') result = { ...result, problem: end.problem };
  }
  await skipRest(run);
  const isWhole = result.problem === undefined && notBroughtBack(run).length === 0;
  const undone = first.id === 'cancelled' ? 'cancelled' : status;
  await finish(run, isWhole ? undone : 'failed', { ...result, problem: result.problem ?? first });
}

/** Nodes on which a step that was to bring them back has failed. */
const notBroughtBack = ({ plan, job }: JobRun): readonly string[] =>
  job.steps.flatMap(({ index, status }) => {
    const { recovers } = plan.steps[index] ?? {};
    return status === 'failed' && recovers !== undefined ? [recovers] : [];
  });

async function skipRest(run: JobRun): Promise<void> {
  for (const step of run.job.steps)
    if (step.status === 'pending') await run.moveStep(step.index, { status: 'skipped' });
}

async function succeed(run: JobRun): Promise<void> {
  const { engine, plan, clusterId, job } = run;
  const after = await readPlacement(run);
  const names = new Map(
    (engine.access.directory(clusterId)?.nodes ?? []).map((node) => [node.id, node.name]),
  );
  const events = engine.access.state().events.filter((event) => event.clusterId === clusterId);
  const gaps = gapsFrom(events, names, job.startedAt ?? job.createdAt, engine.now());
  const found = { ...(await readVerified(run)), gaps };
  await finish(run, 'succeeded', {
    ...(after ? { comparison: comparePrediction(plan, after) } : {}),
    ...found,
  });
}

/** The first node that answers: what the whole cluster agrees on has been verified by the steps. */
async function readPlacement({
  engine,
  clusterId,
  signal,
}: JobRun): Promise<readonly CrmResource[] | undefined> {
  for (const node of engine.access.directory(clusterId)?.nodes ?? []) {
    const reading = value(
      await untilInterrupted(engine.access.read(clusterId, node.name, 'pacemaker'), signal),
    );
    if (reading) return reading.resources;
  }
  return undefined;
}

/** Problems that mean "not the reviewed world, nothing done": the plan itself is worth nothing any more. */
const OUTDATED: readonly string[] = ['stale', 'guard'];

async function finish(run: JobRun, status: JobStatus, result: Partial<JobResult>): Promise<void> {
  await run.checkpoint('before-finish');
  const [interruptions] = await Promise.all([collectProbes(run), run.cleanAll(), releaseNodes(run)]);
  const { problem, gaps, comparison } = result;
  if (problem && OUTDATED.includes(problem.id)) {
    await movePlan(database(), run.record.id, 'approved', { status: 'stale', problem });
  }
  const outcome = {
    status,
    ...(problem ? { problem: problem.id, params: problem.params } : {}),
    ...(problem?.drift ? { drift: problem.drift } : {}),
    ...(problem?.configuration ? { configuration: problem.configuration } : {}),
    ...(comparison ? { differs: comparison.filter((one) => !one.agrees).map((one) => one.resource) } : {}),
    ...(gaps ? { gaps } : {}),
    ...(interruptions ? { interruptedSeconds: longestByAddress(interruptions) } : {}),
  };
  await run.moveJob(
    ['running'],
    {
      status,
      result: { ...run.job.result, ...result, ...(interruptions ? { interruptions } : {}) },
      endedAt: new Date(run.engine.now()),
    },
    outcome,
  );
  // Its date is part of what browsers know of the cluster.
  if (status === 'succeeded' && run.plan.intent.kind === 'fence-test') await notify('cluster', run.clusterId);
  // What was built is read and becomes inventory.
  if (isOfBare(run.plan.intent)) await notifyBuild(run.clusterId);
}
