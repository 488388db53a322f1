import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCib } from './cib';
import { findResource, listIds } from './cib-queries';
import { metaOptions } from './meta-form';
import { fromPrimitive, operationEdits } from './operation-form';
import { isEditableOption, optionRows } from './option-form';
import { resourceChoices } from './resource-choices';
import { editResource } from './resource-edits';
import { constraintsAbout, isWholeWish, namedInRules, rolesOf, wishOfKind } from './rule-form';
import type { CibPrimitive, CibReading } from './types';

const XML = readFileSync(join(import.meta.dirname, '../plan/scenarios/two-nodes.cib.xml'), 'utf8');

function cib(): CibReading {
  const parsed = parseCib(XML);
  if (!parsed.ok) throw new Error(parsed.error.what);
  return parsed.value;
}
function found(id: string) {
  const resource = findResource(cib(), id);
  if (!resource) throw new Error(id);
  return resource;
}
const keys = (id: string) => resourceChoices(cib(), found(id)).map(({ key }) => key);

describe('operations in a table', () => {
  const vip = found('vip_10g').resource as CibPrimitive;

  it('are no change when nobody wrote in them', () => {
    const before = fromPrimitive(vip);
    expect(operationEdits(before, fromPrimitive(vip))).toBeUndefined();
  });

  it('are sent as what differs, in a form the builder takes', () => {
    const before = fromPrimitive(vip);
    const after = before.map((one) => ({ ...one, timeout: '45s', onFail: 'restart' as const }));
    const edits = operationEdits(before, [
      ...after,
      { key: 'new 0', name: 'monitor', interval: '60s', timeout: '', onFail: '' },
    ]);
    expect(edits?.change?.every(({ set }) => set.timeout === '45s' && set['on-fail'] === 'restart')).toBe(
      true,
    );
    expect(edits?.add).toEqual([{ name: 'monitor', interval: '60s' }]);
    expect(editResource(XML, 'vip_10g', edits ? { operations: edits } : {}).ok).toBe(true);
  });

  it('that were taken out are removed by name and interval', () => {
    const before = fromPrimitive(vip);
    const [first] = before;
    expect(operationEdits(before, before.slice(1))?.remove).toEqual([
      { name: first?.name, interval: first?.interval },
    ]);
  });
});

describe('what can be asked of a resource', () => {
  it('fits its kind and place', () => {
    expect(keys('vip_10g')).toEqual(expect.arrayContaining(['stop', 'unmanage', 'ban', 'clone', 'delete']));
    expect(keys('apache')).toContain('leave-group');
    expect(keys('apache')).not.toContain('ban');
    expect(keys('haproxy-clone')).toContain('unclone');
    expect(keys('haproxy')).not.toContain('unclone');
  });

  it('deletes a fence device as one, so that nobody is left without', () => {
    const last = resourceChoices(cib(), found('fence_n1')).at(-1);
    expect(last?.edit).toEqual({ kind: 'delete-fence-device', id: 'fence_n1' });
  });
});

describe('rules in a form', () => {
  it('never name what is inside a clone', () => {
    const names = namedInRules(cib());
    expect(names).toContain('haproxy-clone');
    expect(names).toContain('apache');
    expect(names).not.toContain('haproxy');
    expect(names.every((name) => listIds(cib()).includes(name))).toBe(true);
  });

  it('ask for a role only where there are roles', () => {
    expect(rolesOf(cib(), 'drbd_hafs-clone')).toEqual(['Promoted', 'Unpromoted']);
    expect(rolesOf(cib(), 'haproxy-clone')).toEqual([]);
  });

  it('keep their resources when the kind changes, and are whole only when all is said', () => {
    const order = wishOfKind('order', { kind: 'colocation', resource: 'a', with: 'b', score: '1' });
    expect(order).toMatchObject({ first: 'b', second: 'a' });
    expect(isWholeWish(order)).toBe(true);
    expect(isWholeWish(wishOfKind('location', order))).toBe(false);
    expect(isWholeWish({ kind: 'colocation', resource: 'a', with: 'a', score: '1' })).toBe(false);
    expect(isWholeWish({ kind: 'colocation', resource: 'a', with: 'b', score: 'much' })).toBe(false);
  });

  it('about a resource are found, by role or rule too', () => {
    const ids = constraintsAbout(cib(), ['drbd_hafs-clone']).map(({ id }) => id);
    expect(ids).toContain('location-drbd_hafs-clone');
    expect(ids).toContain('order-drbd_hafs-clone-g_hafs-mandatory');
    expect(constraintsAbout(cib(), ['nothing'])).toEqual([]);
  });
});

describe('options in a table', () => {
  it('show what is set first, and what an edit would weaken', () => {
    const rows = optionRows('cluster', { 'stonith-enabled': 'true' }, { 'stonith-enabled': 'false' });
    expect(rows[0]).toMatchObject({ name: 'stonith-enabled', isChanged: true, isValid: true, weakens: true });
    expect(rows.length).toBeGreaterThan(20);
  });

  it('are no change when the same is written again, and wrong values are seen', () => {
    const [same] = optionRows('cluster', { 'batch-limit': '5' }, { 'batch-limit': '5' });
    expect(same?.isChanged).toBe(false);
    const [wrong] = optionRows('cluster', { 'batch-limit': '5' }, { 'batch-limit': 'many' });
    expect(wrong?.isValid).toBe(false);
    const [gone] = optionRows('cluster', { 'batch-limit': '5' }, { 'batch-limit': null });
    expect(gone).toMatchObject({ isChanged: true, isValid: true });
  });

  it('leave maintenance to its own form, and to the cluster what it writes itself', () => {
    const rows = optionRows('cluster', { 'dc-version': '2', 'maintenance-mode': 'true', odd: '1' }, {});
    const editable = rows.filter(isEditableOption).map(({ name }) => name);
    for (const name of ['dc-version', 'maintenance-mode', 'odd']) expect(editable).not.toContain(name);
    expect(editable).toContain('no-quorum-policy');
  });
});

describe('meta attributes of a resource', () => {
  it('are those of its kind, and what has an action of its own is not among them', () => {
    const clone = metaOptions(found('haproxy-clone').resource).map(({ name }) => name);
    const single = metaOptions(found('vip_10g').resource).map(({ name }) => name);
    expect(clone).toContain('interleave');
    expect(single).not.toContain('interleave');
    expect(single).toContain('resource-stickiness');
    expect(single).not.toContain('target-role');
  });
});
