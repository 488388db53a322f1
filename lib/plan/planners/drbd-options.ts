/**
 * Options of a resource, in its file and in the kernel. The new text is checked in every node's own grammar before any
 * file is touched, written everywhere before anything is adjusted (invariant 15), and a dry run on each node must show
 * nothing graver than what was reviewed. Where a node does not follow, every node gets its earlier text back.
 */
import * as drbd from '@/lib/drbd/lifecycle';
import type { DrbdGeneration, OptionRisk } from '@/lib/drbd/option-table';
import { drbdOption, optionRisk } from '@/lib/drbd/option-value';
import { editResAll, type ResEdit } from '@/lib/drbd/res-edits';
import { parseResFile } from '@/lib/drbd/res-file';
import { resFilePath } from '@/lib/drbd/res-render';
import type { ResEditRefusal } from '@/lib/drbd/res-scope';
import { withoutResSecrets } from '@/lib/drbd/res-secrets';
import { resResources } from '@/lib/drbd/res-view';
import type { Sha256 } from '../canonical';
import { type DrbdHost, hostsOf, secondariesFirst } from '../drbd-world';
import { fileKey, NO_FILE, value, type WorldFacts } from '../facts';
import type { DrbdOptions } from '../hafs-intents';
import { type Draft, type DraftStep, type Planner, READ_BACK_TIMEOUT_MS, refused } from '../planner';
import { callText } from '../step-output';
import type { Check } from '../types';
import { CONNECT_TIMEOUT_MS, commandStep, drbdCheck, runAction } from './drbd-steps';

/** A secret would have to pass through a plan, which is stored and shown. */
const NOT_HERE: ReadonlySet<string> = new Set(['net.shared-secret', 'net.cram-hmac-alg']);

export const drbdOptionsPlanner: Planner<DrbdOptions> = {
  confirm: (intent) => intent.resource,
  files: (intent, nodes) =>
    nodes.map((node) => ({ node, path: resFilePath(intent.resource), mayBeAbsent: true })),
  storage: (intent) => ({ adjust: intent.resource }),
  draft: ({ intent, world, sha256 }): Draft => {
    const hosts = secondariesFirst(hostsOf(world, intent.resource));
    if (hosts.length === 0) return refused('no-such-drbd-resource', intent.resource);
    const hidden = Object.keys(intent.values).filter((name) => NOT_HERE.has(name));
    if (hidden.length > 0) return refused('not-editable', ...hidden);
    const edited: Edited[] = [];
    for (const host of hosts) {
      const one = editedOn(host, intent, world, sha256);
      if ('kind' in one) return one;
      edited.push(one);
    }
    const changed = edited.filter((one) => one.text !== one.before);
    const [first] = changed;
    if (!first) return { kind: 'nothing-to-do', reason: 'already-so' };
    return {
      kind: 'steps',
      params: { resource: intent.resource, path: first.path },
      reverse: {
        ...intent,
        values: Object.fromEntries(
          Object.keys(intent.values).map((name) => [name, first.options[name] ?? null]),
        ),
      },
      steps: stepsOf(intent, changed),
    };
  },
};

interface Edited {
  readonly host: DrbdHost;
  readonly generation: DrbdGeneration;
  readonly path: string;
  /** Without secrets, like `text`. */
  readonly before: string;
  readonly text: string;
  readonly baseSha256: string;
  readonly sha256: string;
  /** As the file sets them before the change. */
  readonly options: Readonly<Record<string, string>>;
}

function editedOn(host: DrbdHost, intent: DrbdOptions, world: WorldFacts, sha256: Sha256): Edited | Draft {
  const { name: node, generation } = host;
  const path = resFilePath(intent.resource);
  const read = world.files?.[fileKey({ node, path })];
  const file = read && value(read);
  if (!file || file.sha256 === NO_FILE.sha256) return refused('file-unread', fileKey({ node, path }));
  if (!generation) return refused('drbd-generation', node);
  const parsed = parseResFile(file.text);
  const options = parsed.ok
    ? (resResources(parsed.value).find((one) => one.name === intent.resource)?.options ?? {})
    : {};
  const edited = editResAll(file.text, editsOf(intent, options), generation);
  if (!edited.ok) return refusalOf(edited.error, node);
  return {
    host,
    generation,
    path,
    before: withoutResSecrets(file.text),
    text: withoutResSecrets(edited.value.text),
    baseSha256: file.sha256,
    sha256: sha256(edited.value.text),
    options,
  };
}

/** What is to go and is not there needs no edit. */
const editsOf = (intent: DrbdOptions, options: Edited['options']): readonly ResEdit[] =>
  Object.entries(intent.values).flatMap(([key, wanted]): readonly ResEdit[] => {
    const [section = '', name = ''] = key.split('.', 2);
    const at = {
      scope: { kind: 'resource', name: intent.resource },
      section: section as 'net' | 'disk' | 'options',
      name,
    } as const;
    if (wanted !== null) return [{ kind: 'set-option', ...at, value: wanted }];
    return Object.hasOwn(options, key) ? [{ kind: 'remove-option', ...at }] : [];
  });

