import { describe, expect, it } from 'vitest';
import { intent } from './intent-schema';

const SERVICE = {
  kind: 'protect-service',
  name: 'notes',
  unit: 'notes',
  shape: 'active-standby',
  nodes: ['node1', 'node2'],
  port: 8787,
  filesystem: 'fs_hafs',
  entrance: { address: '10.10.0.100', port: 443, mode: 'http' },
};
const accepts = (asked: unknown): boolean => intent.safeParse(asked).success;

describe('what a page may ask for a service', () => {
  it('is a whole service, a setting of the kernel, or several edits one level deep', () => {
    expect(accepts(SERVICE)).toBe(true);
    expect(accepts({ kind: 'nonlocal-bind', nodes: ['node1'], isOn: true })).toBe(true);
    const spread = { kind: 'spread-vips', vip: 'a', apartFrom: 'b' };
    const several = { kind: 'several', of: 'a', edits: [spread] };
    expect(accepts({ kind: 'edit-configuration', edit: several })).toBe(true);
    expect(accepts({ kind: 'edit-configuration', edit: { ...several, edits: [several] } })).toBe(false);
  });

  it('has ports, a shape and a protocol of its own kinds', () => {
    expect(accepts({ ...SERVICE, port: 0 })).toBe(false);
    expect(accepts({ ...SERVICE, shape: 'single' })).toBe(false);
    expect(accepts({ ...SERVICE, entrance: { ...SERVICE.entrance, mode: 'udp' } })).toBe(false);
  });

  it('is never what only an undo may ask for', () => {
    expect(accepts({ kind: 'combined', of: 'x', parts: [] })).toBe(false);
    expect(
      accepts({ kind: 'unit-at-boot', unit: 'ssh.service', nodes: ['node1'], isOn: false, isNow: true }),
    ).toBe(false);
    const file = { node: 'node1', path: '/etc/sysctl.d/x.conf', baseSha256: 'absent', text: '' };
    expect(accepts({ kind: 'edit-file', tool: 'sysctl', files: [file] })).toBe(false);
  });
});
