/**
 * Apache2 on another VIP: its files, where they lie, with the one address changed; checked by Apache itself, put in place,
 * taken into use, and seen in the sockets and from outside. Where Apache does not come up with it, the files go back.
 */
import {
  candidateCheck,
  configTestCommand,
  reloadCommand,
  reloadIfRunningCommand,
} from '@/lib/apache/commands';
import { isApacheFile } from '@/lib/apache/probes';
import type { ApacheListen } from '@/lib/apache/types';
import { parseIp } from '@/lib/base/address';
import { answerCommand } from '@/lib/network/answer-probe';
import { restartResourceCommand } from '@/lib/pacemaker/commands';
import {
  type ApacheIntent,
  type ApacheListens,
  type ApacheResource,
  apacheChanges,
  apacheListens,
  apacheNodes,
  apachePlaces,
  apacheResource,
  needsStopOn,
  onlyIn,
} from '../apache-world';
import type { Sha256 } from '../canonical';
import type { WorldFacts } from '../facts';
import type { FileChange } from '../haproxy-files';
import {
  type Ask,
  type Draft,
  type DraftStep,
  type Planner,
  READ_BACK_TIMEOUT_MS,
  refused,
} from '../planner';
import type { ServeApache } from '../service-intents';
import type { Check, FileEdit } from '../types';
import { runAction } from './drbd-steps';

/** Pacemaker looks every 30 s, stops what has failed and starts it again; an emulated node needs a while for that. */
const RECOVERED_MS = 180_000;
/** The parent reads the new text and opens its sockets only after the command has ended. */
const TAKEN_MS = 60_000;
/** Unloading and loading every module on a slow node, with what waits for Apache. */
const RESTART_MS = 180_000;

export const serveApachePlanner: Planner<ServeApache> = {
  confirm: ({ vip }) => vip,
  filesFound: (_, nodes) => apachePlaces(nodes),
  readsApache: true,
  readsHaproxyHost: true,
  draft: (ask) => apacheDraft(ask),
};

/** For the undo too, which is an edit of the same files. */
export function apacheDraft({ intent, world, sha256 }: Ask<ApacheIntent>): Draft {
  const resource = apacheResource(world.cib);
  if (!resource.ok) return { kind: 'refused', refusal: resource.error };
  const made = apacheChanges(intent, world);
  if (!made.ok) return { kind: 'refused', refusal: made.error };
  const stray = made.value.find(({ path }) => !isApacheFile(path));
  if (stray) return refused('not-editable', stray.path);
  const changed = made.value.filter(({ before, after }) => before.text !== after);
  if (changed.length === 0) return { kind: 'nothing-to-do', reason: 'same-text' };
  return {
    kind: 'steps',
    params: { path: changed[0]?.path ?? '', nodes: [...new Set(changed.map(({ node }) => node))].join(', ') },
    reverse: { kind: 'edit-file', tool: 'apache', files: changed.map((one) => editsOf(one, sha256).back) },
    steps: stepsOf(resource.value, changed, made.value, world, sha256),
  };
}

function editsOf({ node, path, before, after }: FileChange, sha256: Sha256) {
  const there: FileEdit = { node, path, baseSha256: before.sha256, text: after, sha256: sha256(after) };
  const back: FileEdit = { node, path, baseSha256: there.sha256, text: before.text, sha256: before.sha256 };
  return { there, back };
}

/** All checks first, then all files, then Apache: it reads them together. */
function stepsOf(
  resource: ApacheResource,
  changed: readonly FileChange[],
  all: readonly FileChange[],
  world: WorldFacts,
  sha256: Sha256,
): readonly DraftStep[] {
  const edits = changed.map((one) => editsOf(one, sha256));
  const running = apacheNodes(world, resource);
  const listens = apacheListens(world, all).filter(({ node }) => running.includes(node));
  return [
    ...edits.map(({ there }) => fileStep(there, 'step-file-check')),
    ...edits.map(({ there }) => fileStep(there, 'step-file-write')),
    ...listens.flatMap((own) => [testStep(own.node), takeStep(resource, own), ...answerSteps(own, world)]),
    ...edits.map(({ there, back }) => ({ ...fileStep(back, 'step-file-return'), recovers: there.node })),
    ...listens.map((own) => returnStep(resource, own)),
  ];
}

