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

/**
 * Time between leaving and arriving, from the live events of one cluster during a job. This is what Haven saw, as
 * fast as its streams are; it is not a probe of the service. What arrived before it was seen leaving has no gap.
 * @param nodeNames node id → name
 */
export function gapsFrom(
  events: readonly LiveEvent[],
  nodeNames: ReadonlyMap<string, string>,
  startedAt: number,
  endedAt: number,
): readonly ObservedGap[] {
  const gone = new Map<string, { readonly node: string; readonly at: number }>();
  const gaps: ObservedGap[] = [];
  const during = events.filter((event) => event.at >= startedAt && event.at <= endedAt);
  for (const event of [...during].sort((a, b) => a.at - b.at)) {
    const { left, arrived } = movementOf(event, nodeNames);
    if (left !== undefined && !gone.has(event.fact)) gone.set(event.fact, { node: left, at: event.at });
    const from = gone.get(event.fact);
    if (arrived === undefined || !from) continue;
    gone.delete(event.fact);
    if (arrived !== from.node) {
      gaps.push({ fact: event.fact, from: from.node, to: arrived, leftAt: from.at, arrivedAt: event.at });
    }
  }
  return gaps;
}

interface Movement {
  readonly left?: string;
  readonly arrived?: string;
}

/** Addresses are told by the node that holds them, resources by the whole cluster (`Promoted node1, …`). */
function movementOf(event: LiveEvent, nodeNames: ReadonlyMap<string, string>): Movement {
  if (event.fact.startsWith('vip:')) {
    const node = event.nodeId === undefined ? undefined : nodeNames.get(event.nodeId);
    if (node === undefined) return {};
    return event.to === undefined ? { left: node } : { arrived: node };
  }
  if (!event.fact.startsWith('resource:')) return {};
  const before = workingOn(event.from);
  const after = workingOn(event.to);
  if (before === after) return {};
  return {
    ...(before === undefined ? {} : { left: before }),
    ...(after === undefined ? {} : { arrived: after }),
  };
}

/** The one node on which it does its work; undefined for none, and for what works on several. */
function workingOn(words: string | undefined): string | undefined {
  const promoted = [...(words ?? '').matchAll(/\bPromoted (\S+?)(?:,|$)/g)].map((match) => match[1]);
  const started = [...(words ?? '').matchAll(/\bStarted (\S+?)(?:,|$)/g)].map((match) => match[1]);
  const nodes = promoted.length > 0 ? promoted : started;
  return nodes.length === 1 ? nodes[0] : undefined;
}
