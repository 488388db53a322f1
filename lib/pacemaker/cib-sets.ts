/**
 * The CIB's name/value sets (`instance_attributes`, `meta_attributes`, `cluster_property_set`) merged the way
 * Pacemaker does: highest score first, the first value of a name wins. Sets under a rule count last, because
 * whether they apply depends on node and time. References (`id-ref`) are followed.
 */
import { attr, child, children, define, walk, type XmlElement } from '@/lib/base/xml';
import { parseScore } from './values';

export type IdIndex = ReadonlyMap<string, XmlElement>;

/** Every element with an id, for `id-ref`. The first of two equal ids wins. */
export function indexIds(configuration: XmlElement): IdIndex {
  const index = new Map<string, XmlElement>();
  for (const element of walk(configuration)) {
    const id = attr(element, 'id');
    if (id !== undefined && !index.has(id)) index.set(id, element);
  }
  return index;
}

/** The element itself, or what its `id-ref` names (the element again when that is not there). */
export function resolveReference(element: XmlElement, index: IdIndex): XmlElement {
  const reference = attr(element, 'id-ref');
  const target = reference === undefined ? undefined : index.get(reference);
  return target && target.tagName === element.tagName ? target : element;
}

/** The sets of that element name directly below `owner`, in the order in which they win. */
export function orderedSets(owner: XmlElement, setName: string, index: IdIndex): XmlElement[] {
  const sets = children(owner, setName).map((set) => resolveReference(set, index));
  const rank = (set: XmlElement): number => {
    // Pacemaker reads the bootstrap options before every other property set.
    if (attr(set, 'id') === 'cib-bootstrap-options') return Number.POSITIVE_INFINITY;
    const score = parseScore(attr(set, 'score')) ?? 0;
    return child(set, 'rule') ? score - 10_000_000 : score;
  };
  return sets
    .map((set) => ({ set, rank: rank(set) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ set }) => set);
}

/** The effective pairs of `owner`; empty without one. */
export function mergedPairs(
  owner: XmlElement | undefined,
  setName: string,
  index: IdIndex,
): Record<string, string> {
  const merged: Record<string, string> = {};
  if (!owner) return merged;
  for (const set of orderedSets(owner, setName, index)) addPairs(set, index, merged);
  return merged;
}

function addPairs(set: XmlElement, index: IdIndex, merged: Record<string, string>): void {
  // `<attributes>` around the pairs is how 0.6 CIBs wrote it.
  const holder = child(set, 'attributes') ?? set;
  for (const pair of children(holder, 'nvpair')) {
    const source = resolveReference(pair, index);
    const name = attr(pair, 'name') ?? attr(source, 'name');
    if (name !== undefined && !Object.hasOwn(merged, name)) define(merged, name, attr(source, 'value') ?? '');
  }
}
