import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { SimCluster } from '@/e2e/sim/sim-cluster';
import { until } from '@/e2e/sim/until';
import type { Actor } from '@/lib/auth/actor';
import { listAudit, verifyAudit } from '@/lib/data/audit';
import { database } from '@/lib/data/client';
import { loadDirectory, saveNewCluster } from '@/lib/data/clusters';
import { findForgetting } from '@/lib/data/forgettings';
import { insertJob } from '@/lib/data/jobs';
import { insertPlan, movePlan, planHashOf } from '@/lib/data/plans';
import type { KeyOutcome } from '@/lib/inventory/forgetting';
import moveVip from '@/lib/plan/scenarios/move-vip/input.json';
import type { ScenarioFile } from '@/lib/plan/testing/scenario';
import { planScenario } from '@/lib/plan/testing/world';
import { forgetCluster } from '@/lib/usecases/forget';
import { approvePlan } from '@/lib/usecases/plans';
import { getForgetting } from '@/lib/views/forgetting';
import type { Running } from '@/server/access';
import { makeKeyPair } from '@/server/adopt/sign-in';
import { startCollector } from '@/server/collect/collector';
import { LiveStore } from '@/server/live/store';
import { generateEd25519 } from '@/server/ssh/generate-key';
import { testDatabase } from '@/server/testing/database';
import { startForgetWorker } from './worker';

/** Forgetting over real SSH against simulated nodes, with a real database. */

testDatabase();

const administrator: Actor = { id: 'a1', name: '김관리', email: 'admin@example.org', role: 'administrator' };
const viewer: Actor = { ...administrator, id: 'v1', role: 'viewer' };
const haven = makeKeyPair();
let sim: SimCluster;
const running: Running[] = [];

afterEach(async () => {
  for (const part of running.splice(0)) await part.stop();
  await sim.stop();
  await database().cluster.deleteMany();
});

