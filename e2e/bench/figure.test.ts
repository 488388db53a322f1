import { describe, expect, it } from 'vitest';
import { figure, quantile } from './figure';

describe('figure', () => {
  it('states median, p95 and the ratio to the baseline of the same run', () => {
    const made = figure(
      'P0',
      'ms',
      { name: 'ours', values: [10, 20, 30] },
      { name: 'theirs', values: [200] },
      '≥ 4×',
      (_m, _p, ratio) => (ratio ?? 0) >= 4,
    );
    expect(made).toMatchObject({ median: 20, p95: 30, samples: 3, ratio: 10, pass: true });
  });
  it('does not pass without a sample', () => {
    expect(figure('P0', 'ms', { name: 'ours', values: [] }, undefined, 'any', () => true).pass).toBe(false);
  });
  it('states no baseline that has no sample', () => {
    const made = figure('P0', 'ms', { name: 'a', values: [1] }, { name: 'b', values: [] }, 'any', () => true);
    expect(made).not.toHaveProperty('baseline');
    expect(made).not.toHaveProperty('ratio');
  });
  it('takes quantiles by nearest rank', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(quantile([1], 0.95)).toBe(1);
  });
});
