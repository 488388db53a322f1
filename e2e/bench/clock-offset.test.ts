import { describe, expect, it } from 'vitest';
import { bestOffset } from './clock-offset';

describe('bestOffset', () => {
  it('believes the quickest answer and says how wrong it may be', () => {
    const slow = { sentAt: 1_000, nodeTime: 6_090, receivedAt: 1_100 };
    const quick = { sentAt: 2_000, nodeTime: 7_005, receivedAt: 2_010 };
    expect(bestOffset([slow, quick, slow])).toEqual({ offsetMs: 5_000, errorMs: 5 });
  });
  it('refuses to guess without a sample', () => {
    expect(() => bestOffset([])).toThrow(RangeError);
  });
});
