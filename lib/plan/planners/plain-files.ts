/**
 * Small files of a tool's own folder, one thing in each: drop-ins of systemd, settings of the kernel. New, replaced or
 * taken away; then the tool is told, and what it says afterwards is read back.
 */
import { command } from '@/lib/base/command';
import { hasOnlySettings, settingsIn } from '@/lib/host/kernel-settings';
import { reloadUnitsCommand } from '@/lib/systemd/commands';
import { fileKey, NO_FILE, value, type WorldFacts } from '../facts';
import { type Draft, type DraftStep, READ_BACK_TIMEOUT_MS, refused } from '../planner';
import type { Check, FileEdit, FileTool } from '../types';
import { runAction } from './drbd-steps';

export type PlainTool = Exclude<FileTool, 'haproxy' | 'apache'>;

/** What a text must hold to be one of the tool's files; the file's name is added as the last word. */
const CHECKS: Readonly<Record<PlainTool, readonly string[]>> = {
  systemd: ['grep', '-q', '^\\[[A-Z][a-z]*\\]$'],
  sysctl: ['grep', '-Eq', '^[a-z0-9_.]+ *= *[0-9]+$'],
};

/** Only below these is anything written: `edit-file` of another tool has its own way. */
const FOLDERS: Readonly<Record<PlainTool, RegExp>> = {
  systemd: /^\/etc\/systemd\/system\/[^/]+\.d\/[^/]+\.conf$/,
  sysctl: /^\/etc\/sysctl\.d\/[^/]+\.conf$/,
};

export function plainFilesDraft(tool: PlainTool, files: readonly FileEdit[], world: WorldFacts): Draft {
  // An undo comes back from a database, and may have been written by a version that knows other tools.
  if (!Object.hasOwn(FOLDERS, tool)) return refused('not-editable', tool);
  const stray = files.find(({ path }) => !FOLDERS[tool].test(path));
  if (stray) return refused('not-editable', stray.path);
  const foreign = tool === 'sysctl' ? files.find(({ text }) => !hasOnlySettings(text)) : undefined;
  if (foreign) return refused('not-editable', foreign.path);
  const changed: { readonly there: FileEdit; readonly back: FileEdit }[] = [];
  for (const there of files) {
    const read = world.files?.[fileKey(there)];
    const before = read && value(read);
    if (!before) return refused('file-unread', fileKey(there));
    if (before.sha256 === there.sha256) continue;
    if (before.sha256 !== there.baseSha256) return refused('file-changed', fileKey(there));
    changed.push({ there, back: wayBack(there, before.text, world) });
  }
  if (changed.length === 0) return { kind: 'nothing-to-do', reason: 'same-text' };
  return {
    kind: 'steps',
    params: {
      path: changed[0]?.there.path ?? '',
      nodes: changed.map(({ there }) => there.node).join(', '),
    },
    reverse: { kind: 'edit-file', tool, files: changed.map(({ back }) => back) },
    steps: changed.flatMap(({ there }) => [...placing(tool, there), ...takingOver(tool, there)]),
  };
}

/** A kernel keeps a setting whose file is gone: what it says now is said again. */
function wayBack(there: FileEdit, text: string, world: WorldFacts): FileEdit {
  const { node, path, sha256, baseSha256 } = there;
  const facts = world.nodes.find((one) => one.name === node)?.haproxyHost;
  const bind = facts && value(facts.nonlocalBind)?.inet;
  const keys = Object.keys(settingsIn(there.text));
  const settings =
    baseSha256 === NO_FILE.sha256 && bind !== undefined && keys.includes('net.ipv4.ip_nonlocal_bind')
      ? { settings: { 'net.ipv4.ip_nonlocal_bind': bind ? '1' : '0' } }
      : {};
  return { node, path, baseSha256: sha256, text, sha256: baseSha256, ...settings };
}

const step = (
  title: string,
  { node, path }: FileEdit,
  action: DraftStep['action'],
  verify: readonly Check[] = [],
): DraftStep => ({
  title,
  node,
  params: { node, path },
  action,
  verify,
  verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
  risk: 'safe',
});

function placing(tool: PlainTool, edit: FileEdit): readonly DraftStep[] {
  const { node, path, baseSha256, sha256, text } = edit;
  if (sha256 === NO_FILE.sha256)
    return [
      step('step-file-remove', edit, { kind: 'remove-file', path, baseSha256 }, [
        { kind: 'no-file', node, path },
      ]),
    ];
  const isNew = baseSha256 === NO_FILE.sha256;
  const folder = path.slice(0, path.lastIndexOf('/'));
  const folderStep = step(
    'step-folder',
    { ...edit, path: folder },
    runAction(
      command(['install', '--directory', '--mode=0755', '--', folder], {
        asRoot: true,
        timeoutMs: READ_BACK_TIMEOUT_MS,
      }),
    ),
  );
  const write = step(
    isNew ? 'step-file-new' : 'step-file-write',
    edit,
    {
      kind: 'write-file',
      path,
      baseSha256: isNew ? null : baseSha256,
      sha256,
      text,
      check: CHECKS[tool],
    },
    [{ kind: 'file', node, path, sha256 }],
  );
  return isNew && tool === 'systemd' ? [folderStep, write] : [write];
}

function takingOver(tool: PlainTool, edit: FileEdit): readonly DraftStep[] {
  if (tool === 'systemd') return [step('step-daemon-reload', edit, runAction(reloadUnitsCommand()))];
  const settings = Object.entries({ ...settingsIn(edit.text), ...edit.settings });
  return settings.map(([key, wanted]) => ({
    ...step(
      'step-kernel-setting',
      edit,
      runAction(
        command(['sysctl', '-w', `${key}=${wanted}`], { asRoot: true, timeoutMs: READ_BACK_TIMEOUT_MS }),
      ),
      [{ kind: 'kernel-setting', node: edit.node, key, value: wanted }],
    ),
    params: { node: edit.node, path: edit.path, key, value: wanted },
  }));
}
