import { describe, expect, it } from 'vitest';
import { applyConfigEdits } from './config-edits';
import { parseHaproxyConfig } from './config-file';
import {
  addProxyEdits,
  addServerEdits,
  changeProxyEdits,
  changeServerEdits,
  NEW_SERVER,
  newProxy,
  nodeEdits,
  proxyFormOf,
} from './form-edits';
import { serversOfNode } from './node-servers';
import { describeProxy } from './proxy-read';

const CFG = `defaults
    mode http
frontend api
    bind 10.10.0.100:8774
    default_backend nova
backend nova
    balance roundrobin # as before
    option httpchk GET /healthcheck
    http-check expect status 200
    server node1 10.10.0.11:8774 check
    server node2 10.10.0.12:8774 check
`;
const nova = { kind: 'backend', name: 'nova' } as const;
const edited = (edits: Parameters<typeof applyConfigEdits>[1]): string => {
  const made = applyConfigEdits(CFG, edits);
  if (!made.ok) throw new Error(made.error.reason);
  return made.value;
};
const formOf = (place: Parameters<typeof describeProxy>[1]) => {
  const read = describeProxy(parseHaproxyConfig(CFG), place);
  if (!read.ok) throw new Error(read.error.reason);
  return proxyFormOf(read.value);
};

describe('the form of a server', () => {
  const before = { ...NEW_SERVER, name: 'node1', address: '10.10.0.11', port: '8774' };
  it('asks for nothing while nothing is changed or written', () => {
    expect(changeServerEdits(nova, before, before)).toEqual([]);
    expect(addServerEdits(nova, NEW_SERVER)).toEqual([]);
  });
  it('changes only what was changed, and empties what was emptied', () => {
    const [edit, ...others] = changeServerEdits(nova, { ...before, weight: '5' }, { ...before, inter: '2s' });
    expect(others).toEqual([]);
    expect(edit).toEqual({
      do: 'change-server',
      place: nova,
      server: 'node1',
      change: { inter: '2s', weight: null },
    });
  });
  it('renames last, so that the change finds its server', () => {
    const edits = changeServerEdits(nova, before, { ...before, name: 'first', weight: '7' });
    expect(edited(edits)).toContain('    server first 10.10.0.11:8774 check weight 7\n');
  });
  it('lets the rules refuse what is no number', () => {
    const made = applyConfigEdits(CFG, addServerEdits(nova, { ...before, name: 'x', port: 'eighty' }));
    expect(made.ok ? '' : made.error.reason).toBe('bad-value');
  });
});

describe('the form of a section', () => {
  it('opened and closed changes nothing', () => {
    for (const place of [nova, { kind: 'frontend', name: 'api' } as const])
      expect(changeProxyEdits(formOf(place), formOf(place))).toEqual([]);
  });
  it('changes a word and leaves the comment beside it', () => {
    const form = formOf(nova);
    expect(edited(changeProxyEdits(form, { ...form, balance: ' leastconn ' }))).toBe(
      CFG.replace('balance roundrobin', 'balance leastconn'),
    );
  });
  it('adds and takes out entrances, checks and timeouts', () => {
    const api = formOf({ kind: 'frontend', name: 'api' });
    const text = edited([
      ...changeProxyEdits(api, { ...api, binds: [{ address: '192.168.1.100', port: '80' }] }),
      ...changeProxyEdits(formOf(nova), {
        ...formOf(nova),
        check: 'none',
        timeouts: { ...formOf(nova).timeouts, server: '10m' },
      }),
    ]);
    expect(text).toContain('bind 192.168.1.100:80');
    expect(text).not.toContain('10.10.0.100');
    expect(text).not.toContain('httpchk');
    expect(text).toContain('timeout server 10m');
  });
  it('makes a whole new one', () => {
    const form = {
      ...newProxy('listen'),
      name: 'glance',
      binds: [
        { address: '10.10.0.100', port: '9292' },
        { address: '', port: '' },
      ],
      servers: [{ ...NEW_SERVER, name: 'node1', address: '10.10.0.11', port: '9292' }],
    };
    expect(edited(addProxyEdits(form)).slice(CFG.length).trim().split(/\n */)).toEqual([
      'listen glance',
      'bind 10.10.0.100:9292',
      'balance roundrobin',
      'option httpchk GET /healthcheck',
      'http-check expect status 200',
      'server node1 10.10.0.11:9292 check',
    ]);
    expect(addProxyEdits(newProxy('backend'))).toEqual([]);
  });
});

describe('a node as a whole', () => {
  const node3 = { name: 'node3', address: '10.10.0.13' };
  const of = (node: { name: string; address: string }) =>
    serversOfNode(parseHaproxyConfig(CFG), { name: node.name, addresses: [node.address] });
  it('joins what is chosen and leaves what is not', () => {
    expect(edited(nodeEdits(node3, [nova], of(node3), new Set(['nova']), 'remove'))).toContain(
      'server node3 10.10.0.13:8774 check',
    );
    const node2 = { name: 'node2', address: '10.10.0.12' };
    expect(edited(nodeEdits(node2, [nova], of(node2), new Set(), 'remove'))).not.toContain('node2');
    expect(edited(nodeEdits(node2, [nova], of(node2), new Set(), 'disable'))).toContain('disabled');
    expect(nodeEdits(node2, [nova], of(node2), new Set(['nova']), 'remove')).toEqual([]);
  });
});
