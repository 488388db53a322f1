import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '@/e2e/sim/until';
import { HEARTBEAT_MS, itemKey } from '@/lib/live/protocol';
import type { NodeReadings } from '@/lib/live/readings';
import { ADMIN, type ClientOptions, type GatewayRig, gatewayRig, RigClient } from './live-rig';
import { LiveStore } from './store';

let store: LiveStore;
let rig: GatewayRig;
const clients: RigClient[] = [];
const KEY = itemKey('c1', 'n1', 'network');

const network = (address: string): NodeReadings['network'] => ({
  interfaces: [
    {
      name: 'ens2f0',
      mac: '52:54:00:0a:00:01',
      operState: 'UP',
      addresses: [{ address, prefixLength: 24, family: 'inet', secondary: true }],
    },
  ],
});

beforeEach(async () => {
  store = new LiveStore();
  rig = await gatewayRig(store);
  store.setCluster({
    id: 'c1',
    name: 'campus',
    practice: false,
    nodes: [
      { id: 'n1', name: 'alpha' },
      { id: 'n2', name: 'beta' },
    ],
    networks: [{ role: '10g', name: '10G', cidr: '10.10.0.0/24' }],
    vips: [{ id: 'v', resourceId: 'vip_10g', address: '10.10.0.100', networkRole: '10g' }],
    services: [],
  });
  store.setKnown('c1', 'n1', 'network', network('10.10.0.100'), [
    {
      command: 'ip addr',
      at: 1,
      outcome: 'exit 0',
      stdout: '<nvpair name="password" value="hunter2"/>',
      stderr: '',
    },
  ]);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await rig.stop();
  store.stop();
});

function client(options: ClientOptions = {}): RigClient {
  const made = new RigClient(rig.port, options);
  clients.push(made);
  return made;
}

describe('the gateway', () => {
  it('gives a snapshot, then patches, then a heartbeat each second', async () => {
    const viewer = client();
    await until('a snapshot', () => viewer.isReady);
    expect(viewer.state).toEqual(store.state());
    store.setKnown('c1', 'n1', 'network', network('10.10.0.7'), []);
    await until('a patch', () => viewer.patches.length > 0);
    expect(viewer.state).toEqual(store.state());
    store.setHeard('n1', 12_345);
    await until('heartbeats', () => viewer.heartbeats.length >= 2, HEARTBEAT_MS * 10);
    expect(viewer.heartbeats.at(-1)).toMatchObject({
      epoch: store.epoch,
      revision: store.revision,
      heard: { n1: 12_345 },
    });
  });

  it.each([
    ['somebody who is not signed in', { cookie: 'nobody' }, 'unauthorized'],
    ['a page of another origin', { origin: 'http://evil.test' }, 'forbidden-origin'],
    ['a client that names no origin', { origin: null }, 'forbidden-origin'],
    ['a wrong wall token', { cookie: 'nobody', wallToken: 'guess' }, 'unauthorized'],
  ] as const)('refuses %s before anything is sent', async (_who, options, error) => {
    const viewer = client(options);
    await until('the refusal', () => viewer.errors.length > 0);
    expect(viewer.errors).toEqual([error]);
    expect(viewer.isReady).toBe(false);
  });

  it('refuses a person who may see no cluster', async () => {
    rig.people.set('prof', { kind: 'person', actor: { ...ADMIN, id: 'prof', role: 'faculty' } });
    const viewer = client({ cookie: 'prof' });
    await until('the refusal', () => viewer.errors.length > 0);
    expect(viewer.errors).toEqual(['unauthorized']);
  });

  it('drops the sockets of a person who signed out, and nobody else', async () => {
    rig.people.set('other', { kind: 'person', actor: { ...ADMIN, id: 'other', role: 'viewer' } });
    const [gone, stays] = [client(), client({ cookie: 'other' })];
    await until('both see', () => gone.isReady && stays.isReady);
    rig.gateway.dropUser('admin');
    await until('dropped', () => gone.isDisconnected);
    expect(stays.isDisconnected).toBe(false);
  });

  it('gives evidence to those who may see it, without secrets', async () => {
    rig.people.set('lobby', { kind: 'wall', wallId: 'w1', showNames: true });
    const [admin, wall] = [client(), client({ cookie: '', wallToken: 'lobby' })];
    await until('both see', () => admin.isReady && wall.isReady);
    const evidence = JSON.stringify(await admin.raw(KEY));
    expect(evidence).toContain('ip addr');
    expect(evidence).not.toContain('hunter2');
    expect(await admin.raw('c1/n9/network')).toEqual({ error: 'not-found' });
    expect(await wall.raw(KEY)).toEqual({ error: 'forbidden' });
  });

  it('asks a node for its agents only for who may propose a change', async () => {
    rig.people.set('looks', { kind: 'person', actor: { ...ADMIN, id: 'looks', role: 'viewer' } });
    rig.people.set('lobby', { kind: 'wall', wallId: 'w1', showNames: true });
    const [viewer, wall] = [client({ cookie: 'looks' }), client({ cookie: '', wallToken: 'lobby' })];
    const admin = client();
    await until('all see', () => viewer.isReady && wall.isReady && admin.isReady);
    for (const each of [viewer, wall]) expect(await each.agents()).toEqual({ error: 'forbidden' });
    expect(await admin.agents()).toEqual({ error: 'not-found' });
    for (const each of [viewer, wall]) expect(await each.preview()).toEqual({ error: 'forbidden' });
    expect(await admin.preview()).toEqual({ error: 'not-found' });
  });

  it('shows a wall no name and no address unless it may, and joins still join', async () => {
    rig.people.set('lobby', { kind: 'wall', wallId: 'w1', showNames: false });
    const wall = client({ cookie: '', wallToken: 'lobby' });
    await until('it sees', () => wall.isReady);
    store.setKnown('c1', 'n1', 'network', network('10.10.0.101'), []);
    store.setKnown('c1', 'n1', 'network', network('10.10.0.100'), []);
    store.tell({ clusterId: 'c1', nodeId: 'n1', fact: 'vip:10.10.0.100', to: 'held', at: 1 });
    await until('it sees the change', () => wall.patches.length > 0);
    const shown = JSON.stringify([wall.state, wall.patches]);
    for (const secret of ['alpha', 'beta', '10.10.0', '52:54:00']) expect(shown).not.toContain(secret);
    const vip = wall.state.clusters.c1?.vips[0]?.address;
    const item = wall.state.items[KEY]?.observation;
    const held =
      item?.state === 'known'
        ? (item.value as NodeReadings['network']).interfaces[0]?.addresses[0]?.address
        : undefined;
    expect(vip).toMatch(/^address-/);
    expect(held).toBe(vip);
    expect(Object.keys(wall.state.items[KEY]?.since ?? {})).toContain(`vip:${vip}`);
    rig.people.set('office', { kind: 'wall', wallId: 'w2', showNames: true });
    const open = client({ cookie: '', wallToken: 'office' });
    await until('it sees', () => open.isReady);
    expect(open.state.clusters.c1?.nodes[0]?.name).toBe('alpha');
  });
});
