import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCib } from '@/lib/pacemaker/cib';
import { type ProtectFields, problemsOf, protectIntent, startFields } from './protect-form';
import { hasServiceNames } from './service-names';

const cib = parseCib(readFileSync(join(import.meta.dirname, 'scenarios/two-nodes.cib.xml'), 'utf8'));
if (!cib.ok) throw new Error(cib.error.what);
const NETWORKS = [
  { role: '10g', name: '10G', cidr: '10.10.0.0/24' },
  { role: '1g', name: '1G', cidr: '192.168.1.0/24' },
] as const;
const VIPS = [
  { id: 'v1', resourceId: 'vip_1g', address: '192.168.1.100', networkRole: '1g' },
  { id: 'v10', resourceId: 'vip_10g', address: '10.10.0.100', networkRole: '10g' },
] as const;
const START = startFields(cib.value, VIPS, ['node1', 'node2']);
const FILLED: ProtectFields = {
  ...START,
  name: 'notes',
  unit: 'notes',
  port: '8787',
  entrancePort: '443',
};
const intentOf = (fields: Partial<ProtectFields>) =>
  protectIntent({ ...FILLED, ...fields }, cib.value, NETWORKS);

describe('the form of a protected service', () => {
  it('begins behind the VIP of the 10G network, on every node', () => {
    expect(START).toMatchObject({ vip: '10.10.0.100', filesystem: 'fs_hafs', nodes: ['node1', 'node2'] });
  });

  it('asks for nothing while it does not say enough, and says what is missing', () => {
    expect(protectIntent(START, cib.value, NETWORKS)).toBeUndefined();
    expect(problemsOf(START, cib.value, NETWORKS)).toEqual({
      name: 'nameInvalid',
      unit: 'unitInvalid',
      port: 'portInvalid',
      entrancePort: 'portInvalid',
    });
  });

  it.each([
    [{ name: 'glance' }, 'name', 'nameTaken'],
    [{ name: 'haproxy' }, 'name', 'nameTaken'],
    [{ unit: 'notes.timer' }, 'unit', 'unitInvalid'],
    [{ unit: '-x' }, 'unit', 'unitInvalid'],
    [{ port: '80a' }, 'port', 'portInvalid'],
    [{ port: '70000' }, 'port', 'portInvalid'],
    [{ nodes: ['node1'] }, 'nodes', 'nodesTooFew'],
    [{ vip: 'new', newAddress: '172.16.0.4' }, 'newAddress', 'addressInvalid'],
    [{ healthPath: '/a b' }, 'healthPath', 'healthInvalid'],
  ] as const)('refuses %j', (fields, field, problem) => {
    expect(problemsOf({ ...FILLED, ...fields }, cib.value, NETWORKS)).toEqual({ [field]: problem });
    expect(intentOf(fields)).toBeUndefined();
  });

  it('asks for what was typed, and only for what the shape can have', () => {
    expect(intentOf({})).toEqual({
      kind: 'protect-service',
      name: 'notes',
      unit: 'notes',
      shape: 'active-active',
      nodes: ['node1', 'node2'],
      port: 8787,
      entrance: { address: '10.10.0.100', port: 443, mode: 'http' },
    });
    expect(intentOf({ shape: 'active-standby' })?.filesystem).toBe('fs_hafs');
    expect(intentOf({ mode: 'tcp', healthPath: '/x' })?.healthPath).toBeUndefined();
    const own = intentOf({ vip: 'new', newAddress: '10.10.0.150' });
    expect(own?.entrance.newVip).toEqual({ id: 'vip_notes', prefixLength: 24 });
    expect(own && hasServiceNames(own)).toBe(true);
  });

  it('is not believed by the server: names that could be something else are refused', () => {
    const intent = intentOf({});
    if (!intent) throw new Error('no intent');
    expect(hasServiceNames({ ...intent, unit: '--now' })).toBe(false);
    expect(hasServiceNames({ ...intent, healthPath: '/x\n  server evil 1.2.3.4:1' })).toBe(false);
    expect(hasServiceNames({ ...intent, name: 'a b' })).toBe(false);
    expect(hasServiceNames({ ...intent, nodes: ['node1; reboot'] })).toBe(false);
    expect(hasServiceNames({ ...intent, entrance: { ...intent.entrance, address: '10.0.0.300' } })).toBe(
      false,
    );
  });
});
