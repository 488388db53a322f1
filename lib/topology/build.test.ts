import { describe, expect, it } from 'vitest';
import { itemKey } from '@/lib/live/protocol';
import { buildTopology, createTopologyBuilder } from './build';
import {
  drbdResource,
  healthySample,
  NOW,
  nodeId,
  type Sample,
  withLink,
  withReading,
  withSilentHaven,
  withUnknown,
} from './sample-cluster';
import { SITUATIONS, type SituationName } from './sample-situations';
import type { TopologyCell, TopologyModel } from './types';

const build = (sample: Sample): TopologyModel => buildTopology(sample.cluster, sample.state, sample.clock);
const of = (name: SituationName): TopologyModel => build(SITUATIONS[name]());
const column = (model: TopologyModel, index: number) => {
  const found = model.columns.find((one) => one.nodeId === nodeId(index));
  if (!found) throw new Error(`no column ${index}`);
  return found;
};
const cells = (model: TopologyModel): readonly TopologyCell[] => [
  ...model.columns.flatMap((one) => Object.values(one.slots).flat()),
  ...model.nowhere,
];
const cell = (model: TopologyModel, id: string): TopologyCell => {
  const found = cells(model).find((one) => one.id === id);
  if (!found)
    throw new Error(
      `no cell ${id} in ${cells(model)
        .map((one) => one.id)
        .join(' ')}`,
    );
  return found;
};
const bead = (model: TopologyModel, id: string) => {
  const found = model.rails.flatMap((rail) => rail.beads).find((one) => one.id === id);
  if (!found) throw new Error(`no bead ${id}`);
  return found;
};

describe('a healthy pair', () => {
  const model = of('healthy');

  it('has nothing loud in it', () => {
    expect(model.problems).toEqual([]);
    expect(cells(model).filter((one) => !['ok', 'ready', 'idle'].includes(one.status))).toEqual([]);
    expect(model.nowhere).toEqual([]);
  });

  it('shows HAFS mounted on the active node and ready on the other', () => {
    expect(cell(model, 'n1:hafs:fs_hafs')).toMatchObject({
      status: 'ok',
      words: { key: 'hafsMounted' },
      meter: { kind: 'full', percent: 61 },
    });
    expect(cell(model, 'n2:hafs:fs_hafs')).toMatchObject({ status: 'ready', words: { key: 'hafsReady' } });
    expect(column(model, 1).active).toBe(true);
    expect(column(model, 2).active).toBe(false);
  });

  it('hangs each VIP at the node whose kernel has it', () => {
    expect(bead(model, 'v1')).toMatchObject({
      state: 'held',
      holderIds: ['n1'],
      label: 'VIP-1G',
      railId: '1g',
    });
    expect(bead(model, 'v10')).toMatchObject({ state: 'held', holderIds: ['n1'] });
  });

  it('draws replication from Primary to Secondary', () => {
    expect(model.flows).toHaveLength(1);
    expect(model.flows[0]).toMatchObject({
      state: 'established',
      fromId: 'n1',
      toId: 'n2',
      directed: true,
      status: 'ok',
    });
  });

  it('threads every service whole through all layers it uses', () => {
    expect(model.threads.map((thread) => [thread.name, thread.state])).toEqual([
      ['Horizon', 'whole'],
      ['Keystone', 'whole'],
      ['Glance', 'whole'],
      ['Nova', 'whole'],
      ['Neutron', 'whole'],
    ]);
    const keystone = model.threads.find((thread) => thread.name === 'Keystone');
    expect(keystone?.links).toEqual(
      expect.arrayContaining([
        'v10',
        'n1:haproxy:HAProxy',
        'n1:services:s-keystone',
        'n1:resources:g_hafs',
        'n1:hafs:fs_hafs',
        'n1:drbd:hafs',
        'n1:nvme:nvme0n1',
        'flow:hafs:n1:n2',
        'n2:drbd:hafs',
      ]),
    );
  });

  it('counts a standby server of an active-standby service as right, not as a fault', () => {
    expect(cell(model, 'n1:haproxy:HAProxy')).toMatchObject({
      status: 'ok',
      words: { key: 'haproxyServing', params: { sessions: 12 } },
    });
    expect(cell(model, 'n2:haproxy:HAProxy').status).toBe('ready');
  });

  it('says what the loss of each node would move, from the cluster simulator', () => {
    const lost = model.futures.find((future) => future.nodeId === 'n1');
    expect(lost?.moves.map((move) => `${move.label}→${move.to}`)).toEqual([
      'HAFS→node2',
      'Horizon→node2',
      'Keystone→node2',
      'Glance→node2',
      'VIP-1G→node2',
      'VIP-10G→node2',
    ]);
    expect([lost?.lowSeconds, lost?.highSeconds]).toEqual([15, 90]);
    expect(model.futures.find((future) => future.nodeId === 'n2')?.moves).toEqual([]);
  });
});

