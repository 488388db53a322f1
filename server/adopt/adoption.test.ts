import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimCluster, type SimClusterOptions } from '@/e2e/sim/sim-cluster';
import { until } from '@/e2e/sim/until';
import type { Result } from '@/lib/base/result';
import { changeAdoption, loadAdoption } from '@/lib/data/adoptions';
import { listAudit } from '@/lib/data/audit';
import { database } from '@/lib/data/client';
import { loadClusters } from '@/lib/data/clusters';
import { newId } from '@/lib/data/new-id';
import { notify } from '@/lib/data/notify';
import type { AdoptionState } from '@/lib/inventory/adoption';
import {
  type AdoptionCredential,
  type AdoptionSecrets,
  type AnswerError,
  acceptReview,
  cancelAdoption,
  changeAddress,
  confirmHostKey,
  newAdoption,
  retryNode,
} from '@/lib/inventory/adoption-answers';
import type { Running } from '@/server/access';
import { testDatabase } from '@/server/testing/database';
import { startAdoptionWorker } from './worker';

/** Adoption over real SSH against simulated nodes, with a real database. */

testDatabase();

let sim: SimCluster;
let worker: Running | undefined;
let id = '';
const logged: string[] = [];

beforeEach(() => {
  logged.length = 0;
});

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await sim.stop();
  await database().cluster.deleteMany();
  await database().adoption.deleteMany();
});

async function startWorker(): Promise<void> {
  worker = await startAdoptionWorker({ log: (message) => logged.push(message) });
}

interface Begin extends SimClusterOptions {
  readonly login?: string;
  readonly credential?: (sim: SimCluster) => AdoptionCredential;
  readonly host?: string;
  readonly prepare?: (sim: SimCluster) => void;
}

/** What the page does: a row with its secrets, and a notice. */
async function begin(options: Begin = {}): Promise<void> {
  sim = await SimCluster.start(options);
  options.prepare?.(sim);
  id = newId();
  const credential = options.credential?.(sim) ?? { kind: 'key', privateKey: sim.privateKey };
  await database().adoption.create({
    data: {
      id,
      startedById: 'nobody',
      state: newAdoption([
        { host: options.host ?? '127.0.0.1', port: sim.node1.port, login: options.login ?? 'root' },
      ]) as never,
    },
  });
  await changeAdoption(id, () => ({ secrets: { credential } }));
  if (!worker) await startWorker();
  await notify('adoption', id);
}

async function answer(step: (state: AdoptionState) => Result<AdoptionState, AnswerError>): Promise<void> {
  await changeAdoption(id, ({ state }) => {
    const next = step(state);
    if (!next.ok) throw new Error(`refused: ${next.error} in ${state.phase} ${JSON.stringify(state.nodes)}`);
    return { state: next.value };
  });
  await notify('adoption', id);
}

async function state(): Promise<AdoptionState> {
  const row = await loadAdoption(id);
  if (!row) throw new Error('the adoption is gone');
  return row.state;
}

async function nodeIs(index: number, phase: string): Promise<void> {
  await until(`node ${index} is ${phase}`, async () => (await state()).nodes[index]?.phase === phase, 40_000);
}

async function confirm(index: number): Promise<void> {
  await nodeIs(index, 'host-key');
  const sha256 = (await state()).nodes[index]?.hostKey?.sha256 ?? '';
  await answer((current) => confirmHostKey(current, { node: index, sha256 }));
}

/** The peer's corosync address is not reachable from here, as on many networks: a person gives another one. */
async function bringPeer(): Promise<void> {
  await nodeIs(1, 'failed');
  const login = (await state()).nodes[0]?.login ?? 'root';
  await answer((current) =>
    changeAddress(current, { node: 1, host: '127.0.0.1', port: sim.node2.port, login }),
  );
  await confirm(1);
}

async function toReview(): Promise<void> {
  await confirm(0);
  await bringPeer();
  await until('review', async () => (await state()).phase === 'review', 60_000);
}

async function review(clusterName = 'campus'): Promise<void> {
  await answer((current) =>
    acceptReview(current, {
      clusterName,
      networks: (current.proposal?.networks ?? []).map(({ cidr, role, name }) => ({ cidr, role, name })),
      withoutServices: [],
    }),
  );
}

