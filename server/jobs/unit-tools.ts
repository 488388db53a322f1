/** What differs between the tools: how a step's command is made from the world as it is, and what its exit means. */
import type { Command, Outcome } from '@/lib/base/command';
import { loadBuildSecrets } from '@/lib/data/build-secrets';
import { sha256 } from '@/lib/data/plans';
import { withResSecrets } from '@/lib/drbd/res-secrets';
import { withSecrets } from '@/lib/inventory/build-cluster';
import {
  applyCibChanges,
  type CibChange,
  NUM_UPDATES_PLACEHOLDER,
  renderCibPatch,
} from '@/lib/pacemaker/cib-patch';
import { applyPatchCommand, patchOutcome } from '@/lib/pacemaker/commands';
import type { CibSource } from '@/lib/pacemaker/probes';
import { commandTextOf, inOneOrder, runCommand } from '@/lib/plan/build';
import { allPass } from '@/lib/plan/check';
import { fileKey } from '@/lib/plan/facts';
import { fileOutcome, removeFileCommand, stageCommand, writeFileCommand } from '@/lib/plan/file-write';
import { driftBetween } from '@/lib/plan/fingerprint';
import { isOfBare } from '@/lib/plan/planners';
import { hasChangedAnything } from '@/lib/plan/progress';
import { outputObjection } from '@/lib/plan/step-output';
import { stagedFile } from '@/lib/plan/transient-unit';
import type { PlanProblem, PlanStep, StepAction } from '@/lib/plan/types';
import { untilInterrupted } from './engine';
import type { JobRun } from './job-run';
import { firstCib } from './observe';
import { openObjects, readChecks } from './read-checks';
import { readFiles } from './read-files';
import { failed, type Progress } from './step-end';
import { staleProblem } from './world-moved';

export type Prepared =
  /** `upload` goes ahead of the command, once the attempt is on record: what lies on a node has a name that is known. */
  | { readonly kind: 'ready'; readonly command: Command; readonly upload?: Command }
  /** Not to be run; an `end` of undefined: the row has moved on. */
  | { readonly kind: 'ended'; readonly end: Progress };

/** What the end of a command says about the step. */
export type Judged =
  | { readonly kind: 'applied' }
  /** It did not happen, because the world moved on; it may be tried anew. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'refused'; readonly problem: PlanProblem }
  | { readonly kind: 'unknown' };

interface UnitTool {
  readonly prepare: (run: JobRun, step: PlanStep, index: number, unit: string) => Promise<Prepared>;
  readonly judge: (outcome: Outcome) => Judged;
}

type Of<K extends StepAction['kind']> = Extract<StepAction, { kind: K }>;

export function toolOf(step: PlanStep): UnitTool {
  const { action } = step;
  switch (action.kind) {
    case 'cib-patch':
      return { prepare: (run, _step, index) => preparePatch(run, step, action, index), judge: judgePatch };
    case 'run':
      return {
        prepare: (run, _step, index) => prepareRun(run, step, action, index),
        judge: (outcome) => judgeRun(outcome, action),
      };
    case 'write-file':
      return {
        prepare: (run, _step, index, unit) => prepareFile(run, step, action, index, unit),
        judge: judgeFile,
      };
    case 'remove-file':
      return {
        prepare: async (run, _step, index) =>
          isAsShown(run, step, index) ? ready(removeFileCommand(action)) : SHOWN_DIFFERS,
        judge: judgeFile,
      };
    case 'wait-settled':
    case 'wait-for':
      throw new Error(`a ${action.kind} step runs no command`);
  }
}

const ready = (command: Command): Prepared => ({ kind: 'ready', command });
const ended = (end: Progress): Prepared => ({ kind: 'ended', end });

/** The plan that was shown is the plan that runs: its command must come out the same, to the letter. */
function isAsShown({ plan }: JobRun, step: PlanStep, index: number): boolean {
  const earlier = plan.steps.slice(0, index + 1).filter((one) => one.action.kind === 'cib-patch');
  const isLater = isOfBare(plan.intent) ? 1 : 0;
  const base = { ...plan.base, numUpdates: NUM_UPDATES_PLACEHOLDER } as const;
  const place = { node: step.node, index, base, patch: earlier.length + isLater };
  return commandTextOf(step.action, place) === step.commandText;
}
const SHOWN_DIFFERS = ended(failed({ id: 'shown-differs', params: {} }));

async function preparePatch(
  run: JobRun,
  step: PlanStep,
  { changes }: Of<'cib-patch'>,
  index: number,
): Promise<Prepared> {
  const { engine, clusterId } = run;
  const nodes = [step.node, ...(engine.access.directory(clusterId)?.nodes ?? []).map((node) => node.name)];
  const cib = await untilInterrupted(firstCib(engine.access, clusterId, [...new Set(nodes)]), run.signal);
  if (!cib.ok) return ended(failed(cib.error));
  const base = await checkBase(run, changes, index, cib.value);
  if (base !== 'fits') return ended(base);
  const rendered = renderCibPatch(inOneOrder(changes), cib.value.reading.version);
  return rendered.ok && isAsShown(run, step, index)
    ? ready(applyPatchCommand(rendered.value))
    : SHOWN_DIFFERS;
}

/**
 * The first change is made to the reviewed configuration or not at all; a later one only needs to find what it
 * expects, for the job's own earlier change is in between.
 */