describe('freshness', () => {
  it('lets nothing look fine in any situation unless its source is current', () => {
    for (const name of Object.keys(SITUATIONS) as SituationName[]) {
      for (const one of cells(of(name))) {
        if (one.freshness.state !== 'current') expect(one.status, `${name} ${one.id}`).toBe('unknown');
      }
    }
  });

  it('takes every colour away when Haven is silent, and says since when', () => {
    const model = of('silentHaven');
    expect(model.havenSilentSince).toBe(NOW - 42_000);
    expect(new Set(cells(model).map((one) => one.status))).toEqual(new Set(['unknown']));
    expect(new Set(model.columns.map((one) => one.status))).toEqual(new Set(['unknown']));
    expect(model.rails.flatMap((rail) => rail.beads).map((one) => one.status)).toEqual([
      'unknown',
      'unknown',
    ]);
    expect(model.flows.map((flow) => flow.state)).toEqual(['unknown']);
    expect(cell(model, 'n1:drbd:hafs').freshness).toEqual({
      state: 'stale',
      why: 'haven-silent',
      lastTrueAt: NOW - 42_000,
    });
  });

  it('fades a node within seconds of its silence even if no message says so', () => {
    const model = build(withLink(healthySample(), 2, { lastHeardAt: NOW - 4_600 }));
    expect(column(model, 2).heart.link).toBe('unreachable');
    expect(cell(model, 'n2:drbd:hafs').status).toBe('unknown');
    expect(cell(model, 'n1:drbd:hafs').status).toBe('ok');
  });

  it('keeps what was last true of a silent node, marked', () => {
    const model = of('silentNode');
    expect(cell(model, 'n2:drbd:hafs')).toMatchObject({
      status: 'unknown',
      lastStatus: 'ok',
      words: { key: 'drbdState', params: { role: 'Secondary', disk: 'UpToDate' } },
    });
    expect(column(model, 2).findings[0]?.step?.key).toBe('stepCheckSsh');
  });

  it('does not call a silent node broken while its peer sees it in the cluster', () => {
    expect(column(of('silentNode'), 2).status).toBe('unknown');
    expect(column(of('unclean'), 2)).toMatchObject({
      status: 'critical',
      marks: expect.arrayContaining(['unclean']),
    });
  });

  it('does not call anything fine on a node that is not yet fenced, whoever says so', () => {
    const cells = Object.values(column(of('unclean'), 2).slots).flat();
    expect(cells.length).toBeGreaterThan(0);
    expect(new Set(cells.map((one) => one.status))).toEqual(new Set(['unknown']));
  });

  it('takes "not running" as an answer, and silence as none', () => {
    const answered = build(withUnknown(healthySample(), 1, 'haproxy', 'not-running'));
    expect(cell(answered, 'n1:haproxy:HAProxy')).toMatchObject({
      status: 'critical',
      words: { key: 'haproxyStopped' },
    });
    const silent = build(withUnknown(healthySample(), 1, 'haproxy', 'timed-out'));
    expect(cell(silent, 'n1:haproxy:HAProxy').status).toBe('unknown');
  });

  it('draws an empty cluster as unknown, not as well', () => {
    const model = of('empty');
    expect(model.status).toBe('unknown');
    expect(cells(model).every((one) => one.status === 'unknown')).toBe(true);
  });
});

