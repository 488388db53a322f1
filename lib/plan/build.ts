/**
 * Intent and facts → plan. In two halves, because the cluster's own simulator has to be asked in between:
 * `draftPlan` says which steps would be taken, `finishPlan` puts together what came back.
 */
import { command, quoteArgv } from '@/lib/base/command';
import { hasUnseenSigns, withSignsShown } from '@/lib/base/plain-text';
import { err, ok, type Result } from '@/lib/base/result';
import { parseCib } from '@/lib/pacemaker/cib';
import {
  applyCibChanges,
  type CibChange,
  NUM_UPDATES_PLACEHOLDER,
  type PatchSource,
  renderCibPatch,
} from '@/lib/pacemaker/cib-patch';
import { applyPatchCommand, waitSettledCommand } from '@/lib/pacemaker/commands';
import type { CibReading } from '@/lib/pacemaker/types';
import type { Sha256 } from './canonical';
import { agreedDc, type ChangeFacts, type WorldFacts } from './facts';
import { removeFileCommand, writeFileCommand } from './file-write';
import { fingerprintOf } from './fingerprint';
import { evaluateGuards } from './guards';
import { TURN_PLACEHOLDER } from './node-lock';
import { type Ask, type Draft, type DraftStep, refused } from './planner';
import { draftOf, isOfBare } from './planners';
import { NO_PREDICTION, predict } from './predict';
import { needsTurn } from './progress';
import { JOB_PLACEHOLDER, stagedFile, startUnitText, unitName } from './transient-unit';
import type { GuardResult, Intent, Plan, PlanStep, Prediction, StepAction } from './types';

/** Filled in when a job's second change runs: the first one raised it. */
export const EPOCH_PLACEHOLDER = '{{epoch}}';

/** What a planner makes of it, refused where a reviewer could not see what it says. */
export function draftPlan(ask: Ask<Intent>): Draft {
  const draft = draftOf(ask);
  const unseen = draft.kind === 'steps' ? textWithUnseenSigns(draft) : undefined;
  return unseen === undefined ? draft : refused('unseen-signs', withSignsShown(unseen).slice(0, 80));
}

