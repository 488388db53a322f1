import { describe, expect, it, vi } from 'vitest';

vi.mock('@/lib/data/observations', () => ({
  loadSamples: async () => [{ clusterId: 'c', series: 'net:n:eno1:rx', at: 1_000, value: 4 }],
}));

import { getSamples, parseSampleQuery, thin } from './samples';

const query = { clusterId: 'c', prefix: 'net:n:', spanMs: 900_000, after: 0 };
const actor = (role: 'viewer' | 'faculty') => ({ id: 'u', name: 'U', email: 'u@example.org', role });

describe('samples', () => {
  it('refuses who is signed out or may not see clusters', async () => {
    expect(await getSamples(null, query, 2_000)).toEqual({ ok: false, error: 'signed-out' });
    expect(await getSamples(actor('faculty'), query, 2_000)).toEqual({ ok: false, error: 'forbidden' });
    expect((await getSamples(actor('viewer'), query, 2_000)).ok).toBe(true);
  });

  it.each([
    'cluster=c&prefix=&range=1h',
    'cluster=c&prefix=net:&range=1h',
    'cluster=c&prefix=net:n:&range=toString',
    "cluster=c'--&prefix=net:n:&range=1h",
    'cluster=c&prefix=net:n:&range=1h&after=x',
  ])('refuses the query %s', (text) => {
    expect(parseSampleQuery(new URLSearchParams(text))).toBeUndefined();
  });

  it('reads what a page sends', () => {
    const text = 'cluster=c&prefix=drbd:n1:hafs/0@node2:&range=1h&after=5';
    expect(parseSampleQuery(new URLSearchParams(text))).toEqual({
      clusterId: 'c',
      prefix: 'drbd:n1:hafs/0@node2:',
      spanMs: 3_600_000,
      after: 5,
    });
  });

  it('thins by mean and never mixes series', () => {
    const rows = [
      { series: 'a', at: 1, value: 2 },
      { series: 'a', at: 5, value: 4 },
      { series: 'b', at: 5, value: 9 },
    ];
    expect(thin(rows, 10)).toEqual([
      { series: 'a', at: 5, value: 3 },
      { series: 'b', at: 5, value: 9 },
    ]);
  });
});
