/**
 * Plain constraints: location, colocation, order. Added with the ids that Pacemaker's tools would choose, changed in
 * place, removed with every mention. Constraints with resource sets or rules are shown and removed, never rewritten.
 * Cycles longer than two are the simulation's to find (invariant 23).
 */
import { attr, child, children, parseXml, type XmlElement } from '@/lib/base/xml';
import type { BuiltChange, ChangeRefusal } from './change-refusal';
import {
  addElement,
  type CibDraft,
  changeAttributes,
  enclosing,
  findResourceElement,
  freeId,
  idsOf,
  nodeNames,
  onDraft,
  renderElement,
  resourceElements,
  resourceKind,
} from './cib-draft';
import {
  CONSTRAINT_TAGS,
  type ConstraintWish,
  constraintAttributes,
  defaultConstraintId,
  type LocationWish,
  meaningOf,
  type OrderWish,
} from './constraint-wish';
import { isXmlId } from './names';
import { type RemovalOptions, removeWithReferences } from './references';
import { isScoreText, parseScore } from './values';

/** @param id one as Pacemaker's tools would form it when left out */
export function addConstraint(cibXml: string, wish: ConstraintWish, id?: string): BuiltChange {
  return onDraft(cibXml, (draft) => addConstraintOn(draft, wish, id));
}

export function addConstraintOn(
  draft: CibDraft,
  wish: ConstraintWish,
  id?: string,
): ChangeRefusal | undefined {
  const wrong = checkWish(draft, wish, undefined);
  if (wrong) return wrong;
  const section = child(draft.configuration, 'constraints');
  if (!section)
    return { kind: 'cib', error: { kind: 'no-such-path', path: '/cib/configuration/constraints' } };
  if (id !== undefined && !isXmlId(id)) return { kind: 'invalid-name', name: id };
  if (id !== undefined && idsOf(draft.configuration).has(id)) return { kind: 'id-taken', id };
  const xml = renderElement(CONSTRAINT_TAGS[wish.kind], {
    id: id ?? freeId(draft, defaultConstraintId(wish)),
    ...constraintAttributes(draft, wish),
  });
  return addElement(draft, section, xml);
}

/** Why a wish cannot be granted. @param own the constraint that is being changed, which is no twin of itself */
export function checkWish(
  draft: CibDraft,
  wish: ConstraintWish,
  own: XmlElement | undefined,
): ChangeRefusal | undefined {
  if (wish.kind !== 'order' && !isScoreText(wish.score)) return { kind: 'invalid-value', name: 'score' };
  if (wish.kind === 'location') {
    if (!nodeNames(draft).includes(wish.node)) return { kind: 'no-such-node', node: wish.node };
    return checkResource(draft, wish.resource) ?? outranksData(draft, wish) ?? findTwin(draft, wish, own);
  }
  const [one, other] = wish.kind === 'order' ? [wish.first, wish.second] : [wish.resource, wish.with];
  return (
    checkResource(draft, one) ??
    checkResource(draft, other) ??
    (isWithin(draft, one, other) || isWithin(draft, other, one)
      ? ({ kind: 'self-reference', resource: one } as const)
      : undefined) ??
    findTwin(draft, wish, own) ??
    (wish.kind === 'order' ? findOpposite(draft, wish, own) : undefined)
  );
}

/** A resource, or a tag, that a constraint may name. */
function checkResource(draft: CibDraft, id: string): ChangeRefusal | undefined {
  const element = findResourceElement(draft, id);
  if (!element) {
    const tags = child(draft.configuration, 'tags');
    const isTag = tags && children(tags, 'tag').some((tag) => attr(tag, 'id') === id);
    return isTag ? undefined : { kind: 'no-such-resource', resource: id };
  }
  const around = enclosing(element).find((outer) => resourceKind(outer) !== 'group');
  return around ? { kind: 'inside-clone', resource: id, use: attr(around, 'id') ?? '' } : undefined;
}

function isWithin(draft: CibDraft, inner: string, outer: string): boolean {
  const element = findResourceElement(draft, outer);
  return inner === outer || (element ? idsOf(element).has(inner) : false);
}

