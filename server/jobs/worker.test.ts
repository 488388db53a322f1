import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { listAudit } from '@/lib/data/audit';
import { database } from '@/lib/data/client';
import { findPlan } from '@/lib/data/plans';
import {
  approvePlan,
  cancelJob,
  decideJob,
  proposePlan,
  proposeUndo,
  withdrawPlan,
} from '@/lib/usecases/plans';
import { testDatabase } from '@/server/testing/database';
import type { Running } from '../access';
import type { FakeCluster } from './testing/fake-cluster';
import {
  approve,
  type Crash,
  createActor,
  createCluster,
  jobIn,
  planIn,
  propose,
  startWorker,
  until,
} from './testing/stage';

testDatabase();

const STANDBY = { kind: 'node-standby', node: 'node1' } as const;
const MOVE = { kind: 'move-resource', resource: 'vip_10g', node: 'node1' } as const;

let admin: Actor;
let cluster: FakeCluster;
const running: Running[] = [];

beforeEach(async () => {
  admin = await createActor('administrator');
  cluster = await createCluster();
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
async function work(...args: Parameters<typeof startWorker> extends [unknown, ...infer R] ? R : never) {
  const worker = await startWorker(cluster, ...args);
  running.push(worker);
  return worker;
}

const left = (): string[] => [...cluster.units.keys()];
const constraints = (): boolean => cluster.cib.includes('haven-move-');

describe('a change', () => {
  it('puts a node in standby, verifies it, compares it with the prediction and leaves nothing behind', async () => {
    await work();
    const plan = await propose(admin, cluster, STANDBY);
    expect(plan.status).toBe('proposed');
    const job = await jobIn(await approve(admin, plan), 'succeeded', 'failed', 'needs-decision');
    expect(job.result.problem).toBeUndefined();
    expect(job.status).toBe('succeeded');
    expect(cluster.places).toEqual({ hafs: 'node2', vip10g: 'node2' });
    expect(cluster.applied).toHaveLength(1);
    expect(job.result.comparison?.every((one) => one.agrees)).toBe(true);
    expect(job.result.gaps).toEqual([
      expect.objectContaining({ fact: 'vip:192.168.1.100', from: 'node1', to: 'node2' }),
    ]);
    expect(left()).toEqual([]);
  });

  it('moves a VIP, takes the constraint away and sees that it stays', async () => {
    await work();
    const job = await jobIn(
      await approve(admin, await propose(admin, cluster, MOVE)),
      'succeeded',
      'failed',
      'needs-decision',
    );
    expect(job.status).toBe('succeeded');
    expect(cluster.places.vip10g).toBe('node1');
    expect(cluster.applied.map((line) => line.split(' ').at(-1))).toEqual(['create', 'delete']);
    expect(constraints()).toBe(false);
    expect(left()).toEqual([]);
  });

  it('is undone by a plan of its own, which is planned and reviewed like any other', async () => {
    await work();
    const job = await jobIn(await approve(admin, await propose(admin, cluster, STANDBY)), 'succeeded');
    const undo = await proposeUndo(admin, job.id);
    expect(undo.ok).toBe(true);
    const plan = await planIn(undo.ok ? undo.value : '', 'proposed');
    expect(plan.intent).toEqual({ kind: 'node-online', node: 'node1' });
    expect(plan.undoOfJobId).toBe(job.id);
    await jobIn(await approve(admin, plan), 'succeeded');
    expect(cluster.cib).not.toContain('name="standby"');
  });

  it('of a resource that is already there is nothing to do', async () => {
    await work();
    const plan = await propose(admin, cluster, { ...MOVE, node: 'node2' });
    expect(plan.status).toBe('nothing-to-do');
  });

  it('writes the intent to the audit before, and the outcome after', async () => {
    await work();
    const job = await jobIn(await approve(admin, await propose(admin, cluster, STANDBY)), 'succeeded');
    const entries = (await listAudit({ limit: 50, filter: { objectId: job.planId } })).toReversed();
    expect(entries.map((entry) => `${entry.action} ${entry.phase}`)).toEqual([
      'plan.propose intent',
      'plan.made outcome',
      'plan.approve intent',
      'job.step intent',
      'job.step outcome',
      'job.outcome outcome',
    ]);
    const names = new Set(entries.map((entry) => entry.objectName));
    expect([...names]).toEqual([expect.stringMatching(/^node1 · lab-/)]);
    const step = entries.find((entry) => entry.action === 'job.step');
    expect(JSON.stringify(step?.detail)).toContain('cibadmin');
    expect(step?.actorId).toBe(admin.id);
  });

  it('does not happen when the audit cannot be written', async () => {
    const first = await work();
    const plan = await propose(admin, cluster, STANDBY);
    await first.stop();
    const jobId = await approve(admin, plan);
    await database().$executeRawUnsafe(
      `CREATE FUNCTION refuse_audit() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$ LANGUAGE plpgsql`,
    );
    await database().$executeRawUnsafe(
      `CREATE TRIGGER refuse_audit BEFORE INSERT ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION refuse_audit()`,
    );
    const second = await work();
    await until(
      async () => cluster.commands.some((line) => line.includes('boot_id')) || undefined,
      'an attempt',
    );
    await second.stop();
    await database().$executeRawUnsafe('DROP TRIGGER refuse_audit ON "AuditEntry"; ');
    await database().$executeRawUnsafe('DROP FUNCTION refuse_audit()');
    expect(cluster.applied).toEqual([]);
    await work();
    await jobIn(jobId, 'succeeded');
    expect(cluster.applied).toHaveLength(1);
  });
});

describe('a plan', () => {
  it('is refused when somebody changed the configuration after it was shown, and says what moved', async () => {
    const first = await work();
    const plan = await propose(admin, cluster, STANDBY);
    await first.stop();
    cluster.editByHand((xml) => xml.replace('value="200"', 'value="100"'));
    const jobId = await approve(admin, plan);
    await work();
    const job = await jobIn(jobId, 'failed');
    expect(job.result.problem?.id).toBe('stale');
    expect(job.result.problem?.drift?.[0]).toMatchObject({ fact: 'configuration', was: '0.24', is: '0.25' });
    expect((await findPlan(plan.id))?.status).toBe('stale');
    expect(cluster.applied).toEqual([]);
  });

  it('is refused when something moved, although the configuration is the same', async () => {
    const first = await work();
    const plan = await propose(admin, cluster, STANDBY);
    await first.stop();
    cluster.places = { ...cluster.places, vip10g: 'node1' };
    const jobId = await approve(admin, plan);
    await work();
    const job = await jobIn(jobId, 'failed');
    expect(job.result.problem?.drift).toContainEqual({
      fact: 'resource vip_10g Started',
      was: 'node2',
      is: 'node1',
    });
    expect(cluster.applied).toEqual([]);
  });

  it('that was not the one shown is not approved', async () => {
    await work();
    const plan = await propose(admin, cluster, MOVE);
    expect(await approvePlan(admin, plan.id, 'f'.repeat(64))).toEqual({
      ok: false,
      error: { kind: 'change', problem: 'not-what-was-shown' },
    });
  });

  it('that was altered in the database is not approved', async () => {
    await work();
    const plan = await propose(admin, cluster, MOVE);
    await database()
      .$executeRaw`UPDATE "Plan" SET plan = jsonb_set(plan, '{steps,0,node}', '"node2"') WHERE id = ${plan.id}`;
    expect(await approvePlan(admin, plan.id, plan.planHash ?? '')).toEqual({
      ok: false,
      error: { kind: 'change', problem: 'not-what-was-shown' },
    });
  });

  it('with a rule to confirm needs the name typed and a reason', async () => {
    await work();
    const plan = await propose(admin, cluster, STANDBY);
    const hash = plan.planHash ?? '';
    const problem = async (typedText: string, reason: string) => {
      const answer = await approvePlan(admin, plan.id, hash, { typedText, reason });
      return answer.ok ? 'approved' : answer.error.problem;
    };
    expect(await problem('node2', 'kernel update')).toBe('confirmation-differs');
    expect(await problem('node1', '  ')).toBe('reason-missing');
    expect(await problem('node1', 'kernel update')).toBe('approved');
  });

  it('with a broken rule is refused and cannot be approved', async () => {
    await work();
    cluster.unreachable.add('node2');
    const plan = await propose(admin, cluster, STANDBY);
    expect(plan.status).toBe('blocked');
    expect(plan.plan?.guards.find((guard) => guard.id === 'facts-known')?.verdict).toBe('unknown');
    const answer = await approvePlan(admin, plan.id, plan.planHash ?? '', {
      typedText: 'node1',
      reason: 'because',
    });
    expect(answer).toEqual({ ok: false, error: { kind: 'change', problem: 'wrong-state' } });
  });

  it('is neither proposed nor approved nor withdrawn by a viewer, and the attempt is on record', async () => {
    await work();
    const viewer = await createActor('viewer');
    const plan = await propose(admin, cluster, MOVE);
    const forbidden = { ok: false, error: { kind: 'change', problem: 'forbidden' } };
    expect(await proposePlan(viewer, cluster.clusterId, MOVE)).toEqual(forbidden);
    expect(await approvePlan(viewer, plan.id, plan.planHash ?? '')).toEqual(forbidden);
    expect(await withdrawPlan(viewer, plan.id)).toEqual(forbidden);
    expect(await cancelJob(viewer, 'x')).toEqual(forbidden);
    expect(await decideJob(viewer, 'x', 0, 'happened')).toEqual(forbidden);
    expect(await proposeUndo(viewer, 'x')).toEqual(forbidden);
    const entries = await listAudit({ limit: 10, filter: { actorId: viewer.id } });
    expect(entries.map((entry) => entry.phase)).toEqual(Array.from({ length: 6 }, () => 'refused'));
  });

  it('waits its turn: while one change is open, no other is approved', async () => {
    const worker = await work();
    const [one, two] = [await propose(admin, cluster, MOVE), await propose(admin, cluster, STANDBY)];
    await worker.stop();
    await approve(admin, one);
    await expect(approve(admin, two)).rejects.toThrow('another-change');
  });

  it('withdrawn is not made or approved any more', async () => {
    const id = await proposePlan(admin, cluster.clusterId, MOVE);
    expect(id.ok && (await withdrawPlan(admin, id.value)).ok).toBe(true);
    await work();
    expect((await findPlan(id.ok ? id.value : ''))?.status).toBe('withdrawn');
  });
});

describe('never twice', () => {
  it('a double click makes one job', async () => {
    await work();
    const plan = await propose(admin, cluster, STANDBY);
    const jobs = await Promise.all(Array.from({ length: 8 }, () => approve(admin, plan)));
    expect(new Set(jobs).size).toBe(1);
    await jobIn(jobs[0] ?? '', 'succeeded');
    expect(cluster.applied).toHaveLength(1);
  });

  it('two instances share the work', async () => {
    const others = [await work(), await work(), await work()];
    const job = await jobIn(await approve(admin, await propose(admin, cluster, MOVE)), 'succeeded');
    expect(cluster.applied).toHaveLength(2);
    expect(job.steps.flatMap((step) => step.attempts)).toHaveLength(2);
    expect(others).toHaveLength(3);
  });

  const points = [
    'job-begun',
    'attempt-committed',
    'unit-started',
    'unit-finished',
    'outcome-recorded',
    'unit-cleaned',
    'verified',
    'step-done',
    'before-finish',
  ] as const;
  const cases = points.flatMap((at): Crash[] =>
    at === 'job-begun' || at === 'before-finish' ? [{ at }] : [0, 2].map((stepIndex) => ({ at, stepIndex })),
  );
  it.each(cases)('killed at $at of step $stepIndex, the next start finishes the job', async (crash) => {
    const planning = await work();
    const plan = await propose(admin, cluster, MOVE);
    await planning.stop();
    const jobId = await approve(admin, plan);
    const doomed = await work(crash);
    await doomed.crashed;
    await doomed.stop();
    const restarted = Date.now();
    await work();
    const job = await jobIn(jobId, 'succeeded', 'failed', 'needs-decision');
    expect(job.status).toBe('succeeded');
    expect(Date.now() - restarted).toBeLessThan(10_000);
    expect(cluster.applied.map((line) => line.split(' ').at(-1))).toEqual(['create', 'delete']);
    expect(constraints()).toBe(false);
    expect(left()).toEqual([]);
  });

  it('an answer that was lost on the way is collected, not asked for again', async () => {
    let isLost = false;
    cluster.fault = (_node, argv) => {
      if (argv[0] !== 'systemd-run' || isLost) return undefined;
      isLost = true;
      return 'lose';
    };
    await work();
    await jobIn(await approve(admin, await propose(admin, cluster, STANDBY)), 'succeeded');
    expect(cluster.applied).toHaveLength(1);
  });
});

describe('exit 103', () => {
  it('with only the status moved is tried again under a new name', async () => {
    await work();
    const plan = await propose(admin, cluster, STANDBY);
    cluster.restless = 3;
    const job = await jobIn(await approve(admin, plan), 'succeeded');
    const attempts = job.steps[0]?.attempts ?? [];
    expect(attempts.map((attempt) => attempt.outcome.kind === 'exited' && attempt.outcome.exitCode)).toEqual([
      103, 103, 103, 0,
    ]);
    expect(new Set(attempts.map((attempt) => attempt.unit)).size).toBe(4);
    expect(cluster.applied).toHaveLength(1);
    expect(left()).toEqual([]);
  });

  it('is given up after five times', async () => {
    await work();
    const plan = await propose(admin, cluster, STANDBY);
    cluster.restless = 50;
    const job = await jobIn(await approve(admin, plan), 'failed');
    expect(job.result.problem).toMatchObject({ id: 'retries', params: { count: '5' } });
    expect(cluster.applied).toEqual([]);
  });

  it('with the configuration changed meanwhile is the end of the plan', async () => {
    await work();
    const plan = await propose(admin, cluster, STANDBY);
    cluster.fault = (_node, argv) => {
      if (argv[0] === 'systemd-run') cluster.editByHand((xml) => xml.replace('value="200"', 'value="150"'));
      return undefined;
    };
    const job = await jobIn(await approve(admin, plan), 'failed');
    expect(job.result.problem?.id).toBe('stale');
    expect(cluster.applied).toEqual([]);
    expect(left()).toEqual([]);
  });
});

describe('when nobody can know', () => {
  /** Killed after the attempt was put on record; then the node restarts, and its units are gone. */
  async function doubt(): Promise<string> {
    const planning = await work();
    const plan = await propose(admin, cluster, STANDBY);
    await planning.stop();
    const jobId = await approve(admin, plan);
    const doomed = await work({ at: 'attempt-committed', stepIndex: 0 });
    await doomed.crashed;
    await doomed.stop();
    cluster.restart('node1');
    await work();
    const job = await jobIn(jobId, 'needs-decision', 'succeeded', 'failed');
    expect(job.status).toBe('needs-decision');
    expect(job.result.question).toMatchObject({ stepIndex: 0, reason: { id: 'rebooted' } });
    expect(cluster.applied).toEqual([]);
    return jobId;
  }

  it('a person says that it did not happen: it runs, once, under a new name', async () => {
    const jobId = await doubt();
    expect((await decideJob(admin, jobId, 0, 'not-happened')).ok).toBe(true);
    const job = await jobIn(jobId, 'succeeded');
    expect(cluster.applied).toHaveLength(1);
    expect(job.result.decisions).toMatchObject([{ decision: 'not-happened', stepIndex: 0 }]);
  });

  it('a person stops it', async () => {
    const jobId = await doubt();
    expect((await decideJob(admin, jobId, 0, 'stop')).ok).toBe(true);
    const job = await jobIn(jobId, 'failed');
    expect(job.result.problem?.id).toBe('stopped');
    expect(cluster.applied).toEqual([]);
  });

  it('looking again asks again while it is still not known', async () => {
    const jobId = await doubt();
    await decideJob(admin, jobId, 0, 'continue');
    await until(
      async () => (await jobIn(jobId, 'needs-decision')).result.decisions?.length === 1 || undefined,
      'the question again',
    );
    expect((await decideJob(admin, jobId, 1, 'happened')).ok).toBe(false);
  });

  it('the goal is the last witness: reached, it is done and nobody is asked', async () => {
    const planning = await work();
    const plan = await propose(admin, cluster, STANDBY);
    await planning.stop();
    const jobId = await approve(admin, plan);
    const doomed = await work({ at: 'unit-started', stepIndex: 0 });
    await doomed.crashed;
    await doomed.stop();
    cluster.restart('node1');
    await work();
    await jobIn(jobId, 'succeeded');
    expect(cluster.applied).toHaveLength(1);
  });

  it('a node that went silent in the middle is asked about within seconds', async () => {
    const planning = await work();
    const plan = await propose(admin, cluster, STANDBY);
    await planning.stop();
    const jobId = await approve(admin, plan);
    const doomed = await work({ at: 'attempt-committed', stepIndex: 0 });
    await doomed.crashed;
    await doomed.stop();
    cluster.unreachable.add('node1');
    await work();
    const job = await jobIn(jobId, 'needs-decision');
    expect(job.result.question?.reason.id).toBe('unreachable');
  });
});

describe('a cancel', () => {
  it('before anything was done does nothing', async () => {
    const planning = await work();
    const plan = await propose(admin, cluster, STANDBY);
    await planning.stop();
    const jobId = await approve(admin, plan);
    expect((await cancelJob(admin, jobId)).ok).toBe(true);
    await work();
    const job = await jobIn(jobId, 'cancelled');
    expect(job.steps.map((step) => step.status)).toEqual(['skipped', 'skipped']);
    expect(cluster.applied).toEqual([]);
  });

  it('in the middle of a move takes the constraint back', async () => {
    const planning = await work();
    const plan = await propose(admin, cluster, MOVE);
    await planning.stop();
    const jobId = await approve(admin, plan);
    const doomed = await work({ at: 'step-done', stepIndex: 0 });
    await doomed.crashed;
    await doomed.stop();
    await cancelJob(admin, jobId);
    await work();
    const job = await jobIn(jobId, 'cancelled', 'succeeded', 'failed');
    expect(job.status).toBe('cancelled');
    expect(job.steps.map((step) => step.status)).toEqual(['done', 'skipped', 'done', 'skipped']);
    expect(constraints()).toBe(false);
  });
});

describe('what is there only for the time being', () => {
  it('is not left behind because a node is silent: a person is asked, and it is tried again', async () => {
    const planning = await work();
    const plan = await propose(admin, cluster, MOVE);
    await planning.stop();
    const jobId = await approve(admin, plan);
    const doomed = await work({ at: 'step-done', stepIndex: 1 });
    await doomed.crashed;
    await doomed.stop();
    expect(constraints()).toBe(true);
    cluster.unreachable.add('node1');
    await work();
    const asked = await jobIn(jobId, 'needs-decision');
    expect(asked.result.question).toMatchObject({ stepIndex: 2, reason: { id: 'not-started' } });
    cluster.unreachable.delete('node1');
    expect((await decideJob(admin, jobId, 2, 'continue')).ok).toBe(true);
    await jobIn(jobId, 'succeeded');
    expect(constraints()).toBe(false);
  });
});

describe('a failure', () => {
  it('of a move that never arrives takes the constraint back and says what was not seen', async () => {
    await work();
    const plan = await propose(admin, cluster, MOVE);
    cluster.isDeaf = true;
    const job = await jobIn(await approve(admin, plan), 'failed');
    expect(job.result.problem).toMatchObject({
      id: 'not-verified',
      params: { checks: 'vip_10g, 10.10.0.100' },
    });
    expect(job.steps.map((step) => step.status)).toEqual(['done', 'failed', 'done', 'skipped']);
    expect(constraints()).toBe(false);
  });

  it('of the start on the node does nothing else', async () => {
    await work();
    const plan = await propose(admin, cluster, STANDBY);
    cluster.fault = (_node, argv) =>
      argv[0] === 'systemd-run'
        ? {
            kind: 'exited',
            exitCode: 1,
            stdout: '',
            stderr: 'Failed to connect to bus',
            truncated: false,
            durationMs: 1,
          }
        : undefined;
    const job = await jobIn(await approve(admin, plan), 'failed');
    expect(job.result.problem).toMatchObject({
      id: 'not-started',
      params: { node: 'node1', detail: 'Failed to connect to bus' },
    });
    expect(cluster.applied).toEqual([]);
  });
});
