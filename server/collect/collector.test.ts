import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLUSTER_ID, SimCluster } from '@/e2e/sim/sim-cluster';
import { until } from '@/e2e/sim/until';
import { database } from '@/lib/data/client';
import { loadClusters, saveNewCluster } from '@/lib/data/clusters';
import { notify } from '@/lib/data/notify';
import { loadEvents, loadObservations, loadSamples, saveObservations } from '@/lib/data/observations';
import { itemKey } from '@/lib/live/protocol';
import { LiveStore } from '@/server/live/store';
import { testDatabase } from '@/server/testing/database';
import { type Collector, startCollector } from './collector';

/** The collector with its inventory and history in a real database, on simulated nodes. */

testDatabase();

let sim: SimCluster;
let store: LiveStore;
let collector: Collector | undefined;
let clusterId = '';
const logged: string[] = [];

beforeEach(async () => {
  logged.length = 0;
  sim = await SimCluster.start();
  store = new LiveStore();
  clusterId = await adopt();
});

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
  store.stop();
  await sim.stop();
  await database().cluster.deleteMany();
});

function adopt(): Promise<string> {
  return database().$transaction((tx) =>
    saveNewCluster(tx, {
      name: 'campus',
      practice: false,
      nodes: sim.loaded().nodes.map(({ id: _, privateKey, ...node }) => ({
        ...node,
        privateKey: privateKey ?? '',
        hostKeySha256: node.name,
        facts: {},
        disks: [],
      })),
      networks: [],
      drbd: [],
      vips: [],
      services: [],
    }),
  );
}

async function start(load?: Parameters<typeof startCollector>[0]['load']): Promise<Collector> {
  collector = await startCollector({
    store,
    log: (message) => logged.push(message),
    ...(load ? { load } : {}),
  });
  return collector;
}

const nodeId = (name: string): string =>
  store.state().clusters[clusterId]?.nodes.find((node) => node.name === name)?.id ?? '';

const isKnown = (name: string, reading: 'pacemaker' | 'network' | 'drbd'): boolean =>
  store.item(clusterId, nodeId(name), reading)?.observation.state === 'known';

const bothKnown = (): boolean =>
  isKnown('node1', 'pacemaker') && isKnown('node2', 'pacemaker') && isKnown('node2', 'drbd');

describe('the collector', () => {
  it('watches what is in the inventory, runs commands there, and answers fresh reads', async () => {
    const it = await start();
    await until('both nodes are read', bothKnown);
    expect(it.directory(clusterId)?.name).toBe('campus');
    expect(
      await it.run(clusterId, 'node1', {
        argv: ['date', '+%s.%N'],
        timeoutMs: 5_000,
        maxOutputBytes: 100,
        asRoot: false,
      }),
    ).toMatchObject({ kind: 'exited' });
    expect(
      await it.run(clusterId, 'node9', {
        argv: ['date'],
        timeoutMs: 5_000,
        maxOutputBytes: 100,
        asRoot: false,
      }),
    ).toMatchObject({ kind: 'unreachable' });
    const before = sim.node1.countOf('crm_mon');
    expect(await it.read(clusterId, 'node1', 'pacemaker')).toMatchObject({ state: 'known' });
    expect(sim.node1.countOf('crm_mon')).toBeGreaterThan(before);
    expect(await it.read(clusterId, 'node9', 'pacemaker')).toMatchObject({ state: 'unknown' });
  });

  it('begins to watch a cluster that was adopted, and forgets one that was removed, without a restart', async () => {
    await database().cluster.deleteMany();
    await start();
    expect(store.state().clusters).toEqual({});
    clusterId = await adopt();
    await notify('cluster', clusterId);
    await until('both nodes are read', bothKnown);
    await database().cluster.deleteMany();
    await notify('cluster', clusterId);
    await until('it is forgotten', () => Object.keys(store.state().items).length === 0);
    expect(store.state().clusters).toEqual({});
    expect(store.state().links).toEqual({});
    await until('nobody is signed in', () => sim.node1.server.openSessions === 0);
  });

  it('keeps what it saw: latest values, changes and points for charts', async () => {
    await start();
    await until('both nodes are read', () => bothKnown() && isKnown('node1', 'network'));
    await until('the followers run', () => store.state().links[nodeId('node2')]?.streams.drbd === 'running');
    sim.failDisk();
    await until('it is seen', () => store.state().events.some(({ fact }) => fact === 'drbd:hafs/0:disk'));
    const [node2, first] = [nodeId('node2'), store.state().events[0]?.id];
    await until('it is stored', async () => (await loadSamples(clusterId, `haproxy:`, 0)).length > 0, 40_000);
    await collector?.stop();
    collector = undefined;
    expect((await loadEvents(clusterId, 10)).map(({ id }) => id)).toContain(first);
    const stored = await loadObservations();
    expect(
      stored.find(({ nodeId: id, item }) => id === node2 && item.reading === 'drbd')?.item.observation,
    ).toMatchObject({
      value: { resources: [{ devices: [{ disk: 'Diskless' }] }] },
    });
  });

  it('shows what the last run saw, as old as it is, until it has read again', async () => {
    const [cluster] = await loadClusters();
    const node = cluster?.nodes[0];
    const at = Date.now() - 3_600_000;
    const item = {
      reading: 'units' as const,
      observation: { state: 'known' as const, value: { units: [] }, observedAt: at },
      since: { 'unit:x': { value: 'active', at, how: 'changed' as const } },
    };
    await saveObservations([{ nodeId: node?.id ?? '', item }]);
    sim.node1.wire.refuse();
    await start();
    const seen = store.state().items[itemKey(clusterId, node?.id ?? '', 'units')];
    expect(seen?.observation).toMatchObject({ state: 'unknown', last: { observedAt: at } });
    expect(seen?.since).toEqual(item.since);
  });

  it('goes on while the database is away, and writes when it is back', async () => {
    const [good] = await loadClusters();
    let isAway = true;
    await start(async () => {
      if (isAway) throw new Error('database away');
      return good ? [good] : [];
    });
    expect(store.state().clusters).toEqual({});
    isAway = false;
    await until('the inventory is there', bothKnown);
    isAway = true;
    await collector?.reload();
    sim.failDisk();
    await until(
      'still seen',
      () => JSON.stringify(store.item(clusterId, nodeId('node2'), 'drbd')).includes('Diskless'),
      75_000,
    );
    expect(logged.join()).toContain('database away');
    expect(CLUSTER_ID).not.toBe(clusterId);
  });
});
