/**
 * Edits of corosync.conf as a person would make them: only the asked line changes, in the file's own layout. What could
 * mean two things is refused and named. Nothing here checks whether corosync would take it (`corosync -t` does).
 */
import { err, ok, type Result } from '@/lib/base/result';
import {
  type CorosyncFile,
  type CorosyncSection,
  parseCorosyncFile,
  sectionsOf,
  valueIn,
} from './config-file';

/** One step into the file: a section by name, told from its like by one of its own statements. */
export interface SectionStep {
  readonly name: string;
  readonly where?: { readonly key: string; readonly value: string };
}

export interface CorosyncNode {
  /** 1 to 2^31-1, unique; never to be reused while the cluster lives. */
  readonly nodeId: number;
  readonly name: string;
  /** Link addresses in the order of their numbers: as many as the other nodes have. */
  readonly addresses: readonly string[];
}

export type CorosyncEdit =
  | {
      readonly kind: 'set';
      readonly section: readonly SectionStep[];
      readonly key: string;
      readonly value: string;
    }
  | { readonly kind: 'unset'; readonly section: readonly SectionStep[]; readonly key: string }
  | { readonly kind: 'add-node'; readonly node: CorosyncNode }
  | { readonly kind: 'remove-node'; readonly nodeId: number }
  /** One more than it is; a file without one counts as 0 (corosync.conf(5)). */
  | { readonly kind: 'raise-version' };

export type CorosyncEditRefusal =
  | { readonly code: 'unreadable'; readonly what: string; readonly line?: number }
  /** The section is not there, or there is more than one like it. */
  | { readonly code: 'no-section'; readonly section: string; readonly found: number }
  /** The key stands more than once: corosync takes the last, a person may have meant another. */
  | { readonly code: 'ambiguous'; readonly key: string; readonly lines: readonly number[] }
  | { readonly code: 'bad-value'; readonly key: string }
  | { readonly code: 'exists'; readonly what: string }
  | { readonly code: 'not-found'; readonly what: string }
  /** The other nodes have another number of links. */
  | { readonly code: 'links-differ'; readonly links: number };

type Edited = Result<string, CorosyncEditRefusal>;

/** Applies edits in order. @returns the new text, or the first refusal; the text given in is never half edited */
export function applyCorosyncEdits(text: string, edits: readonly CorosyncEdit[]): Edited {
  let current = text;
  for (const edit of edits) {
    const file = parseCorosyncFile(current);
    if (!file.ok) {
      const { what, line } = file.error;
      return err({ code: 'unreadable', what, ...(line === undefined ? {} : { line }) });
    }
    const edited = applyOne(file.value, edit);
    if (!edited.ok) return edited;
    current = edited.value;
  }
  return ok(current);
}

function applyOne(file: CorosyncFile, edit: CorosyncEdit): Edited {
  switch (edit.kind) {
    case 'set':
      return setValue(file, edit.section, edit.key, edit.value);
    case 'unset':
      return unsetValue(file, edit.section, edit.key);
    case 'add-node':
      return addNode(file, edit.node);
    case 'remove-node':
      return removeNode(file, edit.nodeId);
    case 'raise-version': {
      const version = Number(valueIn(sectionsOf(file.root, 'totem')[0], 'config_version') ?? 0);
      return Number.isSafeInteger(version) && version >= 0
        ? setValue(file, [{ name: 'totem' }], 'config_version', `${version + 1}`)
        : err({ code: 'bad-value', key: 'config_version' });
    }
  }
}

function findSection(
  file: CorosyncFile,
  steps: readonly SectionStep[],
): Result<CorosyncSection, CorosyncEditRefusal> {
  let at = file.root;
  for (const { name, where } of steps) {
    const like = sectionsOf(at, name).filter(
      (section) => where === undefined || valueIn(section, where.key) === where.value,
    );
    const [only] = like;
    if (!only || like.length > 1) return err({ code: 'no-section', section: name, found: like.length });
    at = only;
  }
  return ok(at);
}

const KEY = /^[A-Za-z_][A-Za-z0-9_.-]{0,254}$/;
/** corosync reads a brace anywhere in a line as a section, and `#` only at its start as a comment. */
const VALUE = /^[^\s#{}:\p{Cc}](?:[^{}\p{Cc}]{0,510}[^\s{}\p{Cc}])?$/u;

function setValue(file: CorosyncFile, steps: readonly SectionStep[], key: string, value: string): Edited {
  if (!KEY.test(key) || !VALUE.test(value)) return err({ code: 'bad-value', key });
  const section = findSection(file, steps);
  if (!section.ok) return section;
  const found = section.value.statements.filter((statement) => statement.key === key);
  const [only] = found;
  if (found.length > 1) return err({ code: 'ambiguous', key, lines: found.map(({ line }) => line + 1) });
  if (!only)
    return ok(
      inserted(file, behindStatements(section.value), [`${indentIn(file, section.value)}${key}: ${value}`]),
    );
  const raw = file.lines[only.line] ?? '';
  const colon = raw.indexOf(':') + 1;
  const rest = raw.slice(colon);
  const space = /^[ \t]*/.exec(rest)?.[0] ?? '';
  const end = /\s*$/.exec(rest.slice(space.length))?.[0] ?? '';
  // `key:` alone, then a line end: the space is the value's.
  return ok(replaced(file, only.line, [`${raw.slice(0, colon)}${space === '' ? ' ' : space}${value}${end}`]));
}

function unsetValue(file: CorosyncFile, steps: readonly SectionStep[], key: string): Edited {
  const section = findSection(file, steps);
  if (!section.ok) return section;
  const found = section.value.statements.filter((statement) => statement.key === key);
  const [only] = found;
  if (found.length > 1) return err({ code: 'ambiguous', key, lines: found.map(({ line }) => line + 1) });
  return ok(only ? replaced(file, only.line, []) : file.lines.join(''));
}

const NODELIST: readonly SectionStep[] = [{ name: 'nodelist' }];
const NODE_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,253}[A-Za-z0-9])?$/;
const ADDRESS = /^[A-Za-z0-9](?:[A-Za-z0-9.:_-]{0,253}[A-Za-z0-9])?$/;
const LINK_KEY = /^ring\d+_addr$/;

