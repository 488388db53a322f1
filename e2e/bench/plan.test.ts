import { describe, expect, it } from 'vitest';
import { incompleteness } from './plan';

const whole: Parameters<typeof incompleteness>[0] = {
  steps: [
    {
      id: '1',
      title: 'step-configuration',
      params: {},
      node: 'node1',
      action: { kind: 'cib-patch', changes: [] },
      commandText: '',
      verify: [],
      verifyTimeoutMs: 1,
      risk: 'safe',
    },
  ],
  guards: [],
  prediction: {
    actions: [{ action: 'start', resource: 'cache', node: 'node1' }],
    moves: [],
    interruptions: [],
    afterLoss: { node1: [], node2: ['cache'] },
  },
};
const { prediction } = whole;

describe('a plan that counts', () => {
  it('has every loss, no guard in the dark, a patch, and what was asked for', () => {
    expect(incompleteness(whole, 2)).toBeUndefined();
  });
  it.each([
    ['a loss is missing', { ...whole, prediction: { ...prediction, afterLoss: { node1: [] } } }],
    [
      'a loss is not known',
      { ...whole, prediction: { ...prediction, afterLoss: { node1: [], node2: 'unknown' as const } } },
    ],
    ['nothing is changed', { ...whole, steps: [] }],
    ['it does not start', { ...whole, prediction: { ...prediction, actions: [] } }],
  ])('does not when %s', (_why, plan) => {
    expect(incompleteness(plan, 2)).toBeDefined();
  });
});
