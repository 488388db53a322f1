/** What a step of a job did is the new baseline of just that: written with the step itself, or not at all. */
import { findConfigText, loadBaselines, saveConfigText, swapBaseline } from '@/lib/data/baselines';
import type { Tx } from '@/lib/data/client';
import { notify } from '@/lib/data/notify';
import { sha256 } from '@/lib/data/plans';
import { type BaselineEffect, baselineAfter, objectsOfEffect } from '@/lib/inventory/baselines';
import type { BaselineNote } from '@/lib/live/baseline';
import type { PlanRecord } from '@/lib/plan/records';
import type { PlanStep } from '@/lib/plan/types';

/** @returns undefined for a step that changes nothing that has a baseline */
export function effectOf({ action, node }: PlanStep): BaselineEffect | undefined {
  switch (action.kind) {
    case 'cib-patch':
      return { kind: 'cib', changes: action.changes };
    case 'write-file': {
      if (action.isReadOnly) return undefined;
      const { path, baseSha256: before, sha256: after, text } = action;
      return { kind: 'file', node, path, before, after, text };
    }
    case 'remove-file':
      return { kind: 'file', node, path: action.path, before: action.baseSha256, after: null, text: '' };
    default:
      return undefined;
  }
}

export async function takeOverBaseline(
  tx: Tx,
  record: PlanRecord,
  step: PlanStep,
  who: string | undefined,
): Promise<void> {
  const effect = effectOf(step);
  if (!effect) return;
  const notes = await loadBaselines(record.clusterId, tx);
  const objects = objectsOfEffect(effect);
  const kept = notes.filter(({ object }) => objects.includes(object));
  for (const note of kept) await takeOver(tx, record, effect, note.object, note, who);
  // A file that Haven makes where none was: there was nothing before, and that is on record as nothing.
  if (kept.length === 0 && effect.kind === 'file' && effect.before === null)
    await takeOver(tx, record, effect, objects[0], undefined, who);
}

async function takeOver(
  tx: Tx,
  { id, clusterId }: PlanRecord,
  effect: BaselineEffect,
  object: string,
  note: BaselineNote | undefined,
  who: string | undefined,
): Promise<void> {
  const held = note?.sha256 ?? null;
  const text = held === null ? '' : await findConfigText(clusterId, held, tx);
  if (text === undefined) return;
  const before =
    effect.kind === 'file' && effect.before !== null
      ? await findConfigText(clusterId, effect.before, tx)
      : undefined;
  const next = baselineAfter({ sha256: held, text }, effect, before, sha256);
  if (!next) return;
  if (next.sha256 !== null) await saveConfigText(clusterId, next.sha256, next.text, tx);
  const made = {
    object,
    sha256: next.sha256,
    origin: 'job',
    planId: id,
    ...(who ? { who } : {}),
  } as const;
  if (await swapBaseline(tx, clusterId, note ? held : undefined, made))
    await notify('cluster', clusterId, tx);
}
