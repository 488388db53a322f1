import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { type BuildCluster, secretPlace, withSecrets } from '@/lib/inventory/build-cluster';
import { parseCib } from '@/lib/pacemaker/cib';
import { applyCibChanges } from '@/lib/pacemaker/cib-patch';
import { answerOf, refusing } from './answer';
import { approvalsNeeded } from './approval';
import { draftPlan, finishPlan } from './build';
import { fileKey, type WorldFacts } from './facts';
import { BUILD_GUARDS } from './guards-build';
import { emptyCib } from './planners/build-cib';
import { corosyncText } from './planners/build-cluster';
import { renderPlan } from './render';
import { bareWorld, buildIntent, GIB } from './testing/bare-world';
import type { Plan } from './types';

const GOLDEN = join(import.meta.dirname, 'scenarios-build');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function planOf(intent: BuildCluster, world: WorldFacts): Plan {
  const cibXml = emptyCib(intent.nodes);
  const sealedSha256 = (text: string): string => sha256(`sealed ${text}`);
  const draft = draftPlan({ intent, world, cibXml, sha256, sealedSha256 });
  return finishPlan({ intent, world, draft, sha256 });
}

function expectGolden(name: string, plan: Plan): void {
  const text = renderPlan(plan);
  const file = join(GOLDEN, `${name}.txt`);
  if (process.env.UPDATE_GOLDEN === '1' || !existsSync(file)) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

const refusalsOf = (plan: Plan): readonly string[] =>
  refusing(plan.guards).map(({ id, objects }) => `${id} ${objects.join(', ')}`);

describe('a cluster from bare machines', () => {
  it.each([2, 3] as const)('is one plan of %i nodes that nothing objects to', (count) => {
    const intent = buildIntent(count);
    const plan = planOf(intent, bareWorld(intent));
    expect(refusalsOf(plan)).toEqual([]);
    expect(answerOf(plan.guards)).toBe('safe');
    expectGolden(`${count === 2 ? 'two' : 'three'}-nodes`, plan);
  });

  it('needs one administrator: it destroys nothing but what it proves blank', () => {
    const intent = buildIntent(2);
    expect(approvalsNeeded(planOf(intent, bareWorld(intent)))).toBe(1);
  });

  it('tells Pacemaker everything in one patch, last', () => {
    const intent = buildIntent(2);
    const plan = planOf(intent, bareWorld(intent));
    const patches = plan.steps.filter((step) => step.action.kind === 'cib-patch');
    expect(patches).toHaveLength(1);
    expect(plan.steps.indexOf(patches[0] as never)).toBe(plan.steps.length - 2);
    const [patch] = patches;
    if (patch?.action.kind !== 'cib-patch') throw new Error('no patch');
    // Pacemaker has written its own properties meanwhile; the edits still fit.
    const live = emptyCib(intent.nodes).replace(
      '<cluster_property_set id="cib-bootstrap-options"/>',
      '<cluster_property_set id="cib-bootstrap-options"><nvpair id="a" name="have-watchdog" value="false"/><nvpair id="b" name="dc-version" value="2.1.5"/></cluster_property_set>',
    );
    const applied = applyCibChanges(live, patch.action.changes);
    if (!applied.ok) throw new Error(applied.error.kind);
    const after = parseCib(applied.value);
    if (!after.ok) throw new Error(after.error.what);
    expect(after.value.configurationText).toContain('name="dc-version"');
    expect(after.value.configurationText).toContain('fs_hafs');
    expect(patch.commandText).toContain('{{epoch}}');
  });

  it('has no secret in it, only their places', () => {
    const intent = buildIntent(2);
    const text = JSON.stringify(planOf(intent, bareWorld(intent)));
    for (const name of ['fence-node1', 'corosync', 'drbd', 'salt']) expect(text).toContain(secretPlace(name));
    expect(withSecrets(`a ${secretPlace('drbd')} ${secretPlace('other')}`, { drbd: 'x' })).toBe(
      `a x ${secretPlace('other')}`,
    );
    expect(parseHaproxyConfig(intent.haproxyText)).toBeDefined();
  });

  it('takes up an earlier try of itself', () => {
    const intent = buildIntent(2);
    const text = corosyncText(intent) ?? '';
    const files = Object.fromEntries(
      ['node1', 'node2'].map((node) => [
        fileKey({ node, path: '/etc/corosync/corosync.conf' }),
        { text, sha256: sha256(text) },
      ]),
    );
    const half = {
      disks: [{ path: '/dev/nvme0n1', sizeBytes: 512 * GIB, holds: ['LVM2_member'] }],
      groups: [
        { name: 'vg_hafs', sizeBytes: 512 * GIB, extentBytes: 4_194_304, freeExtents: 1, isUsable: true },
      ],
      volumes: [
        {
          name: 'hafs',
          group: 'vg_hafs',
          path: '/dev/vg_hafs/hafs',
          sizeBytes: 101 * GIB,
          segmentType: 'linear',
        },
      ],
      remains: ['/etc/corosync/corosync.conf', '/etc/drbd.d/hafs.res', '/var/lib/pacemaker/cib/cib.xml'],
    };
    expect(refusalsOf(planOf(intent, bareWorld(intent, { node1: half, node2: half }, files)))).toEqual([]);
    const done = bareWorld(intent, { node1: half, node2: half }, files);
    const formed = planOf(intent, {
      ...done,
      bare: { machines: {}, vips: {}, ...done.bare, resources: ['drbd_hafs', 'fs_hafs'] },
    });
    expect(formed.steps.map(({ title }) => title)).toEqual(['step-build-runs']);
    // The same without its own corosync.conf is somebody's cluster and somebody's data.
    const strange = refusalsOf(planOf(intent, bareWorld(intent, { node1: half })));
    expect(strange.map((line) => line.split(' ')[0])).toEqual(['machines-bare', 'places-blank']);
  });
});

type Wish = (intent: BuildCluster) => BuildCluster;
const node2 =
  (change: (node: BuildCluster['nodes'][number]) => Partial<BuildCluster['nodes'][number]>): Wish =>
  (intent) => ({
    ...intent,
    nodes: intent.nodes.map((node) => (node.name === 'node2' ? { ...node, ...change(node) } : node)),
  });
const vips =
  (change: Partial<BuildCluster['vips'][number]>): Wish =>
  (intent) => ({
    ...intent,
    vips: intent.vips.map((vip) => (vip.id === 'vip_1g' ? { ...vip, ...change } : vip)),
  });

describe('is refused', () => {
  it.each<[string, string, Wish, Parameters<typeof bareWorld>[1]?]>([
    [
      'where a package is offered by no source',
      'packages-offered node2: haproxy',
      (one) => one,
      {
        node2: { packages: offersWithout('haproxy') },
      },
    ],
    [
      'where the disk holds something',
      'places-blank node2 /dev/nvme0n1: ext4',
      (one) => one,
      {
        node2: { disks: [{ path: '/dev/nvme0n1', sizeBytes: 512 * GIB, holds: ['ext4'] }] },
      },
    ],
    [
      'where the disk is too small',
      'room-for-copies node2 /dev/nvme0n1',
      (one) => one,
      {
        node2: { disks: [{ path: '/dev/nvme0n1', sizeBytes: 50 * GIB, holds: [] }] },
      },
    ],
    ['where the kernel has no DRBD', 'expressible node2', (one) => one, { node2: { drbdModule: 'none' } }],
    [
      'where both links are one network',
      'links-separate node1 192.168.1.11 ↔ node2, node2 10.10.0.9',
      node2(() => ({
        addresses: ['10.10.0.2', '10.10.0.9'],
      })),
    ],
    [
      'where two nodes share a power controller',
      'everyone-fenced node2',
      node2((node) => ({
        fence: { ...node.fence, params: { ...node.fence.params, ip: '10.0.9.11' } },
      })),
    ],
    [
      'where a VIP is of another network',
      'vip-networks 10.10.0.200 node1, 10.10.0.200 node2',
      vips({ address: '10.10.0.200' }),
    ],
    [
      'where a VIP is a node’s own address',
      'vips-free 192.168.1.11 node1',
      vips({ address: '192.168.1.11' }),
    ],
    [
      'where one VIP is given twice',
      'vip-networks 10.10.0.100 node1, 10.10.0.100 node2',
      vips({ address: '10.10.0.100' }),
    ],
  ])('%s', (_title, refusal, wish, change) => {
    const intent = wish(buildIntent(2));
    const world = bareWorld(intent, change);
    expect(refusalsOf(planOf(intent, world))[0]).toMatch(refusal);
  });

  it('or asked about, by every rule of its own in some case', () => {
    const intent = buildIntent(2);
    const strange = {
      ...intent,
      nodes: intent.nodes.map((node) => ({ ...node, fence: { ...node.fence, params: {} } })),
    };
    const [place] = intent.hafs.places;
    const cases: readonly [BuildCluster, Parameters<typeof bareWorld>[1]?][] = [
      [{ ...intent, hafs: { ...intent.hafs, firstSync: 'both-read-as-zeros' } }],
      [{ ...intent, hafs: { ...intent.hafs, places: place ? [place] : [] } }],
      [{ ...intent, haproxyText: 'global\n' }],
      [strange],
      [vips({ address: '192.168.1.11' })(intent)],
      [vips({ address: '10.10.0.200' })(intent)],
      [node2(() => ({ addresses: ['10.10.0.2', '10.10.0.9'] }))(intent)],
      [
        intent,
        {
          node1: { remains: ['/etc/drbd.d/old.res'], packages: {} },
          node2: { disks: [{ path: '/dev/nvme0n1', sizeBytes: GIB, holds: ['ext4'] }] },
        },
      ],
    ];
    const seen = new Set(
      cases.flatMap(([one, change]) =>
        planOf(one, bareWorld(one, change)).guards.flatMap(({ id, verdict }) =>
          verdict === 'pass' ? [] : [id],
        ),
      ),
    );
    const never = BUILD_GUARDS.map(({ id }) => id).filter((id) => !seen.has(id));
    // A machine that could not be read is the next case.
    expect(never).toEqual(['machines-read']);
  });

  it('where a machine could not be read', () => {
    const intent = buildIntent(2);
    const world = bareWorld(intent);
    const silent = { state: 'unknown', reason: 'timed-out', since: world.now } as const;
    const machines = { ...world.bare?.machines, node2: silent };
    const plan = planOf(intent, { ...world, bare: { vips: world.bare?.vips ?? {}, machines } });
    expect(refusalsOf(plan)).toContain('machines-read node2');
    expectGolden('machine-unread', plan);
  });
});

function offersWithout(missing: string) {
  const machine = bareWorld(buildIntent(2)).bare?.machines.node2;
  const packages = machine?.state === 'known' ? machine.value.packages : {};
  return Object.fromEntries(Object.entries(packages).filter(([name]) => name !== missing));
}
