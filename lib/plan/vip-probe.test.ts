import { describe, expect, it } from 'vitest';
import { longestByAddress, probeCommand, readProbe } from './vip-probe';

const target = { address: '10.10.0.100', port: 8774 };

describe('what a probe saw', () => {
  it('is each time without an answer, and how often it was asked', () => {
    const text = '1763800000000 up\n1763800004100 down\n1763800009300 up\n1763800020000 end 190\n';
    expect(readProbe(text, target, 'node2')).toEqual({
      ...target,
      node: 'node2',
      tries: 190,
      gaps: [{ from: 1763800004100, to: 1763800009300 }],
    });
  });
  it('ends where the watching ended when the answer had not come back', () => {
    const text = '1763800000000 up\n1763800004000 down\n1763800010000 end 60\n';
    expect(readProbe(text, target, 'node2')?.gaps).toEqual([{ from: 1763800004000, to: 1763800010000 }]);
  });
  it('is nothing where nothing answered to begin with, or nothing readable was printed', () => {
    expect(readProbe('1763800000000 down\n1763800001000 up\n', target, 'node1')).toBeUndefined();
    for (const text of ['', 'perl: not found', 'up\n', '1763800000000 sideways'])
      expect(readProbe(text, target, 'node1')).toBeUndefined();
  });
  it('counts the node that was worst off', () => {
    const seen = (node: string, seconds: number) => ({
      ...target,
      node,
      tries: 10,
      gaps: [{ from: 0, to: seconds * 1000 }],
    });
    expect(longestByAddress([seen('node1', 1.24), seen('node2', 3.3)])).toEqual({ '10.10.0.100': 3.3 });
    expect(longestByAddress([{ ...target, node: 'node1', tries: 3, gaps: [] }])).toEqual({
      '10.10.0.100': 0,
    });
  });
  it('has its target as separate words, never as program text', () => {
    const { argv } = probeCommand({ address: '10.10.0.100', port: 443 });
    expect(argv.slice(0, 2)).toEqual(['perl', '-e']);
    expect(argv.slice(3, 5)).toEqual(['10.10.0.100', '443']);
  });
});