/** Values come from people and from nodes; the lines of a file are shown as a difference, by themselves. */
function textWithUnseenSigns({ steps, params }: Extract<Draft, { kind: 'steps' }>): string | undefined {
  const search = (value: unknown): string | undefined => {
    if (typeof value === 'string') return hasUnseenSigns(value) ? value : undefined;
    if (typeof value !== 'object' || value === null) return undefined;
    for (const [key, inner] of Object.entries(value)) {
      const found = search(key) ?? search(inner);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search([
    params,
    steps.map(({ action, node, params: own }) =>
      action.kind === 'write-file' ? [node, own, action.path] : [node, own, action],
    ),
  ]);
}

const patchesOf = (steps: readonly DraftStep[]) =>
  steps.flatMap((step) => (step.action.kind === 'cib-patch' ? [step.action.changes] : []));

/** Edits of the first patch (what the cluster reacts to), and all that come later (what is taken away again). */
export const firstChanges = (steps: readonly DraftStep[]): readonly CibChange[] => patchesOf(steps)[0] ?? [];
export const laterChanges = (steps: readonly DraftStep[]): readonly CibChange[] =>
  patchesOf(steps).slice(1).flat();

/** The configuration once all of it is done; undefined where the edits do not apply. */
export function readAfter(cibXml: string, steps: readonly DraftStep[]): CibReading | undefined {
  const applied = applyCibChanges(cibXml, patchesOf(steps).flat());
  const parsed = applied.ok ? parseCib(applied.value) : undefined;
  return parsed?.ok ? parsed.value : undefined;
}

interface Finish {
  readonly intent: Intent;
  readonly world: WorldFacts;
  readonly draft: Draft;
  /** Absent when the draft has no edits to ask the simulator about. */
  readonly change?: ChangeFacts;
  readonly sha256: Sha256;
}

export function finishPlan({ intent, world, draft, change, sha256 }: Finish): Plan {
  const prediction = draft.kind === 'steps' && change ? predict(world, change) : NO_PREDICTION;
  return {
    version: 1,
    clusterId: world.clusterId,
    clusterName: world.clusterName,
    intent,
    createdAt: world.now,
    base: fingerprintOf(world, sha256),
    ...(draft.kind === 'steps' && draft.reverse ? { reverse: draft.reverse } : {}),
    steps: draft.kind === 'steps' ? planSteps(world, draft, prediction, isOfBare(intent)) : [],
    guards: guardsOf(intent, world, draft, change),
    prediction,
    ...(draft.kind === 'nothing-to-do'
      ? { nothingToDo: { reason: draft.reason, params: namesIn(intent) } }
      : {}),
  };
}

/** What of an intent is a name, for sentences. */
export const namesIn = (intent: Intent): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(intent).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

function guardsOf(
  intent: Intent,
  world: WorldFacts,
  draft: Draft,
  change: ChangeFacts | undefined,
): readonly GuardResult[] {
  if (draft.kind === 'nothing-to-do') return [];
  const results = evaluateGuards({
    intent,
    world,
    isRefused: draft.kind === 'refused',
    ...(change ? { change } : {}),
  });
  if (draft.kind !== 'refused') return results;
  const { reason, objects } = draft.refusal;
  const refusal: GuardResult = {
    id: 'expressible',
    invariant: 13,
    level: 'deny',
    verdict: 'fail',
    objects,
    params: { reason },
  };
  return [refusal, ...results];
}

function planSteps(
  world: WorldFacts,
  draft: Extract<Draft, { kind: 'steps' }>,
  prediction: Prediction,
  isBare: boolean,
): readonly PlanStep[] {
  // Any node would do, the CIB's daemons agree among themselves; the DC answers without asking another.
  const decider = agreedDc(world) ?? world.nodes[0]?.name ?? '';
  // Nothing was reviewed that the first edit of a new cluster could be bound to: Pacemaker writes it meanwhile.
  let patch = isBare ? 1 : 0;
  const base = { ...world.cib.version, numUpdates: NUM_UPDATES_PLACEHOLDER } as const;
  return draft.steps.map((step, index) => {
    if (step.action.kind === 'cib-patch') patch += 1;
    const { params, verify, node = decider, ...rest } = step;
    return {
      id: `${index + 1}`,
      node,
      params: { ...draft.params, ...params },
      ...rest,
      commandText: commandTextOf(step.action, { node, index, base, patch }),
      verify: typeof verify === 'function' ? verify(prediction) : verify,
    };
  });
}

export interface CommandPlace {
  readonly node: string;
  readonly index: number;
  /** Version that was reviewed, with the placeholder for what moves by itself. */
  readonly base: PatchSource;
  /** 1 for the job's first edit of the configuration. */
  readonly patch: number;
}

/** The command of a step with everything in it that is known before it runs; empty where nothing is sent. */
export function commandTextOf(action: StepAction, place: CommandPlace): string {
  const { node, index } = place;
  const unit = unitName(JOB_PLACEHOLDER, index, 1);
  const turn = needsTurn(action) ? TURN_PLACEHOLDER : undefined;
  switch (action.kind) {
    case 'cib-patch':
      return patchTextOf(action.changes, place);
    case 'wait-settled':
      return quoteArgv(waitSettledCommand(action.timeoutMs).argv);
    case 'run':
      return startUnitText(unit, node, runCommand(action), turn);
    case 'write-file':
      return startUnitText(unit, node, writeFileCommand(action, stagedFile(unit)), turn);
    case 'remove-file':
      return startUnitText(unit, node, removeFileCommand(action), turn);
    case 'wait-for':
      return '';
  }
}

export const runCommand = ({ argv, timeoutMs, stdin }: Extract<StepAction, { kind: 'run' }>) =>
  command(argv, { asRoot: true, timeoutMs, ...(stdin === undefined ? {} : { stdin }) });

function patchTextOf(changes: readonly CibChange[], { node, index, base, patch }: CommandPlace): string {
  const { adminEpoch, epoch, numUpdates } = base;
  const rendered = renderCibPatch(inOneOrder(changes), { adminEpoch, epoch, numUpdates });
  if (!rendered.ok) throw new Error(`a drafted change does not render: ${rendered.error.kind}`);
  const xml = patch === 1 ? rendered.value : openEpoch(rendered.value, epoch);
  return startUnitText(unitName(JOB_PLACEHOLDER, index, 1), node, applyPatchCommand(xml), TURN_PLACEHOLDER);
}

/** Postgres gives objects back in an order of its own; a command must read the same before and after. */
export const inOneOrder = (changes: readonly CibChange[]): readonly CibChange[] =>
  changes.map((change) =>
    change.op === 'modify'
      ? { ...change, before: sorted(change.before), after: sorted(change.after) }
      : change,
  );

const sorted = (attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The first change of the job raises the epoch, by one or two (reference 2.5.2): not known before. */
const openEpoch = (patch: string, epoch: number): string =>
  patch
    .replace(` epoch="${epoch}" `, ` epoch="${EPOCH_PLACEHOLDER}" `)
    .replace(` epoch="${epoch + 1}" `, ` epoch="${EPOCH_PLACEHOLDER}+1" `);

/** The plan of a stored row, or why it is none: plans come back from a database written by an earlier version. */
export function readPlan(value: unknown): Result<Plan, 'not-a-plan'> {
  const plan = value as Partial<Plan> | null | undefined;
  const isPlan =
    plan?.version === 1 && Array.isArray(plan.steps) && Array.isArray(plan.guards) && plan.base !== undefined;
  return isPlan ? ok(plan as Plan) : err('not-a-plan');
}