async function checkBase(
  run: JobRun,
  changes: readonly CibChange[],
  index: number,
  cib: CibSource,
): Promise<'fits' | Progress> {
  const { plan } = run;
  const earlier = run.job.steps.filter((step) => step.index < index);
  const applied = applyCibChanges(cib.xml, changes);
  // The configuration of a new cluster was not there to be reviewed: its first edit only needs to fit, too.
  const isFirst =
    !isOfBare(plan.intent) &&
    !earlier.some((step) => plan.steps[step.index]?.action.kind === 'cib-patch' && step.status !== 'skipped');
  if (isFirst) {
    const { adminEpoch, epoch } = cib.reading.version;
    const configurationSha256 = sha256(cib.reading.configurationText);
    const drift = driftBetween(
      plan.base,
      { ...plan.base, adminEpoch, epoch, configurationSha256 },
      cib.reading,
    );
    if (drift.length > 0) return staleAt(run, index, await staleProblem(run, drift, cib.reading));
    return applied.ok ? 'fits' : failed({ id: 'shown-differs', params: {} });
  }
  if (applied.ok) return 'fits';
  if (plan.steps[index]?.cleanup !== true || applied.error.kind !== 'no-such-path')
    return failed({ id: 'stale-midway', params: {} });
  // Somebody took it away already: that is the goal.
  await run.moveStep(index, { status: 'verifying', startedAt: new Date(run.engine.now()) });
  return undefined;
}

/** Not the reviewed world: nothing done is another end than something done. */
function staleAt(run: JobRun, index: number, problem: PlanProblem = { id: 'stale', params: {} }): Progress {
  const earlier = run.job.steps.filter((step) => step.index < index);
  if (hasChangedAnything(run.plan, earlier)) return failed({ id: 'stale-midway', params: {} });
  return { kind: 'stale', problem };
}

function judgePatch(outcome: Outcome): Judged {
  const result = patchOutcome(outcome);
  return result.kind === 'refused'
    ? {
        kind: 'refused',
        problem: { id: 'refused', params: { reason: result.reason, detail: result.message } },
      }
    : { kind: result.kind };
}

async function prepareRun(run: JobRun, step: PlanStep, action: Of<'run'>, index: number): Promise<Prepared> {
  const { before = [] } = step;
  if (before.length > 0) {
    const reading = readChecks(run.engine.access, run.clusterId, before, { readAt: run.engine.now() });
    const checks = await untilInterrupted(reading, run.signal);
    if (!allPass(checks)) {
      const drift = [{ fact: openObjects(checks) }];
      return ended(staleAt(run, index, { id: 'stale', params: {}, drift }));
    }
  }
  return isAsShown(run, step, index) ? ready(runCommand(action)) : SHOWN_DIFFERS;
}

/** A command that says no may have done part of its work: that is for the goal and the person to see. */
function judgeRun(outcome: Outcome, { expects }: Of<'run'>): Judged {
  if (outcome.kind !== 'exited') return { kind: 'unknown' };
  if (outcome.exitCode === 0) {
    const detail = expects && outputObjection(expects, outcome.stdout);
    return detail === undefined
      ? { kind: 'applied' }
      : { kind: 'refused', problem: { id: 'output-differs', params: { detail: detail.slice(0, 300) } } };
  }
  const detail = (outcome.stderr.trim() || outcome.stdout.trim()).slice(-300);
  return {
    kind: 'refused',
    problem: { id: 'command-failed', params: { code: `${outcome.exitCode}`, detail } },
  };
}

/** The new text goes ahead, where nothing reads it but the unit that is started next. */
async function prepareFile(
  run: JobRun,
  step: PlanStep,
  action: Of<'write-file'>,
  index: number,
  unit: string,
): Promise<Prepared> {
  if (!isAsShown(run, step, index)) return SHOWN_DIFFERS;
  const text = await untilInterrupted(wholeText(run, step.node, action), run.signal);
  if (sha256(text) !== action.sha256) {
    const detail = `${step.node} ${action.path}`;
    return action.keepsSecrets || action.isSealed
      ? ended(failed({ id: 'file-changed', params: { detail } }))
      : SHOWN_DIFFERS;
  }
  const staged = stagedFile(unit);
  return { kind: 'ready', command: writeFileCommand(action, staged), upload: stageCommand(staged, text) };
}

/** A plan holds no secrets: they come from the node's own file, and the hash says whether they are the reviewed ones. */
async function wholeText(
  { engine, clusterId }: JobRun,
  node: string,
  action: Of<'write-file'>,
): Promise<string> {
  if (action.isSealed) return withSecrets(action.text, await loadBuildSecrets(clusterId));
  if (!action.keepsSecrets) return action.text;
  const place = { node, path: action.path };
  const file = (await readFiles(engine.access, clusterId, [place], engine.now))[fileKey(place)];
  return file?.state === 'known' ? withResSecrets(action.text, file.value.text) : action.text;
}

function judgeFile(outcome: Outcome): Judged {
  const result = fileOutcome(outcome);
  switch (result.kind) {
    case 'applied':
    case 'unknown':
      return result;
    case 'changed':
      return { kind: 'refused', problem: { id: 'file-changed', params: { detail: result.detail } } };
    case 'invalid':
      return { kind: 'refused', problem: { id: 'file-invalid', params: { detail: result.detail } } };
    case 'failed':
      return {
        kind: 'refused',
        problem: { id: 'command-failed', params: { code: `${result.code}`, detail: result.detail } },
      };
  }
}
