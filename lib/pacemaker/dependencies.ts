/**
 * Who needs whom: the graph of colocations, orders, sets and groups of a CIB (reference 2.2.1), in ids as written
 * and resolved to primitives. Leaves out location rules and tickets: they tie resources to places, not to each
 * other.
 */
import { attr, attributes, children, parseXml, type XmlElement } from '@/lib/base/xml';
import { primitiveIdsOf } from './cib-queries';
import { parseRole } from './cluster-status';
import type { CibReading, CibResource, ResourceRole } from './types';
import { INFINITY_SCORE, parseCrmBoolean, parseScore } from './values';

export interface Dependency {
  readonly kind: 'colocation' | 'order' | 'group';
  /** Constraint id, or the group's. */
  readonly id: string;
  /** The one that follows or waits. */
  readonly dependent: string;
  /** The one it needs. */
  readonly on: string;
  /** Role that the needed one must have (colocation), or reach (order: promote). */
  readonly onRole?: ResourceRole;
  readonly dependentRole?: ResourceRole;
  /** Colocation score, −1000000 to 1000000. */
  readonly score?: number;
  /** Cannot run without: INFINITY colocations, mandatory orders, group members. */
  readonly mandatory: boolean;
}

/** All dependencies as written, one edge per pair. */
export function listDependencies(cib: Pick<CibReading, 'resources' | 'constraints'>): Dependency[] {
  const edges: Dependency[] = cib.resources.flatMap(groupEdges);
  for (const constraint of cib.constraints) {
    if (constraint.kind !== 'colocation' && constraint.kind !== 'order') continue;
    const parsed = parseXml(constraint.xml);
    if (!parsed.ok) continue;
    edges.push(...(constraint.kind === 'colocation' ? colocationEdges : orderEdges)(parsed.value.root));
  }
  return edges;
}

/** In a group each member needs the one before it. */
function groupEdges(resource: CibResource): Dependency[] {
  if (resource.kind === 'clone') return groupEdges(resource.child);
  if (resource.kind !== 'group') return [];
  return resource.members.slice(1).map((member, index) => ({
    kind: 'group',
    id: resource.id,
    dependent: member.id,
    on: resource.members[index]?.id ?? resource.id,
    mandatory: true,
  }));
}

interface SetMember {
  readonly id: string;
  readonly role?: ResourceRole;
}
interface ResourceSet {
  readonly members: readonly SetMember[];
  readonly sequential: boolean;
}

function readSets(element: XmlElement, roleOf: (set: XmlElement) => ResourceRole | undefined): ResourceSet[] {
  return children(element, 'resource_set').map((set) => {
    const role = roleOf(set);
    return {
      sequential: parseCrmBoolean(attr(set, 'sequential')) !== false,
      members: children(set, 'resource_ref').map((ref) => ({
        id: attr(ref, 'id') ?? '',
        ...(role ? { role } : {}),
      })),
    };
  });
}

const roleAttribute = (element: XmlElement, name: string): ResourceRole | undefined => {
  const text = attr(element, name);
  return text === undefined ? undefined : parseRole(text);
};

function colocationEdges(element: XmlElement): Dependency[] {
  const values = attributes(element);
  const score = parseScore(values.score) ?? 0;
  const id = values.id ?? '';
  const edge = (dependent: SetMember, on: SetMember): Dependency => ({
    kind: 'colocation',
    id,
    dependent: dependent.id,
    on: on.id,
    ...(dependent.role ? { dependentRole: dependent.role } : {}),
    ...(on.role ? { onRole: on.role } : {}),
    score,
    mandatory: score >= INFINITY_SCORE,
  });
  if (values.rsc !== undefined && values['with-rsc'] !== undefined) {
    const dependentRole = roleAttribute(element, 'rsc-role');
    const onRole = roleAttribute(element, 'with-rsc-role');
    return [
      edge(
        { id: values.rsc, ...(dependentRole ? { role: dependentRole } : {}) },
        { id: values['with-rsc'], ...(onRole ? { role: onRole } : {}) },
      ),
    ];
  }
  const sets = readSets(element, (set) => roleAttribute(set, 'role'));
  // Inside a sequential set each member follows the one before; an earlier set follows the later one.
  const inside = sets.flatMap(({ members, sequential }) =>
    sequential ? pairs(members).map(([before, after]) => edge(after, before)) : [],
  );
  const between = pairs(sets).flatMap(([earlier, later]) => {
    const followers = earlier.sequential ? earlier.members.slice(0, 1) : earlier.members;
    const leaders = later.sequential ? later.members.slice(-1) : later.members;
    return followers.flatMap((follower) => leaders.map((leader) => edge(follower, leader)));
  });
  return [...inside, ...between];
}

