/**
 * The change language of the CIB: a list of small edits, plain data, that can be applied to a text (to simulate
 * and to fingerprint), rendered as Pacemaker's own versioned patch (a true compare-and-swap, reference 2.5.2),
 * and inverted (undo). An edit says what it expects to find, so a changed CIB refuses it instead of being
 * overwritten. Edits reach only the configuration, never the status.
 */
import type { ParseError } from '@/lib/base/probe';
import { err, ok, type Result } from '@/lib/base/result';
import {
  attr,
  attributes,
  escapeAttribute,
  isElement,
  parseXml,
  serialiseXml,
  walk,
  type XmlElement,
} from '@/lib/base/xml';
import { canonicalText } from './canonical';
import { findBySegments, parseCibPath, pathOf, segmentOf, significantChildren } from './cib-path';
import { isSecretName } from './redact';
import type { CibVersion } from './types';

export type CibAttributes = Readonly<Record<string, string>>;

export type CibChange =
  /**
   * Puts the element `xml` below `parent`. `position` counts elements and comments before it, 0 the first; never
   * left out: without it cibadmin 2.1.5 puts the element first (measured), others may not.
   */
  | { readonly op: 'create'; readonly parent: string; readonly xml: string; readonly position: number }
  /** Replaces an element's attributes: `before` and `after` are all of them, not only the changed ones. */
  | {
      readonly op: 'modify';
      readonly path: string;
      readonly tag: string;
      readonly before: CibAttributes;
      readonly after: CibAttributes;
    }
  /**
   * Removes the element with everything in it. `expect` is the element's text as it must still be, white space
   * aside: an undo must not remove what somebody put into it since. Checked by `applyCibChanges`, which therefore
   * always runs on the newest CIB before a patch is rendered; a patch itself cannot say it.
   */
  | { readonly op: 'delete'; readonly path: string; readonly expect?: string };

export type CibChangeError =
  | { readonly kind: 'unreadable'; readonly error: ParseError }
  /** The path names nothing, or more than one element. */
  | { readonly kind: 'no-such-path'; readonly path: string }
  /** Somebody changed what the edit wants to change. */
  | { readonly kind: 'changed-since'; readonly path: string }
  | { readonly kind: 'id-in-use'; readonly id: string }
  /** The edit itself is wrong: not a path into the configuration, not one element. */
  | { readonly kind: 'malformed'; readonly what: string }
  /** The edit would carry a secret into a plan, which is stored. */
  | { readonly kind: 'would-store-secret'; readonly path: string };

/** Filled in at run time, on the node, with the value just read: status changes move it every second. */
export const NUM_UPDATES_PLACEHOLDER = '{{num_updates}}';

export interface PatchSource extends Omit<CibVersion, 'numUpdates'> {
  readonly numUpdates: number | typeof NUM_UPDATES_PLACEHOLDER;
}

/**
 * Applies edits in order to a whole CIB.
 * @param xmlText full CIB, secrets included when it is to be simulated
 * @returns the edited CIB; everything the edits do not name is unchanged. Epochs are not raised.
 */
export function applyCibChanges(
  xmlText: string,
  changes: readonly CibChange[],
): Result<string, CibChangeError> {
  const parsed = parseXml(xmlText, ['cib']);
  if (!parsed.ok) return err({ kind: 'unreadable', error: parsed.error });
  for (const change of changes) {
    const problem = applyOne(parsed.value.root, change);
    if (problem) return err(problem);
  }
  return ok(serialiseXml(parsed.value.document));
}

/** What can be wrong with an edit by itself: plans come back from a database. */
function checkChange(change: CibChange): CibChangeError | undefined {
  const segments = parseCibPath(change.op === 'create' ? change.parent : change.path);
  if (!segments) return { kind: 'malformed', what: 'not a path into the configuration' };
  if (change.op === 'create') {
    if (!Number.isSafeInteger(change.position) || change.position < 0)
      return { kind: 'malformed', what: 'the position' };
    const parsed = parseXml(change.xml);
    return parsed.ok ? undefined : { kind: 'malformed', what: `the new element: ${parsed.error.what}` };
  }
  // A section such as <constraints> must stay, even empty: the schema wants it.
  if (change.op === 'delete') {
    const isOptional = segments.length === 2 && OPTIONAL_SECTIONS.includes(segments[1]?.tag ?? '');
    return segments.length < 3 && !isOptional
      ? { kind: 'malformed', what: 'a section cannot be deleted' }
      : undefined;
  }
  const names = [change.tag, ...Object.keys(change.before), ...Object.keys(change.after)];
  if (!names.every((name) => XML_NAME.test(name))) return { kind: 'malformed', what: 'a name that is none' };
  if (change.tag !== segments.at(-1)?.tag)
    return { kind: 'malformed', what: 'the path is of another element' };
  return change.after.id === change.before.id
    ? undefined
    : { kind: 'malformed', what: 'an id cannot be changed' };
}
/** Sections that a CIB may be without: an edit that adds the first element of one adds it, its inverse removes it. */
const OPTIONAL_SECTIONS = ['rsc_defaults', 'op_defaults', 'fencing-topology', 'tags', 'alerts', 'acls'];
const XML_NAME = /^[A-Za-z_][A-Za-z0-9_.:-]*$/;

