import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findAgents, suggestedId } from './agent-catalogue';
import { booleanChoice, booleanWords, changedValues, filled, resourceText, sectionsOf } from './agent-form';
import { type AgentMetadata, parseAgentMetadata } from './agent-metadata';

function recorded(name: string): AgentMetadata {
  const file = readFileSync(join(import.meta.dirname, 'fixtures', `agent-${name}.json`), 'utf8');
  const parsed = parseAgentMetadata((JSON.parse(file) as { output: string }).output);
  if (!parsed.ok) throw new Error(parsed.error.what);
  return parsed.value;
}
const names = (parameters: readonly { readonly name: string }[]) => parameters.map(({ name }) => name);

describe('a form for an agent', () => {
  it('asks for what is required first, then for what is usual, and for everything', () => {
    const metadata = recorded('ipaddr2');
    const { required, common, advanced } = sectionsOf(metadata);
    expect(names(required)).toEqual(['ip']);
    expect(names(common).slice(0, 2)).toEqual(['cidr_netmask', 'nic']);
    expect(required.length + common.length + advanced.length).toBe(
      metadata.parameters.filter(({ isDeprecated }) => !isDeprecated).length,
    );
  });

  it('shows a parameter that is set, deprecated or not, and never asks for a password', () => {
    const metadata = recorded('fence-ipmilan');
    const plain = sectionsOf(metadata);
    const all = [...plain.required, ...plain.common, ...plain.advanced];
    expect(names(all)).not.toContain('password');
    expect(names(all)).not.toContain('passwd');
    expect(names(all)).not.toContain('action');
    expect(names(plain.common)).toContain('password_script');
    expect(names(sectionsOf(metadata, ['ipaddr']).common)).toContain('ipaddr');
  });

  it('writes yes and no as the agent spells them, and reads every spelling', () => {
    expect(booleanWords('1')).toEqual(['1', '0']);
    expect(booleanWords(undefined)).toEqual(['true', 'false']);
    expect(booleanChoice('YES', 'false')).toBe('true');
    expect(booleanChoice('maybe', 'false')).toBe('maybe');
  });

  it('sends only what was changed, and never what it does not know', () => {
    const before = { ip: '10.0.0.1', nic: 'eno1', password: '•••' };
    expect(changedValues(before, { ...before })).toEqual({});
    expect(changedValues(before, { ip: ' 10.0.0.2 ', nic: '', password: '', cidr_netmask: '24' })).toEqual({
      ip: '10.0.0.2',
      nic: null,
      cidr_netmask: '24',
    });
    expect(filled({ a: ' ', b: ' x ' })).toEqual({ b: 'x' });
  });

  it('tells what will be written', () => {
    const text = resourceText({
      id: 'vip',
      agent: { class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' },
      params: { ip: '10.0.0.1', label: 'a b' },
      operations: [{ name: 'monitor', interval: '10s', timeout: '20s' }],
    });
    expect(text).toBe(
      'primitive vip ocf:heartbeat:IPaddr2\n  params ip=10.0.0.1 label="a b"\n  op monitor interval=10s timeout=20s',
    );
  });
});

describe('agents to choose from', () => {
  const groups = [
    { spec: 'ocf:heartbeat', names: ['IPaddr2', 'Dummy', 'Filesystem', 'zz$bad'] },
    { spec: 'systemd', names: ['haproxy', 'cron'] },
    { spec: 'stonith', names: ['fence_ipmilan', 'fence_odd'] },
  ];

  it('begin with those such a cluster is made of, and only with those the node has', () => {
    const found = findAgents(groups, '');
    expect(found.common.slice(0, 3)).toEqual([
      'ocf:heartbeat:IPaddr2',
      'ocf:heartbeat:Filesystem',
      'systemd:haproxy',
    ]);
    expect(found.groups).toEqual([{ spec: 'systemd', agents: ['systemd:cron'] }]);
  });

  it('are found by any part of their name', () => {
    expect(findAgents(groups, 'heart dum').common).toEqual(['ocf:heartbeat:Dummy']);
    expect(findAgents(groups, 'ipmi').common).toEqual([]);
    expect(findAgents(groups, 'ipmi', 'fence-device').common).toEqual(['stonith:fence_ipmilan']);
  });

  it('get a free name to begin with', () => {
    const agent = { class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' };
    expect(suggestedId(agent, [])).toBe('vip');
    expect(suggestedId(agent, ['vip', 'vip-2'])).toBe('vip-3');
    expect(suggestedId({ class: 'systemd', type: 'drbd@hafs.service' }, [])).toBe('drbd-hafs');
  });
});