function fileStep(edit: FileEdit, title: string): DraftStep {
  const { node, path, baseSha256, sha256, text } = edit;
  const isReadOnly = title === 'step-file-check';
  return {
    title,
    node,
    params: { node, path },
    action: {
      kind: 'write-file',
      path,
      baseSha256,
      sha256,
      text,
      check: candidateCheck(path),
      ...(isReadOnly ? { isReadOnly } : {}),
    },
    verify: isReadOnly ? [] : [{ kind: 'file', node, path, sha256 }],
    verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
    risk: 'safe',
  };
}

/** Each file was checked beside the others as they were: now they are checked together, before Apache reads them. */
const testStep = (node: string): DraftStep => ({
  title: 'step-apache-test',
  node,
  params: { node },
  action: { ...runAction(configTestCommand()), isReadOnly: true },
  verify: [],
  verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
  risk: 'safe',
});

/** Sockets that must be there are those no condition decides about; what goes must be gone in any case. */
function socketChecks(
  node: string,
  wanted: readonly ApacheListen[],
  gone: readonly ApacheListen[],
): readonly Check[] {
  const check =
    (isOn: boolean) =>
    (one: ApacheListen): Check => ({
      kind: 'listens',
      node,
      address: one.address,
      port: one.port,
      isOn,
    });
  return [
    ...wanted.filter(({ isConditional }) => !isConditional).map(check(true)),
    ...onlyIn(gone, wanted).map(check(false)),
  ];
}

function takeStep(resource: ApacheResource, own: ApacheListens): DraftStep {
  const { node, before, after } = own;
  const isStop = needsStopOn(own);
  const unit: Check = { kind: 'unit', node, unit: resource.unit, field: 'active', values: ['active'] };
  return {
    title: isStop ? 'step-apache-restart' : 'step-apache-reload',
    node,
    params: { node, resource: resource.id },
    action: runAction(
      isStop ? restartResourceCommand(resource.id, RESTART_MS) : reloadCommand(resource.unit),
    ),
    verify: [unit, ...socketChecks(node, onlyIn(after, []), before)],
    verifyTimeoutMs: isStop ? RESTART_MS : TAKEN_MS,
    risk: 'disruptive',
  };
}

/** One that ended itself is started by Pacemaker, with the files as they were. */
const returnStep = (resource: ApacheResource, own: ApacheListens): DraftStep => ({
  title: 'step-apache-return',
  node: own.node,
  params: { node: own.node },
  action: runAction(
    needsStopOn(own)
      ? restartResourceCommand(resource.id, RESTART_MS)
      : reloadIfRunningCommand(resource.unit),
  ),
  verify: socketChecks(own.node, onlyIn(own.before, []), own.after),
  verifyTimeoutMs: RECOVERED_MS,
  risk: 'disruptive',
  recovers: own.node,
  // Where it never took the new text in, it is not disturbed.
  skipsWhenReached: true,
});

const HTTPS_PORT = 443;

/** Every node that is there asks the new address the way a client would: it is only reached where the VIP and Apache are together. */
function answerSteps({ before, after }: ApacheListens, world: WorldFacts): readonly DraftStep[] {
  const [first] = onlyIn(after, before).filter(
    ({ address, isConditional }) => !isConditional && parseIp(address)?.family === 'inet',
  );
  if (!first) return [];
  const { address, port, protocol } = first;
  const isHttp = protocol === undefined ? port !== HTTPS_PORT : protocol.toLowerCase() === 'http';
  const asking = world.nodes.filter(({ link }) => link === 'live');
  return asking.map(({ name }) => ({
    title: 'step-answers',
    node: name,
    params: { address, port: `${port}`, node: name },
    action: { ...runAction(answerCommand({ address, port, isHttp })), isReadOnly: true },
    verify: [],
    verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
    risk: 'safe',
  }));
}
