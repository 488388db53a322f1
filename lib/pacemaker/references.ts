/**
 * Who names whom in a CIB: constraints, sets, tags, fencing levels. What goes takes with it whatever only spoke of
 * it; what would be left empty, or speaks of more, is refused or trimmed as asked. References that no rule can mend
 * (`id-ref`, access rules) refuse the removal (reference 2.5.4: a dangling one is a schema error).
 */
import { attr, child, children, walk, type XmlElement } from '@/lib/base/xml';
import type { ChangeRefusal, EmptiedKind } from './change-refusal';
import {
  addElement,
  type CibDraft,
  changeAttributes,
  definesId,
  idsOf,
  removeAll,
  renderElement,
} from './cib-draft';
import { significantChildren } from './cib-path';

/** Attributes of a constraint that name a resource, or a tag. */
const RESOURCE_ATTRIBUTES = ['rsc', 'with-rsc', 'first', 'then'];

export interface RemovalOptions {
  /** Also removes groups, clones, sets, constraints, tags and levels that would be left empty, instead of refusing. */
  readonly removeEmptied?: boolean;
}

/** Elements to remove, level device lists to shorten; found before anything is changed. */
interface Removal {
  readonly elements: Set<XmlElement>;
  readonly levels: Map<XmlElement, readonly string[]>;
}

/** Removes elements together with every mention of them. */
export function removeWithReferences(
  draft: CibDraft,
  targets: readonly XmlElement[],
  { removeEmptied = false }: RemovalOptions = {},
): ChangeRefusal | undefined {
  const removal: Removal = { elements: new Set(targets), levels: new Map() };
  // Until nothing new goes: a tag that is emptied may be named by a constraint, and so on.
  for (let before = -1; before !== removal.elements.size; ) {
    before = removal.elements.size;
    const [emptied] = [
      ...collectConstraints(draft, removal),
      ...collectTags(draft, removal),
      ...collectLevels(draft, removal),
    ];
    if (emptied && !removeEmptied) return { kind: 'would-leave-empty', ...emptied };
  }
  const dangling = danglingReference(draft, removal);
  if (dangling) return dangling;
  for (const [level, devices] of removal.levels) {
    if (removal.elements.has(level)) continue;
    const refusal = changeAttributes(draft, level, { devices: devices.join(',') });
    if (refusal) return refusal;
  }
  removeAll(draft, outermost(removal.elements));
  return undefined;
}

interface Emptied {
  readonly what: EmptiedKind;
  readonly id: string;
}

const idOf = (element: XmlElement): string => attr(element, 'id') ?? element.tagName;

/** Ids that go: those of the elements and of everything in them. */
function goneIds({ elements }: Removal): Set<string> {
  const gone = new Set<string>();
  for (const element of elements) {
    if (!definesId(element)) continue;
    for (const id of idsOf(element)) gone.add(id);
  }
  return gone;
}

function collectConstraints(draft: CibDraft, removal: Removal): Emptied[] {
  const gone = goneIds(removal);
  const section = child(draft.configuration, 'constraints');
  const emptied: Emptied[] = [];
  for (const constraint of section ? children(section) : []) {
    if (removal.elements.has(constraint)) continue;
    const names = RESOURCE_ATTRIBUTES.map((name) => attr(constraint, name));
    if (names.some((name) => name !== undefined && gone.has(name))) {
      removal.elements.add(constraint);
      continue;
    }
    emptied.push(...collectSets(constraint, gone, removal));
  }
  return emptied;
}

/** Mentions in resource sets; the set, or the constraint, when nothing would be left in it to speak of. */
function collectSets(constraint: XmlElement, gone: ReadonlySet<string>, removal: Removal): Emptied[] {
  const sets = children(constraint, 'resource_set');
  const left = sets.map((set) => refsLeft(set, 'resource_ref', gone));
  if (sets.every((set, index) => left[index] === children(set, 'resource_ref').length)) return [];
  const needed = /colocation|order/.test(constraint.tagName) ? 2 : 1;
  const hasReference = sets.some((set) => set.hasAttribute('id-ref'));
  if (!hasReference && left.reduce((sum, count) => sum + count, 0) < needed) {
    removal.elements.add(constraint);
    return [{ what: 'constraint', id: idOf(constraint) }];
  }
  const emptied: Emptied[] = [];
  for (const [index, set] of sets.entries()) {
    const isEmptied = left[index] === 0 && !set.hasAttribute('id-ref');
    if (isEmptied) {
      removal.elements.add(set);
      emptied.push({ what: 'set', id: idOf(set) });
    } else addRefs(set, 'resource_ref', gone, removal);
  }
  return emptied;
}

