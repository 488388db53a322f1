/**
 * New text of a configuration file. Checked by the tool itself on every node before any is touched; then node by
 * node put in place, taken into use and seen to be in use. The standby side goes first (reference 3.4). Where a node
 * does not come back with it, every node gets its last known good text again.
 */
import { haproxyConfigView, parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { vipResources } from '@/lib/pacemaker/cib-queries';
import { decidingView, fileKey, value, type WorldFacts } from '../facts';
import { isEditablePath, type WriteFile } from '../file-write';
import { placedOn } from '../placement';
import { type Draft, type DraftStep, type Planner, refused } from '../planner';
import type { Check, FileEdit, Intent } from '../types';

const READ_BACK_MS = 30_000;
/** systemd waits for the new worker; an emulated node needs seconds for what hardware does in milliseconds. */
const RELOAD_TIMEOUT_MS = 60_000;
/** The tool's own check, which gets the name of the file to check as its last word. */
const HAPROXY_CHECK = ['haproxy', '-c', '-q', '-f'] as const;

export const editFilePlanner: Planner<Extract<Intent, { kind: 'edit-file' }>> = {
  confirm: (intent) => baseName(intent.files[0]?.path ?? ''),
  files: (intent) => intent.files,
  draft: ({ intent, world }): Draft => {
    const edits = standbyFirst(intent.files, world);
    const current = new Map<FileEdit, { readonly sha256: string; readonly text: string }>();
    for (const edit of edits) {
      if (!isEditablePath(edit.path)) return refused('not-editable', edit.path);
      const found = world.files?.[fileKey(edit)];
      const file = found && value(found);
      if (!file) return refused('file-unread', fileKey(edit));
      if (file.sha256 !== edit.baseSha256) return refused('file-changed', fileKey(edit));
      if (file.text !== edit.text) current.set(edit, file);
    }
    const changed = edits.filter((edit) => current.has(edit));
    if (changed.length === 0) return { kind: 'nothing-to-do', reason: 'same-text' };
    const before = (edit: FileEdit): string => current.get(edit)?.text ?? '';
    return {
      kind: 'steps',
      params: { path: changed[0]?.path ?? '', nodes: changed.map((edit) => edit.node).join(', ') },
      reverse: {
        ...intent,
        files: changed.map((edit) => ({
          ...edit,
          baseSha256: edit.sha256,
          sha256: edit.baseSha256,
          text: before(edit),
        })),
      },
      steps: [
        ...changed.map((edit) => checkStep(edit)),
        ...changed.flatMap((edit) => [writeStep(edit, 'step-file-write'), reloadStep(edit)]),
        ...changed.flatMap((edit) => {
          const back = { ...edit, baseSha256: edit.sha256, sha256: edit.baseSha256, text: before(edit) };
          return [
            { ...writeStep(back, 'step-file-return'), recovers: edit.node },
            { ...reloadStep(back), recovers: edit.node },
          ];
        }),
      ],
    };
  },
};

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Nodes that hold a VIP come last: a text that does not work is found where nobody is looking. */
function standbyFirst(files: readonly FileEdit[], world: WorldFacts): readonly FileEdit[] {
  const resources = decidingView(world)?.resources ?? [];
  const holders = new Set(vipResources(world.cib).flatMap((vip) => placedOn(resources, vip.id)));
  const rank = (edit: FileEdit): number => (holders.has(edit.node) ? 1 : 0);
  return [...files].sort((a, b) => rank(a) - rank(b) || (a.node < b.node ? -1 : 1));
}

const writing = ({ path, baseSha256, sha256, text }: FileEdit): WriteFile => ({
  kind: 'write-file',
  path,
  baseSha256,
  sha256,
  text,
  check: HAPROXY_CHECK,
});

const shared = (edit: FileEdit) =>
  ({ node: edit.node, params: { path: edit.path, node: edit.node } }) as const;

const checkStep = (edit: FileEdit): DraftStep => ({
  ...shared(edit),
  title: 'step-file-check',
  action: { ...writing(edit), isReadOnly: true },
  verify: [],
  verifyTimeoutMs: READ_BACK_MS,
  risk: 'safe',
});

const writeStep = (edit: FileEdit, title: string): DraftStep => ({
  ...shared(edit),
  title,
  action: writing(edit),
  verify: [{ kind: 'file', node: edit.node, path: edit.path, sha256: edit.sha256 }],
  verifyTimeoutMs: READ_BACK_MS,
  risk: 'safe',
});

function reloadStep(edit: FileEdit): DraftStep {
  const proxies = haproxyConfigView(parseHaproxyConfig(edit.text)).flatMap((section) =>
    section.kind !== 'defaults' && section.name !== undefined && PROXIES.includes(section.kind)
      ? [section.name]
      : [],
  );
  const check: Check = { kind: 'haproxy-reloaded', node: edit.node, proxies };
  return {
    ...shared(edit),
    title: 'step-haproxy-reload',
    action: { kind: 'run', argv: ['systemctl', 'reload', 'haproxy.service'], timeoutMs: RELOAD_TIMEOUT_MS },
    verify: [check],
    verifyTimeoutMs: RELOAD_TIMEOUT_MS,
    risk: 'disruptive',
  };
}
const PROXIES = ['frontend', 'backend', 'listen'];
