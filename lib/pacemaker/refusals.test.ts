import { describe, expect, it } from 'vitest';
import { apply, HAFS, LAB, LIVE, must, RICH, refusal, roundTrip } from './changes.testing';
import { parseCib } from './cib';
import { applyCibChanges, inverse } from './cib-patch';
import { addConstraint, editConstraint, removeConstraint } from './constraint-edits';
import { wishOf } from './constraint-wish';
import { createFenceDevice } from './fence-devices';
import { planChanges, planDeviceRemoval, planRemoval, planUnclone } from './removal-plan';
import { createPrimitive, editResource } from './resource-edits';
import {
  cloneResource,
  createGroup,
  deleteResource,
  moveIntoGroup,
  moveOutOfGroup,
  reorderGroup,
  uncloneResource,
} from './resource-structure';
import { spreadVips } from './vip-spread';

const dummy = { class: 'ocf', provider: 'pacemaker', type: 'Dummy' } as const;
const alone = { kind: 'alone' } as const;

describe('resources', () => {
  it('refuses ids that are taken, no ids, or no agents', () => {
    const make = (id: string, agent = dummy) =>
      refusal(createPrimitive(HAFS, { id, agent, params: {}, place: alone }));
    expect(make('vip_1g')).toEqual({ kind: 'id-taken', id: 'vip_1g' });
    for (const id of ['', '1a', 'a b', 'a"b', "x'] | //*[", '-x', 'ä', 'x'.repeat(64)])
      expect(make(id)).toEqual({ kind: 'invalid-name', name: id });
    expect(make('x', { ...dummy, type: '../sh' as 'Dummy' })).toMatchObject({ kind: 'invalid-name' });
  });

  it('refuses two monitors of one interval, however it is written', () => {
    const operations = [
      { name: 'monitor', interval: '60s', role: 'Promoted' },
      { name: 'monitor', interval: '1min', role: 'Unpromoted' },
    ] as const;
    expect(
      refusal(createPrimitive(HAFS, { id: 'x', agent: dummy, params: {}, operations, place: alone })),
    ).toMatchObject({
      kind: 'duplicate-operation',
      operation: 'monitor',
    });
    expect(
      refusal(editResource(HAFS, 'glance', { operations: { add: [{ name: 'monitor', interval: '30' }] } })),
    ).toMatchObject({ kind: 'duplicate-operation' });
  });

  it('leaves alone what is shared, ruled or said twice', () => {
    const because = (resource: string, edit: Parameters<typeof editResource>[2]) => {
      const found = refusal(editResource(RICH, resource, edit));
      return found !== 'built' && found.kind === 'ambiguous' ? found.because : found;
    };
    expect(because('shares', { params: { ip: '10.0.0.9' } })).toBe('shared');
    expect(because('vip_1g', { params: { ip: '10.0.0.9' } })).toBe('shared');
    expect(because('ruled', { params: { fake: 'night' } })).toBe('rule');
    expect(because('twice', { meta: { priority: '3' } })).toBe('several-sets');
    expect(
      because('drbd_hafs', { operations: { change: [{ name: 'monitor', set: { timeout: '9s' } }] } }),
    ).toBe('several-sets');
  });

  it('keeps secrets out of plans, and lets everything else of such a device be changed', () => {
    const secret = HAFS.replace('name="password_script" value="/etc/ha/p1"', 'name="passwd" value="hunter2"');
    expect(refusal(editResource(secret, 'fence_n1', { params: { passwd: 'x' } }))).toMatchObject({
      kind: 'cib',
      error: { kind: 'would-store-secret' },
    });
    const other = must(editResource(secret, 'fence_n1', { params: { ip: '10.0.9.99' }, description: 'x' }));
    expect(JSON.stringify(other)).not.toContain('hunter2');
    expect(apply(secret, other)).toContain('hunter2');
    expect(
      refusal(
        createFenceDevice(HAFS, {
          id: 'f',
          agent: 'fence_ipmilan',
          params: { password: 'x' },
          victims: { kind: 'list', nodes: ['node1'] },
        }),
      ),
    ).toMatchObject({ error: { kind: 'would-store-secret' } });
    expect(refusal(cloneResource(secret, 'fence_n1', { isPromotable: false }))).toMatchObject({
      error: { kind: 'would-store-secret' },
    });
  });

  it('takes every mention with what it deletes, and refuses to leave anything empty', () => {
    const gone = apply(RICH, must(deleteResource(RICH, 'vip_10g'))).replace(/<status>[\s\S]*/, '');
    expect(gone).not.toContain('vip_10g');
    expect(refusal(deleteResource(RICH, 'one'))).toEqual({
      kind: 'would-leave-empty',
      what: 'group',
      id: 'g_one',
    });
    expect(refusal(deleteResource(RICH, 'g_one'))).toMatchObject({ kind: 'would-leave-empty' });
    const emptied = apply(RICH, must(deleteResource(RICH, 'one', { removeEmptied: true })));
    for (const id of ['g_one', 'lonely', 'set-ord']) expect(emptied).not.toContain(id);
    expect(refusal(deleteResource(RICH, 'drbd_hafs'))).toMatchObject({
      what: 'clone',
      id: 'drbd_hafs-clone',
    });
    expect(refusal(deleteResource(RICH, 'vip_1g'))).toEqual({
      kind: 'is-referenced',
      id: 'vip_1g-instance_attributes',
      by: 'instance_attributes',
    });
    const both = apply(RICH, must(deleteResource(RICH, 'fence_n2')));
    expect(both).toContain('devices="fence_n1"');
    expect(refusal(deleteResource(RICH, 'fence_n1'))).toMatchObject({ what: 'fencing-level', id: 'fl2' });
  });

  it('a tag that is emptied takes the constraint on it with it', () => {
    const one = apply(RICH, must(deleteResource(RICH, 'shares')));
    const two = apply(one, must(deleteResource(one, 'vip_10g')));
    const three = apply(two, must(deleteResource(two, 'vip_1g', { removeEmptied: true })));
    expect(three).not.toContain('on-tag');
    expect(three).not.toContain('addresses');
  });

  it('finds every mention, however many are emptied on the way', () => {
    const many = RICH.replace(
      '</constraints>',
      `<rsc_colocation id="m1" score="5"><resource_set id="m1-0"><resource_ref id="ruled"/></resource_set><resource_set id="m1-1"><resource_ref id="one"/><resource_ref id="twice"/></resource_set></rsc_colocation>
       <rsc_order id="m2"><resource_set id="m2-0"><resource_ref id="ruled"/></resource_set><resource_set id="m2-1"><resource_ref id="one"/><resource_ref id="twice"/></resource_set></rsc_order></constraints>`,
    ).replace(
      '</tags>',
      '<tag id="t1"><obj_ref id="ruled"/></tag><tag id="t2"><obj_ref id="ruled"/><obj_ref id="one"/></tag></tags>',
    );
    const gone = roundTrip(many, deleteResource(many, 'ruled', { removeEmptied: true }));
    for (const id of ['"ruled"', 'm1-0', 'm2-0', 't1']) expect(gone).not.toContain(id);
    for (const id of ['m1-1', 'm2-1', 't2']) expect(gone).toContain(id);
    expect(refusal(deleteResource(many, 'ruled'))).toMatchObject({ kind: 'would-leave-empty', what: 'set' });
  });

  it('brings a running resource to rest before it is taken out', () => {
    const steps = must(planRemoval(RICH, 'vip_10g'));
    expect(steps.map(({ kind }) => kind)).toEqual(['patch', 'wait-settled', 'patch', 'wait-settled']);
    const changes = steps.flatMap((step) => (step.kind === 'patch' ? step.changes : []));
    expect(apply(RICH, changes).replace(/<status>[\s\S]*/, '')).not.toContain('vip_10g');
    expect(must(planUnclone(HAFS, 'haproxy-clone'))).toHaveLength(4);
    expect(planUnclone(HAFS, 'g_hafs')).toMatchObject({ error: { kind: 'wrong-kind' } });
    expect(planRemoval(RICH, 'one')).toMatchObject({ error: { kind: 'would-leave-empty' } });
    expect(planDeviceRemoval(HAFS, 'fence_n1')).toMatchObject({ error: { kind: 'leaves-unfenced' } });
  });

  it('brings what an undo takes away to rest first, and leaves nothing else of the creation', () => {
    const created = must(createPrimitive(HAFS, { id: 'extra', agent: dummy, params: {}, place: alone }));
    const there = apply(HAFS, created);
    const steps = must(planChanges(there, must(inverse(created, HAFS))));
    expect(steps.map(({ kind }) => kind)).toEqual(['patch', 'wait-settled', 'patch', 'wait-settled']);
    const [atRest, out] = steps.flatMap((step) => (step.kind === 'patch' ? [step.changes] : []));
    expect(JSON.stringify(atRest)).toContain('target-role');
    const resting = apply(there, atRest ?? []);
    expect(must(parseCib(apply(resting, out ?? []))).configurationText).toBe(
      must(parseCib(HAFS)).configurationText,
    );
    // Somebody who put something into it since is not overruled.
    const touched = resting.replace('id="extra"', 'id="extra" description="mine"');
    expect(applyCibChanges(touched, out ?? [])).toMatchObject({ error: { kind: 'changed-since' } });
  });

  it('refuses structures that cannot be', () => {
    expect(refusal(moveIntoGroup(RICH, 'haproxy-clone', 'g_two'))).toMatchObject({ kind: 'wrong-kind' });
    expect(refusal(moveIntoGroup(RICH, 'glance', 'g_two'))).toMatchObject({ needed: 'top-level' });
    expect(refusal(moveIntoGroup(RICH, 'ruled', 'vip_1g'))).toMatchObject({ needed: 'group' });
    expect(refusal(moveIntoGroup(RICH, 'ruled', 'g_two', { after: 'ruled' }))).toMatchObject({
      kind: 'self-reference',
    });
    expect(refusal(moveOutOfGroup(RICH, 'one'))).toMatchObject({ kind: 'would-leave-empty' });
    expect(refusal(moveOutOfGroup(RICH, 'ruled'))).toMatchObject({ kind: 'wrong-kind' });
    expect(refusal(createGroup(RICH, 'g', []))).toMatchObject({ kind: 'would-leave-empty' });
    expect(refusal(createGroup(RICH, 'g', ['ruled', 'ruled']))).toMatchObject({ kind: 'duplicate' });
    expect(refusal(createGroup(RICH, 'g_two', ['ruled']))).toMatchObject({ kind: 'id-taken' });
    expect(refusal(reorderGroup(RICH, 'g_two', ['two_a', 'two_b']))).toMatchObject({
      kind: 'no-such-resource',
    });
    expect(refusal(reorderGroup(RICH, 'g_two', ['two_a', 'two_b', 'two_c', 'two_a']))).toMatchObject({
      kind: 'duplicate',
    });
    expect(refusal(uncloneResource(RICH, 'drbd_hafs-clone'))).toMatchObject({ kind: 'is-referenced' });
    expect(refusal(cloneResource(RICH, 'haproxy-clone', { isPromotable: false }))).toMatchObject({
      kind: 'wrong-kind',
    });
  });

  it('speaks of the clone once there is one, and of the resource again after it', () => {
    const cloned = apply(RICH, must(cloneResource(RICH, 'g_hafs', { isPromotable: false })));
    expect(cloned).toContain('with-rsc="g_hafs-clone"');
    expect(cloned).not.toMatch(/rsc="g_hafs"/);
    const back = apply(cloned, must(uncloneResource(cloned, 'haproxy-clone')));
    expect(back).toContain('first="haproxy"');
  });
});