describe('adopting a cluster', { timeout: 150_000 }, () => {
  it('goes from one address to an inventory, asking for both host keys and the review', async () => {
    await begin();
    await confirm(0);
    await nodeIs(0, 'read');
    expect(await state()).toMatchObject({
      phase: 'peers',
      clusterName: 'havenlab',
      nodes: [
        {
          name: 'node1',
          nodeId: 1,
          findings: expect.arrayContaining([{ label: 'drbd-generation', value: '8.4' }]),
        },
        { name: 'node2', nodeId: 2, corosyncAddresses: ['10.10.0.2', '192.168.10.12'] },
      ],
    });
    await bringPeer();
    await until('review', async () => (await state()).phase === 'review', 60_000);
    expect(sim.nodes.flatMap((node) => node.server.unexpected)).toEqual([]);
    expect((await state()).proposal).toMatchObject({
      networks: [
        { cidr: '10.0.2.0/24', role: 'management', interfaces: { node1: 'mgmt0', node2: 'mgmt0' } },
        {
          cidr: '10.10.0.0/24',
          role: '10g',
          speedMbps: 10_000,
          reasons: expect.arrayContaining(['speed-10g', 'carries-drbd', 'carries-vip']),
        },
        { cidr: '192.168.10.0/24', role: '1g', reasons: expect.arrayContaining(['speed-1g', 'carries-vip']) },
      ],
      vips: expect.arrayContaining([{ resourceId: 'vip_10g', address: '10.10.0.100', cidr: '10.10.0.0/24' }]),
      drbd: [{ name: 'hafs', protocol: 'C', fencing: 'resource-and-stonith', mountpoint: '/srv/hafs' }],
      services: expect.arrayContaining([
        {
          name: 'apache',
          mode: 'active-standby',
          resourceId: 'apache',
          unit: 'apache2.service',
          usesHafs: true,
          vipResourceId: 'vip_1g',
        },
        expect.objectContaining({
          name: 'compute_api',
          mode: 'active-active',
          backend: 'compute_api',
          vipResourceId: 'vip_10g',
          usesHafs: false,
        }),
        expect.objectContaining({
          name: 'imagestore',
          mode: 'active-standby',
          backend: 'imagestore',
          usesHafs: true,
          vipResourceId: 'vip_10g',
        }),
      ]),
    });
    expect(await loadClusters()).toEqual([]);
    await review();
    await until('adopted', async () => (await loadAdoption(id))?.isEnded === true, 60_000);
    const [cluster] = await loadClusters();
    expect(cluster?.directory).toMatchObject({
      name: 'campus',
      nodes: [{ name: 'node1' }, { name: 'node2' }],
      vips: expect.arrayContaining([expect.objectContaining({ resourceId: 'vip_1g', networkRole: '1g' })]),
    });
    expect(cluster?.nodes.map(({ privateKey, hostKey }) => ({ privateKey, hostKey }))).toEqual(
      sim.nodes.map((node) => ({
        privateKey: sim.privateKey,
        hostKey: node.hostKey.public.split(' ').slice(0, 2).join(' '),
      })),
    );
    const row = await database().adoption.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ secretsBox: null, clusterId: cluster?.directory.id });
    const box = await database().node.findFirstOrThrow();
    expect(box.privateKeyBox).not.toContain('PRIVATE');
    expect(await listAudit({ limit: 5 })).toContainEqual(
      expect.objectContaining({ action: 'cluster.adopt', phase: 'outcome' }),
    );
  });

  it('uses a password once: leaves a key on each node, keeps every other line, and forgets the password', async () => {
    await begin({
      login: 'haven',
      password: 'hunter2',
      credential: () => ({ kind: 'password', password: 'hunter2' }),
    });
    await toReview();
    for (const node of sim.nodes) {
      expect(node.authorizedKeys).toMatch(/^# written by hand\nssh-ed25519 \S+ haven\n$/);
    }
    const secrets = (await loadAdoption(id))?.secrets as AdoptionSecrets;
    expect(JSON.stringify(secrets)).not.toContain('hunter2');
    await review();
    await until('adopted', async () => (await loadAdoption(id))?.isEnded === true, 60_000);
    const [cluster] = await loadClusters();
    expect(cluster?.nodes.every(({ privateKey }) => privateKey === secrets.made?.privateKey)).toBe(true);
  });

  it('takes its key out again when it is cancelled, and leaves the file as it was', async () => {
    await begin({ login: 'haven', credential: () => ({ kind: 'password', password: 'correct horse' }) });
    await confirm(0);
    await nodeIs(0, 'read');
    expect(sim.node1.authorizedKeys).toContain(' haven\n');
    await answer(cancelAdoption);
    await until('over', async () => (await loadAdoption(id))?.isEnded === true, 60_000);
    expect(sim.node1.authorizedKeys).toBe('# written by hand\n');
    expect((await database().adoption.findUniqueOrThrow({ where: { id } })).secretsBox).toBeNull();
    expect(await loadClusters()).toEqual([]);
  });

  it('goes on where it stood after Haven was restarted', async () => {
    await begin();
    await nodeIs(0, 'host-key');
    await worker?.stop();
    const sha256 = (await state()).nodes[0]?.hostKey?.sha256 ?? '';
    await answer((current) => confirmHostKey(current, { node: 0, sha256 }));
    await startWorker();
    await nodeIs(0, 'read');
  });
});

