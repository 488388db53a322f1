import { describe, expect, it } from 'vitest';
import { bareDesign as design, bareAdoption as state } from '@/lib/plan/testing/bare-world';
import {
  buildClusterOf,
  type Design,
  designSchema,
  freeAddressIn,
  keptDesign,
  machinesOf,
  sharedNetworks,
} from './build-design';

describe('a design', () => {
  it('passes its own schema', () => expect(designSchema.parse(design)).toEqual(design));

  it('becomes a wish with the addresses that the machines have, and without passwords', () => {
    const built = buildClusterOf(state, design, () => false);
    if (!built.ok) throw new Error(built.error.kind);
    expect(built.value.nodes.map(({ addresses }) => addresses)).toEqual([
      ['10.10.0.1', '192.168.1.11'],
      ['10.10.0.2', '192.168.1.12'],
    ]);
    expect(built.value.hafs.places).toEqual([
      { node: 'node1', group: 'vg_hafs', disk: '/dev/nvme0n1' },
      { node: 'node2', group: 'vg0' },
    ]);
    expect(built.value.vips.map(({ prefixLength }) => prefixLength)).toEqual([24, 24]);
    expect(JSON.stringify(built.value)).not.toContain('geheim');
    expect(JSON.stringify(keptDesign(design))).not.toContain('geheim');
  });

  it.each<[string, Partial<Design>]>([
    ['same-network', { oneG: design.tenG }],
    ['no-address', { oneG: '172.16.0.0/24' }],
    ['no-fence', { fences: design.fences.slice(0, 1) }],
    ['no-password', { fences: design.fences.map(({ password: _, ...fence }) => fence) }],
    ['not-an-address', { vip1g: 'fe80::1' }],
  ])('is refused: %s', (kind, change) =>
    expect(buildClusterOf(state, { ...design, ...change }, () => false)).toMatchObject({
      ok: false,
      error: { kind },
    }),
  );

  it.each<[string, Partial<Design>]>([
    ['a name that would write a line of its own', { clusterName: 'a\nb' }],
    ['a mount point with a blank', { mountPoint: '/srv/ha fs' }],
    ['a time server that is a statement', { timeServers: ['x\nallow'] }],
  ])('does not take %s', (_title, change) =>
    expect(designSchema.safeParse({ ...design, ...change }).success).toBe(false),
  );

  it('takes no password among the further options', () => {
    const fences = design.fences.map((fence) => ({ ...fence, options: { passwd: 'geheim' } }));
    expect(designSchema.safeParse({ ...design, fences }).success).toBe(false);
  });
});

describe('what is proposed', () => {
  const machines = machinesOf(state);
  it('is every network that all machines are in, the fastest first', () =>
    expect(sharedNetworks(machines).map(({ cidr, speedMbps }) => [cidr, speedMbps])).toEqual([
      ['10.10.0.0/24', 10_000],
      ['192.168.1.0/24', 1_000],
    ]));
  it('is an address that no machine has', () => {
    expect(freeAddressIn('10.10.0.0/24', machines)).toBe('10.10.0.100');
    expect(freeAddressIn('10.10.0.0/25', machines)).toBe('');
  });
});
