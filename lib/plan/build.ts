/**
 * Intent and facts → plan. In two halves, because the cluster's own simulator has to be asked in between:
 * `draftPlan` says which edits would be made, `finishPlan` puts together what came back.
 */
import { quoteArgv } from '@/lib/base/command';
import { err, ok, type Result } from '@/lib/base/result';
import {
  type CibChange,
  NUM_UPDATES_PLACEHOLDER,
  type PatchSource,
  renderCibPatch,
} from '@/lib/pacemaker/cib-patch';
import { vipResources } from '@/lib/pacemaker/cib-queries';
import { applyPatchCommand, waitSettledCommand } from '@/lib/pacemaker/commands';
import {
  type CibPlan,
  type CibPlanRefusal,
  type CibStep,
  planMove,
  planOnline,
  planStandby,
} from '@/lib/pacemaker/plan';
import type { Sha256 } from './canonical';
import { agreedDc, type ChangeFacts, decidingView, type WorldFacts } from './facts';
import { fingerprintOf } from './fingerprint';
import { evaluateGuards } from './guards';
import { instancesOf, placedOn } from './placement';
import { NO_PREDICTION, predict } from './predict';
import { JOB_PLACEHOLDER, startUnitText, unitName } from './transient-unit';
import type { Check, GuardResult, Intent, Plan, PlanStep, Prediction } from './types';

/** Reference 2.8. Shorter gives up on a slow mount; longer keeps a person waiting for a stuck cluster. */
const SETTLE_TIMEOUT_MS = 300_000;
/** The configuration is there as soon as the patch is accepted; this only covers slow reads. */
const READ_BACK_TIMEOUT_MS = 30_000;
/** `crm_resource --wait` may return before the last action was even begun (reference 2.8). */
const ARRIVE_TIMEOUT_MS = 120_000;

/** Filled in when a job's second change runs: the first one raised it. */
export const EPOCH_PLACEHOLDER = '{{epoch}}';

export type Draft =
  | { readonly kind: 'steps'; readonly steps: readonly CibStep[]; readonly handle?: string }
  | {
      readonly kind: 'nothing-to-do';
      readonly reason: 'already-standby' | 'already-online' | 'already-there';
    }
  | { readonly kind: 'refused'; readonly refusal: CibPlanRefusal };

/**
 * @param cibXml full CIB as the DC gave it, secrets included; nothing of it gets into the result but the edits
 * @param handle what to take hold of for a move, one of `moveHandles`; the resource itself when absent
 */
export function draftPlan(intent: Intent, world: WorldFacts, cibXml: string, handle?: string): Draft {
  const view = decidingView(world);
  if (intent.kind === 'move-resource' && view) {
    const at = placedOn(view.resources, intent.resource);
    if (at.length === 1 && at[0] === intent.node) return { kind: 'nothing-to-do', reason: 'already-there' };
  }
  const planned = cibPlan(intent, cibXml, handle);
  if (!planned.ok) return { kind: 'refused', refusal: planned.error };
  if (planned.value.kind === 'nothing-to-do') return planned.value;
  return { ...planned.value, ...(handle === undefined ? {} : { handle }) };
}

function cibPlan(intent: Intent, cibXml: string, handle?: string): Result<CibPlan, CibPlanRefusal> {
  switch (intent.kind) {
    case 'node-standby':
      return planStandby(cibXml, intent.node);
    case 'node-online':
      return planOnline(cibXml, intent.node);
    case 'move-resource':
      return planMove(cibXml, handle ?? intent.resource, intent.node);
  }
}

/** Edits of the first patch (what the cluster reacts to), and all of them (what stays). */
export const firstChanges = (steps: readonly CibStep[]): readonly CibChange[] =>
  steps.find((step) => step.kind === 'patch')?.changes ?? [];
export const laterChanges = (steps: readonly CibStep[]): readonly CibChange[] =>
  steps
    .filter((step) => step.kind === 'patch')
    .slice(1)
    .flatMap((step) => step.changes);

interface Finish {
  readonly intent: Intent;
  readonly world: WorldFacts;
  readonly draft: Draft;
  /** Absent when the draft has no steps to ask the simulator about. */
  readonly change?: ChangeFacts;
  readonly sha256: Sha256;
}