describe('what a person is told', { timeout: 150_000 }, () => {
  const problems: readonly [string, string, Begin][] = [
    [
      'a refused key',
      'auth-failed',
      { credential: () => ({ kind: 'password', password: 'wrong' }), login: 'haven' },
    ],
    ['an unreadable key', 'key-unreadable', { credential: () => ({ kind: 'key', privateKey: 'not a key' }) }],
    ['no sudo', 'no-sudo', { login: 'guest' }],
    ['a sudo allow-list without a needed tool', 'no-sudo', { login: 'haven', sudoRefuses: ['cibadmin'] }],
    ['no corosync', 'not-a-cluster', { prepare: (it) => it.node1.instead.set('quorum', { exitCode: 127 }) }],
    [
      'a stopped corosync',
      'corosync-not-running',
      {
        prepare: (it) =>
          it.node1.instead.set('quorum', { exitCode: 1, stderr: 'Cannot initialize QUORUM service\n' }),
      },
    ],
    [
      'a stopped Pacemaker',
      'pacemaker-not-running',
      { prepare: (it) => it.node1.instead.set('crm_mon', { exitCode: 102 }) },
    ],
    ['garbage', 'unparsable', { prepare: (it) => it.node1.instead.set('crm_mon', { stdout: 'hello' }) }],
    [
      'an old Pacemaker',
      'unsupported-version',
      {
        prepare: (it) =>
          it.node1.edit('versions', (text) =>
            text.replace('pacemaker installed 2.1.5', 'pacemaker installed 1.1.24'),
          ),
      },
    ],
    [
      'a machine whose name is not its name in the cluster',
      'wrong-node',
      {
        prepare: (it) =>
          it.node1.edit('host', (text) =>
            text.replace('/proc/sys/kernel/hostname:node1', '/proc/sys/kernel/hostname:web7'),
          ),
      },
    ],
  ];

  it.each(problems)('%s: %s', async (_name, kind, options) => {
    await begin(options);
    await confirm(0);
    await nodeIs(0, 'failed');
    expect((await state()).nodes[0]?.problem?.kind).toBe(kind);
  });

  it('a wrong address, a closed port and a silent host', async () => {
    await begin({ host: 'no-such-host.invalid' });
    await nodeIs(0, 'failed');
    expect(['name-not-found', 'timed-out']).toContain((await state()).nodes[0]?.problem?.kind);
    await answer((current) => changeAddress(current, { node: 0, host: '127.0.0.1', port: 1, login: 'root' }));
    await until('refused', async () => (await state()).nodes[0]?.problem?.kind === 'connection-refused');
    await answer((current) =>
      changeAddress(current, { node: 0, host: '127.0.0.1', port: sim.node1.port, login: 'root' }),
    );
    await confirm(0);
    await nodeIs(0, 'read');
  });

  it('the same machine given for its peer', async () => {
    await begin();
    await confirm(0);
    await nodeIs(1, 'failed');
    await answer((current) =>
      changeAddress(current, { node: 1, host: '127.0.0.1', port: sim.node1.port, login: 'root' }),
    );
    await confirm(1);
    await nodeIs(1, 'failed');
    expect((await state()).nodes[1]?.problem).toMatchObject({ kind: 'wrong-node', detail: 'node1' });
  });

  it('a node of another cluster', async () => {
    await begin({
      prepare: (it) =>
        it.node2.edit('cmap', (text) => text.replace(/(totem\.cluster_name \(str\) = ).*/, '$1other')),
    });
    await confirm(0);
    await bringPeer();
    await nodeIs(1, 'failed');
    expect((await state()).nodes[1]?.problem).toMatchObject({ kind: 'different-cluster', detail: 'other' });
  });

  it('half a cluster: the peer that does not answer, until it does', async () => {
    await begin();
    await confirm(0);
    await nodeIs(1, 'failed');
    expect((await state()).nodes[1]).toMatchObject({
      name: 'node2',
      problem: { kind: expect.stringMatching(/timed-out|connection-refused/) },
    });
    expect((await state()).phase).toBe('peers');
    expect(await loadClusters()).toEqual([]);
  });

  it('a host key that changed after it was confirmed, and nothing is sent to it', async () => {
    await begin({ prepare: (it) => it.node1.instead.set('crm_mon', { exitCode: 102 }) });
    await confirm(0);
    await nodeIs(0, 'failed');
    await sim.node1.changeHostKey();
    await answer((current) => retryNode(current, { node: 0 }));
    await until('told', async () => (await state()).nodes[0]?.problem?.kind === 'host-key-changed');
    expect(sim.node1.server.calls).toEqual([]);
  });

  it('a key file that cannot be written', async () => {
    await begin({
      login: 'haven',
      credential: () => ({ kind: 'password', password: 'correct horse' }),
      prepare: (it) => {
        it.node1.isAuthorizedKeysReadOnly = true;
      },
    });
    await confirm(0);
    await nodeIs(0, 'failed');
    expect((await state()).nodes[0]?.problem).toMatchObject({
      kind: 'auth-failed',
      detail: expect.stringContaining('authorized_keys'),
    });
  });

  it('a node that belongs to an adopted cluster', async () => {
    await begin();
    await toReview();
    await review();
    await until('adopted', async () => (await loadAdoption(id))?.isEnded === true, 60_000);
    const first = sim;
    id = newId();
    await database().adoption.create({
      data: {
        id,
        startedById: 'nobody',
        state: newAdoption([{ host: '127.0.0.1', port: first.node1.port, login: 'root' }]) as never,
      },
    });
    await notify('adoption', id);
    await nodeIs(0, 'failed');
    expect((await state()).nodes[0]?.problem).toMatchObject({
      kind: 'already-adopted',
      detail: 'node1, campus',
    });
  });
});
