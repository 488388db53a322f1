import { describe, expect, it } from 'vitest';
import { known, type Observation } from '@/lib/base/observation';
import type { HaproxyProcesses } from '@/lib/haproxy/show-proc';
import type { CibReading, CrmResource, PacemakerReading } from '@/lib/pacemaker/types';
import { allPass, type CheckReadings, evaluateCheck } from './check';
import { readNode, readResource } from './testing/scenario';

const silent = { state: 'unknown', reason: 'unreachable', since: 0 } as const;
const crm = (
  resources: readonly string[],
  nodes: readonly string[] = ['node1 online', 'node2 online'],
): PacemakerReading =>
  ({
    nodes: nodes.map(readNode),
    resources: resources.map(readResource) as readonly CrmResource[],
  }) as unknown as PacemakerReading;
const cib = (standby: string | undefined, constraints: readonly string[] = []): CibReading =>
  ({
    nodes: [{ id: '1', name: 'node1', attributes: standby === undefined ? {} : { standby } }],
    constraints: constraints.map((id) => ({ id })),
  }) as unknown as CibReading;
const addresses = (...held: string[]) => ({
  interfaces: [
    {
      name: 'eno1',
      operState: 'UP',
      addresses: held.map(
        (address) => ({ address, prefixLength: 24, family: 'inet', secondary: true }) as const,
      ),
    },
  ],
});

function at(node: string, what: Partial<Record<'pacemaker' | 'cib' | 'network', unknown>>): CheckReadings {
  const seen = <T>(value: unknown): Observation<T> => (value === undefined ? silent : known(value as T, 1));
  return {
    node,
    pacemaker: seen(what.pacemaker),
    cib: seen(what.cib),
    network: seen(what.network),
    drbd: silent,
    haproxy: silent,
    files: {},
    readAt: 1,
  };
}

const VIP = 'vip | ocf:heartbeat:IPaddr2 | Started |';