describe('constraints', () => {
  const location = { kind: 'location', resource: 'vip_10g', node: 'node2', score: '5' } as const;
  it('refuses unknown names, itself, and what is said already', () => {
    expect(refusal(addConstraint(HAFS, location))).toEqual({
      kind: 'duplicate',
      id: 'location-vip_10g-node2-100',
    });
    expect(refusal(addConstraint(HAFS, { ...location, node: 'node9' }))).toEqual({
      kind: 'no-such-node',
      node: 'node9',
    });
    expect(refusal(addConstraint(HAFS, { ...location, resource: 'x' }))).toMatchObject({
      kind: 'no-such-resource',
    });
    expect(refusal(addConstraint(HAFS, { ...location, resource: 'haproxy' }))).toEqual({
      kind: 'inside-clone',
      resource: 'haproxy',
      use: 'haproxy-clone',
    });
    for (const score of ['', '1 or 2', '1.5', 'INF', '"'])
      expect(refusal(addConstraint(HAFS, { ...location, node: 'node1', score }))).toMatchObject({
        kind: 'invalid-value',
      });
    const own = { kind: 'colocation', resource: 'g_hafs', with: 'glance', score: '1' } as const;
    expect(refusal(addConstraint(HAFS, own))).toMatchObject({ kind: 'self-reference' });
    const old = HAFS.replace('with-rsc-role="Promoted"', 'with-rsc-role="Master"');
    expect(
      refusal(
        addConstraint(old, {
          kind: 'colocation',
          resource: 'g_hafs',
          with: 'drbd_hafs-clone',
          withRole: 'Promoted',
          score: '7',
        }),
      ),
    ).toMatchObject({ kind: 'duplicate' });
    expect(
      refusal(
        addConstraint(HAFS, { kind: 'order', first: 'vip_1g', second: 'g_hafs', strength: 'Mandatory' }),
      ),
    ).toEqual({
      kind: 'opposite-order',
      id: 'order-g_hafs-vip_1g-mandatory',
    });
    expect(refusal(addConstraint(HAFS, { ...location, node: 'node1' }, "a'b"))).toMatchObject({
      kind: 'invalid-name',
    });
    expect(refusal(addConstraint(HAFS, { ...location, node: 'node1' }, 'g_hafs'))).toMatchObject({
      kind: 'id-taken',
    });
  });

  it('keeps preferences of the promoted role below the quality of its data', () => {
    const wish = { kind: 'location', resource: 'drbd_hafs-clone', node: 'node2', role: 'Promoted' } as const;
    for (const score of ['9000', 'INFINITY'])
      expect(refusal(addConstraint(HAFS, { ...wish, score }))).toMatchObject({ kind: 'score-outranks-data' });
    expect(addConstraint(HAFS, { ...wish, score: '-INFINITY' }).ok).toBe(true);
  });

  it('writes Master where the schema is older', () => {
    const old = HAFS.replace('pacemaker-3.9', 'pacemaker-3.0');
    const wish = {
      kind: 'location',
      resource: 'drbd_hafs-clone',
      node: 'node2',
      role: 'Promoted',
      score: '50',
    } as const;
    expect(apply(old, must(addConstraint(old, wish)))).toContain('role="Master" node="node2"');
  });

  it('changes only plain ones, and reads back what they say', () => {
    expect(
      refusal(editConstraint(RICH, 'location-drbd_hafs-clone', { ...location, resource: 'vip_1g' })),
    ).toMatchObject({
      kind: 'not-plain',
      because: 'rule',
    });
    expect(
      refusal(
        editConstraint(RICH, 'set-ord', {
          kind: 'order',
          first: 'ruled',
          second: 'twice',
          strength: 'Optional',
        }),
      ),
    ).toMatchObject({ because: 'sets' });
    expect(refusal(editConstraint(RICH, 'nosuch', location))).toMatchObject({ kind: 'no-such-constraint' });
    expect(refusal(removeConstraint(RICH, 'vip_1g'))).toMatchObject({ kind: 'no-such-constraint' });
    for (const xml of [HAFS, LIVE, LAB]) {
      for (const constraint of must(parseCib(xml)).constraints) {
        const wish = wishOf(constraint);
        if (!wish) continue;
        const edited = apply(xml, must(editConstraint(xml, constraint.id, wish)));
        const again = must(parseCib(edited)).constraints.find(({ id }) => id === constraint.id);
        expect(again && wishOf(again)).toEqual(wish);
      }
    }
  });

  it('spreads addresses, never for good', () => {
    const spread = (score?: number) => refusal(spreadVips(HAFS, 'vip_10g', 'vip_1g', score));
    expect(spread()).toBe('built');
    expect(spread(-1_000_000)).toMatchObject({ kind: 'would-stop-on-last-node' });
    expect(spread(5)).toMatchObject({ kind: 'invalid-value' });
    expect(refusal(spreadVips(HAFS, 'g_hafs', 'vip_1g'))).toMatchObject({
      kind: 'wrong-kind',
      needed: 'vip',
    });
    const once = apply(HAFS, must(spreadVips(HAFS, 'vip_10g', 'vip_1g')));
    expect(refusal(spreadVips(once, 'vip_1g', 'vip_10g'))).toMatchObject({ kind: 'duplicate' });
  });
});