/** Gap between DRBD's score for good data and for doubtful data (reference 2.2.4, invariant 38). */
const DATA_GAP = 9000;

/** Only what pulls: −INFINITY on a role is a ban and hurts no data. */
function outranksData(draft: CibDraft, wish: LocationWish): ChangeRefusal | undefined {
  const score = parseScore(wish.score) ?? 0;
  if (wish.role !== 'Promoted' || score < DATA_GAP) return undefined;
  const element = findResourceElement(draft, wish.resource);
  const isDrbd = element && resourceElements(draft, element).some((inner) => attr(inner, 'type') === 'drbd');
  return isDrbd ? { kind: 'score-outranks-data', resource: wish.resource } : undefined;
}

function plainConstraints(draft: CibDraft, own: XmlElement | undefined): XmlElement[] {
  const section = child(draft.configuration, 'constraints');
  return section ? children(section).filter((element) => element !== own) : [];
}

const asElement = (draft: CibDraft, wish: ConstraintWish): XmlElement | undefined => {
  const parsed = parseXml(renderElement(CONSTRAINT_TAGS[wish.kind], constraintAttributes(draft, wish)));
  return parsed.ok ? parsed.value.root : undefined;
};

function findTwin(
  draft: CibDraft,
  wish: ConstraintWish,
  own: XmlElement | undefined,
): ChangeRefusal | undefined {
  const element = asElement(draft, wish);
  const wanted = element && meaningOf(element);
  const twin = plainConstraints(draft, own).find((other) => meaningOf(other) === wanted);
  return twin && { kind: 'duplicate', id: attr(twin, 'id') ?? '' };
}

/** The same two actions the other way round, both mandatory: neither could start. */
function findOpposite(
  draft: CibDraft,
  wish: OrderWish,
  own: XmlElement | undefined,
): ChangeRefusal | undefined {
  const first = wish.firstAction ?? 'start';
  const then = wish.secondAction ?? first;
  const isMandatory = (element: XmlElement) => (attr(element, 'kind') ?? 'Mandatory') === 'Mandatory';
  const mirrored = JSON.stringify(['order', wish.second, then, wish.first, first]);
  const opposite = plainConstraints(draft, own).find(
    (other) => meaningOf(other) === mirrored && isMandatory(other),
  );
  return opposite && wish.strength === 'Mandatory'
    ? { kind: 'opposite-order', id: attr(opposite, 'id') ?? '' }
    : undefined;
}

/** Changes a plain constraint so that it says what is wished; its id and what the wish does not speak of stay. */
export function editConstraint(cibXml: string, id: string, wish: ConstraintWish): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const element = findConstraint(draft, id);
    if (!element) return { kind: 'no-such-constraint', constraint: id };
    const because = whyNotPlain(element, wish);
    if (because) return { kind: 'not-plain', constraint: id, because };
    const wrong = checkWish(draft, wish, element);
    if (wrong) return wrong;
    const wanted = constraintAttributes(draft, wish);
    const set: Record<string, string | null> = {};
    for (const [name, value] of Object.entries(wanted)) set[name] = value ?? null;
    // The old form of an order's strength: `kind` takes its place, the schema allows one of them.
    if (wish.kind === 'order') set.score = null;
    return changeAttributes(draft, element, set);
  });
}

const findConstraint = (draft: CibDraft, id: string): XmlElement | undefined =>
  plainConstraints(draft, undefined).find((element) => attr(element, 'id') === id);

function whyNotPlain(element: XmlElement, wish: ConstraintWish) {
  if (element.tagName !== CONSTRAINT_TAGS[wish.kind]) return 'kind' as const;
  if (child(element, 'resource_set')) return 'sets' as const;
  if (children(element).length > 0) return 'rule' as const;
  return element.hasAttribute('rsc-pattern') ? ('pattern' as const) : undefined;
}

/** Removes a constraint of any kind, with mentions of it in tags. */
export function removeConstraint(cibXml: string, id: string, options: RemovalOptions = {}): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const element = findConstraint(draft, id);
    if (!element) return { kind: 'no-such-constraint', constraint: id };
    return removeWithReferences(draft, [element], options);
  });
}
