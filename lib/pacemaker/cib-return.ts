/**
 * The edits that make one configuration into another: how drift is planned back. Elements are recognised by name and id,
 * so only what differs is touched. What is made is applied and compared before it is given out: an edit that would not
 * lead there is refused, and a person does it by hand.
 */
import { err, ok, type Result } from '@/lib/base/result';
import { attributes, children, parseXml, serialiseXml, type XmlElement } from '@/lib/base/xml';
import { compareCibs } from './cib-differences';
import { applyCibChanges, type CibChange, holdsSecret, sameAttributes } from './cib-patch';
import { pathOf, segmentOf } from './cib-path';
import { cibAround } from './cib-steady';

export type ReturnRefusal =
  | { readonly reason: 'unreadable' }
  /** What is gone held a secret, which Haven never kept: only its owner can put it back. */
  | { readonly reason: 'held-secret'; readonly object: string }
  /** The edits do not lead there, e.g. because an element has no id of its own. */
  | { readonly reason: 'not-expressible' };

/** Their children act in the order they stand. */
const ORDERED: ReadonlySet<string> = new Set(['group', 'resource_set', 'rule']);

/**
 * @param from configuration as it is, canonical and redacted, without what the cluster writes by itself
 * @param to configuration as it should be, likewise
 * @returns edits for the live CIB in the order to apply them; none when both mean the same
 */
export function changesBetween(from: string, to: string): Result<readonly CibChange[], ReturnRefusal> {
  const [is, wanted] = [cibAround(from), cibAround(to)];
  const [a, b] = [parseXml(is, ['cib']), parseXml(wanted, ['cib'])];
  if (!a.ok || !b.ok) return err({ reason: 'unreadable' });
  const work: Work = { deletes: [], modifies: [], creates: [] };
  compare(a.value.root, b.value.root, work);
  if (work.heldSecret !== undefined) return err({ reason: 'held-secret', object: work.heldSecret });
  // Deletes first: an object that moved keeps its id, and two of one id are refused.
  const changes = [...work.deletes, ...work.modifies, ...work.creates];
  const applied = applyCibChanges(is, changes);
  if (!applied.ok) return err({ reason: 'not-expressible' });
  const left = compareCibs(applied.value, wanted);
  return left.ok && left.value.length === 0 ? ok(changes) : err({ reason: 'not-expressible' });
}

interface Work {
  readonly deletes: CibChange[];
  readonly modifies: CibChange[];
  readonly creates: CibChange[];
  heldSecret?: string;
}

function compare(is: XmlElement, wanted: XmlElement, work: Work): void {
  const [before, after] = [attributes(is), attributes(wanted)];
  if (!sameAttributes(before, after))
    work.modifies.push({ op: 'modify', path: pathOf(is), tag: is.tagName, before, after });
  const wantedByKey = new Map(children(wanted).map((element) => [segmentOf(element), element]));
  const isByKey = new Map(children(is).map((element) => [segmentOf(element), element]));
  const isReordered = ORDERED.has(is.tagName) && !isSameOrder([...isByKey.keys()], [...wantedByKey.keys()]);
  for (const [key, element] of isByKey) {
    const goal = wantedByKey.get(key);
    if (!goal || isReordered) work.deletes.push({ op: 'delete', path: pathOf(element) });
    else compare(element, goal, work);
  }
  for (const [position, [key, element]] of [...wantedByKey].entries()) {
    if (isByKey.has(key) && !isReordered) continue;
    if (holdsSecret(element)) work.heldSecret = element.getAttribute('id') ?? element.tagName;
    work.creates.push({ op: 'create', parent: pathOf(is), xml: serialiseXml(element), position });
  }
}

/** Of those in both, whether they stand in the same order. */
function isSameOrder(a: readonly string[], b: readonly string[]): boolean {
  const [inA, inB] = [new Set(a), new Set(b)];
  return a.filter((key) => inB.has(key)).join('\n') === b.filter((key) => inA.has(key)).join('\n');
}
