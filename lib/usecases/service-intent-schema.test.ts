import { describe, expect, it } from 'vitest';
import type { AskedIntent } from '@/lib/plan/types';
import { intentOf } from './asked-intent';
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

  it('is Apache2 from one address, or every one, to a VIP by its name', () => {
    const serve = (from: string, vip: string) => ({ kind: 'serve-apache', from, vip }) as const;
    const isTaken = (asked: AskedIntent): boolean => accepts(asked) && intentOf(asked) !== undefined;
    expect(isTaken(serve('192.168.10.100', 'vip_1g'))).toBe(true);
    expect(isTaken(serve('2001:db8::1', 'vip_1g'))).toBe(true);
    expect(isTaken(serve('*', 'vip_1g'))).toBe(true);
    const texts = [
      '',
      ' ',
      '80',
      '*;reboot',
      '$(reboot)',
      '192.168.10.100:80',
      '10.0.0.1\nInclude /x',
      '--help',
    ];
    for (const text of texts) {
      expect(isTaken(serve(text, 'vip_1g')), text).toBe(false);
      expect(isTaken(serve('*', text)), text).toBe(false);
    }
  });

  it('is never what only an undo may ask for', () => {
    expect(accepts({ kind: 'combined', of: 'x', parts: [] })).toBe(false);
    expect(
      accepts({ kind: 'unit-at-boot', unit: 'ssh.service', nodes: ['node1'], isOn: false, isNow: true }),
    ).toBe(false);
    const file = { node: 'node1', path: '/etc/sysctl.d/x.conf', baseSha256: 'absent', text: '' };
    expect(accepts({ kind: 'edit-file', tool: 'sysctl', files: [file] })).toBe(false);
    const ports = { ...file, path: '/etc/apache2/ports.conf', baseSha256: '0'.repeat(64) };
    expect(accepts({ kind: 'edit-file', tool: 'apache', files: [ports] })).toBe(false);
  });
});
