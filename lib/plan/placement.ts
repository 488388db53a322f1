/**
 * Where a resource is, asked by any of its names: a primitive, a group (where all of its members are) or a clone
 * (where its instances are; for a promotable one the promoted instance is "where it is").
 */
import type { CrmResource } from '@/lib/pacemaker/types';
import type { Move } from './types';

/** Roles in which an instance does its work or is on its way there and back. */
const isPromoted = (resource: CrmResource): boolean =>
  resource.role === 'Promoted' || resource.role === 'Demoting';

/** Instances that a name stands for, as listed by crm_mon: itself, its group's members, its clone's instances. */
export function instancesOf(resources: readonly CrmResource[], name: string): readonly CrmResource[] {
  return resources.filter((one) => one.id === name || one.within.some((outer) => outer.id === name));
}

export const isPromotable = (instances: readonly CrmResource[]): boolean =>
  instances.some((one) => one.within.some((outer) => outer.kind === 'clone' && outer.multiState === true));

/** Node names, sorted and each once. */
export const nodeSet = (instances: readonly CrmResource[]): readonly string[] =>
  [...new Set(instances.filter((one) => one.active).flatMap((one) => one.nodes))].sort();

/**
 * Nodes on which the whole of `name` is: for a group the nodes where every member is active, for a promotable
 * clone the nodes where it is promoted.
 */
export function placedOn(resources: readonly CrmResource[], name: string): readonly string[] {
  const instances = instancesOf(resources, name);
  if (isPromotable(instances)) return nodeSet(instances.filter(isPromoted));
  const members = new Map<string, CrmResource[]>();
  for (const one of instances) members.set(one.id, [...(members.get(one.id) ?? []), one]);
  const sets = [...members.values()].map((of) => new Set(nodeSet(of)));
  const [first, ...rest] = sets;
  return first ? [...first].filter((node) => rest.every((other) => other.has(node))).sort() : [];
}

/** Primitive × role → nodes. Fence devices are left out: they only watch, and need not run to fence. */
export function placements(resources: readonly CrmResource[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const ids = new Set(resources.filter((one) => !one.agent.startsWith('stonith:')).map((one) => one.id));
  for (const id of ids) {
    const instances = resources.filter((one) => one.id === id);
    found.set(`${id}/Started`, nodeSet(instances));
    if (isPromotable(instances)) found.set(`${id}/Promoted`, nodeSet(instances.filter(isPromoted)));
  }
  return found;
}

/** Everything whose nodes differ between the two, in the order of `before`. */
export function movesBetween(before: readonly CrmResource[], after: readonly CrmResource[]): readonly Move[] {
  const was = placements(before);
  const is = placements(after);
  const moves: Move[] = [];
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const from = was.get(key) ?? [];
    const to = is.get(key) ?? [];
    if (from.join() === to.join()) continue;
    const slash = key.lastIndexOf('/');
    moves.push({
      resource: key.slice(0, slash),
      role: key.endsWith('/Promoted') ? 'Promoted' : 'Started',
      from,
      to,
    });
  }
  return moves;
}
