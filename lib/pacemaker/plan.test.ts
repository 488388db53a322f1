import { describe, expect, it } from 'vitest';
import { applyCibChanges } from './cib-patch';
import hafs from './fixtures/cib-hafs.json';
import standbySimulation from './fixtures/crm-simulate-standby.json';
import { changesOf, checkMove, planMove, planOnline, planStandby } from './plan';
import { parseSimulation } from './simulation';

const base = hafs.output;
const applied = (xml: string, plan: ReturnType<typeof planStandby>): string => {
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  const edited = applyCibChanges(xml, changesOf(plan.value));
  if (!edited.ok) throw new Error(JSON.stringify(edited.error));
  return edited.value;
};

describe('standby and online', () => {
  it('sets standby, then finds nothing to do, then takes it away', () => {
    const standby = applied(base, planStandby(base, 'node1'));
    expect(planStandby(standby, 'node1')).toEqual({
      ok: true,
      value: { kind: 'nothing-to-do', reason: 'already-standby' },
    });
    const online = applied(standby, planOnline(standby, 'node1'));
    expect(planOnline(online, 'node1')).toEqual({
      ok: true,
      value: { kind: 'nothing-to-do', reason: 'already-online' },
    });
  });

  it('refuses names that are none and nodes that are not there', () => {
    expect(planStandby(base, '--help')).toMatchObject({ ok: false, error: { kind: 'invalid-name' } });
    expect(planStandby(base, 'node3')).toMatchObject({ ok: false, error: { kind: 'no-such-node' } });
    expect(planStandby('<cib', 'node1')).toMatchObject({ ok: false, error: { kind: 'cib' } });
  });

  it('says that a standby until reboot cannot be ended by the configuration', () => {
    const transient = base.replace(
      '<instance_attributes id="status-1">',
      '<instance_attributes id="status-1"><nvpair id="status-1-standby" name="standby" value="on"/>',
    );
    expect(planOnline(transient, 'node1')).toMatchObject({
      ok: false,
      error: { kind: 'standby-until-reboot' },
    });
  });
});

describe('move', () => {
  it('pins the group of a member, waits, and takes the pin away', () => {
    const plan = planMove(base, 'glance', 'node2');
    expect(plan).toMatchObject({
      ok: true,
      value: {
        steps: [
          {
            kind: 'patch',
            changes: [
              {
                op: 'create',
                xml: '<rsc_location id="haven-move-g_hafs" rsc="g_hafs" node="node2" score="INFINITY"/>',
              },
            ],
          },
          { kind: 'wait-settled' },
          {
            kind: 'patch',
            changes: [
              { op: 'delete', path: "/cib/configuration/constraints/rsc_location[@id='haven-move-g_hafs']" },
            ],
          },
          { kind: 'wait-settled' },
        ],
      },
    });
    expect(applied(base, plan)).not.toContain('haven-move');
  });

  it('moves the promoted role of a promotable clone', () => {
    expect(JSON.stringify(planMove(base, 'drbd_hafs', 'node2'))).toContain(
      'rsc=\\"drbd_hafs-clone\\" role=\\"Promoted\\" node=\\"node2\\"',
    );
  });

  it('refuses clones, fence devices, unknown resources, nodes in standby and unfinished moves', () => {
    const refused = (resource: string, node: string, xml = base) => {
      const plan = planMove(xml, resource, node);
      return plan.ok ? 'planned' : plan.error.kind;
    };
    expect(refused('haproxy', 'node2')).toBe('not-movable');
    expect(refused('fence_n1', 'node2')).toBe('not-movable');
    expect(refused('nosuch', 'node2')).toBe('no-such-resource');
    expect(refused('x;rm', 'node2')).toBe('invalid-name');
    expect(refused('g_hafs', 'node2', applied(base, planStandby(base, 'node2')))).toBe('node-in-standby');
    const pinned = base.replace(
      '</constraints>',
      '<rsc_location id="haven-move-vip_1g" rsc="vip_1g" node="node2" score="INFINITY"/></constraints>',
    );
    expect(refused('vip_1g', 'node2', pinned)).toBe('move-unfinished');
  });

  it('tells a move that holds from one that does not arrive or comes back', () => {
    const there = parseSimulation(standbySimulation.output);
    if (!there.ok) throw new Error(there.error.what);
    const back = { ...there.value, after: there.value.after.map((r) => ({ ...r, nodes: ['node1'] })) };
    expect(checkMove(['fs_hafs', 'glance'], 'node2', there.value, there.value)).toEqual({ kind: 'stays' });
    expect(checkMove(['drbd_hafs'], 'node2', there.value, there.value, true)).toEqual({ kind: 'stays' });
    expect(checkMove(['fs_hafs'], 'node1', there.value, there.value)).toMatchObject({
      kind: 'does-not-arrive',
    });
    expect(checkMove(['fs_hafs'], 'node2', there.value, back)).toEqual({
      kind: 'moves-back',
      resources: ['fs_hafs'],
    });
    expect(checkMove([], 'node2', there.value, there.value)).toMatchObject({ kind: 'does-not-arrive' });
  });
});
