import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCib } from './cib';
import type { ConfigurationEdit } from './configuration-edit';
import { editedAddresses, editedVips, mayTakeAddress } from './vip-edits';

const parsed = parseCib(
  readFileSync(join(import.meta.dirname, '../plan/scenarios/two-nodes.cib.xml'), 'utf8'),
);
if (!parsed.ok) throw new Error(parsed.error.what);
const cib = parsed.value;

const EDIT: ConfigurationEdit = {
  kind: 'edit-resource',
  id: 'vip_1g',
  edit: { params: { ip: '192.168.1.150' } },
};
const UNDO: ConfigurationEdit = {
  kind: 'changes',
  of: 'vip',
  changes: [
    {
      op: 'create',
      parent: '/cib/configuration/resources',
      position: 0,
      xml: '<group id="g"><primitive id="v" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="i"><nvpair id="a" name="ip" value="10.0.0.9"/><nvpair id="b" name="nic" value="eth1"/></instance_attributes></primitive></group>',
    },
    {
      op: 'modify',
      path: "/cib/configuration/resources/x/nvpair[@id='c']",
      tag: 'nvpair',
      before: { id: 'c', name: 'ip', value: '10.0.0.1' },
      after: { id: 'c', name: 'ip', value: '10.0.0.2' },
    },
  ],
};

describe('addresses an edit would bring', () => {
  it('are those of an edited VIP with what it keeps', () => {
    expect(editedVips(EDIT, cib)).toEqual([
      { id: 'vip_1g', ip: '192.168.1.150', nic: 'eno1', netmask: '24' },
    ]);
    expect(editedVips({ ...EDIT, edit: { params: { nic: null } } }, cib)).toEqual([
      { id: 'vip_1g', ip: '192.168.1.100', netmask: '24' },
    ]);
    expect(editedVips({ ...EDIT, edit: { params: { arp_count: '3' } } }, cib)).toEqual([]);
    expect(editedVips({ ...EDIT, id: 'apache' }, cib)).toEqual([]);
  });

  it('are found in an undo, which says only edits', () => {
    expect(editedVips(UNDO, cib)).toEqual([{ id: 'v', ip: '10.0.0.9', nic: 'eth1' }]);
    expect(editedAddresses(UNDO)).toEqual(['10.0.0.9', '10.0.0.2']);
  });

  it('are asked about once, wherever in a list they stand', () => {
    const spread = { kind: 'spread-vips', vip: 'a', apartFrom: 'b' } as const;
    expect(editedAddresses({ kind: 'several', of: 'x', edits: [EDIT, EDIT, spread] })).toEqual([
      '192.168.1.150',
    ]);
    expect(editedAddresses(spread)).toEqual([]);
  });

  it('may also go: then it is asked who is bound to them', () => {
    expect(mayTakeAddress({ kind: 'delete-resource', id: 'vip_1g' })).toBe(true);
    expect(mayTakeAddress(EDIT)).toBe(true);
    expect(mayTakeAddress({ kind: 'spread-vips', vip: 'a', apartFrom: 'b' })).toBe(false);
  });
});
