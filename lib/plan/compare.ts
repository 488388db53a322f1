/** The prediction held against what the nodes say afterwards, and how long things were nowhere on the way. */
import type { LiveEvent } from '@/lib/live/protocol';
import type { CrmResource } from '@/lib/pacemaker/types';
import { placements } from './placement';
import type { MoveComparison, ObservedGap, Plan } from './types';

/**
 * Every predicted move, and everything that moved without having been predicted.
 * @param before placement when the job began, from the plan's fingerprint; @param after instances as read now
 */
export function comparePrediction(plan: Plan, after: readonly CrmResource[]): readonly MoveComparison[] {
  const now = placements(after);
  const predicted = new Map(plan.prediction.moves.map((move) => [`${move.resource}/${move.role}`, move]));
  const keys = new Set([...predicted.keys(), ...now.keys()]);
  return [...keys].flatMap((key): readonly MoveComparison[] => {
    const slash = key.lastIndexOf('/');
    const resource = key.slice(0, slash);
    const role = key.endsWith('/Promoted') ? ('Promoted' as const) : ('Started' as const);
    const was = plannedNodes(plan, `${resource} ${role}`);
    const expected = predicted.get(key)?.to ?? was;
    const actual = now.get(key) ?? [];
    const agrees = [...expected].sort().join() === [...actual].sort().join();
    return predicted.has(key) || !agrees ? [{ resource, role, predicted: expected, actual, agrees }] : [];
  });
}

/** Where something was when the plan was made: what is not predicted to move is predicted to stay. */
function plannedNodes(plan: Plan, key: string): readonly string[] {
  const fact = plan.base.facts[`resource ${key}`];
  return fact === undefined || fact === 'nowhere' ? [] : fact.split(' ');
}

/** Facts of the live channel that say where something is; their value is a node name, or nothing. */
const PLACED = /^(?:vip|resource|promoted):/;

/**
 * Time between leaving and arriving, from the live events of one cluster during a job. This is what Haven saw, as
 * fast as its streams are; it is not a probe of the service.
 */
export function gapsFrom(
  events: readonly LiveEvent[],
  startedAt: number,
  endedAt: number,
): readonly ObservedGap[] {
  const left = new Map<string, { readonly node: string; readonly at: number }>();
  const gaps: ObservedGap[] = [];
  const during = events.filter(
    (event) => event.at >= startedAt && event.at <= endedAt && PLACED.test(event.fact),
  );
  for (const event of [...during].sort((a, b) => a.at - b.at)) {
    if (event.from) left.set(event.fact, { node: event.from, at: left.get(event.fact)?.at ?? event.at });
    const gone = left.get(event.fact);
    if (!event.to || !gone) continue;
    if (event.to !== gone.node)
      gaps.push({ fact: event.fact, from: gone.node, to: event.to, leftAt: gone.at, arrivedAt: event.at });
    left.delete(event.fact);
  }
  return gaps;
}
