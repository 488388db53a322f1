import { describe, expect, it } from 'vitest';
import { banResource, listResidue, removeResidue, unbanResource } from './ban';
import { apply, canonical, HAFS, must, refusal } from './changes.testing';
import { parseCib } from './cib';
import { createFenceDevice, deleteFenceDevice, editFencingLevels } from './fence-devices';
import { setResourceEnabled, setResourceMaintenance } from './maintenance';
import { editOptions, optionRisks } from './option-edits';
import { editResource } from './resource-edits';

describe('options', () => {
  it('takes only what it knows, unless told', () => {
    const set = (edits: Record<string, string | null>, allowUnknown = false) =>
      refusal(editOptions(HAFS, 'cluster', edits, { allowUnknown }));
    expect(set({ 'stonith-enable': 'true' })).toEqual({ kind: 'unknown-option', name: 'stonith-enable' });
    expect(set({ 'stonith-enable': 'true' }, true)).toBe('built');
    expect(set({ 'stonith-enabled': 'maybe' })).toEqual({ kind: 'invalid-value', name: 'stonith-enabled' });
    expect(set({ 'no-quorum-policy': 'pray' })).toMatchObject({ kind: 'invalid-value' });
    expect(set({ 'dc-version': '1' }, true)).toMatchObject({ kind: 'set-by-cluster' });
    expect(set({ 'stonith-timeout': 'PT2M' })).toBe('built');
    expect(set({ 'a b': '1' }, true)).toMatchObject({ kind: 'invalid-name' });
  });

  it('marks what takes protection away', () => {
    expect(
      optionRisks('cluster', { 'stonith-enabled': 'false', 'no-quorum-policy': 'stop', 'batch-limit': '3' }),
    ).toEqual([
      { name: 'stonith-enabled', risk: 'fencing', weakens: true },
      { name: 'no-quorum-policy', risk: 'quorum', weakens: false },
    ]);
    expect(optionRisks('cluster', { 'stonith-enabled': null })).toEqual([
      { name: 'stonith-enabled', risk: 'fencing', weakens: false },
    ]);
  });
});

describe('maintenance, bans, fence devices', () => {
  it('ends what was inherited by saying so, and clears what members say against it', () => {
    const on = apply(HAFS, must(setResourceMaintenance(HAFS, 'g_hafs', true)));
    const member = apply(on, must(setResourceMaintenance(on, 'glance', false)));
    expect(member).toContain('name="maintenance" value="false"');
    const again = apply(member, must(setResourceMaintenance(member, 'glance', true)));
    expect(again).not.toContain('value="false"');
    const off = apply(member, must(setResourceMaintenance(member, 'g_hafs', false)));
    expect(off).not.toContain('name="maintenance" value="true"');
  });

  it('leaves a resource that may only run in one role as it is', () => {
    const pinned = apply(
      HAFS,
      must(editResource(HAFS, 'drbd_hafs-clone', { meta: { 'target-role': 'Promoted' } })),
    );
    expect(must(setResourceEnabled(pinned, 'drbd_hafs-clone', true))).toEqual([]);
    expect(apply(pinned, must(setResourceEnabled(pinned, 'drbd_hafs-clone', false)))).toContain(
      'value="Stopped"',
    );
  });

  it('bans, refuses to ban everywhere, and takes only its own bans back', () => {
    const banned = apply(HAFS, must(banResource(HAFS, 'g_hafs', 'node2')));
    expect(banned).toContain('id="haven-ban-g_hafs-node2"');
    expect(refusal(banResource(banned, 'g_hafs', 'node1'))).toMatchObject({ kind: 'bans-last-node' });
    expect(refusal(banResource(banned, 'g_hafs', 'node2'))).toMatchObject({ kind: 'duplicate' });
    expect(canonical(apply(banned, must(unbanResource(banned, 'g_hafs'))))).toBe(canonical(HAFS));
    expect(must(unbanResource(banned, 'g_hafs', 'node1'))).toEqual([]);
  });

  it('removes leftovers by id, and DRBD’s own only when its reason is gone', () => {
    const left = HAFS.replace(
      '</constraints>',
      `<rsc_location id="cli-ban-vip_1g-on-node1" rsc="vip_1g" node="node1" score="-INFINITY" role="Started"/>
       <rsc_location id="drbd-fence-by-handler-hafs-drbd_hafs-clone" rsc="drbd_hafs-clone"><rule id="dfr" role="Promoted" score="-INFINITY"><expression id="dfe" attribute="#uname" operation="ne" value="node1"/></rule></rsc_location></constraints>`,
    );
    const cib = must(parseCib(left));
    expect(listResidue(cib).map(({ kind, isHeldByDrbd }) => `${kind} ${isHeldByDrbd}`)).toEqual([
      'cli-ban false',
      'drbd-fence true',
    ]);
    const [cli, drbd] = listResidue(cib).map(({ constraint }) => constraint.id);
    expect(refusal(removeResidue(left, cib, [drbd ?? '']))).toMatchObject({ kind: 'held-by-drbd' });
    expect(refusal(removeResidue(left, cib, ['order-g_hafs-vip_1g-mandatory']))).toMatchObject({
      kind: 'not-a-leftover',
    });
    expect(canonical(apply(left, must(removeResidue(left, cib, [cli ?? '', drbd ?? ''], true))))).toBe(
      canonical(HAFS),
    );
  });

  it('never leaves a node unfenced unasked, nor a device without victims', () => {
    expect(refusal(deleteFenceDevice(HAFS, 'fence_n1'))).toEqual({
      kind: 'leaves-unfenced',
      nodes: ['node1'],
    });
    expect(refusal(deleteFenceDevice(HAFS, 'vip_1g'))).toMatchObject({
      kind: 'wrong-kind',
      needed: 'fence-device',
    });
    const make = (victims: Parameters<typeof createFenceDevice>[1]['victims']) =>
      refusal(createFenceDevice(HAFS, { id: 'f', agent: 'fence_apc', params: {}, victims }));
    expect(make({ kind: 'list', nodes: [] })).toMatchObject({ kind: 'no-victims' });
    expect(make({ kind: 'list', nodes: ['node9'] })).toMatchObject({ kind: 'no-such-node' });
    expect(make({ kind: 'map', plugs: { node1: '1;node2:3' } })).toMatchObject({ kind: 'invalid-value' });
    expect(refusal(editFencingLevels(HAFS, 'node1', [['vip_1g']]))).toMatchObject({ kind: 'wrong-kind' });
    expect(refusal(editFencingLevels(HAFS, 'node1', [[]]))).toMatchObject({ kind: 'would-leave-empty' });
    expect(
      apply(
        HAFS,
        must(
          createFenceDevice(HAFS, {
            id: 'f',
            agent: 'fence_apc',
            params: {},
            victims: { kind: 'list', nodes: ['node1'] },
          }),
        ),
      ),
    ).toContain('rsc="f" node="node1" score="-INFINITY"');
  });
});
