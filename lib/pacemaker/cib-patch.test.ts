import { describe, expect, it } from 'vitest';
import { parseXml } from '@/lib/base/xml';
import { canonicalText } from './canonical';
import {
  editAttributes,
  editClusterProperty,
  editClusterPropertyAway,
  editConstraintAway,
  editLocationConstraint,
  editNodeAttribute,
  editNodeAttributeAway,
} from './cib-edits';
import {
  applyCibChanges,
  type CibChange,
  inverse,
  NUM_UPDATES_PLACEHOLDER,
  renderCibPatch,
} from './cib-patch';
import hafs from './fixtures/cib-hafs.json';
import live from './fixtures/cib-live.json';

const base = hafs.output;
const source = { adminEpoch: 0, epoch: 24, numUpdates: 52 };

function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
const canonical = (xml: string): string => {
  const parsed = parseXml(xml);
  if (!parsed.ok) throw new Error(parsed.error.what);
  return canonicalText(parsed.value.root);
};
const apply = (xml: string, changes: readonly CibChange[]): string => must(applyCibChanges(xml, changes));

describe('edits', () => {
  it('puts standby where Pacemaker itself would', () => {
    expect(must(editNodeAttribute(base, 'node1', 'standby', 'on'))).toEqual([
      {
        op: 'create',
        parent: "/cib/configuration/nodes/node[@id='1']",
        xml: '<instance_attributes id="nodes-1"><nvpair id="nodes-1-standby" name="standby" value="on"/></instance_attributes>',
        position: 0,
      },
    ]);
    // node1 of the live cluster has attributes already.
    expect(must(editNodeAttribute(live.output, 'node1', 'standby', 'on'))).toEqual([
      {
        op: 'create',
        parent: "/cib/configuration/nodes/node[@id='1']/instance_attributes[@id='nodes-1']",
        xml: '<nvpair id="nodes-1-standby" name="standby" value="on"/>',
        position: 1,
      },
    ]);
  });

  it('modifies what is there, removes it again, and has nothing to do when it is so already', () => {
    const standby = apply(base, must(editNodeAttribute(base, 'node1', 'standby', 'on')));
    expect(must(editNodeAttribute(standby, 'node1', 'standby', 'on'))).toEqual([]);
    expect(must(editNodeAttribute(standby, 'node1', 'standby', 'off'))).toMatchObject([
      {
        op: 'modify',
        before: { value: 'on' },
        after: { value: 'off', name: 'standby', id: 'nodes-1-standby' },
      },
    ]);
    const online = apply(standby, must(editNodeAttributeAway(standby, 'node1', 'standby')));
    expect(must(editNodeAttributeAway(online, 'node1', 'standby'))).toEqual([]);
    expect(online).not.toContain('standby"');
  });

  it('sets and removes cluster properties', () => {
    expect(must(editClusterProperty(base, 'no-quorum-policy', 'freeze'))).toMatchObject([
      { op: 'modify', after: { value: 'freeze' } },
    ]);
    const set = apply(base, must(editClusterProperty(base, 'maintenance-mode', 'true')));
    expect(set).toContain(
      '<nvpair id="cib-bootstrap-options-maintenance-mode" name="maintenance-mode" value="true"/>',
    );
    const gone = apply(set, must(editClusterPropertyAway(set, 'maintenance-mode')));
    expect(canonical(gone)).toBe(canonical(base));
  });

  it('refuses unknown nodes, taken ids and unsafe names', () => {
    const wanted = { id: 'haven-move-g_hafs', resource: 'g_hafs', node: 'node2', score: 'INFINITY' } as const;
    const once = apply(base, must(editLocationConstraint(base, wanted)));
    expect(editLocationConstraint(once, wanted)).toEqual({
      ok: false,
      error: { kind: 'id-in-use', id: 'haven-move-g_hafs' },
    });
    expect(editLocationConstraint(base, { ...wanted, node: 'node9' }).ok).toBe(false);
    expect(editLocationConstraint(base, { ...wanted, id: "x'] | //*[" }).ok).toBe(false);
    expect(editLocationConstraint(base, { ...wanted, score: '1 or 2' }).ok).toBe(false);
    expect(editNodeAttribute(base, 'node9', 'standby', 'on').ok).toBe(false);
    expect(editNodeAttribute(base, 'node1', 'a b', 'on').ok).toBe(false);
  });

  it('never takes a secret into a change', () => {
    const secret = base.replace(
      'name="password_script" value="/etc/ha/p1"',
      'name="password" value="hunter2"',
    );
    const device = "/cib/configuration/resources/primitive[@id='fence_n1']";
    const pair = `${device}/instance_attributes[@id='fence_n1-instance_attributes']/nvpair[@id='fence_n1-instance_attributes-password_script']`;
    expect(editAttributes(secret, pair, { value: 'x' })).toMatchObject({
      ok: false,
      error: { kind: 'would-store-secret' },
    });
    expect(inverse([{ op: 'delete', path: device }], secret)).toMatchObject({
      ok: false,
      error: { kind: 'would-store-secret' },
    });
    expect(editNodeAttribute(base, 'node1', 'ipmi_password', 'x')).toMatchObject({
      ok: false,
      error: { kind: 'would-store-secret' },
    });
  });
});

