/**
 * Name/value pairs of a resource, a node or an options section: set and removed where they stand, ids kept. What
 * is under a rule, shared by `id-ref`, or said in two sets is left alone: which of them is meant only a person knows.
 */
import { attr, child, children, walk, type XmlElement } from '@/lib/base/xml';
import type { ChangeRefusal } from './change-refusal';
import {
  addElement,
  addToSection,
  type CibDraft,
  changeAttributes,
  checkValue,
  freeId,
  removeAll,
  renderElement,
} from './cib-draft';
import { orderedSets } from './cib-sets';
import { isAttributeName } from './names';

export type PairSetName = 'instance_attributes' | 'meta_attributes' | 'utilization' | 'cluster_property_set';

/** Names to values; null removes. */
export type PairEdits = Readonly<Record<string, string | null>>;

interface Owner {
  readonly element: XmlElement;
  readonly setName: PairSetName;
  /** Id of the set if one must be made. */
  readonly newSetId: string;
}

/**
 * Carries out pair edits below one owner. Nothing happens to a pair that has the value already, or that is to go
 * and is not there.
 */
export function editPairs(draft: CibDraft, owner: Owner, edits: PairEdits): ChangeRefusal | undefined {
  const id = attr(owner.element, 'id') ?? owner.element.tagName;
  const found = new Map<string, XmlElement | undefined>();
  for (const [name, value] of Object.entries(edits)) {
    if (!isAttributeName(name)) return { kind: 'invalid-name', name };
    const wrong = value === null ? undefined : checkValue(name, value, id);
    if (wrong) return wrong;
    const pair = findPair(draft, owner, name);
    if ('refusal' in pair) return pair.refusal;
    found.set(name, pair.pair);
  }
  for (const [name, pair] of found) {
    const value = edits[name];
    if (!pair || value === null || value === undefined) continue;
    const refusal = changeAttributes(draft, pair, { value });
    if (refusal) return refusal;
  }
  // An emptied set stays: an undo puts the pair back where it stood.
  removeAll(
    draft,
    [...found].flatMap(([name, pair]) => (pair && edits[name] === null ? [pair] : [])),
  );
  const added = Object.entries(edits).filter(([name, value]) => value !== null && !found.get(name));
  return addPairs(draft, owner, added as [string, string][]);
}

type Found = { readonly pair: XmlElement | undefined } | { readonly refusal: ChangeRefusal };

/** The one plain pair of that name directly below the owner, or why there is no such thing as "the" pair. */
function findPair(draft: CibDraft, owner: Owner, name: string): Found {
  const id = attr(owner.element, 'id') ?? owner.element.tagName;
  const ambiguous = (because: 'rule' | 'shared' | 'several-sets' | 'old-form'): Found => ({
    refusal: { kind: 'ambiguous', id, because, name },
  });
  const pairs: XmlElement[] = [];
  for (const set of children(owner.element, owner.setName)) {
    if (child(set, 'attributes')) return ambiguous('old-form');
    const reference = attr(set, 'id-ref');
    const source = reference === undefined ? set : (byId(draft, reference) ?? set);
    const named = children(source, 'nvpair').filter((pair) => {
      const pairReference = attr(pair, 'id-ref');
      const target = pairReference === undefined ? undefined : byId(draft, pairReference);
      return (attr(pair, 'name') ?? (target && attr(target, 'name'))) === name;
    });
    if (named.length === 0) continue;
    if (reference !== undefined || named.some((pair) => pair.hasAttribute('id-ref')))
      return ambiguous('shared');
    if (child(set, 'rule')) return ambiguous('rule');
    if (isSharedSet(draft, set, named)) return ambiguous('shared');
    pairs.push(...named);
  }
  return pairs.length > 1 ? ambiguous('several-sets') : { pair: pairs[0] };
}

const byId = (draft: CibDraft, id: string): XmlElement | undefined =>
  [...walk(draft.configuration)].find((element) => attr(element, 'id') === id);

/** Whether somebody else uses this set, or one of these pairs, by reference. */
function isSharedSet(draft: CibDraft, set: XmlElement, pairs: readonly XmlElement[]): boolean {
  const ids = [set, ...pairs].map((element) => attr(element, 'id'));
  return [...walk(draft.configuration)].some((element) => {
    const reference = attr(element, 'id-ref');
    return reference !== undefined && ids.includes(reference);
  });
}

function addPairs(
  draft: CibDraft,
  { element, setName, newSetId }: Owner,
  pairs: readonly (readonly [string, string])[],
): ChangeRefusal | undefined {
  if (pairs.length === 0) return undefined;
  const home = orderedSets(element, setName, new Map()).find(
    (set) => !child(set, 'rule') && !set.hasAttribute('id-ref') && !isSharedSet(draft, set, []),
  );
  const homeId = home && attr(home, 'id');
  if (home && homeId !== undefined) {
    for (const [name, value] of pairs) {
      const id = freeId(draft, `${homeId}-${name}`);
      const refusal = addElement(draft, home, renderElement('nvpair', { id, name, value }));
      if (refusal) return refusal;
    }
    return undefined;
  }
  return addElement(draft, element, renderSet(draft, setName, newSetId, pairs));
}

/** A new set with its pairs, its ids free in the draft. */
export function renderSet(
  draft: CibDraft,
  setName: PairSetName,
  wantedId: string,
  pairs: readonly (readonly [string, string])[],
): string {
  const id = freeId(draft, wantedId);
  const used = new Set<string>();
  const inside = pairs.map(([name, value]) => {
    let pairId = freeId(draft, `${id}-${name}`);
    // Two names may differ only in characters that an id cannot hold.
    while (used.has(pairId)) pairId += '.';
    used.add(pairId);
    return renderElement('nvpair', { id: pairId, name, value });
  });
  return renderElement(setName, { id }, inside.join(''));
}

/** Pairs of a section that an old CIB may lack (`rsc_defaults`, `op_defaults`). */
export function editSectionPairs(
  draft: CibDraft,
  section: string,
  setName: PairSetName,
  newSetId: string,
  edits: PairEdits,
): ChangeRefusal | undefined {
  const element = child(draft.configuration, section);
  if (element) return editPairs(draft, { element, setName, newSetId }, edits);
  const added: [string, string][] = [];
  for (const [name, value] of Object.entries(edits)) {
    if (!isAttributeName(name)) return { kind: 'invalid-name', name };
    if (value === null) continue;
    const wrong = checkValue(name, value, section);
    if (wrong) return wrong;
    added.push([name, value]);
  }
  if (added.length === 0) return undefined;
  return addToSection(draft, section, renderSet(draft, setName, newSetId, added));
}

/** The value of a plain pair of that name directly below `owner`, in the set that wins. */
export function pairValue(owner: XmlElement, setName: PairSetName, name: string): string | undefined {
  for (const set of orderedSets(owner, setName, new Map())) {
    const pair = children(set, 'nvpair').find((candidate) => attr(candidate, 'name') === name);
    if (pair) return attr(pair, 'value');
  }
  return undefined;
}