function applyOne(cib: XmlElement, change: CibChange): CibChangeError | undefined {
  const malformed = checkChange(change);
  if (malformed) return malformed;
  const path = change.op === 'create' ? change.parent : change.path;
  const segments = parseCibPath(path) ?? [];
  const target = findBySegments(cib, segments);
  if (!target) return { kind: 'no-such-path', path };
  switch (change.op) {
    case 'create':
      return createIn(cib, target, change.xml, change.position);
    case 'modify':
      return modify(target, change);
    case 'delete':
      if (!isAsExpected(target, change.expect)) return { kind: 'changed-since', path };
      target.parentNode?.removeChild(target);
      return undefined;
  }
}

function isAsExpected(target: XmlElement, expected: string | undefined): boolean {
  if (expected === undefined) return true;
  const parsed = parseXml(expected);
  return parsed.ok && canonicalText(parsed.value.root) === canonicalText(target);
}

function createIn(
  cib: XmlElement,
  parent: XmlElement,
  xml: string,
  position: number,
): CibChangeError | undefined {
  const parsed = parseXml(xml);
  if (!parsed.ok) return { kind: 'malformed', what: `the new element: ${parsed.error.what}` };
  const taken = firstTakenId(cib, parsed.value.root);
  if (taken !== undefined) return { kind: 'id-in-use', id: taken };
  const node = parent.ownerDocument?.importNode(parsed.value.root, true);
  if (!node) return { kind: 'malformed', what: 'the new element has no document' };
  parent.insertBefore(node, significantChildren(parent)[position] ?? null);
  return undefined;
}

/** Ids are unique in the whole configuration (they are XML IDs); two of them would be a schema error. */
function firstTakenId(cib: XmlElement, added: XmlElement): string | undefined {
  const wanted = new Set<string>();
  for (const element of walk(added)) {
    const id = definedId(element);
    if (id !== undefined) wanted.add(id);
  }
  for (const element of walk(cib)) {
    if (element.tagName === 'status') break;
    const id = definedId(element);
    if (id !== undefined && wanted.has(id)) return id;
  }
  return undefined;
}

/** These name other elements by `id` instead of having one of their own. A node's id may equal its resource's. */
const REFERENCES = ['resource_ref', 'obj_ref', 'role', 'node'];
const definedId = (element: XmlElement): string | undefined =>
  REFERENCES.includes(element.tagName) ? undefined : attr(element, 'id');

function modify(
  target: XmlElement,
  change: Extract<CibChange, { op: 'modify' }>,
): CibChangeError | undefined {
  if (!sameAttributes(attributes(target), change.before)) return { kind: 'changed-since', path: change.path };
  for (const name of Object.keys(change.before)) {
    if (!Object.hasOwn(change.after, name)) target.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(change.after)) target.setAttribute(name, value);
  return undefined;
}

export function sameAttributes(a: CibAttributes, b: CibAttributes): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
  );
}

/**
 * The edits as a versioned patch for `cibadmin --patch`: accepted only while the CIB is exactly at `source`,
 * otherwise exit code 103 (measured on 2.1.5; the target epoch must be one higher, or nothing is accepted).
 * @param source version just read from the cluster; its `numUpdates` may be the placeholder
 */
export function renderCibPatch(
  changes: readonly CibChange[],
  source: PatchSource,
): Result<string, CibChangeError> {
  const folded = foldCreated(changes);
  if (!folded.ok) return folded;
  if (folded.value.length === 0) return err({ kind: 'malformed', what: 'no changes' });
  const rendered: string[] = [];
  for (const change of folded.value) {
    const malformed = checkChange(change);
    if (malformed) return err(malformed);
    rendered.push(renderChange(change));
  }
  const { adminEpoch, epoch, numUpdates } = source;
  const version =
    `<version><source admin_epoch="${adminEpoch}" epoch="${epoch}" num_updates="${numUpdates}"/>` +
    `<target admin_epoch="${adminEpoch}" epoch="${epoch + 1}" num_updates="0"/></version>`;
  return ok(`<diff format="2">${version}${rendered.join('')}</diff>`);
}

function renderChange(change: CibChange): string {
  switch (change.op) {
    case 'create':
      return `<change operation="create" path="${escapeAttribute(change.parent)}" position="${change.position}">${change.xml}</change>`;
    case 'delete':
      return `<change operation="delete" path="${escapeAttribute(change.path)}"/>`;
    case 'modify':
      return (
        `<change operation="modify" path="${escapeAttribute(change.path)}"><change-list>${renderAttributeChanges(change)}</change-list>` +
        `<change-result><${change.tag}${renderAttributes(change.after)}/></change-result></change>`
      );
  }
}

