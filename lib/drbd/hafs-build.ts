/** Parts every plan of HAFS is put together from. */

import type { StepTitleId } from './hafs-messages';
import type { HafsGoal, HafsStep, HafsUndo, PacemakerPart, PreparedStep } from './hafs-steps';
import { checkFile, type DrbdCommand } from './lifecycle';
import type { DrbdGeneration } from './option-table';
import { resFilePath } from './res-render';

export const NOTHING_CHANGED: HafsUndo = { kind: 'nothing-changed' };
export const BY_NEXT_STEP: HafsUndo = { kind: 'none', reason: 'by-next-step' };
export const DATA_WRITTEN: HafsUndo = { kind: 'none', reason: 'data-written' };
export const DATA_GONE: HafsUndo = { kind: 'none', reason: 'data-gone' };

/** A connection is made within seconds of both sides being up; a firewall in between shows as this running out. */
export const CONNECT_MS = 60_000;
/** A resync of terabytes at a modest rate: hours. The job does not stop it when this runs out, it asks. */
export const SYNC_MS = 24 * 3600 * 1000;

export interface StepShape {
  readonly node: string;
  readonly name: string;
  readonly title: StepTitleId;
  readonly object: string;
  readonly goal: HafsGoal;
  readonly undo: HafsUndo;
}

const base = ({ node, name, title, object, goal, undo }: StepShape) => ({
  id: `${node}-${name}`,
  node,
  title,
  object,
  goal,
  undo,
});

export function runStep(shape: StepShape, { command, risk, danger }: DrbdCommand): HafsStep {
  return { ...base(shape), kind: 'run', command, risk, ...(danger === undefined ? {} : { danger }) };
}

export const waitStep = (shape: Omit<StepShape, 'undo'>, timeoutMs: number): HafsStep => ({
  ...base({ ...shape, undo: NOTHING_CHANGED }),
  kind: 'wait',
  timeoutMs,
  risk: 'safe',
});

/** Steps of the storage layer, as they are. */
export const preparedSteps = (node: string, steps: readonly PreparedStep[]): readonly HafsStep[] =>
  steps.map(({ id, what, object, command, risk, goal, undo }) => ({
    ...base({
      node,
      name: id,
      title: `step-${what}`,
      object,
      goal,
      undo: undo
        ? { kind: 'run', command: undo }
        : what === 'lvextend'
          ? { kind: 'none', reason: 'size-only-grows' }
          : DATA_GONE,
    }),
    kind: 'run',
    command,
    risk,
  }));

/** A new file is for root alone: it may hold the shared secret. */
const NEW_FILE_MODE = 0o600;

/** Writes a resource file beside the old one, has it checked in the node's own grammar, and renames it. */
export function fileStep(
  node: string,
  resource: string,
  content: string,
  generation: DrbdGeneration,
  replaces?: { readonly text: string; readonly mode: number },
): HafsStep {
  const mode = replaces?.mode ?? NEW_FILE_MODE;
  const path = resFilePath(resource);
  // No `.res` at its end: drbd.conf includes `drbd.d/*.res`.
  const temporaryPath = `/etc/drbd.d/.${resource}.res.haven-new`;
  return {
    ...base({
      node,
      name: 'res',
      title: 'step-write-res',
      object: resource,
      goal: { kind: 'file', path, content },
      undo:
        replaces === undefined
          ? { kind: 'remove-file', path }
          : { kind: 'write-file', path, content: replaces.text, mode },
    }),
    kind: 'write-file',
    path,
    content,
    mode,
    ...(replaces === undefined ? {} : { replaces: replaces.text }),
    temporaryPath,
    check: checkFile(temporaryPath, generation, replaces === undefined ? undefined : path),
    risk: 'safe',
  };
}

export const cibStep = (change: 'add' | 'remove', part: PacemakerPart): HafsStep => ({
  ...base({
    node: 'cluster',
    name: `cib-${change}`,
    title: `step-cib-${change}`,
    object: part.resource,
    goal: { kind: 'pacemaker', present: change === 'add' },
    undo: { kind: 'cib', change: change === 'add' ? 'remove' : 'add' },
  }),
  kind: 'cib',
  change,
  part,
  risk: 'disruptive',
});

/** Names and constraints as reference 2.2.1 has them; separate resources, so that one failure restarts no neighbour. */
export function pacemakerPart(
  resource: string,
  nodes: readonly string[],
  mount: { readonly directory: string; readonly type: 'ext4' | 'xfs' },
): PacemakerPart {
  const clone = `drbd_${resource}-clone`;
  const id = `fs_${resource}`;
  return {
    resource,
    drbdPrimitive: `drbd_${resource}`,
    clone,
    nodes,
    promotedMax: 1,
    filesystem: { id, device: `/dev/drbd/by-res/${resource}/0`, ...mount, options: 'noatime' },
    constraints: [
      { kind: 'colocation', of: id, with: clone, role: 'Promoted' },
      { kind: 'order', first: clone, action: 'promote', next: id },
    ],
  };
}
