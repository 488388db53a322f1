/** haproxy.cfg as a person wrote it, or as edits make it of each node's own text: both go out the same way. */
import { type FileIntent, fileChanges, placesOf } from '../haproxy-files';
import type { Ask, Draft, Planner } from '../planner';
import type { Intent } from '../types';
import { apacheDraft } from './apache';
import { plainFilesDraft } from './plain-files';
import { putOut } from './put-out';

function draft({ intent, world, sha256 }: Ask<FileIntent>): Draft {
  const made = fileChanges(intent, world);
  if (!made.ok) return { kind: 'refused', refusal: made.error };
  const changed = made.value.filter(({ before, after }) => before.text !== after);
  return changed.length === 0
    ? { kind: 'nothing-to-do', reason: 'same-text' }
    : putOut(changed, world, sha256);
}

const shared = {
  confirm: (intent: FileIntent) => {
    const path = placesOf(intent)[0]?.path ?? '';
    return path.slice(path.lastIndexOf('/') + 1);
  },
  files: placesOf,
  readsHaproxy: true,
  readsHaproxyHost: true,
  draft,
} as const;

type EditFile = Extract<Intent, { kind: 'edit-file' }>;

export const editFilePlanner: Planner<EditFile> = {
  ...shared,
  files: (intent) =>
    intent.tool === 'haproxy' || intent.tool === 'apache'
      ? placesOf(intent)
      : intent.files.map(({ node, path }) => ({ node, path, mayBeAbsent: true })),
  readsHaproxy: (intent) => intent.tool === 'haproxy',
  readsApache: (intent) => intent.tool === 'apache',
  readsHaproxyHost: (intent) => intent.tool !== 'systemd',
  draft: (ask) => {
    const { tool, files } = ask.intent;
    if (tool === 'haproxy') return draft(ask);
    return tool === 'apache' ? apacheDraft(ask) : plainFilesDraft(tool, files, ask.world);
  },
};
export const editHaproxyPlanner: Planner<Extract<Intent, { kind: 'edit-haproxy' }>> = shared;
