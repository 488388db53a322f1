import { describe, expect, it } from 'vitest';
import { appendPoints, toRows } from './points';

const point = (at: number, value: number, series = 'a') => ({ series, at, value });

describe('chart rows', () => {
  it('puts points of one moment into one row', () => {
    const rows = toRows([point(10_000, 1), point(10_200, 2, 'b')], ['a', 'b'], 0);
    expect(rows).toEqual([{ at: 10_000, values: { a: 1, b: 2 } }]);
  });

  it('breaks the line where nothing was heard', () => {
    const rows = toRows([point(0, 1), point(60_000, 2)], ['a'], 0);
    expect(rows.map((row) => row.values.a)).toEqual([1, null, 2]);
  });

  it('never doubles a point that was stored and arrived live', () => {
    expect(appendPoints([point(1_000, 5)], [point(1_000, 5), point(2_000, 6)], 0)).toHaveLength(2);
  });

  it('forgets what left the period', () => {
    expect(appendPoints([point(1_000, 5)], [], 2_000)).toEqual([]);
  });
});