function collectTags(draft: CibDraft, removal: Removal): Emptied[] {
  const gone = goneIds(removal);
  const section = child(draft.configuration, 'tags');
  const emptied: Emptied[] = [];
  for (const tag of section ? children(section, 'tag') : []) {
    if (removal.elements.has(tag)) continue;
    const all = children(tag, 'obj_ref').length;
    const left = refsLeft(tag, 'obj_ref', gone);
    if (left === all) continue;
    if (left > 0) addRefs(tag, 'obj_ref', gone, removal);
    else {
      removal.elements.add(tag);
      emptied.push({ what: 'tag', id: idOf(tag) });
    }
  }
  return emptied;
}

const refsLeft = (holder: XmlElement, tag: string, gone: ReadonlySet<string>): number =>
  children(holder, tag).filter((ref) => !gone.has(attr(ref, 'id') ?? '')).length;

function addRefs(holder: XmlElement, tag: string, gone: ReadonlySet<string>, removal: Removal): void {
  for (const ref of children(holder, tag)) if (gone.has(attr(ref, 'id') ?? '')) removal.elements.add(ref);
}

function collectLevels(draft: CibDraft, removal: Removal): Emptied[] {
  const gone = goneIds(removal);
  const section = child(draft.configuration, 'fencing-topology');
  const emptied: Emptied[] = [];
  for (const level of section ? children(section, 'fencing-level') : []) {
    if (removal.elements.has(level)) continue;
    const devices = (attr(level, 'devices') ?? '').split(',').map((device) => device.trim());
    const left = devices.filter((device) => !gone.has(device));
    if (left.length === devices.length) continue;
    if (left.length > 0) removal.levels.set(level, left);
    else {
      removal.elements.add(level);
      emptied.push({ what: 'fencing-level', id: idOf(level) });
    }
  }
  return emptied;
}

/** What stays and names something that goes by `id-ref`, as a template, or in an access rule. */
function danglingReference(draft: CibDraft, removal: Removal): ChangeRefusal | undefined {
  const gone = goneIds(removal);
  for (const element of outside(draft.configuration, removal.elements)) {
    for (const name of ['id-ref', 'template', 'reference']) {
      const id = attr(element, name);
      if (id !== undefined && gone.has(id)) return { kind: 'is-referenced', id, by: idOf(element) };
    }
  }
  return undefined;
}

function* outside(from: XmlElement, removed: ReadonlySet<XmlElement>): Generator<XmlElement> {
  if (removed.has(from)) return;
  yield from;
  for (const below of children(from)) yield* outside(below, removed);
}

/** An element that lies in another one that goes is gone with it. */
const outermost = (elements: ReadonlySet<XmlElement>): XmlElement[] =>
  [...elements].filter((element) => {
    for (let at = element.parentNode as XmlElement | null; at; at = at.parentNode as XmlElement | null)
      if (elements.has(at)) return false;
    return true;
  });

/**
 * Makes every mention of one resource in constraints and tags one of another: what was inside a clone is now
 * itself, or the other way round.
 */
export function retarget(draft: CibDraft, from: string, to: string): ChangeRefusal | undefined {
  const refs: XmlElement[] = [];
  for (const name of ['constraints', 'tags']) {
    const section = child(draft.configuration, name);
    for (const element of section ? walk(section) : []) {
      if (!definesId(element) && attr(element, 'id') === from) refs.push(element);
    }
  }
  // An id cannot be changed in place, so a mention by id is taken out and put in again where it was.
  const places = refs.map((ref) => ({
    parent: ref.parentNode as XmlElement,
    position: significantChildren(ref.parentNode as XmlElement).indexOf(ref),
    tag: ref.tagName,
  }));
  const section = child(draft.configuration, 'constraints');
  for (const constraint of section ? children(section) : []) {
    const set: Record<string, string> = {};
    for (const name of RESOURCE_ATTRIBUTES) if (attr(constraint, name) === from) set[name] = to;
    const refusal = changeAttributes(draft, constraint, set);
    if (refusal) return refusal;
  }
  removeAll(draft, refs);
  for (const { parent, position, tag } of places) {
    // A set that already names the other one says it once.
    if (children(parent, tag).some((ref) => attr(ref, 'id') === to)) continue;
    const refusal = addElement(draft, parent, renderElement(tag, { id: to }), position);
    if (refusal) return refusal;
  }
  return undefined;
}
