import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLUSTER_ID, SimCluster } from '@/e2e/sim/sim-cluster';
import { until } from '@/e2e/sim/until';
import { freshnessOf } from '@/lib/live/freshness';
import { itemKey, type LiveItem, type LiveState } from '@/lib/live/protocol';
import { READING_NAMES, type ReadingName } from '@/lib/live/readings';
import { type Collector, startCollector } from '@/server/collect/collector';
import { type GatewayRig, gatewayRig, RigClient } from './live-rig';
import { LiveStore } from './store';

/** From a line on a node to the state in a browser, over real SSH and a real socket. */

let sim: SimCluster;
let store: LiveStore;
let collector: Collector;
let rig: GatewayRig;
let client: RigClient;
const logged: string[] = [];

beforeEach(async () => {
  logged.length = 0;
  sim = await SimCluster.start();
  store = new LiveStore();
  rig = await gatewayRig(store);
  collector = await startCollector({
    store,
    log: (message) => logged.push(message),
    load: async () => [sim.loaded()],
    hasDatabase: false,
  });
  client = new RigClient(rig.port);
});

afterEach(async () => {
  client.close();
  await collector.stop();
  await rig.stop();
  store.stop();
  await sim.stop();
});

const itemOf = <K extends ReadingName>(
  state: LiveState,
  node: 'node1' | 'node2',
  reading: K,
): LiveItem<K> | undefined =>
  state.items[itemKey(CLUSTER_ID, `id-${node}`, reading)] as LiveItem<K> | undefined;

const isKnown = (node: 'node1' | 'node2', reading: ReadingName): boolean =>
  itemOf(client.state, node, reading)?.observation.state === 'known';

/** Only the DC (node1) simulates, and Apache2 is not installed. */
const expectedReadings = (node: 'node1' | 'node2'): readonly ReadingName[] =>
  READING_NAMES.filter((reading) => reading !== 'apache' && (reading !== 'survival' || node === 'node1'));

async function allKnown(): Promise<void> {
  await until(
    'every reading of both nodes is known',
    () =>
      (['node1', 'node2'] as const).every((node) =>
        expectedReadings(node).every((reading) => isKnown(node, reading)),
      ),
    100_000,
  );
}

const streamOf = (node: 'node1' | 'node2', name: string): string | undefined =>
  client.state.links[`id-${node}`]?.streams[name];

async function allStreams(): Promise<void> {
  await until('every follower runs', () =>
    (['node1', 'node2'] as const).every((node) =>
      ['drbd', 'cluster-log', 'network', 'journal', 'haproxy'].every(
        (name) => streamOf(node, name) === 'running',
      ),
    ),
  );
}

