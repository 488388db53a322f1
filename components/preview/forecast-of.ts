import type { AskedIntent, Plan } from '@/lib/plan/types';
import type { ForecastInput, NodeFuture } from '@/lib/topology/forecast';

/** A plan's prediction as the picture takes it. */
export const forecastOf = ({ intent, prediction }: Plan): ForecastInput => ({
  moves: prediction.moves,
  interruptions: prediction.interruptions,
  nodes: nodesOf(intent as AskedIntent),
});

/** What the nodes named in it would be. */
function nodesOf(intent: AskedIntent): Readonly<Record<string, NodeFuture>> {
  switch (intent.kind) {
    case 'node-standby':
      return { [intent.node]: 'standby' };
    case 'node-online':
      return { [intent.node]: 'online' };
    case 'fence-node':
      return { [intent.node]: intent.action === 'off' ? 'off' : 'fenced' };
    case 'fence-confirm':
      return { [intent.node]: 'off' };
    default:
      return {};
  }
}
