/**
 * A CIB in memory on which a builder works: every step is recorded as a `CibChange` and carried out on the draft,
 * so that the next step sees it. Nobody outside one builder ever sees a draft.
 *
 * Order: Pacemaker carries out a patch's deletes and modifications first and all creations afterwards, by
 * position. A builder therefore removes (`removeAll`, last in the document first), then adds; then both ways of
 * applying, and the inverse of both, give the same document. `tools.test.ts` compares them.
 */
import { ok, type Result } from '@/lib/base/result';
import {
  attr,
  attributes,
  child,
  children,
  descend,
  escapeAttribute,
  parseXml,
  walk,
  type XmlElement,
} from '@/lib/base/xml';
import { type BuiltChange, type ChangeRefusal, cibRefusal, refuse } from './change-refusal';
import { applyCibChanges, type CibChange, holdsSecret } from './cib-patch';
import { pathOf, sectionPath, significantChildren } from './cib-path';
import { isXmlId } from './names';
import { isSecretName } from './redact';
import { isXmlValue } from './values';

export interface CibDraft {
  readonly cib: XmlElement;
  readonly configuration: XmlElement;
  readonly changes: CibChange[];
}

/** @param cibXml full CIB */
export function openDraft(cibXml: string): Result<CibDraft, ChangeRefusal> {
  const parsed = parseXml(cibXml, ['cib']);
  if (!parsed.ok) return cibRefusal({ kind: 'unreadable', error: parsed.error });
  const configuration = child(parsed.value.root, 'configuration');
  return configuration
    ? ok({ cib: parsed.value.root, configuration, changes: [] })
    : cibRefusal({ kind: 'no-such-path', path: '/cib/configuration' });
}

/**
 * Runs a builder on a fresh draft.
 * @param build works on the draft and says why it cannot, or nothing
 */
export function onDraft(cibXml: string, build: (draft: CibDraft) => ChangeRefusal | undefined): BuiltChange {
  const draft = openDraft(cibXml);
  if (!draft.ok) return draft;
  const refusal = build(draft.value);
  if (refusal) return refuse(refusal);
  return ok(draft.value.changes);
}

/** Runs several builders one after the other, each on what the ones before left. */
export function inTurn(cibXml: string, ...builders: readonly ((xml: string) => BuiltChange)[]): BuiltChange {
  let xml = cibXml;
  const all: CibChange[] = [];
  for (const build of builders) {
    const built = build(xml);
    if (!built.ok) return built;
    const next = applyCibChanges(xml, built.value);
    if (!next.ok) return cibRefusal(next.error);
    xml = next.value;
    all.push(...built.value);
  }
  return ok(all);
}

/** A section of the configuration. Only the optional ones may be missing. */
export function sectionOf(draft: CibDraft, name: string): XmlElement | undefined {
  return child(draft.configuration, name);
}

/** Attributes as text, escaped; undefined values are left out. */
export const renderElement = (
  tag: string,
  values: Readonly<Record<string, string | undefined>>,
  inside = '',
): string => {
  const pairs = Object.entries(values)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('');
  return inside === '' ? `<${tag}${pairs}/>` : `<${tag}${pairs}>${inside}</${tag}>`;
};

/**
 * Adds an element; at the end when no position is given.
 * @param position elements and comments before it
 * @returns why not: an id that exists, a secret in it
 */
export function addElement(
  draft: CibDraft,
  parent: XmlElement,
  xml: string,
  position = significantChildren(parent).length,
): ChangeRefusal | undefined {
  const parsed = parseXml(xml);
  if (!parsed.ok) return { kind: 'cib', error: { kind: 'malformed', what: parsed.error.what } };
  const { root } = parsed.value;
  const taken = idsOf(draft.configuration);
  for (const element of walk(root)) {
    const id = definesId(element) ? attr(element, 'id') : undefined;
    if (id === undefined) continue;
    if (!isXmlId(id)) return { kind: 'invalid-name', name: id };
    if (taken.has(id)) return { kind: 'id-taken', id };
    taken.add(id);
  }
  const path = pathOf(parent);
  // A plan is stored; secrets stay where they are (`would-store-secret` says the same of the inverse).
  if (holdsSecret(root)) return { kind: 'cib', error: { kind: 'would-store-secret', path } };
  const node = parent.ownerDocument?.importNode(root, true);
  if (!node) return { kind: 'cib', error: { kind: 'malformed', what: 'no document' } };
  parent.insertBefore(node, significantChildren(parent)[position] ?? null);
  draft.changes.push({ op: 'create', parent: path, xml, position });
  return undefined;
}

/** Adds to a section that older CIBs may not have (`fencing-topology`, `rsc_defaults`, `op_defaults`, `tags`). */
export function addToSection(draft: CibDraft, name: string, xml: string): ChangeRefusal | undefined {
  const section = child(draft.configuration, name);
  return section
    ? addElement(draft, section, xml)
    : addElement(draft, draft.configuration, `<${name}>${xml}</${name}>`);
}