describe('failover', () => {
  const model = of('failover');

  it('slides both VIPs and HAFS from the dead node, with the time', () => {
    expect(model.movements).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ what: 'vip', subject: 'v1', fromId: 'n1', toId: 'n2', at: NOW - 3_000 }),
        expect.objectContaining({ what: 'vip', subject: 'v10', fromId: 'n1', toId: 'n2' }),
        expect.objectContaining({ what: 'hafs', subject: 'fs_hafs', fromId: 'n1', toId: 'n2' }),
      ]),
    );
    expect(bead(model, 'v1').holderIds).toEqual(['n2']);
  });

  it('shows the dead node offline by the word of the living one', () => {
    expect(column(model, 1)).toMatchObject({ status: 'critical', words: { key: 'nodeOffline' } });
    expect(cell(model, 'n1:drbd:hafs').status).toBe('unknown');
  });

  it('shows replication cut, as the only end that is heard says', () => {
    expect(model.flows[0]).toMatchObject({ state: 'cut', status: 'critical' });
  });

  it('forgets ghosts after a minute', () => {
    const sample = SITUATIONS.failover();
    const later = buildTopology(sample.cluster, sample.state, { now: NOW + 61_000, heardAt: NOW + 61_000 });
    expect(later.movements).toEqual([]);
  });

  it('reads a cluster-wide fact that names its nodes', () => {
    const sample = healthySample();
    const state = {
      ...sample.state,
      events: [
        {
          id: 'x',
          clusterId: 'campus',
          fact: 'vip:10.10.0.100',
          from: 'node2',
          to: 'node1',
          at: NOW - 1_000,
        },
      ],
    };
    expect(buildTopology(sample.cluster, state, sample.clock).movements).toEqual([
      { id: 'x', what: 'vip', subject: 'v10', fromId: 'n2', toId: 'n1', at: NOW - 1_000 },
    ]);
  });
});

describe('replication', () => {
  it('draws a resync with direction, percent, rate and time left', () => {
    expect(of('resync').flows[0]).toMatchObject({
      state: 'syncing',
      status: 'moving',
      fromId: 'n1',
      toId: 'n2',
      percent: 63.4,
      etaSeconds: 148,
      rateKiBps: 118_400,
    });
    expect(cell(of('resync'), 'n2:drbd:hafs')).toMatchObject({
      status: 'moving',
      meter: { kind: 'progress', percent: 63.4 },
    });
    expect(cell(of('resync'), 'n2:hafs:fs_hafs')).toMatchObject({
      status: 'warning',
      words: { key: 'hafsCannot', params: { disk: 'Inconsistent' } },
    });
  });

  it.each([
    ['paused', 'paused'],
    ['verifying', 'verifying'],
    ['cut', 'cut'],
    ['splitBrain', 'split-brain'],
    ['healthy', 'established'],
    ['silentHaven', 'unknown'],
  ] as const)('tells %s apart', (name, state) => {
    expect(of(name).flows[0]?.state).toBe(state);
  });

  it('calls one lone StandAlone side standalone, not split-brain', () => {
    const sample = withReading(healthySample(), 2, 'drbd', (value) => ({
      ...value,
      resources: value.resources.map((one) => ({
        ...one,
        connections: one.connections.map((each) => ({ ...each, connection: 'StandAlone' as const })),
      })),
    }));
    expect(build(sample).flows[0]?.state).toBe('standalone');
  });

  it('tells the rate of established replication from two reads', () => {
    const builder = createTopologyBuilder();
    const first = healthySample();
    builder.build(first.cluster, first.state, first.clock);
    const sent = drbdResource(1, { nodes: 2, active: 1 });
    const second = withReading(
      first,
      1,
      'drbd',
      (value) => ({
        ...value,
        resources: [
          {
            ...sent,
            connections: sent.connections.map((one) => ({
              ...one,
              peerDevices: one.peerDevices.map((peer) => ({ ...peer, sentKiB: 1_032_200 + 41_984 })),
            })),
          },
        ],
      }),
      -100,
    );
    expect(builder.build(second.cluster, second.state, second.clock).flows[0]?.rateKiBps).toBe(41_984);
  });
});

describe('contradiction', () => {
  it('splits a cell when the peer believes something else, and names both sources', () => {
    const drbd = cell(of('disagreement'), 'n2:drbd:hafs');
    expect(drbd.disagreement?.views).toEqual([
      expect.objectContaining({
        source: 'node2',
        words: { key: 'drbdState', params: { role: 'Secondary', disk: 'Outdated' } },
      }),
      expect.objectContaining({
        source: 'node1',
        words: { key: 'drbdState', params: { role: 'Secondary', disk: 'UpToDate' } },
      }),
    ]);
  });

  it('waits two seconds before it calls two reads a contradiction', () => {
    const sample = SITUATIONS.disagreement();
    const key = itemKey('campus', 'n2', 'drbd');
    const item = sample.state.items[key];
    if (!item) throw new Error('sample');
    const fresh = {
      ...sample,
      state: {
        ...sample.state,
        items: {
          ...sample.state.items,
          [key]: {
            ...item,
            since: { 'drbd:hafs/0:disk': { value: 'Outdated', at: NOW - 300, how: 'changed' as const } },
          },
        },
      },
    };
    expect(cell(build(fresh), 'n2:drbd:hafs').disagreement).toBeUndefined();
  });

  it('shows a partition: two views of the members, a VIP on two nodes, a broken thread', () => {
    const model = of('partition');
    expect(column(model, 1).disagreement?.views.map((view) => view.source)).toEqual(['node1', 'node2']);
    expect(bead(model, 'v10')).toMatchObject({
      state: 'duplicate',
      status: 'critical',
      holderIds: ['n1', 'n2'],
    });
    expect(model.flows[0]?.state).toBe('split-brain');
    expect(model.threads.find((thread) => thread.name === 'Nova')).toMatchObject({
      state: 'broken',
      broken: { at: 'v10', words: { key: 'breakVipTwice' } },
    });
  });
});