describe('a check', () => {
  it('needs every node that answers to agree', () => {
    const check = { kind: 'resource-on', resource: 'vip', node: 'node2' } as const;
    const there = crm([`${VIP} node2 | -`]);
    const not = crm([`${VIP} node1 | -`]);
    expect(
      evaluateCheck(check, [at('node1', { pacemaker: there }), at('node2', { pacemaker: there })]).verdict,
    ).toBe('pass');
    expect(
      evaluateCheck(check, [at('node1', { pacemaker: not }), at('node2', { pacemaker: there })]).verdict,
    ).toBe('fail');
  });

  it('is not stopped by a node that does not answer, and names it', () => {
    const check = { kind: 'resource-on', resource: 'vip', node: 'node2' } as const;
    const result = evaluateCheck(check, [
      at('node1', {}),
      at('node2', { pacemaker: crm([`${VIP} node2 | -`]) }),
    ]);
    expect(result.verdict).toBe('pass');
    expect(result.nodes[0]).toEqual({ node: 'node1', verdict: 'unknown' });
  });

  it('that nobody answers is unknown, never passed', () => {
    const results = [evaluateCheck({ kind: 'no-constraint', id: 'x' }, [at('node1', {}), at('node2', {})])];
    expect(results[0]?.verdict).toBe('unknown');
    expect(allPass(results)).toBe(false);
    expect(evaluateCheck({ kind: 'no-constraint', id: 'x' }, []).verdict).toBe('unknown');
  });

  it('finds a resource that runs twice', () => {
    const twice = crm([`${VIP} node1+node2 | -`]);
    expect(
      evaluateCheck({ kind: 'resource-on', resource: 'vip', node: 'node2' }, [
        at('node1', { pacemaker: twice }),
      ]).verdict,
    ).toBe('fail');
  });

  it('takes the promoted instance for where a promotable clone is', () => {
    const drbd = (node: string, role: string) =>
      `drbd | ocf:linbit:drbd | ${role} | ${node} | promotable clone drbd-clone`;
    const view = crm([drbd('node1', 'Unpromoted'), drbd('node2', 'Promoted')]);
    const on = (resource: string, node: string) =>
      evaluateCheck({ kind: 'resource-on', resource, node }, [at('node1', { pacemaker: view })]).verdict;
    expect(on('drbd-clone', 'node2')).toBe('pass');
    expect(on('drbd-clone', 'node1')).toBe('fail');
    expect(
      evaluateCheck({ kind: 'instance-on', resource: 'drbd', node: 'node1' }, [
        at('node1', { pacemaker: view }),
      ]).verdict,
    ).toBe('pass');
  });

  it('takes a group for where all of its members are', () => {
    const view = crm(['fs | x | Started | node2 | group g', 'web | x | Stopped | - | group g']);
    expect(
      evaluateCheck({ kind: 'resource-runs', resource: 'g' }, [at('node1', { pacemaker: view })]).verdict,
    ).toBe('fail');
  });

  it('reads a node attribute that is set, other, or gone', () => {
    const want = (value: string | null, reading: CibReading) =>
      evaluateCheck({ kind: 'node-attribute', node: 'node1', name: 'standby', value }, [
        at('node1', { cib: reading }),
      ]).verdict;
    expect([want('on', cib('on')), want('on', cib('off')), want('on', cib(undefined))]).toEqual([
      'pass',
      'fail',
      'fail',
    ]);
    expect([want(null, cib(undefined)), want(null, cib('off'))]).toEqual(['pass', 'fail']);
  });

  it('wants an address on one node and on no other', () => {
    const check = { kind: 'address-only-on', address: '10.0.0.100', node: 'node2' } as const;
    const none = at('node1', { network: addresses() });
    const held = at('node2', { network: addresses('10.0.0.100') });
    expect(evaluateCheck(check, [none, held]).verdict).toBe('pass');
    expect(evaluateCheck(check, [at('node1', { network: addresses('10.0.0.100') }), held]).verdict).toBe(
      'fail',
    );
  });

  it('wants an address exactly once, and does not call it lost while a node is silent', () => {
    const check = { kind: 'address-once', address: '10.0.0.100' } as const;
    const held = (node: string) => at(node, { network: addresses('10.0.0.100') });
    const none = (node: string) => at(node, { network: addresses() });
    expect(evaluateCheck(check, [held('node1'), none('node2')]).verdict).toBe('pass');
    expect(evaluateCheck(check, [held('node1'), held('node2')]).verdict).toBe('fail');
    expect(evaluateCheck(check, [none('node1'), none('node2')]).verdict).toBe('fail');
    expect(evaluateCheck(check, [none('node1'), at('node2', {})]).verdict).toBe('unknown');
  });
});

describe('a reload of HAProxy', () => {
  const check = { kind: 'haproxy-reloaded', node: 'node1', proxies: ['nova'] } as const;
  const worker = (uptimeSeconds: number, reloads = 0) => ({ pid: 9, reloads, uptimeSeconds });
  const seen = (uptimeSeconds: number, processes?: HaproxyProcesses): CheckReadings => ({
    ...at('node1', {}),
    haproxy: known({ uptimeSeconds, frontends: [], backends: [{ name: 'nova' }] } as never, 1),
    ...(processes ? { processes: known(processes, 1) } : {}),
    stepSince: 100_000,
    readAt: 110_000,
  });
  const master = { pid: 1, reloads: 2, uptimeSeconds: 9_000 };
  const verdict = (readings: CheckReadings) => evaluateCheck(check, [readings]).verdict;

  it('is believed by the worker’s age alone where the master has no socket', () => {
    expect(verdict(seen(4))).toBe('pass');
    expect(verdict(seen(400))).toBe('fail');
  });
  it('is held against the master’s own word where it has one', () => {
    const found = { master, failedReloads: 0, workers: [worker(4)], oldWorkers: [] };
    expect(verdict(seen(4, found))).toBe('pass');
    expect(verdict(seen(4, { ...found, workers: [worker(4_000, 2)] }))).toBe('fail');
    expect(verdict(seen(4, { ...found, failedReloads: 1, workers: [worker(5, 1)] }))).toBe('fail');
    expect(verdict(seen(4, { ...found, workers: [] }))).toBe('fail');
  });
  it('has to show what the text names', () => {
    expect(evaluateCheck({ ...check, proxies: ['nova', 'new'] }, [seen(4)]).verdict).toBe('fail');
  });
});