export function finishPlan({ intent, world, draft, change, sha256 }: Finish): Plan {
  const hasSteps = draft.kind === 'steps' && change !== undefined;
  const prediction = hasSteps ? predict(world, change) : NO_PREDICTION;
  const reverse = reverseOf(intent, world);
  return {
    version: 1,
    clusterId: world.clusterId,
    clusterName: world.clusterName,
    intent,
    createdAt: world.now,
    base: fingerprintOf(world, sha256),
    ...(reverse ? { reverse } : {}),
    steps: draft.kind === 'steps' ? planSteps(intent, world, draft, prediction) : [],
    guards: guardsOf(intent, world, draft, change),
    prediction,
    ...(draft.kind === 'nothing-to-do'
      ? { nothingToDo: { reason: draft.reason, params: { ...intent } } }
      : {}),
  };
}

function guardsOf(
  intent: Intent,
  world: WorldFacts,
  draft: Draft,
  change: ChangeFacts | undefined,
): readonly GuardResult[] {
  if (draft.kind === 'nothing-to-do') return [];
  const results = evaluateGuards({ intent, world, ...(change ? { change } : {}) });
  if (draft.kind !== 'refused') return results;
  const { reason, objects } = describeRefusal(draft.refusal);
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

/** The refusal's own key, for its words, and what it names. */
function describeRefusal(refusal: CibPlanRefusal): {
  readonly reason: string;
  readonly objects: readonly string[];
} {
  switch (refusal.kind) {
    case 'invalid-name':
      return { reason: refusal.kind, objects: [refusal.name.slice(0, 64)] };
    case 'no-such-node':
    case 'node-in-standby':
    case 'standby-until-reboot':
      return { reason: refusal.kind, objects: [refusal.node] };
    case 'no-such-resource':
      return { reason: refusal.kind, objects: [refusal.resource] };
    case 'not-movable':
      return { reason: `not-movable-${refusal.because}`, objects: [refusal.resource] };
    case 'move-unfinished':
      return { reason: refusal.kind, objects: [refusal.constraint] };
    case 'cib':
      return { reason: 'cib', objects: [refusal.error.kind] };
  }
}

/** What a person would ask for to have it as it was. */
function reverseOf(intent: Intent, world: WorldFacts): Intent | undefined {
  switch (intent.kind) {
    case 'node-standby':
      return { kind: 'node-online', node: intent.node };
    case 'node-online':
      return { kind: 'node-standby', node: intent.node };
    case 'move-resource': {
      const from = placedOn(decidingView(world)?.resources ?? [], intent.resource).find(
        (node) => node !== intent.node,
      );
      return from === undefined ? undefined : { ...intent, node: from };
    }
  }
}

function planSteps(
  intent: Intent,
  world: WorldFacts,
  draft: Extract<Draft, { kind: 'steps' }>,
  prediction: Prediction,
): readonly PlanStep[] {
  const { steps } = draft;
  const params =
    intent.kind === 'move-resource' ? { ...intent, handle: draft.handle ?? intent.resource } : { ...intent };
  // Any node would do, the CIB's daemons agree among themselves; the DC answers without asking another.
  const node = agreedDc(world) ?? world.nodes[0]?.name ?? intent.node;
  const patches = steps.filter((step) => step.kind === 'patch').length;
  let patch = 0;
  const base = { ...world.cib.version, numUpdates: NUM_UPDATES_PLACEHOLDER } as const;
  return steps.map((step, index) => {
    if (step.kind === 'patch') patch += 1;
    const isLast = patch === patches;
    const shared = { id: `${index + 1}`, node, params } as const;
    if (step.kind === 'wait-settled') {
      return {
        ...shared,
        title: intent.kind === 'move-resource' && isLast ? 'step-wait-stay' : 'step-wait',
        action: { kind: 'wait-settled', timeoutMs: SETTLE_TIMEOUT_MS },
        commandText: quoteArgv(waitSettledCommand(SETTLE_TIMEOUT_MS).argv),
        verify: arrived(intent, world, prediction),
        verifyTimeoutMs: ARRIVE_TIMEOUT_MS,
        risk: 'safe',
      };
    }
    const isCleanup = intent.kind === 'move-resource' && patch > 1;
    return {
      ...shared,
      title: titleOf(intent, isCleanup),
      action: { kind: 'cib-patch', changes: step.changes },
      commandText: patchTextOf(step.changes, base, node, index, patch),
      verify: written(intent, step.changes, isCleanup),
      verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
      ...(isCleanup ? { cleanup: true } : {}),
      risk: isCleanup || intent.kind === 'node-online' ? 'safe' : 'disruptive',
    };
  });
}

function titleOf(intent: Intent, isCleanup: boolean): string {
  if (intent.kind === 'node-standby') return 'step-standby';
  if (intent.kind === 'node-online') return 'step-online';
  return isCleanup ? 'step-release' : 'step-prefer';
}

/**
 * The command with everything in it that is known before it runs.
 * @param base version that was reviewed, with the placeholder for what moves by itself
 * @param patch 1 for the job's first change
 */
export function patchTextOf(
  changes: readonly CibChange[],
  base: PatchSource,
  node: string,
  index: number,
  patch: number,
): string {
  const { adminEpoch, epoch, numUpdates } = base;
  const rendered = renderCibPatch(inOneOrder(changes), { adminEpoch, epoch, numUpdates });
  if (!rendered.ok) throw new Error(`a drafted change does not render: ${rendered.error.kind}`);
  const xml = patch === 1 ? rendered.value : openEpoch(rendered.value, epoch);
  return startUnitText(unitName(JOB_PLACEHOLDER, index, 1), node, applyPatchCommand(xml));
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

/** What the configuration itself must say after a patch, read from every node's own copy. */
function written(intent: Intent, changes: readonly CibChange[], isCleanup: boolean): readonly Check[] {
  switch (intent.kind) {
    case 'node-standby':
      return [{ kind: 'node-attribute', node: intent.node, name: 'standby', value: 'on' }];
    case 'node-online':
      return [{ kind: 'node-attribute', node: intent.node, name: 'standby', value: null }];
    case 'move-resource':
      return constraintIds(changes).map((id) => ({ kind: isCleanup ? 'no-constraint' : 'constraint', id }));
  }
}

const ID = /(?:^<[^>]*\sid="|@id='|@id=")([^"']+)["']/;
const constraintIds = (changes: readonly CibChange[]): readonly string[] =>
  changes.flatMap(
    (change) =>
      ID.exec(change.op === 'create' ? change.xml : change.path.slice(change.path.lastIndexOf('/')))?.[1] ??
      [],
  );

/** What the cluster must have done about it. */
function arrived(intent: Intent, world: WorldFacts, prediction: Prediction): readonly Check[] {
  switch (intent.kind) {
    case 'node-standby':
      return leftNode(intent.node, world, prediction);
    case 'node-online':
      return backOnNode(intent.node, prediction);
    case 'move-resource':
      return movedTo(intent.resource, intent.node, world);
  }
}

function leftNode(node: string, world: WorldFacts, prediction: Prediction): readonly Check[] {
  const moves = prediction.moves.filter((move) => move.from.includes(node) && !move.to.includes(node));
  const ids = [...new Set(moves.map((move) => move.resource))];
  const runOn = ids.filter((id) => moves.some((move) => move.resource === id && move.to.length > 0));
  const addresses = vipResources(world.cib).filter((vip) => runOn.includes(vip.id));
  return [
    { kind: 'node-standby', node, standby: true },
    ...ids.map((resource): Check => ({ kind: 'resource-not-on', resource, node })),
    ...runOn.map((resource): Check => ({ kind: 'resource-runs', resource })),
    ...addresses.map((vip): Check => ({ kind: 'address-once', address: vip.ip })),
  ];
}

function backOnNode(node: string, prediction: Prediction): readonly Check[] {
  const back = prediction.moves.filter((move) => move.role === 'Started' && move.to.includes(node));
  const gone = prediction.moves.filter((move) => move.to.length > 0 && !back.includes(move));
  return [
    { kind: 'node-standby', node, standby: false },
    ...back.map((move): Check => ({ kind: 'instance-on', resource: move.resource, node })),
    ...gone.map((move): Check => ({ kind: 'resource-runs', resource: move.resource })),
  ];
}

function movedTo(resource: string, node: string, world: WorldFacts): readonly Check[] {
  const inside = new Set(instancesOf(decidingView(world)?.resources ?? [], resource).map((one) => one.id));
  const addresses = vipResources(world.cib).filter((vip) => inside.has(vip.id));
  return [
    { kind: 'resource-on', resource, node },
    ...addresses.map((vip): Check => ({ kind: 'address-only-on', address: vip.ip, node })),
  ];
}

/** The plan of a stored row, or why it is none: plans come back from a database written by an earlier version. */
export function readPlan(value: unknown): Result<Plan, 'not-a-plan'> {
  const plan = value as Partial<Plan> | null | undefined;
  const isPlan =
    plan?.version === 1 && Array.isArray(plan.steps) && Array.isArray(plan.guards) && plan.base !== undefined;
  return isPlan ? ok(plan as Plan) : err('not-a-plan');
}