describe('applyCibChanges', () => {
  it('changes nothing but what is named', () => {
    const changes = must(
      editLocationConstraint(base, { id: 'l1', resource: 'vip_1g', node: 'node2', score: '50' }),
    );
    const edited = apply(base, changes);
    expect(edited.replace('<rsc_location id="l1" rsc="vip_1g" node="node2" score="50"/>', '')).toBe(
      apply(base, []),
    );
    expect(canonical(apply(base, []))).toBe(canonical(base));
  });

  it('refuses to overwrite what somebody changed since', () => {
    const changes = must(editClusterProperty(base, 'no-quorum-policy', 'freeze'));
    const theirs = base.replace(
      'name="no-quorum-policy" value="stop"',
      'name="no-quorum-policy" value="demote"',
    );
    expect(applyCibChanges(theirs, changes)).toMatchObject({ ok: false, error: { kind: 'changed-since' } });
  });

  it('refuses paths outside the configuration, sections, and paths that fit nothing', () => {
    for (const path of [
      '/cib/status',
      '/cib',
      '//nvpair',
      '/cib/configuration',
      '/cib/configuration/constraints',
      "/cib/configuration/resources/primitive[@id='nosuch']",
      "/cib/configuration/resources/primitive[@id='a' or 1]",
      '/cib/configuration//nodes/node',
      '/cib/configuration/nodes/node',
    ]) {
      expect(applyCibChanges(base, [{ op: 'delete', path }]).ok, path).toBe(false);
    }
  });

  it('refuses an element that is none, and ids that exist', () => {
    const parent = '/cib/configuration/constraints';
    for (const xml of ['', '<a', '<a/><b/>', 'text', '<!DOCTYPE a><a/>', '<rsc_location id="vip_1g"/>']) {
      expect(applyCibChanges(base, [{ op: 'create', parent, xml, position: 0 }]).ok, xml).toBe(false);
    }
  });
});

describe('renderCibPatch', () => {
  const standby = must(editNodeAttribute(base, 'node1', 'standby', 'on'));

  it('binds the patch to the version it was made for, and raises the epoch by one', () => {
    expect(must(renderCibPatch(standby, source))).toBe(
      '<diff format="2"><version><source admin_epoch="0" epoch="24" num_updates="52"/><target admin_epoch="0" epoch="25" num_updates="0"/></version>' +
        `<change operation="create" path="/cib/configuration/nodes/node[@id='1']" position="0">${standby[0]?.op === 'create' ? standby[0].xml : ''}</change></diff>`,
    );
  });

  it('leaves a place for num_updates, which only the node knows at that moment', () => {
    expect(must(renderCibPatch(standby, { ...source, numUpdates: NUM_UPDATES_PLACEHOLDER }))).toContain(
      '<source admin_epoch="0" epoch="24" num_updates="{{num_updates}}"/>',
    );
  });

  it('works edits inside a new element into that element', () => {
    const first = apply(base, standby);
    const both = [...standby, ...must(editNodeAttribute(first, 'node1', 'maintenance', 'on'))];
    const patch = must(renderCibPatch(both, source));
    expect(patch.match(/<change /g)).toHaveLength(1);
    expect(patch).toContain('name="maintenance"');
    const undone = [...both, ...must(inverse(both, base))];
    expect(renderCibPatch(undone, source)).toMatchObject({
      ok: false,
      error: { kind: 'malformed', what: 'no changes' },
    });
  });

  it('refuses malformed changes, as they may come from a stored plan', () => {
    const bad: CibChange[] = [
      { op: 'create', parent: '/cib/configuration/nodes', xml: '</change><x/>', position: 0 },
      { op: 'create', parent: '/cib/configuration/nodes', xml: '<x/>', position: Number.NaN },
      { op: 'delete', path: '/cib/status/node_state' },
      { op: 'modify', path: "/cib/configuration/nodes/node[@id='1']", tag: 'x y', before: {}, after: {} },
      {
        op: 'modify',
        path: "/cib/configuration/nodes/node[@id='1']",
        tag: 'node',
        before: { id: '1' },
        after: { id: '2' },
      },
      {
        op: 'modify',
        path: "/cib/configuration/nodes/node[@id='1']",
        tag: 'node',
        before: {},
        after: { 'a b': '' },
      },
    ];
    for (const change of bad) expect(renderCibPatch([change], source).ok).toBe(false);
    expect(renderCibPatch([], source).ok).toBe(false);
  });
});

describe('inverse', () => {
  it('refuses to remove what somebody put there since', () => {
    const standby = must(editNodeAttribute(base, 'node1', 'standby', 'on'));
    const undo = must(inverse(standby, base));
    const later = apply(base, standby);
    const theirs = apply(later, must(editNodeAttribute(later, 'node1', 'maintenance', 'on')));
    expect(applyCibChanges(theirs, undo)).toMatchObject({ ok: false, error: { kind: 'changed-since' } });
  });

  it('takes every kind of change back', () => {
    const resources = '/cib/configuration/resources';
    const lists: CibChange[][] = [
      must(editNodeAttribute(base, 'node1', 'standby', 'on')),
      must(editClusterProperty(base, 'no-quorum-policy', 'freeze')),
      must(editConstraintAway(base, 'location-vip_10g-node2-100')),
      [{ op: 'delete', path: `${resources}/group[@id='g_hafs']/primitive[@id='glance']` }],
      [
        {
          op: 'create',
          parent: `${resources}/group[@id='g_hafs']`,
          xml: '<primitive id="new" class="ocf" type="Dummy"/>',
          position: 1,
        },
      ],
    ];
    for (const changes of [...lists, lists.flat()]) {
      expect(changes.length).toBeGreaterThan(0);
      const edited = apply(base, changes);
      expect(canonical(edited)).not.toBe(canonical(base));
      expect(canonical(apply(edited, must(inverse(changes, base))))).toBe(canonical(base));
    }
  });
});
