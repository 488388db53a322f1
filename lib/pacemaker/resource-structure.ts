/**
 * Where resources live: in groups, in clones, or alone; and taking them away. A resource changes its place by
 * leaving one and entering the other in one patch, text unchanged, so to the cluster it is the same resource.
 */
import { attr, child, children, serialiseXml, walk, type XmlElement } from '@/lib/base/xml';
import type { BuiltChange, ChangeRefusal, EmptiedKind } from './change-refusal';
import {
  addElement,
  type CibDraft,
  enclosing,
  findResourceElement,
  idsOf,
  onDraft,
  removeAll,
  renderElement,
  resourceKind,
} from './cib-draft';
import { significantChildren } from './cib-path';
import { isResourceName } from './names';
import { type RemovalOptions, removeWithReferences, retarget } from './references';
import { addToGroup, type MemberPlace, renderClone, type Values } from './resource-edits';

/**
 * Removes a resource of any kind with everything that speaks of it: constraints, mentions in sets and tags, fencing
 * levels. The last member of a group, or what is inside a clone, goes only together with it (`removeEmptied`).
 * A resource that runs is stopped by the cluster once it is gone (`stop-orphan-resources`). Where it holds a secret
 * the removal cannot be undone: `inverse` refuses.
 */
export function deleteResource(cibXml: string, resource: string, options: RemovalOptions = {}): BuiltChange {
  return onDraft(cibXml, (draft) => deleteResourceOn(draft, resource, options));
}

export function deleteResourceOn(
  draft: CibDraft,
  resource: string,
  options: RemovalOptions,
): ChangeRefusal | undefined {
  let target = findResourceElement(draft, resource);
  if (!target) return { kind: 'no-such-resource', resource };
  for (const around of enclosing(target)) {
    const kind = resourceKind(around) as EmptiedKind;
    if (kind === 'group' && children(around, 'primitive').length > 1) break;
    if (!options.removeEmptied)
      return { kind: 'would-leave-empty', what: kind, id: attr(around, 'id') ?? '' };
    target = around;
  }
  return removeWithReferences(draft, [target], options);
}

/** Moves a primitive that stands alone into a group. */
export function moveIntoGroup(
  cibXml: string,
  resource: string,
  group: string,
  place: MemberPlace = 'last',
): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const found = standingAlone(draft, resource, ['primitive']);
    if ('refusal' in found) return found.refusal;
    const xml = serialiseXml(found.element);
    const neighbour = place === 'last' ? undefined : 'before' in place ? place.before : place.after;
    if (neighbour === resource) return { kind: 'self-reference', resource };
    removeAll(draft, [found.element]);
    return addToGroup(draft, xml, group, place);
  });
}

/** Takes a member out of its group; it then stands alone right after it. Its last member cannot be taken out. */
export function moveOutOfGroup(cibXml: string, resource: string): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const element = findResourceElement(draft, resource);
    if (!element) return { kind: 'no-such-resource', resource };
    const [group, ...around] = enclosing(element);
    if (!group || resourceKind(group) !== 'group')
      return { kind: 'wrong-kind', resource, is: resourceKind(element) ?? 'primitive', needed: 'group' };
    const id = attr(group, 'id') ?? '';
    if (children(group, 'primitive').length < 2) return { kind: 'would-leave-empty', what: 'group', id };
    const top = around.at(-1) ?? group;
    const xml = serialiseXml(element);
    removeAll(draft, [element]);
    const section = top.parentNode as XmlElement;
    return addElement(draft, section, xml, significantChildren(section).indexOf(top) + 1);
  });
}

/** Makes a group of primitives that stand alone, in the order given; the group takes the place of the first. */
export function createGroup(cibXml: string, group: string, members: readonly string[]): BuiltChange {
  return onDraft(cibXml, (draft) => {
    if (!isResourceName(group)) return { kind: 'invalid-name', name: group };
    if (idsOf(draft.configuration).has(group)) return { kind: 'id-taken', id: group };
    const elements: XmlElement[] = [];
    for (const member of members) {
      const found = standingAlone(draft, member, ['primitive']);
      if ('refusal' in found) return found.refusal;
      if (elements.includes(found.element)) return { kind: 'duplicate', id: member };
      elements.push(found.element);
    }
    const section = elements[0]?.parentNode as XmlElement | undefined;
    if (!section) return { kind: 'would-leave-empty', what: 'group', id: group };
    const inside = elements.map((element) => serialiseXml(element)).join('');
    const all = significantChildren(section);
    const earlier = all.slice(0, all.indexOf(elements[0] as XmlElement));
    const position = earlier.filter((node) => !elements.some((element) => element === node)).length;
    removeAll(draft, elements);
    return addElement(draft, section, renderElement('group', { id: group }, inside), position);
  });
}

/**
 * Gives the members of a group another order: start order, and the order of what needs what.
 * @param order all members, each once
 */