/** An adopted cluster whose nodes hold Haven's own key, as after an adoption with a password. */
async function adopted(privateKey = haven.privateKey): Promise<string> {
  sim = await SimCluster.start();
  for (const node of sim.nodes) {
    node.authorizedKeys += `${haven.publicKey}\n`;
    node.options.accounts.haven?.publicKeys.push(haven.publicKey);
  }
  return database().$transaction((tx) =>
    saveNewCluster(tx, {
      name: 'campus',
      practice: false,
      nodes: sim.nodes.map((node) => ({
        name: node.name,
        host: '127.0.0.1',
        port: node.port,
        login: 'haven',
        hostKey: node.hostKey.public,
        hostKeySha256: `SHA256:${node.name}`,
        privateKey,
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

async function startWorker(): Promise<void> {
  running.push(await startForgetWorker({ log: () => undefined }));
}

async function asked(clusterId: string): Promise<string> {
  const answer = await forgetCluster(administrator, clusterId, ' campus ');
  if (!answer.ok) throw new Error(answer.error.problem);
  return answer.value;
}

async function outcomes(id: string): Promise<Readonly<Record<string, KeyOutcome | undefined>>> {
  await until('forgotten', async () => (await findForgetting(id))?.endedAt !== undefined, 90_000);
  const nodes = (await findForgetting(id))?.nodes ?? [];
  return Object.fromEntries(nodes.map(({ name, outcome }) => [name, outcome]));
}

/** A plan that only waits for its approval. */
async function proposed(clusterId: string): Promise<{ readonly planId: string; readonly planHash: string }> {
  const plan = planScenario(moveVip as unknown as ScenarioFile, twoNodes, (text) => `${text.length}`);
  const planHash = planHashOf(plan);
  const planId = await database().$transaction(async (tx) => {
    const id = await insertPlan(tx, { clusterId, intent: plan.intent, proposedById: administrator.id });
    await movePlan(tx, id, 'proposing', { status: 'proposed', plan, planHash });
    return id;
  });
  return { planId, planHash };
}
const twoNodes = readFileSync('lib/plan/scenarios/two-nodes.cib.xml', 'utf8');

const refusals = async () => (await listAudit({ limit: 50 })).filter(({ phase }) => phase === 'refused');

describe('forgetting a cluster', { timeout: 150_000 }, () => {
  it('takes the key off every node, then the inventory and the live picture; the audit stays', async () => {
    const clusterId = await adopted();
    const store = new LiveStore();
    running.push(await startCollector({ store, log: () => undefined }));
    await startWorker();
    await until('watched', () => Object.values(store.state().links).length === 2);
    const id = await asked(clusterId);
    expect(await outcomes(id)).toEqual({ node1: 'removed', node2: 'removed' });
    for (const node of sim.nodes) expect(node.authorizedKeys).toBe('# written by hand\n');
    expect(await loadDirectory()).toEqual([]);
    await until('out of the live picture', () => Object.keys(store.state().clusters).length === 0);
    const [outcome, intent] = await listAudit({ limit: 2 });
    expect(intent).toMatchObject({ action: 'cluster.forget', phase: 'intent', actorName: '김관리' });
    expect(outcome).toMatchObject({
      action: 'cluster.forget',
      phase: 'outcome',
      objectName: 'campus',
      detail: {
        nodes: [
          { name: 'node1', key: 'removed' },
          { name: 'node2', key: 'removed' },
        ],
      },
    });
    expect((await verifyAudit()).ok).toBe(true);
    expect(await getForgetting(administrator, id)).toMatchObject({ clusterName: 'campus' });
    expect(await getForgetting(viewer, id)).toBeUndefined();
  });

  it('forgets it also when one node cannot be reached, and tells the line that removes the key there', async () => {
    const clusterId = await adopted();
    await sim.node2.stop();
    await startWorker();
    expect(await outcomes(await asked(clusterId))).toEqual({ node1: 'removed', node2: 'unreachable' });
    expect(await loadDirectory()).toEqual([]);
    const blob = haven.publicKey.split(' ')[1];
    expect((await listAudit({ limit: 1 }))[0]?.detail).toMatchObject({
      nodes: [{ name: 'node1' }, { name: 'node2', remove: `sed -i '\\|${blob}|d' ~/.ssh/authorized_keys` }],
    });
  });

  it('sends nothing to another machine at the address of a node', async () => {
    const clusterId = await adopted();
    await sim.node2.changeHostKey();
    await startWorker();
    expect(await outcomes(await asked(clusterId))).toMatchObject({ node2: 'host-key-changed' });
    expect(sim.node2.server.calls).toEqual([]);
  });

  it('leaves a key alone that a person gave', async () => {
    const clusterId = await adopted(generateEd25519('me@desk').private);
    await startWorker();
    expect(await outcomes(await asked(clusterId))).toEqual({
      node1: 'given-by-person',
      node2: 'given-by-person',
    });
    expect(sim.nodes.flatMap((node) => node.server.calls)).toEqual([]);
  });

  it('goes on where it stood when Haven was restarted', async () => {
    const clusterId = await adopted();
    const id = await asked(clusterId);
    expect(await asked(clusterId)).toBe(id);
    await startWorker();
    expect(await outcomes(id)).toEqual({ node1: 'removed', node2: 'removed' });
  });

  it('is refused to everybody but administrators, and the attempt is recorded', async () => {
    const clusterId = await adopted();
    for (const role of ['viewer', 'operator', 'faculty'] as const) {
      const answer = await forgetCluster({ ...viewer, role }, clusterId, 'campus');
      expect(answer).toMatchObject({ ok: false, error: { problem: 'forbidden' } });
    }
    expect((await refusals()).filter(({ objectId }) => objectId === clusterId)).toHaveLength(3);
  });

  it('is refused while a change of the cluster is not finished', async () => {
    const clusterId = await adopted();
    const job = await database().$transaction(async (tx) => {
      const intent = { kind: 'node-standby', node: 'node1' } as const;
      const planId = await insertPlan(tx, { clusterId, intent, proposedById: administrator.id });
      return insertJob(tx, { clusterId, planId, stepCount: 1 });
    });
    const refused = { ok: false, error: { problem: 'open-job' } };
    expect(await forgetCluster(administrator, clusterId, 'campus')).toMatchObject(refused);
    expect((await refusals())[0]).toMatchObject({ detail: { openJob: job } });
    await database().job.update({ where: { id: job }, data: { status: 'succeeded' } });
    await asked(clusterId);
  });

  it('lets no change begin once it was asked for', async () => {
    const clusterId = await adopted();
    const { planId, planHash } = await proposed(clusterId);
    await asked(clusterId);
    expect(await approvePlan(administrator, planId, planHash)).toMatchObject({
      ok: false,
      error: { problem: 'wrong-state' },
    });
    expect(await database().job.count()).toBe(0);
  });

  it('is refused when the name is not the one typed, or the cluster is not there', async () => {
    const clusterId = await adopted();
    expect(await forgetCluster(administrator, clusterId, 'Campus')).toMatchObject({
      error: { problem: 'name-differs' },
    });
    expect(await forgetCluster(administrator, 'nothing', 'campus')).toMatchObject({
      error: { problem: 'not-found' },
    });
    expect(await loadDirectory()).toHaveLength(1);
  });
});
