import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { database, disconnectDatabase } from '@/lib/data/client';
import { notify } from '@/lib/data/notify';
import { startPostgres } from '@/scripts/postgres';
import { waitUntil } from '@/scripts/process';
import { listen } from './listen';

const dataDirs: string[] = [];
afterAll(async () => {
  await disconnectDatabase();
  for (const dir of dataDirs) await rm(dir, { recursive: true, force: true });
});

it('hears notices, survives a restart of Postgres, and then looks at everything once', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'haven-listen-'));
  dataDirs.push(dataDir);
  let postgres = await startPostgres({ dataDir, durable: false });
  process.env.DATABASE_URL = postgres.url;
  const heard: (string | undefined)[] = [];
  const handlers = {
    job: (id: string | undefined) => void heard.push(id),
    lab: () => Promise.reject(new Error('a bug')),
  };
  const errors: string[] = [];
  const running = await listen(handlers, { onError: (message) => errors.push(message) });
  try {
    expect(heard).toEqual([undefined]);
    await notify('job', 'j1');
    await notify('plan', 'nobody-listens');
    await expect.poll(() => heard).toEqual([undefined, 'j1']);

    await database().$transaction(async (tx) => {
      await notify('job', 'j2', tx);
      await notify('lab', '', tx);
    });
    await expect.poll(() => heard.at(-1)).toBe('j2');
    expect(errors).toContain('handler of lab: a bug');

    await postgres.stop();
    postgres = await startPostgres({ dataDir, durable: false });
    const back = performance.now();
    expect(await waitUntil(() => heard.length === 4 && heard.at(-1) === undefined, 10_000)).toBe(true);
    expect(performance.now() - back).toBeLessThan(2_000);
    await waitUntil(
      async () =>
        notify('job', 'j3').then(
          () => true,
          () => false,
        ),
      5_000,
    );
    await expect.poll(() => heard.at(-1)).toBe('j3');
  } finally {
    await running.stop();
    await postgres.stop();
  }
});

it('delivers nothing of a transaction that was rolled back', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'haven-listen-'));
  dataDirs.push(dataDir);
  const postgres = await startPostgres({ dataDir, durable: false });
  await disconnectDatabase();
  process.env.DATABASE_URL = postgres.url;
  const heard: (string | undefined)[] = [];
  const running = await listen({ job: (id) => void heard.push(id) });
  try {
    await database()
      .$transaction(async (tx) => {
        await notify('job', 'never', tx);
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await notify('job', 'after');
    await expect.poll(() => heard).toEqual([undefined, 'after']);
  } finally {
    await running.stop();
    await postgres.stop();
  }
});
