/**
 * Several changes as one plan. Each is drafted by its own planner on the configuration the ones before it leave; then
 * what only looks comes first, edits of the configuration that follow each other become one patch, and what brings
 * things back comes last, the latest first. The undo is the parts' own, in the opposite order.
 */
import { parseCib } from '@/lib/pacemaker/cib';
import { applyCibChanges, type CibChange } from '@/lib/pacemaker/cib-patch';
import { mergedPatches } from '@/lib/pacemaker/patch-merge';
import { type Ask, type Draft, type DraftStep, READ_BACK_TIMEOUT_MS, refused } from './planner';
import type { Intent } from './types';

type Steps = Extract<Draft, { kind: 'steps' }>;

interface Composition {
  /** What it is all for, by name: the undo is called by it. */
  readonly of: string;
  readonly parts: readonly Intent[];
  readonly draftOf: (ask: Ask<Intent>) => Draft;
}

/** Refused when one of the parts is; nothing to do when none has anything to do. */
export function composeDrafts(ask: Ask<Intent>, { of, parts, draftOf }: Composition): Draft {
  const drafts: Steps[] = [];
  let { cibXml, world } = ask;
  for (const intent of parts) {
    const draft = draftOf({ ...ask, intent, world, cibXml });
    if (draft.kind === 'refused') return draft;
    if (draft.kind === 'nothing-to-do') continue;
    drafts.push(draft);
    const changes = draft.steps.flatMap((step) => (step.recovers === undefined ? patchOf(step) : []));
    if (changes.length === 0) continue;
    const applied = applyCibChanges(cibXml, changes);
    const cib = applied.ok ? parseCib(applied.value) : undefined;
    if (!applied.ok || !cib?.ok) return refused('cib', applied.ok ? 'unreadable' : applied.error.kind);
    cibXml = applied.value;
    world = { ...world, cib: cib.value };
  }
  const [first] = drafts;
  if (!first) return { kind: 'nothing-to-do', reason: 'already-so' };
  const reverses = drafts.map((draft) => draft.reverse);
  const isReversible = reverses.every((reverse) => reverse !== undefined);
  return {
    kind: 'steps',
    params: { of },
    steps: ordered(drafts),
    ...(isReversible ? { reverse: { kind: 'combined', of, parts: reverses.toReversed() } } : {}),
  };
}

const patchOf = (step: DraftStep): readonly CibChange[] =>
  step.action.kind === 'cib-patch' ? step.action.changes : [];

function ordered(drafts: readonly Steps[]): readonly DraftStep[] {
  const own = drafts.map((draft, part) =>
    draft.steps.map((step): DraftStep => ({ ...step, params: { ...draft.params, ...step.params }, part })),
  );
  const all = own.flat();
  const looks = (step: DraftStep): boolean => step.action.kind === 'write-file' && !!step.action.isReadOnly;
  const back = own.toReversed().flatMap((steps) => steps.filter((step) => step.recovers !== undefined));
  return [
    ...all.filter(looks),
    ...withMergedPatches(all.filter((step) => !looks(step) && step.recovers === undefined)),
    ...back,
  ];
}

/** A part that is one patch and a wait joins the one before it; the last wait sees to all of them. */
function withMergedPatches(steps: readonly DraftStep[]): readonly DraftStep[] {
  const out: DraftStep[] = [];
  for (const step of steps) {
    const [before, last] = out.slice(-2);
    const isNext =
      before?.action.kind === 'cib-patch' &&
      step.action.kind === 'cib-patch' &&
      last?.action.kind === 'wait-settled' &&
      before.part !== step.part;
    const merged = isNext ? mergedPatches([patchOf(before), patchOf(step)]) : [];
    if (!before || merged.length !== 1) {
      out.push(step);
      continue;
    }
    const changes = merged.flat();
    out.splice(-2, 2, {
      ...before,
      action: { kind: 'cib-patch', changes },
      verify: [{ kind: 'configuration', changes }],
      verifyTimeoutMs: Math.max(before.verifyTimeoutMs, step.verifyTimeoutMs, READ_BACK_TIMEOUT_MS),
    });
  }
  return out;
}