/** `kind` wins over the old numeric score; without either an order is mandatory. */
function isMandatoryOrder(values: Readonly<Record<string, string>>): boolean {
  if (values.kind !== undefined) return values.kind.toLowerCase() === 'mandatory';
  const score = parseScore(values.score);
  return score === undefined || score > 0;
}

const ACTION_ROLES: Readonly<Record<string, ResourceRole>> = { promote: 'Promoted', demote: 'Unpromoted' };

function orderEdges(element: XmlElement): Dependency[] {
  const values = attributes(element);
  const actionRole = (action: string | undefined) =>
    action !== undefined && Object.hasOwn(ACTION_ROLES, action) ? ACTION_ROLES[action] : undefined;
  const edge = (on: SetMember, dependent: SetMember): Dependency => ({
    kind: 'order',
    id: values.id ?? '',
    dependent: dependent.id,
    on: on.id,
    ...(dependent.role ? { dependentRole: dependent.role } : {}),
    ...(on.role ? { onRole: on.role } : {}),
    mandatory: isMandatoryOrder(values),
  });
  if (values.first !== undefined && values.then !== undefined) {
    const firstRole = actionRole(values['first-action']);
    // Without its own action the second does the same as the first.
    const thenRole = actionRole(values['then-action'] ?? values['first-action']);
    return [
      edge(
        { id: values.first, ...(firstRole ? { role: firstRole } : {}) },
        { id: values.then, ...(thenRole ? { role: thenRole } : {}) },
      ),
    ];
  }
  const sets = readSets(element, (set) => actionRole(attr(set, 'action')));
  const inside = sets.flatMap(({ members, sequential }) =>
    sequential ? pairs(members).map(([before, after]) => edge(before, after)) : [],
  );
  const between = pairs(sets).flatMap(([earlier, later]) => {
    const firsts = earlier.sequential ? earlier.members.slice(-1) : earlier.members;
    const thens = later.sequential ? later.members.slice(0, 1) : later.members;
    return firsts.flatMap((first) => thens.map((then) => edge(first, then)));
  });
  return [...inside, ...between];
}

/** Neighbours in a list. */
function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  const found: (readonly [T, T])[] = [];
  let before: T | undefined;
  for (const item of items) {
    if (before !== undefined) found.push([before, item]);
    before = item;
  }
  return found;
}

/**
 * Which primitives cannot run without which, directly: primitive id → ids of the primitives it needs. Only
 * mandatory edges; a group or clone stands for all its members, where the last of a group is what others wait for.
 */
export function primitiveNeeds(
  cib: Pick<CibReading, 'resources' | 'constraints' | 'tags'>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const needs = new Map<string, Set<string>>();
  for (const { dependent, on, mandatory } of listDependencies(cib)) {
    if (!mandatory) continue;
    for (const follower of primitiveIdsOf(cib, dependent)) {
      const own = needs.get(follower) ?? new Set<string>();
      for (const leader of primitiveIdsOf(cib, on)) if (leader !== follower) own.add(leader);
      needs.set(follower, own);
    }
  }
  return needs;
}

/**
 * Everything that stops when this resource stops, transitively: ids of primitives, itself left out.
 * @param resourceId primitive, group, clone, bundle or tag
 */
export function primitivesDependingOn(
  cib: Pick<CibReading, 'resources' | 'constraints' | 'tags'>,
  resourceId: string,
): string[] {
  const needs = primitiveNeeds(cib);
  const start = new Set(primitiveIdsOf(cib, resourceId));
  const reached = new Set(start);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [dependent, leaders] of needs) {
      if (reached.has(dependent) || ![...leaders].some((leader) => reached.has(leader))) continue;
      reached.add(dependent);
      grown = true;
    }
  }
  return [...reached].filter((id) => !start.has(id));
}
