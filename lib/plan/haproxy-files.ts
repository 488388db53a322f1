/** What a change makes of haproxy.cfg on each node: the text that is there, and the one that would be. */
import { err, ok, type Result } from '@/lib/base/result';
import { applyConfigEdits } from '@/lib/haproxy/config-edits';
import { describeRefusal } from '@/lib/haproxy/config-words';
import { DEFAULT_HAPROXY_CONFIG } from '@/lib/haproxy/probes';
import type { ConfigurationRefusal } from '@/lib/pacemaker/configuration-edit';
import { type FileFacts, fileKey, value, type WorldFacts } from './facts';
import { isEditablePath } from './file-write';
import type { FilePlace } from './planner';
import type { Intent } from './types';

export type FileIntent = Extract<Intent, { kind: 'edit-file' | 'edit-haproxy' }>;

export interface FileChange extends FilePlace {
  readonly before: FileFacts;
  readonly after: string;
}

export const fileOf = (node: string): FilePlace => ({ node, path: DEFAULT_HAPROXY_CONFIG });

export const placesOf = (intent: FileIntent): readonly FilePlace[] =>
  intent.kind === 'edit-file' ? intent.files : intent.nodes.map(fileOf);

const refuse = (reason: string, ...objects: readonly string[]) =>
  err<ConfigurationRefusal>({ reason, objects });

/** Every file with its text as it will be, unchanged ones too; the first that cannot be made refuses them all. */
export function fileChanges(
  intent: FileIntent,
  world: WorldFacts,
): Result<readonly FileChange[], ConfigurationRefusal> {
  const changes: FileChange[] = [];
  for (const { node, path } of placesOf(intent)) {
    if (!isEditablePath(path)) return refuse('not-editable', path);
    const key = fileKey({ node, path });
    const found = world.files?.[key];
    const before = found && value(found);
    if (!before) return refuse('file-unread', key);
    const after = textAfter(intent, { node, path }, before);
    if (!after.ok) return after;
    changes.push({ node, path, before, after: after.value });
  }
  return ok(changes);
}

function textAfter(
  intent: FileIntent,
  place: FilePlace,
  before: FileFacts,
): Result<string, ConfigurationRefusal> {
  if (intent.kind === 'edit-haproxy') {
    const edited = applyConfigEdits(before.text, intent.edits);
    if (edited.ok) return edited;
    const { id, objects } = describeRefusal(edited.error);
    return refuse(id, `${place.node}: ${objects}`);
  }
  const own = intent.files.find((file) => file.node === place.node && file.path === place.path);
  // The text that is wanted is there already: somebody, or an earlier try, was faster.
  if (own && own.sha256 === before.sha256) return ok(before.text);
  if (own?.baseSha256 !== before.sha256) return refuse('file-changed', fileKey(place));
  return ok(own.text);
}
