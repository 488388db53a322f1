/** Turns what the cluster's simulator printed into what a person asks: what moves, what blinks, what holds afterwards. */
import type { CrmResource } from '@/lib/pacemaker/types';
import { type ChangeFacts, decidingView, type Simulated, type WorldFacts } from './facts';
import { stoppedBetween } from './guards-prediction';
import { interruptionsOf } from './interruption';
import { movesBetween } from './placement';
import type { Prediction } from './types';

export const NO_PREDICTION: Prediction = { actions: [], moves: [], interruptions: [], afterLoss: {} };

/** Empty where the simulator's word is missing: the guard `simulated` says so. */
export function predict(world: WorldFacts, change: ChangeFacts): Prediction {
  const before = decidingView(world)?.resources;
  const { simulation, settled } = change;
  if (!before || !simulation.known || !settled.known) return NO_PREDICTION;
  const moves = movesBetween(before, settled.reading.after);
  return {
    actions: simulation.reading.actions,
    moves,
    interruptions: interruptionsOf(
      world,
      moves,
      simulation.reading.actions,
      simulation.reading.fencing.length > 0,
    ),
    afterLoss: Object.fromEntries(
      Object.entries(change.afterLoss).map(([node, loss]) => [node, stoppedByLoss(before, loss)]),
    ),
  };
}

/** What works now and would not then: measured against today, so that what the change itself stops is not forgotten. */
const stoppedByLoss = (now: readonly CrmResource[], loss: Simulated): readonly string[] | 'unknown' =>
  loss.known ? stoppedBetween(now, loss.reading.after) : 'unknown';