describe('what runs nowhere', () => {
  const model = of('vipNowhere');

  it('leaves a VIP without a holder floating', () =>
    expect(bead(model, 'v1')).toMatchObject({ state: 'unheld', holderIds: [] }));

  it('puts a stopped service beside the nodes with its cause', () => {
    expect(model.nowhere.map((one) => one.id)).toContain('nowhere:services:s-horizon');
    expect(model.problems.map((problem) => problem.cause.params?.reason)).toContain(
      'Syntax error on line 12 of /srv/hafs/apache2/horizon.conf',
    );
  });

  it('names the first broken link from the people’s side', () => {
    expect(model.threads.find((thread) => thread.name === 'Horizon')).toMatchObject({
      state: 'broken',
      broken: { at: 'v1', words: { key: 'breakVip' } },
    });
    expect(model.threads.find((thread) => thread.name === 'Keystone')?.state).toBe('whole');
  });

  it('does not say nowhere while a silent node may still hold the address', () => {
    expect(bead(build(withLink(SITUATIONS.vipNowhere(), 2, { lastHeardAt: NOW - 20_000 })), 'v1').state).toBe(
      'unknown',
    );
  });
});

describe('disks', () => {
  it('follows a lost disk from DRBD to the NVMe under it', () => {
    const model = of('diskLost');
    expect(cell(model, 'n2:drbd:hafs')).toMatchObject({
      status: 'critical',
      findings: [{ cause: { key: 'drbdDiskLost' } }],
    });
    expect(cell(model, 'n2:nvme:nvme0n1')).toMatchObject({
      status: 'critical',
      findings: [{ cause: { key: 'nvmeDropped' } }],
    });
    expect(model.flows[0]).toMatchObject({
      state: 'behind',
      status: 'warning',
      words: { key: 'flowNoDisk' },
    });
  });
});

describe('sharing', () => {
  it('keeps every cell of a picture in which nothing changed', () => {
    const builder = createTopologyBuilder();
    const sample = SITUATIONS.sixteen();
    const first = builder.build(sample.cluster, sample.state, sample.clock);
    const touched = Object.fromEntries(
      Object.entries(sample.state.items).map(([key, item]) => [
        key,
        item.observation.state === 'known'
          ? { ...item, observation: { ...item.observation, observedAt: NOW } }
          : item,
      ]),
    );
    const second = builder.build(
      sample.cluster,
      { ...sample.state, items: touched },
      { now: NOW + 800, heardAt: NOW + 700 },
    );
    expect(second.columns.map((one) => one.slots)).toEqual(first.columns.map((one) => one.slots));
    for (const [index, one] of second.columns.entries())
      expect(Object.is(one.slots, first.columns[index]?.slots)).toBe(true);
  });

  it('gives one new cell for a change of one cell', () => {
    const builder = createTopologyBuilder();
    const sample = healthySample();
    const first = builder.build(sample.cluster, sample.state, sample.clock);
    const changed = withReading(sample, 1, 'disks', (value) => ({
      ...value,
      nvme: value.nvme.map((one) => ({ ...one, temperatureCelsius: 55 })),
    }));
    const second = builder.build(changed.cluster, changed.state, changed.clock);
    const before = new Set(cells(first));
    expect(
      cells(second)
        .filter((one) => !before.has(one))
        .map((one) => one.id),
    ).toEqual(['n1:nvme:nvme0n1']);
  });
});

it('leaves nothing undefined in words: every phrase of every situation has a key', () => {
  for (const name of Object.keys(SITUATIONS) as SituationName[]) {
    const text = JSON.stringify(of(name));
    expect(text).not.toContain('"key":""');
    expect(text).not.toContain('NaN');
  }
  expect(withSilentHaven(healthySample(), 1).clock.heardAt).toBe(NOW - 1);
});
