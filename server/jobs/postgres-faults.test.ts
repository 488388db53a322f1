import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safetyFigure } from '@/e2e/safety/safety-figure';
import { verifyAudit } from '@/lib/data/audit';
import { disconnectDatabase } from '@/lib/data/client';
import { findJob } from '@/lib/data/jobs';
import { migrate } from '@/scripts/migrate';
import { type Postgres, startPostgres } from '@/scripts/postgres';
import { isAlive } from '@/scripts/process';
import { approved } from './testing/fault-plan';
import { Fleet, QUICK, quickPlan } from './testing/fleet';
import { findings } from './testing/invariants';
import { createActor, until } from './testing/stage';

/** Postgres of its own, so that it can be shut down, cut off and killed while plans run. */
let dataDir = '';
let postgres: Postgres;
const backMs: number[] = [];
let failures = 0;

const start = async (): Promise<void> => {
  postgres = await startPostgres({ dataDir, database: 'haven' });
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'haven-postgres-faults-'));
  process.env.HAVEN_DATA_DIR = dataDir;
  await start();
  process.env.DATABASE_URL = postgres.url;
  await migrate(postgres.url);
});
afterAll(async () => {
  await disconnectDatabase();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
  const notes = { workAgainMs: backMs };
  const late = backMs.filter((ms) => ms > 2_000).length;
  console.log(
    safetyFigure(
      'R7',
      { attempts: backMs.length, failures: failures + late, notes },
      'works 2 s after it is back',
    ),
  );
});

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one, SIGKILL a crash. */
const WAYS = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;
const COUNT = Number(process.env.HAVEN_FAULT_RESTARTS) || WAYS.length;
const restarts = Array.from({ length: COUNT }, (_, n) => WAYS[n % WAYS.length] ?? 'SIGKILL');

describe('Postgres', () => {
  it.each(restarts)(
    'ended by %s in the middle of changes: they go on by themselves, and nothing happens twice',
    async (signal) => {
      const admin = await createActor('administrator');
      const fleet = new Fleet();
      const clusters = await Promise.all([0, 1, 2].map(() => fleet.add({ unitMs: () => 150 })));
      const jobs = await Promise.all(
        clusters.map(async (one) => approved(admin, await quickPlan(one, 10_000))),
      );
      const worker = await fleet.work({ ...QUICK, silenceMs: 5_000 });
      try {
        await until(
          async () => clusters.every((one) => one.effects.length > 0) || undefined,
          'the first effects',
          30_000,
        );
        const { pid } = postgres;
        process.kill(pid, signal);
        await until(async () => !isAlive(pid) || undefined, 'the end of Postgres', 30_000);
        await start();
        const back = performance.now();
        const before = clusters.map((one) => one.count);
        await until(
          async () => clusters.some((one, n) => one.count > (before[n] ?? 0)) || undefined,
          'work',
          30_000,
        );
        backMs.push(Math.round(performance.now() - back));
        for (const [n, jobId] of jobs.entries()) {
          const job = await until(
            async () => {
              const found = await findJob(jobId).catch(() => undefined);
              return found && found.status !== 'queued' && found.status !== 'running' ? found : undefined;
            },
            'the end of a job',
            60_000,
          );
          const cluster = clusters[n];
          const found = cluster ? await findings(cluster, job) : ['no cluster'];
          failures += found.length;
          expect(found).toEqual([]);
          expect(job.status).toBe('succeeded');
        }
        expect(await verifyAudit()).toMatchObject({ ok: true });
      } finally {
        await worker.stop();
      }
    },
    180_000,
  );
});
