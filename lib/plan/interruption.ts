/**
 * How long a service blinks when the cluster moves it in good order: no detection and no fencing, so less than the
 * failover budget of reference 10.5. A budget adds up what has to happen one after the other; what was measured in
 * this cluster before replaces it.
 */
import { listPrimitives } from '@/lib/pacemaker/cib-queries';
import { primitiveNeeds } from '@/lib/pacemaker/dependencies';
import { FAILOVER_BUDGET, type SecondsBudget, sumOfBudgets } from '@/lib/pacemaker/failover-budget';
import type { CibPrimitive, CibReading, SimulatedAction } from '@/lib/pacemaker/types';
import type { WorldFacts } from './facts';
import type { Interruption, Move } from './types';

function budgetOf(primitive: CibPrimitive | undefined): SecondsBudget {
  switch (primitive?.type) {
    case 'drbd':
      return FAILOVER_BUDGET.promote;
    case 'Filesystem':
      return FAILOVER_BUDGET.mount;
    case 'IPaddr2':
    case 'IPaddr':
    case 'IPv6addr':
      return FAILOVER_BUDGET.address;
    default:
      return FAILOVER_BUDGET.start;
  }
}

/** Words of `crm_simulate` for an action that takes a resource away for a moment without moving it. */
const BLINKING = new Set(['restart', 'recover', 'migrate', 'move']);

/** Primitives that leave the node they work on, or stop there for a moment. Clones that keep an instance do not blink. */
function blinking(
  moves: readonly Move[],
  actions: readonly SimulatedAction[],
  isClone: (id: string) => boolean,
): ReadonlySet<string> {
  const left = moves.filter((move) => {
    const leaves = move.from.length > 0 && move.from.some((node) => !move.to.includes(node));
    const staysElsewhere = move.from.some((node) => move.to.includes(node));
    return leaves && !staysElsewhere && (move.role === 'Promoted' || !isClone(move.resource));
  });
  const bounced = actions.filter(
    (one) => BLINKING.has(one.action.toLowerCase()) && one.resource !== undefined,
  );
  const ids = bounced.map((one) => one.resource?.replace(/:\d+$/, '') ?? '').filter((id) => !isClone(id));
  return new Set([...left.map((move) => move.resource), ...ids]);
}

/**
 * Services and VIPs of the inventory that blink, each with its chain of what has to come back before it.
 * @param isFencing a node is fenced first, and everything waits for that
 */
export function interruptionsOf(
  world: WorldFacts,
  moves: readonly Move[],
  actions: readonly SimulatedAction[],
  isFencing = false,
): readonly Interruption[] {
  const found = listPrimitives(world.cib);
  const primitives = new Map(found.map((one) => [one.primitive.id, one.primitive]));
  const clones = new Set(
    found.filter((one) => one.within.some((outer) => outer.kind !== 'group')).map((one) => one.primitive.id),
  );
  const affected = blinking(moves, actions, (id) => clones.has(id));
  const needs = primitiveNeeds(world.cib);
  const lost = new Set(moves.filter((move) => move.to.length === 0).map((move) => move.resource));
  const interruption = (
    service: string,
    own: readonly string[],
    behind?: string,
  ): readonly Interruption[] => {
    const chain = chainOf(own, needs, affected);
    // What does not come back has no length; the guard `nothing-stops` names it.
    if (chain.size === 0 || [...chain].some((id) => lost.has(id))) return [];
    const extra = behind !== undefined && chain.has(behind) ? FAILOVER_BUDGET.balancer : undefined;
    const parts = [...chain].map((id) => budgetOf(primitives.get(id)));
    const all = [...(isFencing ? [FAILOVER_BUDGET.fence] : []), ...parts, ...(extra ? [extra] : [])];
    // What was measured were changes in good order: they say nothing about a fencing.
    return [measuredOr(isFencing ? { measuredSeconds: {} } : world, service, all)];
  };
  const services = world.services.flatMap((service) => {
    const vip = world.vips.find((one) => one.id === service.vipId);
    const own = [service.resourceId, vip?.resourceId].flatMap((id) =>
      id === undefined ? [] : membersOf(world.cib, id),
    );
    const behindBalancer = service.mode === 'active-standby' && service.backend !== undefined;
    return interruption(service.name, own, behindBalancer ? service.resourceId : undefined);
  });
  const vips = world.vips.flatMap((vip) => interruption(vip.address, [vip.resourceId]));
  return [...vips, ...services];
}

const membersOf = (cib: CibReading, id: string): readonly string[] => {
  const inside = listPrimitives(cib).filter(
    (one) => one.primitive.id === id || one.within.some((outer) => outer.id === id),
  );
  return inside.map((one) => one.primitive.id);
};

/** The affected ones among `own` and everything they wait for, directly or not. */
function chainOf(
  own: readonly string[],
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  affected: ReadonlySet<string>,
): ReadonlySet<string> {
  const chain = new Set<string>();
  const queue = own.filter((id) => affected.has(id));
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (chain.has(id)) continue;
    chain.add(id);
    for (const leader of needs.get(id) ?? []) if (affected.has(leader)) queue.push(leader);
  }
  return chain;
}

function measuredOr(
  world: Pick<WorldFacts, 'measuredSeconds'>,
  service: string,
  parts: readonly SecondsBudget[],
): Interruption {
  const measured = Object.hasOwn(world.measuredSeconds, service)
    ? (world.measuredSeconds[service] ?? [])
    : [];
  if (measured.length > 0) {
    return {
      service,
      lowSeconds: Math.min(...measured),
      highSeconds: Math.max(...measured),
      basis: 'measured',
    };
  }
  const { low, high } = sumOfBudgets(parts);
  return { service, lowSeconds: low, highSeconds: high, basis: 'budget' };
}