function refusalOf(refusal: ResEditRefusal, node: string): Draft {
  const { code, ...rest } = refusal;
  const objects = Object.values(rest).flatMap((one) =>
    Array.isArray(one) ? one.map(String) : [String(one)],
  );
  return refused(`res-${code}`, `${node}: ${objects.join(', ')}`);
}

const RISKS: readonly OptionRisk[] = ['safe', 'disruptive', 'data-loss'];

/** The gravest of what the new values may bring, and whether the connection is made anew. */
function consequencesOf({ values }: DrbdOptions, generation: DrbdGeneration) {
  const named = Object.entries(values).map(([key, wanted]) => ({
    option: drbdOption(key.split('.')[1] ?? '', generation),
    wanted: wanted ?? undefined,
  }));
  const risks = named.map(({ option, wanted }) => (option ? optionRisk(option, wanted) : 'disruptive'));
  const worst = named.some(({ option }) => option?.online === 'reconnect') ? 'connection' : 'options';
  return { risk: RISKS.findLast((risk) => risks.includes(risk)) ?? 'safe', worst } as const;
}

function stepsOf(intent: DrbdOptions, changed: readonly Edited[]): readonly DraftStep[] {
  const { resource } = intent;
  const written: readonly Check[] = changed.map((one) => fileCheck(one, one.sha256));
  return [
    ...changed.map((one) => writeStep(one, 'step-file-check', { isReadOnly: true })),
    ...changed.map((one) => writeStep(one, 'step-file-write')),
    ...changed.map((one) => {
      const { worst } = consequencesOf(intent, one.generation);
      return dryRunStep(one, resource, 'step-adjust-preview', worst);
    }),
    ...changed.flatMap((one) => {
      const { worst, risk } = consequencesOf(intent, one.generation);
      const adjust = {
        ...adjustStep(one, resource, worst === 'connection'),
        before: written,
        risk: worst === 'connection' && risk === 'safe' ? ('disruptive' as const) : risk,
      };
      return [adjust, dryRunStep(one, resource, 'step-adjust-agrees', 'nothing')];
    }),
    ...changed.flatMap((one) => {
      const back = { ...one, text: one.before, baseSha256: one.sha256, sha256: one.baseSha256 };
      const recovers = one.host.name;
      return [
        { ...writeStep(back, 'step-file-return'), recovers },
        { ...adjustStep(one, resource, false), title: 'step-adjust-return', recovers },
      ];
    }),
  ];
}

const fileCheck = ({ host, path }: Edited, sha256: string): Check => ({
  kind: 'file',
  node: host.name,
  path,
  sha256,
});

const shared = ({ host, path }: Edited) => ({ node: host.name, params: { path, node: host.name } }) as const;

function writeStep(one: Edited, title: string, mode: { readonly isReadOnly?: true } = {}): DraftStep {
  const { path, baseSha256, sha256, text, generation } = one;
  const keepsSecrets = text.includes('{{secret ');
  return {
    ...shared(one),
    title,
    action: {
      kind: 'write-file',
      path,
      baseSha256,
      sha256,
      text,
      ...(keepsSecrets ? { keepsSecrets } : {}),
      check: drbd.checkWords(generation, path),
      ...mode,
    },
    verify: mode.isReadOnly ? [] : [fileCheck(one, sha256)],
    verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
    risk: 'safe',
  };
}

/** What file and kernel differed in before is not this change's doing, and must not grow. */
function dryRunStep(
  one: Edited,
  resource: string,
  title: string,
  worst: 'nothing' | 'options' | 'connection',
): DraftStep {
  const before = one.host.facts.storage?.adjust;
  const known = ((before && value(before)) ?? []).map(callText);
  return {
    ...shared(one),
    title,
    action: {
      ...runAction(drbd.adjustDryRun(resource).command),
      isReadOnly: true,
      expects: { kind: 'dry-run', worst, known },
    },
    verify: [],
    verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
    risk: 'safe',
  };
}

/** A connection that was there is there again. */
function adjustStep(one: Edited, resource: string, isReconnecting: boolean): DraftStep {
  const { name, own } = one.host;
  const connections = own?.connections ?? [];
  const wasConnected =
    connections.length > 0 && connections.every((connection) => connection.connection === 'Connected');
  const { command, danger } = drbd.adjust(resource);
  return commandStep(
    { command, risk: 'disruptive', ...(isReconnecting && danger ? { danger } : {}) },
    {
      ...shared(one),
      title: 'step-adjust',
      verify: wasConnected ? [drbdCheck(name, resource, 'connection', 'Connected')] : [],
      verifyTimeoutMs: CONNECT_TIMEOUT_MS,
    },
  );
}