// Whoever reads everything again waits for the simulator's pause, on a machine that may be busy.
describe('the live path', { timeout: 150_000 }, () => {
  it('reads everything of two nodes with commands that real nodes know', async () => {
    await allKnown();
    await allStreams();
    expect(sim.unexpected()).toEqual([]);
    expect(logged).toEqual([]);
    const pacemaker = itemOf(client.state, 'node1', 'pacemaker')?.observation;
    expect(pacemaker).toMatchObject({ state: 'known', value: { quorate: true, dc: { name: 'node1' } } });
    const survival = itemOf(client.state, 'node1', 'survival')?.observation;
    expect(survival).toMatchObject({
      value: { onLoss: { node1: expect.anything(), node2: expect.anything() } },
    });
    expect(itemOf(client.state, 'node2', 'survival')).toBeUndefined();
    expect(client.state.events).toEqual([]);
  });

  it('shows a VIP that moves, and tells it once', async () => {
    await allKnown();
    await allStreams();
    const movedAt = performance.now();
    sim.moveVip10g();
    const holds = (node: 'node1' | 'node2'): boolean =>
      itemOf(client.state, node, 'network')?.since['vip:10.10.0.100'] !== undefined;
    await until('the VIP is on node2', () => holds('node2') && !holds('node1'));
    expect(performance.now() - movedAt).toBeLessThan(1_500);
    await until('Pacemaker says so too', () =>
      (['node1', 'node2'] as const).every(
        (node) =>
          itemOf(client.state, node, 'pacemaker')?.since['resource:vip_10g']?.value === 'Started node2',
      ),
    );
    await until('it was told', () => client.state.events.length >= 3);
    const told = client.state.events.map(({ nodeId, fact, from, to }) => ({ nodeId, fact, from, to }));
    expect(told).toContainEqual({ nodeId: 'id-node1', fact: 'vip:10.10.0.100', from: 'held', to: undefined });
    expect(told).toContainEqual({ nodeId: 'id-node2', fact: 'vip:10.10.0.100', from: undefined, to: 'held' });
    expect(told.filter(({ fact }) => fact === 'resource:vip_10g')).toHaveLength(1);
    expect(itemOf(client.state, 'node2', 'network')?.since['vip:10.10.0.100']?.how).toBe('changed');
  });

  it('shows a lost disk at once', async () => {
    await allKnown();
    await allStreams();
    sim.failDisk();
    await until(
      'the disk is Diskless',
      () => itemOf(client.state, 'node2', 'drbd')?.since['drbd:hafs/0:disk']?.value === 'Diskless',
    );
    expect(client.state.events).toContainEqual(
      expect.objectContaining({ fact: 'drbd:hafs/0:disk', from: 'UpToDate', to: 'Diskless' }),
    );
  });

  it('suspects a silent node within 2 s, gives it up within 4.5 s, and never shows it as current after that', async () => {
    await allKnown();
    const mutedAt = Date.now();
    sim.node1.wire.mute();
    const state = (): string | undefined => client.state.links['id-node1']?.state;
    await until('suspect', () => state() === 'suspect');
    expect(Date.now() - mutedAt).toBeLessThan(2_000);
    await until('unreachable', () => state() === 'unreachable');
    expect(Date.now() - mutedAt).toBeLessThan(4_500);
    for (const reading of expectedReadings('node1')) {
      const item = itemOf(client.state, 'node1', reading);
      if (!item) continue;
      const fresh = freshnessOf(item as LiveItem, client.state.links['id-node1'], {
        now: Date.now(),
        heardAt: Date.now(),
      });
      expect(fresh.state).not.toBe('current');
      expect(item.observation).toMatchObject({
        state: 'unknown',
        reason: 'unreachable',
        last: expect.anything(),
      });
    }
    expect(isKnown('node2', 'pacemaker')).toBe(true);
    sim.node1.wire.heal();
    await allKnown();
    expect(
      client.state.events.filter(({ fact }) => fact === 'link').map(({ from, to }) => `${from} ${to}`),
    ).toEqual(['live unreachable', 'unreachable live']);
  });

  it('takes readings whose follower died for unknown until it runs and was read again', async () => {
    await allKnown();
    await allStreams();
    const reads = sim.node1.countOf('drbdsetup');
    const seen: string[] = [];
    const unsubscribe = store.onPatch((patch) => {
      const item = patch.items?.[itemKey(CLUSTER_ID, 'id-node1', 'drbd')];
      if (item) seen.push(item.observation.state === 'known' ? 'known' : item.observation.reason);
    });
    sim.node1.streams.get('drbd')?.end(1, 'netlink gone');
    await until('unknown', () => seen.includes('stream-dead'));
    await until('known again', () => isKnown('node1', 'drbd') && streamOf('node1', 'drbd') === 'running');
    unsubscribe();
    expect(sim.node1.countOf('drbdsetup')).toBeGreaterThan(reads);
    expect(isKnown('node2', 'drbd')).toBe(true);
  });

  it('equals the server again after a lost patch', async () => {
    await allKnown();
    await allStreams();
    const before = client.resyncs;
    client.losePatches = 1;
    sim.failDisk();
    await until('a resync was asked for', () => client.resyncs > before);
    await until(
      'equal',
      () => itemOf(client.state, 'node2', 'drbd')?.since['drbd:hafs/0:disk']?.value === 'Diskless',
    );
    expect(client.state.epoch).toBe(store.epoch);
  });

  it('reads a burst of a thousand lines with few reads, the last of which sees the end', async () => {
    await allKnown();
    await allStreams();
    const before = sim.node1.countOf('crm_mon');
    for (const node of sim.nodes) node.delayMs = 40;
    for (let index = 0; index < 1_000; index += 1) {
      sim.node1.say(
        'cluster-log',
        `Nov 22 17:20:00.${index} node1 pacemaker-based [380] (cib_perform_op) \tinfo: +  /cib:  @num_updates=${index}`,
      );
      if (index % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    sim.node1.edit('crm_mon', (text) =>
      text.replace(
        'name="node2" id="2" online="true" standby="false"',
        'name="node2" id="2" online="true" standby="true"',
      ),
    );
    sim.node1.say(
      'cluster-log',
      'Nov 22 17:20:01.000 node1 pacemaker-based [380] (cib_perform_op) \tinfo: last',
    );
    await until(
      'the end is seen',
      () => itemOf(client.state, 'node1', 'pacemaker')?.since['node:node2']?.value === 'standby',
    );
    expect(sim.node1.countOf('crm_mon') - before).toBeLessThan(25);
  });

  it('is not woken by lines about looking', async () => {
    await allKnown();
    await allStreams();
    const before = sim.node1.countOf('crm_mon');
    for (let index = 0; index < 50; index += 1) {
      sim.node1.say(
        'cluster-log',
        'Nov 22 16:40:41.453 node1 pacemaker-based     [380] (cib_process_ping) \tinfo: Reporting our current digest to node1: 3aa6fcef for 0.6.56',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(sim.node1.countOf('crm_mon') - before).toBeLessThanOrEqual(1);
  });

  it('polls a reading whose follower cannot run here, and says that it is absent', async () => {
    await allKnown();
    await allStreams();
    sim.node1.brokenStreams.set('network', 127);
    sim.node1.streams.get('network')?.end(127, 'ip: not found');
    await until('absent', () => streamOf('node1', 'network') === 'absent');
    await until('known', () => isKnown('node1', 'network'));
    const before = sim.node1.countOf('ip');
    await until('polled', () => sim.node1.countOf('ip') > before + 1, 15_000);
  });

  it('sends no command to a node whose host key changed, and raises the alarm', async () => {
    await allKnown();
    await sim.node2.changeHostKey();
    await until('the alarm', () => client.state.links['id-node2']?.state === 'host-key-changed');
    expect(sim.node2.server.calls).toEqual([]);
    expect(sim.node2.server.authAttempts).toBe(0);
    expect(itemOf(client.state, 'node2', 'pacemaker')?.observation).toMatchObject({
      state: 'unknown',
      reason: 'host-key-changed',
    });
    expect(
      await collector.run(CLUSTER_ID, 'node2', {
        argv: ['id'],
        timeoutMs: 1_000,
        maxOutputBytes: 10,
        asRoot: false,
      }),
    ).toMatchObject({ kind: 'host-key-changed' });
  });
});

describe('hostile answers', { timeout: 150_000 }, () => {
  const cases = [
    ['garbage', { stdout: '<html>502 Bad Gateway</html>' }, 'unparsable'],
    [
      'half an answer',
      { stdout: '<pacemaker-result api-version="2.25"><nodes><node name="node1"' },
      'unparsable',
    ],
    ['silence with success', { stdout: '' }, 'unparsable'],
    ['another exit code', { exitCode: 55, stderr: 'no' }, 'command-failed'],
    ['no Pacemaker', { exitCode: 102 }, 'not-running'],
    ['a missing tool', { exitCode: 127 }, 'not-installed'],
    ['a crash', { signal: 'SEGV' }, 'command-failed'],
    ['a flood', { floodBytes: 60_000_000 }, 'command-failed'],
    ['a refusing sudo', { exitCode: 1, stderr: 'sudo: a password is required\n' }, 'permission-denied'],
  ] as const;

  it.each(cases)('%s is unknown, never all down and never all well', async (_name, reply, reason) => {
    await allKnown();
    sim.node1.instead.set('crm_mon', reply);
    const observation = await collector.read(CLUSTER_ID, 'node1', 'pacemaker');
    expect(observation).toMatchObject({ state: 'unknown', reason, last: { value: { quorate: true } } });
    await until('it is shown', () => !isKnown('node1', 'pacemaker'));
    sim.node1.instead.clear();
    expect(await collector.read(CLUSTER_ID, 'node1', 'pacemaker')).toMatchObject({ state: 'known' });
  });
});
