import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { testDatabase } from '@/server/testing/database';
import type { Running } from '../access';
import { SshCluster } from './testing/ssh-cluster';
import { approve, createActor, createClusterRow, jobIn, propose, startWorker } from './testing/stage';

/** The engine's commands over real SSH as a non-root user: quoting, sudo, standard input, and wires that are cut. */

testDatabase();

const STANDBY = { kind: 'node-standby', node: 'node1' } as const;
const MOVE = { kind: 'move-resource', resource: 'vip_10g', node: 'node1' } as const;

let admin: Actor;
let cluster: SshCluster;
let worker: Running;

beforeEach(async () => {
  admin = await createActor('administrator');
  cluster = await new SshCluster(await createClusterRow()).open();
  // A real sign-in, and one after a cut, take longer than a call in memory.
  worker = await startWorker(cluster, undefined, { connectMs: 10_000 });
});
afterEach(async () => {
  await worker.stop();
  expect(cluster.unexpected).toEqual([]);
  await cluster.close();
});

describe('over real SSH', () => {
  it('a move and a standby are planned, run and verified', async () => {
    const move = await jobIn(
      await approve(admin, await propose(admin, cluster, MOVE)),
      'succeeded',
      'failed',
      'needs-decision',
    );
    expect(move.result.problem).toBeUndefined();
    const standby = await jobIn(
      await approve(admin, await propose(admin, cluster, STANDBY)),
      'succeeded',
      'failed',
      'needs-decision',
    );
    expect(standby.result.problem).toBeUndefined();
    expect(cluster.applied.map((line) => line.split(' ').at(-1))).toEqual(['create', 'delete', 'create']);
    expect([...cluster.units.keys()]).toEqual([]);
  });

  it.each(['systemd-run', 'systemctl'])(
    'a wire cut while %s answers costs a reconnect, not a second run',
    async (program) => {
      const plan = await propose(admin, cluster, STANDBY);
      cluster.cutAfter = { node: 'node1', program, about: '-1' };
      const job = await jobIn(await approve(admin, plan), 'succeeded', 'failed', 'needs-decision');
      expect(job.status).toBe('succeeded');
      expect(cluster.cutAfter).toBeUndefined();
      expect(cluster.applied).toHaveLength(1);
      expect(job.steps[0]?.attempts).toHaveLength(1);
    },
  );
});
