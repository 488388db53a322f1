import { describe, expect, it } from 'vitest';
import type { ConfigEdit } from '@/lib/haproxy/config-edits';
import { intent } from './intent-schema';

const asked = (edit: unknown, nodes: readonly string[] = ['node1']) =>
  intent.safeParse({ kind: 'edit-haproxy', nodes, edits: [edit] });
const place = { kind: 'backend', name: 'nova' } as const;

describe('an edit that a page asks for', () => {
  const edits: readonly ConfigEdit[] = [
    {
      do: 'add-proxy',
      proxy: {
        ...place,
        mode: 'http',
        balance: ['leastconn'],
        check: { kind: 'http', path: '/', expect: { match: 'status', value: '200' } },
        timeouts: { server: '1m' },
        servers: [{ name: 'node1', address: '10.0.0.1', port: 80, check: true }],
      },
    },
    { do: 'edit-proxy', place, change: { balance: null, timeouts: { server: null } } },
    { do: 'remove-bind', place: { kind: 'frontend', name: 'a' }, bind: { address: '*', port: 80 } },
    { do: 'change-server', place, server: 'node1', change: { weight: null, backup: true } },
    { do: 'set-directive', place: { kind: 'global' }, key: ['maxconn'], values: null },
    { do: 'shape-service', place, shape: { kind: 'active-standby', primary: 'node1' } },
    { do: 'register-node', place, node: { name: 'node3', address: '10.0.0.3' } },
    { do: 'retire-node', place, server: 'node3', way: 'disable' },
  ];
  it.each(edits.map((edit) => [edit.do, edit] as const))('%s comes through as it is', (_, edit) => {
    const read = asked(edit);
    expect(read.success && read.data).toEqual({ kind: 'edit-haproxy', nodes: ['node1'], edits: [edit] });
  });
  it('is refused when it is none, has no node, or is far too long', () => {
    expect(asked({ do: 'run', words: ['rm'] }).success).toBe(false);
    expect(asked(edits[0], []).success).toBe(false);
    expect(asked({ do: 'add-directive', place, words: ['x'.repeat(5_000)] }).success).toBe(false);
  });
});