const renderAttributes = (values: CibAttributes): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('');

function renderAttributeChanges({ before, after }: Extract<CibChange, { op: 'modify' }>): string {
  const set = Object.entries(after)
    .filter(([name, value]) => before[name] !== value)
    .map(
      ([name, value]) => `<change-attr name="${name}" operation="set" value="${escapeAttribute(value)}"/>`,
    );
  const unset = Object.keys(before)
    .filter((name) => !Object.hasOwn(after, name))
    .map((name) => `<change-attr name="${name}" operation="unset"/>`);
  return [...set, ...unset].join('');
}

/**
 * Pacemaker looks up every path of a patch in the CIB as it was, so an edit inside an element that the same patch
 * creates would find nothing: such edits are worked into the created element here.
 */
export function foldCreated(changes: readonly CibChange[]): Result<CibChange[], CibChangeError> {
  const folded: CibChange[] = [];
  for (const change of changes) {
    const path = change.op === 'create' ? change.parent : change.path;
    const at = folded.findIndex((earlier) => earlier.op === 'create' && isWithin(path, createdPath(earlier)));
    const host = folded[at];
    if (host?.op !== 'create') {
      folded.push(change);
    } else if (change.op === 'delete' && path === createdPath(host)) {
      folded.splice(at, 1);
    } else {
      const merged = applyInside(host, change);
      if (!merged.ok) return merged;
      folded[at] = merged.value;
    }
  }
  return ok(folded);
}

const isWithin = (path: string, ancestor: string | undefined): boolean =>
  ancestor !== undefined && (path === ancestor || path.startsWith(`${ancestor}/`));

export function createdPath(change: Extract<CibChange, { op: 'create' }>): string | undefined {
  const parsed = parseXml(change.xml);
  return parsed.ok ? `${change.parent}/${segmentOf(parsed.value.root)}` : undefined;
}

/** Applies an edit to a created element by way of a CIB that holds nothing else. */
function applyInside(
  host: Extract<CibChange, { op: 'create' }>,
  change: CibChange,
): Result<CibChange, CibChangeError> {
  const parentSegments = parseCibPath(host.parent);
  if (!parentSegments) return err({ kind: 'malformed', what: 'not a path into the configuration' });
  const open = parentSegments.map(({ tag, id }) =>
    id === undefined ? `<${tag}>` : `<${tag} id="${escapeAttribute(id)}">`,
  );
  const close = parentSegments.map(({ tag }) => `</${tag}>`).reverse();
  const applied = applyCibChanges(`<cib>${open.join('')}${host.xml}${close.join('')}</cib>`, [change]);
  if (!applied.ok) return applied;
  const parsed = parseXml(applied.value, ['cib']);
  const parent = parsed.ok ? findBySegments(parsed.value.root, parentSegments) : undefined;
  const element = parent ? significantChildren(parent).find(isElement) : undefined;
  return element
    ? ok({ ...host, xml: serialiseXml(element) })
    : err({ kind: 'malformed', what: 'the created element is gone' });
}

/**
 * The edits that take `changes` back, in the order in which to apply them.
 * @param baseXml the CIB before the changes; undo runs later against whatever the CIB is then, and refuses if the
 *   same places have been changed since
 */
export function inverse(changes: readonly CibChange[], baseXml: string): Result<CibChange[], CibChangeError> {
  const parsed = parseXml(baseXml, ['cib']);
  if (!parsed.ok) return err({ kind: 'unreadable', error: parsed.error });
  const undo: CibChange[] = [];
  for (const change of changes) {
    const one = inverseOne(parsed.value.root, change);
    if (!one.ok) return one;
    undo.unshift(one.value);
    const problem = applyOne(parsed.value.root, change);
    if (problem) return err(problem);
  }
  return ok(undo);
}

function inverseOne(cib: XmlElement, change: CibChange): Result<CibChange, CibChangeError> {
  if (change.op === 'modify') return ok({ ...change, before: change.after, after: change.before });
  if (change.op === 'create') {
    const path = createdPath(change);
    return path === undefined
      ? err({ kind: 'malformed', what: 'the new element' })
      : ok({ op: 'delete', path, expect: change.xml });
  }
  const segments = parseCibPath(change.path);
  const target = segments ? findBySegments(cib, segments) : undefined;
  const parent = target?.parentNode;
  if (!target || !isElement(parent)) return err({ kind: 'no-such-path', path: change.path });
  if (holdsSecret(target)) return err({ kind: 'would-store-secret', path: change.path });
  const position = significantChildren(parent).indexOf(target);
  return ok({ op: 'create', parent: pathOf(parent), xml: serialiseXml(target), position });
}

export function holdsSecret(element: XmlElement): boolean {
  for (const below of walk(element)) {
    const name = attr(below, 'name');
    if (name !== undefined && below.hasAttribute('value') && isSecretName(name)) return true;
    if (Object.keys(attributes(below)).some((own) => own !== 'name' && own !== 'id' && isSecretName(own)))
      return true;
  }
  return false;
}