/** Sets attributes, or removes them with null. Nothing is recorded when they are so already. */
export function changeAttributes(
  draft: CibDraft,
  element: XmlElement,
  set: Readonly<Record<string, string | null>>,
): ChangeRefusal | undefined {
  const before = attributes(element);
  const after: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(set)) {
    if (value === null) delete after[name];
    else if (isXmlValue(value)) after[name] = value;
    else return { kind: 'invalid-value', name };
  }
  const path = pathOf(element);
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );
  if (changed.length === 0) return undefined;
  if (isSecret(before)) return { kind: 'cib', error: { kind: 'would-store-secret', path } };
  draft.changes.push({ op: 'modify', path, tag: element.tagName, before, after });
  for (const name of changed) {
    const value = after[name];
    if (value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
  return undefined;
}

/** Whether these attributes themselves hold a secret; what lies below the element is not touched by a modification. */
const isSecret = (own: Readonly<Record<string, string>>): boolean =>
  (own.name !== undefined && own.value !== undefined && isSecretName(own.name)) ||
  Object.keys(own).some((name) => name !== 'name' && name !== 'id' && isSecretName(name));

/** Removes elements with everything in them, the last in the document first. None may lie inside another. */
export function removeAll(draft: CibDraft, elements: Iterable<XmlElement>): void {
  const wanted = new Set(elements);
  const inOrder = [...walk(draft.cib)].filter((element) => wanted.has(element));
  for (const element of inOrder.reverse()) {
    draft.changes.push({ op: 'delete', path: pathOf(element) });
    element.parentNode?.removeChild(element);
  }
}

/** These name other elements by `id` instead of having one of their own; nodes have ids in a space of their own. */
const REFERENCES = ['resource_ref', 'obj_ref', 'role', 'node'];
export const definesId = (element: XmlElement): boolean => !REFERENCES.includes(element.tagName);

/** Every id defined at or below an element. */
export function idsOf(from: XmlElement, into: Set<string> = new Set()): Set<string> {
  const id = definesId(from) ? attr(from, 'id') : undefined;
  if (id !== undefined) into.add(id);
  for (const below of children(from)) idsOf(below, into);
  return into;
}

/** An id as Pacemaker's own tools would form it, made unique by a number where it is taken. */
export function freeId(draft: CibDraft, wanted: string): string {
  const taken = idsOf(draft.configuration);
  const clean = wanted.replace(/[^A-Za-z0-9_.-]/g, '.').slice(0, 240);
  const id = /^[A-Za-z_]/.test(clean) ? clean : `_${clean}`;
  if (!taken.has(id)) return id;
  let number = 1;
  while (taken.has(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}

const RESOURCE_TAGS: Readonly<Record<string, 'primitive' | 'group' | 'clone' | 'bundle'>> = {
  primitive: 'primitive',
  group: 'group',
  clone: 'clone',
  master: 'clone',
  bundle: 'bundle',
};

/** What kind of resource an element is; undefined for anything else (templates, sets, …). */
export const resourceKind = (element: XmlElement) =>
  Object.hasOwn(RESOURCE_TAGS, element.tagName) ? RESOURCE_TAGS[element.tagName] : undefined;

/** Every resource element below the `resources` section, in document order. */
export function resourceElements(draft: CibDraft, from?: XmlElement): XmlElement[] {
  const start = from ?? sectionOf(draft, 'resources');
  return start ? [...walk(start)].filter((element) => resourceKind(element) !== undefined) : [];
}

export const findResourceElement = (draft: CibDraft, id: string): XmlElement | undefined =>
  resourceElements(draft).find((element) => attr(element, 'id') === id);

/** The collections around a resource element, innermost first. */
export function enclosing(element: XmlElement): XmlElement[] {
  const found: XmlElement[] = [];
  for (let at = element.parentNode as XmlElement | null; at && at.nodeType === 1; ) {
    if (resourceKind(at)) found.push(at);
    at = at.parentNode as XmlElement | null;
  }
  return found;
}

/** Node names in the configuration. */
export const nodeNames = (draft: CibDraft): string[] => {
  const nodes = descend(draft.configuration, 'nodes');
  return (nodes ? children(nodes, 'node') : []).map((node) => attr(node, 'uname') ?? attr(node, 'id') ?? '');
};

/** A value of that name that may go into a plan and into XML. */
export function checkValue(name: string, value: string, where: string): ChangeRefusal | undefined {
  if (!isXmlValue(value)) return { kind: 'invalid-value', name };
  if (isSecretName(name)) {
    return { kind: 'cib', error: { kind: 'would-store-secret', path: sectionPath(where) } };
  }
  return undefined;
}

/** Schema 3.7 (Pacemaker 2.1.0) knows "Promoted"; before it the role is called "Master" (reference 2.1). */
export function roleNames(draft: CibDraft): { readonly promoted: string; readonly unpromoted: string } {
  const schema = /^pacemaker-(\d+)\.(\d+)$/.exec(attr(draft.cib, 'validate-with') ?? '');
  const [major, minor] = [Number(schema?.[1] ?? 0), Number(schema?.[2] ?? 0)];
  const isNew = major > 3 || (major === 3 && minor >= 7);
  return isNew
    ? { promoted: 'Promoted', unpromoted: 'Unpromoted' }
    : { promoted: 'Master', unpromoted: 'Slave' };
}