function addNode(file: CorosyncFile, node: CorosyncNode): Edited {
  const nodelist = findSection(file, NODELIST);
  if (!nodelist.ok) return nodelist;
  const { nodeId, name, addresses } = node;
  if (!Number.isSafeInteger(nodeId) || nodeId < 1 || nodeId > 2 ** 31 - 1)
    return err({ code: 'bad-value', key: 'nodeid' });
  if (!NODE_NAME.test(name)) return err({ code: 'bad-value', key: 'name' });
  if (addresses.length === 0 || !addresses.every((address) => ADDRESS.test(address)))
    return err({ code: 'bad-value', key: 'ring0_addr' });
  const others = sectionsOf(nodelist.value, 'node');
  const taken = others.flatMap((other) => other.statements.map(({ value }) => value));
  for (const one of [name, ...addresses]) if (taken.includes(one)) return err({ code: 'exists', what: one });
  if (others.some((other) => valueIn(other, 'nodeid') === `${nodeId}`))
    return err({ code: 'exists', what: `nodeid ${nodeId}` });
  const last = others.at(-1);
  const links = last?.statements.filter(({ key }) => LINK_KEY.test(key)).length;
  if (links !== undefined && links !== addresses.length) return err({ code: 'links-differ', links });
  const values = new Map<string, string>([
    ...addresses.map((address, index) => [`ring${index}_addr`, address] as const),
    ['name', name] as const,
    ['nodeid', `${nodeId}`] as const,
  ]);
  // In the order in which the last node has them: a person reads them side by side.
  const order = [...new Set([...(last?.statements.map(({ key }) => key) ?? []), ...values.keys()])];
  const outer = indentIn(file, nodelist.value);
  const inner = last ? indentIn(file, last) : `${outer}${unitOf(file)}`;
  const lines = [
    `${outer}node {`,
    ...order.flatMap((key) => (values.has(key) ? [`${inner}${key}: ${values.get(key)}`] : [])),
    `${outer}}`,
  ];
  return ok(inserted(file, (last?.close ?? nodelist.value.open ?? 0) + 1, lines));
}

function removeNode(file: CorosyncFile, nodeId: number): Edited {
  const node = findSection(file, [
    ...NODELIST,
    { name: 'node', where: { key: 'nodeid', value: `${nodeId}` } },
  ]);
  if (!node.ok) return err({ code: 'not-found', what: `nodeid ${nodeId}` });
  const { open = 0, close = 0 } = node.value;
  return ok([...file.lines.slice(0, open), ...file.lines.slice(close + 1)].join(''));
}

const lineEndOf = (file: CorosyncFile): string => (file.lines[0]?.endsWith('\r\n') ? '\r\n' : '\n');

const replaced = (file: CorosyncFile, at: number, lines: readonly string[]): string =>
  [...file.lines.slice(0, at), ...lines, ...file.lines.slice(at + 1)].join('');

/** Whole lines before line `at`, with the file's own line end. */
function inserted(file: CorosyncFile, at: number, lines: readonly string[]): string {
  const end = lineEndOf(file);
  const before = file.lines.slice(0, at).join('');
  const gap = before === '' || before.endsWith('\n') ? '' : end;
  return [before, gap, ...lines.map((line) => `${line}${end}`), ...file.lines.slice(at)].join('');
}

/** Behind the last statement of a section's own, or right behind its brace. */
const behindStatements = (section: CorosyncSection): number =>
  Math.max(section.open ?? -1, ...section.statements.map(({ line }) => line)) + 1;

const leadingSpace = (line: string | undefined): string => /^[ \t]*/.exec(line ?? '')?.[0] ?? '';

function indentIn(file: CorosyncFile, section: CorosyncSection): string {
  const first = section.statements.at(-1)?.line ?? section.sections[0]?.open;
  if (first !== undefined) return leadingSpace(file.lines[first]);
  return section.open === undefined ? '' : `${leadingSpace(file.lines[section.open])}${unitOf(file)}`;
}

/** What this file indents by: the first indented line tells. */
function unitOf(file: CorosyncFile): string {
  const line = file.lines.find((one) => /^[ \t]+[^\s#]/.test(one));
  return line === undefined ? '    ' : leadingSpace(line);
}