export function reorderGroup(cibXml: string, group: string, order: readonly string[]): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const element = findResourceElement(draft, group);
    if (!element) return { kind: 'no-such-resource', resource: group };
    const kind = resourceKind(element) ?? 'primitive';
    if (kind !== 'group') return { kind: 'wrong-kind', resource: group, is: kind, needed: 'group' };
    const members = children(element, 'primitive');
    const ids = members.map((member) => attr(member, 'id') ?? '');
    const stranger = order.find((id) => !ids.includes(id)) ?? ids.find((id) => !order.includes(id));
    if (stranger !== undefined) return { kind: 'no-such-resource', resource: stranger };
    if (order.length !== ids.length) return { kind: 'duplicate', id: group };
    // Only the members that must move are touched: those outside the longest run that is in order already.
    const staying = longestRun(ids.map((id) => order.indexOf(id))).map((place) => order[place]);
    const moving = order.filter((id) => !staying.includes(id));
    const texts = new Map(moving.map((id) => [id, serialiseXml(members[ids.indexOf(id)] as XmlElement)]));
    removeAll(
      draft,
      members.filter((_member, index) => moving.includes(ids[index] ?? '')),
    );
    for (const id of moving) {
      const before = order[order.indexOf(id) - 1];
      const after = children(element, 'primitive')[0];
      const first = after ? significantChildren(element).indexOf(after) : 0;
      const neighbour = children(element, 'primitive').find((member) => attr(member, 'id') === before);
      const position = neighbour ? significantChildren(element).indexOf(neighbour) + 1 : first;
      const refusal = addElement(draft, element, texts.get(id) ?? '', position);
      if (refusal) return refusal;
    }
    return undefined;
  });
}

/** Longest increasing subsequence; groups are short. */
function longestRun(values: readonly number[]): number[] {
  const best: number[][] = [];
  for (const [index, value] of values.entries()) {
    const longest = best
      .slice(0, index)
      .filter((run) => (run.at(-1) ?? -1) < value)
      .reduce<number[]>((a, b) => (b.length > a.length ? b : a), []);
    best.push([...longest, value]);
  }
  return best.reduce<number[]>((a, b) => (b.length > a.length ? b : a), []);
}

export interface CloneWish {
  readonly cloneId?: string;
  readonly isPromotable: boolean;
  readonly meta?: Values;
}

/** Puts a clone around a primitive or group that stands alone; constraints then speak of the clone. */
export function cloneResource(cibXml: string, resource: string, wish: CloneWish): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const found = standingAlone(draft, resource, ['primitive', 'group']);
    if ('refusal' in found) return found.refusal;
    const { element } = found;
    const cloneId = wish.cloneId ?? `${resource}-clone`;
    const xml = renderClone(draft, resource, serialiseXml(element), { ...wish, cloneId });
    if (typeof xml !== 'string') return xml;
    const section = element.parentNode as XmlElement;
    const position = significantChildren(section).indexOf(element);
    removeAll(draft, [element]);
    return addElement(draft, section, xml, position) ?? retarget(draft, resource, cloneId);
  });
}

/** Takes the clone away from around its resource. A constraint on a role has no meaning any more and refuses it. */
export function uncloneResource(cibXml: string, clone: string): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const element = findResourceElement(draft, clone);
    if (!element) return { kind: 'no-such-resource', resource: clone };
    const kind = resourceKind(element) ?? 'primitive';
    if (kind !== 'clone') return { kind: 'wrong-kind', resource: clone, is: kind, needed: 'clone' };
    const inner = child(element, 'group') ?? child(element, 'primitive');
    const resource = inner && attr(inner, 'id');
    if (!inner || resource === undefined) return { kind: 'no-such-resource', resource: clone };
    const by = roleReference(draft, [clone, resource]) ?? idReference(draft, element, inner);
    if (by !== undefined) return { kind: 'is-referenced', id: clone, by };
    const section = element.parentNode as XmlElement;
    const position = significantChildren(section).indexOf(element);
    const xml = serialiseXml(inner);
    removeAll(draft, [element]);
    return addElement(draft, section, xml, position) ?? retarget(draft, clone, resource);
  });
}

/** Somebody outside uses a set of the clone itself by reference. */
function idReference(draft: CibDraft, clone: XmlElement, inner: XmlElement): string | undefined {
  const own = idsOf(clone);
  for (const id of idsOf(inner)) own.delete(id);
  const user = [...walk(draft.configuration)].find((element) =>
    own.has(attr(element, 'id-ref') ?? attr(element, 'reference') ?? ''),
  );
  return user && (attr(user, 'id') ?? user.tagName);
}

const PROMOTION = ['Promoted', 'Unpromoted', 'Master', 'Slave', 'promote', 'demote'];
const ROLE_ATTRIBUTES = ['role', 'rsc-role', 'with-rsc-role', 'first-action', 'then-action', 'action'];

/** Id of a constraint on one of these resources that asks for a promotion role, or orders promotion. */
function roleReference(draft: CibDraft, ids: readonly string[]): string | undefined {
  const section = child(draft.configuration, 'constraints');
  for (const constraint of section ? children(section) : []) {
    const all = [...walk(constraint)];
    const isAbout = all.some((element) =>
      ['rsc', 'with-rsc', 'first', 'then', 'id'].some((name) => ids.includes(attr(element, name) ?? '')),
    );
    const hasRole = all.some((element) =>
      ROLE_ATTRIBUTES.some((name) => PROMOTION.includes(attr(element, name) ?? '')),
    );
    if (isAbout && hasRole) return attr(constraint, 'id');
  }
  return undefined;
}

type Standing = { readonly element: XmlElement } | { readonly refusal: ChangeRefusal };

function standingAlone(
  draft: CibDraft,
  resource: string,
  kinds: readonly ('primitive' | 'group')[],
): Standing {
  const element = findResourceElement(draft, resource);
  if (!element) return { refusal: { kind: 'no-such-resource', resource } };
  const kind = resourceKind(element) ?? 'primitive';
  if (!kinds.some((allowed) => allowed === kind))
    return { refusal: { kind: 'wrong-kind', resource, is: kind, needed: kinds[0] ?? 'primitive' } };
  if (enclosing(element).length > 0)
    return { refusal: { kind: 'wrong-kind', resource, is: kind, needed: 'top-level' } };
  return { element };
}
