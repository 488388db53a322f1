import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { database } from '@/lib/data/client';
import { findPlan, planHashOf } from '@/lib/data/plans';
import type { Plan } from '@/lib/plan/types';
import { approvePlan } from '@/lib/usecases/plans';
import { getChange, getVerified } from '@/lib/views/plans';
import { testDatabase } from '@/server/testing/database';
import type { Running } from '../access';
import { FakeStorage, RES, SECRET } from './testing/fake-storage';
import {
  approve,
  type Crash,
  createActor,
  createClusterRow,
  jobIn,
  propose,
  startWorker,
} from './testing/stage';

testDatabase();

const OPTIONS = { kind: 'drbd-options', resource: 'hafs', values: { 'disk.c-max-rate': '8M' } } as const;
const VERIFY = { kind: 'drbd-verify', resource: 'hafs', node: 'node2' } as const;
const REPAIR = { kind: 'drbd-repair', resource: 'hafs', node: 'node2' } as const;
const EDITED = RES.replace('4096k', '8M');

let admin: Actor;
let cluster: FakeStorage;
const running: Running[] = [];
beforeEach(async () => {
  admin = await createActor('administrator');
  cluster = new FakeStorage(await createClusterRow());
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
async function work(crash?: Crash) {
  const worker = await startWorker(cluster, crash);
  running.push(worker);
  return worker;
}

describe('options of a resource', () => {
  it('are written on every node and taken into use, and the secret never leaves the nodes', async () => {
    await work();
    const plan = await propose(admin, cluster, OPTIONS);
    expect(plan.status).toBe('proposed');
    await jobIn(await approve(admin, plan), 'succeeded');
    expect([...cluster.res.values()]).toEqual([EDITED, EDITED]);
    expect(cluster.effects).toEqual(['node2 write', 'node1 write', 'node2 adjust hafs', 'node1 adjust hafs']);
    const rows = JSON.stringify(
      [
        await database().plan.findMany(),
        await database().stepRun.findMany({ include: { outcomes: true } }),
        await database().auditEntry.findMany(),
      ],
      (_key, value) => (typeof value === 'bigint' ? `${value}` : value),
    );
    expect(rows).not.toContain(SECRET);
  });

  // Writing on the first node, and adjusting it.
  it.each(
    (['attempt-committed', 'unit-started', 'unit-finished', 'outcome-recorded', 'verified'] as const).flatMap(
      (at) => [2, 6].map((stepIndex) => ({ at, stepIndex })),
    ),
  )('happen once each when Haven dies at $at of step $stepIndex', async (crash) => {
    const first = await work(crash);
    const jobId = await approve(admin, await propose(admin, cluster, OPTIONS));
    await first.crashed;
    await first.stop();
    await work();
    await jobIn(jobId, 'succeeded');
    expect(cluster.effects).toEqual(['node2 write', 'node1 write', 'node2 adjust hafs', 'node1 adjust hafs']);
  });

  it('are not taken into use when a dry run shows more than was reviewed, and every file comes back', async () => {
    await work();
    const jobId = await approve(admin, await propose(admin, cluster, OPTIONS));
    cluster.surprise = 'drbdsetup-84 detach 0\n';
    const job = await jobIn(jobId, 'failed', 'succeeded');
    expect(job.result.problem).toMatchObject({
      id: 'output-differs',
      params: { detail: expect.stringContaining('detach') },
    });
    expect([...cluster.res.values()]).toEqual([RES, RES]);
  });

  it('stop before anything is written when a file is not the reviewed one any more', async () => {
    const planner = await work();
    const plan = await propose(admin, cluster, OPTIONS);
    await planner.stop();
    cluster.res.set('node1', `${RES}# by hand\n`);
    const jobId = await approve(admin, plan);
    await work();
    const job = await jobIn(jobId, 'failed');
    expect(job.result.problem?.id).toBe('stale');
    expect(cluster.effects).toEqual([]);
  });

  it('say so when the secret in the file changed between review and run', async () => {
    await work();
    const plan = await propose(admin, cluster, OPTIONS);
    for (const node of cluster.res.keys()) cluster.res.set(node, RES.replace(SECRET, 'another'));
    const job = await jobIn(await approve(admin, plan), 'failed');
    expect(job.result.problem?.id).toBe('stale');
    expect(cluster.effects).toEqual([]);
  });
});

describe('a comparison', () => {
  it('tells what it found, and a repair brings the copies in line', async () => {
    await work();
    cluster.hiddenKiB = 12;
    const job = await jobIn(await approve(admin, await propose(admin, cluster, VERIFY)), 'succeeded');
    expect(job.result.verified?.state).toEqual({ kind: 'differs', outOfSyncKiB: 12 });
    expect((await getVerified(admin, cluster.clusterId)).hafs?.state.kind).toBe('differs');
    await jobIn(await approve(admin, await propose(admin, cluster, REPAIR)), 'succeeded');
    expect(cluster.outOfSyncKiB).toBe(0);
    expect(cluster.effects.slice(-2)).toEqual(['node2 disconnect hafs', 'node2 connect hafs']);
  });

  it('leaves the copies connected when the repair breaks off in the middle', async () => {
    await work();
    cluster.outOfSyncKiB = 12;
    const plan = await propose(admin, cluster, REPAIR);
    let isBroken = false;
    cluster.fault = (_node, argv) => {
      const isConnect = argv.includes('connect') && argv.includes('hafs');
      if (!isConnect || isBroken) return undefined;
      isBroken = true;
      return { kind: 'exited', exitCode: 1, stdout: '', stderr: 'no', truncated: false, durationMs: 1 };
    };
    await jobIn(await approve(admin, plan), 'failed');
    expect(cluster.isConnected).toBe(true);
  });
});

describe('a plan that destroys data in use', () => {
  /** As if it had been made so: what runs is what was hashed. */
  async function destructive(isOnBlank = false) {
    const planner = await work();
    const made = await propose(admin, cluster, OPTIONS);
    await planner.stop();
    if (!made.plan) throw new Error('no plan');
    const steps = made.plan.steps.map((step, index) =>
      index === 0 ? { ...step, risk: 'data-loss' as const, ...(isOnBlank ? { isOnBlank } : {}) } : step,
    );
    const plan: Plan = { ...made.plan, steps };
    const planHash = planHashOf(plan);
    await database().plan.update({ where: { id: made.id }, data: { plan: plan as never, planHash } });
    return { id: made.id, planHash };
  }
  const refused = (problem: string) => ({ ok: false, error: { problem } });

  it('begins only when a second administrator has approved it too', async () => {
    const { id, planHash } = await destructive();
    expect(await approvePlan(admin, id, planHash)).toEqual({ ok: true, value: null });
    expect(await approvePlan(admin, id, planHash)).toMatchObject(refused('second-person'));
    expect(await database().job.count({ where: { planId: id } })).toBe(0);
    expect((await getChange(admin, id))?.can.approve).toBe(false);
    const other = await createActor('administrator');
    const view = await getChange(other, id);
    expect(view?.can.approve).toBe(true);
    expect(view?.firstApprovedBy).toBe(admin.name);
    const answer = await approvePlan(other, id, planHash);
    expect(answer).toMatchObject({ ok: true, value: expect.any(String) });
    expect(await findPlan(id)).toMatchObject({
      status: 'approved',
      firstApprovedById: admin.id,
      approvedById: other.id,
    });
  });

  it('is not for operators, first or second', async () => {
    const { id, planHash } = await destructive();
    const operator = await createActor('operator');
    expect(await approvePlan(operator, id, planHash)).toMatchObject(refused('forbidden'));
    await approvePlan(admin, id, planHash);
    expect(await approvePlan(operator, id, planHash)).toMatchObject(refused('forbidden'));
    expect((await getChange(operator, id))?.can.approve).toBe(false);
  });

  it('needs one administrator where it only touches what it made itself', async () => {
    const { id, planHash } = await destructive(true);
    expect(await approvePlan(admin, id, planHash)).toMatchObject({ ok: true, value: expect.any(String) });
  });
});
