/**
 * The one way a configuration file gets onto nodes. Checked by the tool itself on every node before any is touched;
 * then node by node put in place, taken into use and seen to be in use. The standby side goes first (reference 3.4).
 * Where a node does not come back with it, every node gets its last known good text again.
 */
import { CONFIG_CHECK, reloadCommand, saveServerStatesCommand } from '@/lib/haproxy/commands';
import { statsSockets } from '@/lib/haproxy/config-check';
import { haproxyConfigView, parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { DEFAULT_HAPROXY_SOCKET, isPlainSocket } from '@/lib/haproxy/probes';
import { isPlainPath } from '@/lib/haproxy/proxy-values';
import { loadedStateFile } from '@/lib/haproxy/runtime-drift';
import { vipResources } from '@/lib/pacemaker/cib-queries';
import type { Sha256 } from '../canonical';
import { decidingView, nodeFacts, value, type WorldFacts } from '../facts';
import type { WriteFile } from '../file-write';
import type { FileChange } from '../haproxy-files';
import { placedOn } from '../placement';
import type { Draft, DraftStep } from '../planner';
import type { Check, FileEdit } from '../types';

const READ_BACK_MS = 30_000;

/** @param changes files whose text differs from what is there, at least one */
export function putOut(
  changes: readonly FileChange[],
  world: WorldFacts,
  sha256: Sha256,
): Extract<Draft, { kind: 'steps' }> {
  const pairs = standbyFirst(changes, world).map((change) => {
    const { node, path, before, after } = change;
    const there: FileEdit = { node, path, baseSha256: before.sha256, text: after, sha256: sha256(after) };
    const back: FileEdit = {
      node,
      path,
      baseSha256: there.sha256,
      text: before.text,
      sha256: before.sha256,
    };
    return { there, back, runs: runsOn(world, node) };
  });
  return {
    kind: 'steps',
    params: { path: pairs[0]?.there.path ?? '', nodes: pairs.map(({ there }) => there.node).join(', ') },
    reverse: { kind: 'edit-file', tool: 'haproxy', files: pairs.map(({ back }) => back) },
    steps: [
      ...pairs.map(({ there }) => checkStep(there)),
      ...pairs.flatMap(({ there, back, runs }) => [
        ...(runs ? saveStep(there, back.text) : []),
        writeStep(there, 'step-file-write'),
        ...(runs ? [reloadStep(there)] : []),
      ]),
      ...pairs.flatMap(({ back, runs }) =>
        [writeStep(back, 'step-file-return'), ...(runs ? [reloadStep(back)] : [])].map((step) => ({
          ...step,
          recovers: back.node,
        })),
      ),
    ],
  };
}

/**
 * Where the cluster keeps HAProxy on one node, the others have the file and nothing to reload. A HAProxy without an
 * admin socket looks stopped, but listens.
 */
export function runsOn(world: WorldFacts, node: string): boolean {
  const { haproxy, haproxyHost } = nodeFacts(world, node) ?? {};
  if (haproxy?.state !== 'unknown' || haproxy.reason !== 'not-running') return true;
  const listeners = haproxyHost && value(haproxyHost.listeners);
  return listeners?.some(({ process }) => process === 'haproxy') ?? false;
}

/** Nodes that hold a VIP come last: a text that does not work is found where nobody is looking. */
function standbyFirst(changes: readonly FileChange[], world: WorldFacts): readonly FileChange[] {
  const resources = decidingView(world)?.resources ?? [];
  const holders = new Set(vipResources(world.cib).flatMap((vip) => placedOn(resources, vip.id)));
  const rank = (change: FileChange): number => (holders.has(change.node) ? 1 : 0);
  return [...changes].sort((a, b) => rank(a) - rank(b) || (a.node < b.node ? -1 : 1));
}

const writing = ({ path, baseSha256, sha256, text }: FileEdit): WriteFile => ({
  kind: 'write-file',
  path,
  baseSha256,
  sha256,
  text,
  check: CONFIG_CHECK,
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

/** Where the new text loads states from a file, that file must be of today (reference 3.4, 4). */
function saveStep(edit: FileEdit, running: string): readonly DraftStep[] {
  const file = loadedStateFile(parseHaproxyConfig(edit.text));
  if (file === undefined || !isPlainPath(file)) return [];
  const socket = statsSockets(parseHaproxyConfig(running)).find(({ isAdmin }) => isAdmin)?.path ?? '';
  const { argv, timeoutMs } = saveServerStatesCommand(
    file,
    isPlainSocket(socket) ? socket : DEFAULT_HAPROXY_SOCKET,
  );
  return [
    {
      ...shared(edit),
      params: { node: edit.node, path: file },
      title: 'step-haproxy-save-states',
      action: { kind: 'run', argv, timeoutMs },
      verify: [],
      verifyTimeoutMs: READ_BACK_MS,
      risk: 'safe',
    },
  ];
}

function reloadStep(edit: FileEdit): DraftStep {
  const proxies = haproxyConfigView(parseHaproxyConfig(edit.text)).flatMap((section) =>
    section.conditional !== true && section.name !== undefined && PROXIES.includes(section.kind)
      ? [section.name]
      : [],
  );
  const check: Check = { kind: 'haproxy-reloaded', node: edit.node, proxies };
  const { argv, timeoutMs } = reloadCommand();
  return {
    ...shared(edit),
    title: 'step-haproxy-reload',
    action: { kind: 'run', argv, timeoutMs },
    verify: [check],
    verifyTimeoutMs: timeoutMs,
    risk: 'disruptive',
  };
}
const PROXIES = ['frontend', 'backend', 'listen'];
