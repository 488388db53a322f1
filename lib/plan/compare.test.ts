import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '@/lib/live/protocol';
import { comparePrediction, gapsFrom } from './compare';
import { readResource } from './testing/scenario';
import type { Plan } from './types';

const NAMES = new Map([
  ['n1', 'node1'],
  ['n2', 'node2'],
]);
const event = (fact: string, at: number, change: Partial<LiveEvent>): LiveEvent => ({
  id: `${fact}${at}`,
  clusterId: 'c',
  fact,
  at,
  ...change,
});

describe('gaps', () => {
  it('of an address reach from leaving one node to arriving on another', () => {
    const events = [
      event('vip:10.0.0.1', 100, { nodeId: 'n1', from: 'held' }),
      event('vip:10.0.0.1', 1_300, { nodeId: 'n2', to: 'held' }),
    ];
    expect(gapsFrom(events, NAMES, 0, 2_000)).toEqual([
      { fact: 'vip:10.0.0.1', from: 'node1', to: 'node2', leftAt: 100, arrivedAt: 1_300 },
    ]);
  });

  it('of a resource reach from its last work to its next, through everything between', () => {
    const events = [
      event('resource:fs', 100, { from: 'Started node1', to: 'Stopping node1' }),
      event('resource:fs', 300, { from: 'Stopping node1', to: 'Stopped' }),
      event('resource:fs', 900, { from: 'Stopped', to: 'Started node2' }),
    ];
    expect(gapsFrom(events, NAMES, 0, 2_000)).toEqual([
      { fact: 'resource:fs', from: 'node1', to: 'node2', leftAt: 100, arrivedAt: 900 },
    ]);
  });

  it('of a promoted role follow the promoted instance', () => {
    const events = [
      event('resource:drbd', 100, {
        from: 'Promoted node1, Unpromoted node2',
        to: 'Unpromoted node1, Unpromoted node2',
      }),
      event('resource:drbd', 700, {
        from: 'Unpromoted node1, Unpromoted node2',
        to: 'Promoted node2, Unpromoted node1',
      }),
    ];
    expect(gapsFrom(events, NAMES, 0, 2_000)).toMatchObject([
      { from: 'node1', to: 'node2', leftAt: 100, arrivedAt: 700 },
    ]);
  });

  it('are none for what came back to the same node, was outside the job, or was seen arriving first', () => {
    const back = [
      event('vip:a', 1, { nodeId: 'n1', from: 'held' }),
      event('vip:a', 2, { nodeId: 'n1', to: 'held' }),
    ];
    const outside = [
      event('vip:b', 5_000, { nodeId: 'n1', from: 'held' }),
      event('vip:b', 6_000, { nodeId: 'n2', to: 'held' }),
    ];
    const reversed = [
      event('vip:c', 10, { nodeId: 'n2', to: 'held' }),
      event('vip:c', 20, { nodeId: 'n1', from: 'held' }),
    ];
    expect(gapsFrom([...back, ...outside, ...reversed], NAMES, 0, 2_000)).toEqual([]);
  });
});

describe('the comparison', () => {
  const plan = {
    base: { facts: { 'resource vip Started': 'node1', 'resource fs Started': 'node1' } },
    prediction: { moves: [{ resource: 'vip', role: 'Started', from: ['node1'], to: ['node2'] }] },
  } as unknown as Plan;
  const on = (id: string, node: string) => readResource(`${id} | ocf:x:y | Started | ${node} | -`);

  it('agrees when what was to move has moved and the rest has stayed', () => {
    expect(comparePrediction(plan, [on('vip', 'node2'), on('fs', 'node1')])).toEqual([
      { resource: 'vip', role: 'Started', predicted: ['node2'], actual: ['node2'], agrees: true },
    ]);
  });

  it('names what went elsewhere and what moved without having been predicted', () => {
    const found = comparePrediction(plan, [on('vip', 'node1'), on('fs', 'node2')]);
    expect(found.map((one) => [one.resource, one.agrees])).toEqual([
      ['vip', false],
      ['fs', false],
    ]);
  });
});
