import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getLab } from '@/lib/views/lab';
import type { Running } from './access';
import { startLabWatch } from './lab-watch';
import { testDatabase } from './testing/database';

testDatabase();

let dir: string;
let watch: Running;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'haven-lab-watch-'));
  watch = startLabWatch(join(dir, 'not-yet'), pino({ level: 'silent' }));
  await watch.stop();
  watch = startLabWatch(dir, pino({ level: 'silent' }));
});
afterAll(async () => {
  await watch.stop();
  await rm(dir, { recursive: true, force: true });
});

async function publish(status: object): Promise<void> {
  await writeFile(
    join(dir, 'status.new'),
    JSON.stringify({ version: 1, startedAt: 1, updatedAt: 2, steps: [], ...status }),
  );
  await rename(join(dir, 'status.new'), join(dir, 'status.json'));
}

const phase = async () => (await getLab()).phase;

it('follows a lab from nothing to ready, and says when whoever made it died', async () => {
  expect(await phase()).toBe('none');
  const step = { id: 'boot', label: { en: 'Boot', ko: '부팅' }, state: 'running', startedAt: 1 };
  await publish({ phase: 'boot', ready: false, pid: process.pid, steps: [step] });
  await expect.poll(phase, { timeout: 5_000 }).toBe('working');
  expect((await getLab()).steps).toMatchObject([{ id: 'boot', state: 'running' }]);

  await publish({ phase: 'boot', ready: false, pid: 2 ** 22 + 1 });
  await expect.poll(phase, { timeout: 5_000 }).toBe('abandoned');

  await publish({
    phase: 'failed',
    ready: false,
    error: { message: 'no /dev/kvm', hint: 'use another machine' },
  });
  await expect.poll(phase, { timeout: 5_000 }).toBe('failed');
  expect((await getLab()).problem).toEqual({ message: 'no /dev/kvm', hint: 'use another machine' });

  await publish({ phase: 'ready', ready: true });
  await expect.poll(phase, { timeout: 5_000 }).toBe('ready');
  await rm(join(dir, 'status.json'));
  await expect.poll(phase, { timeout: 5_000 }).toBe('none');
});

it('shows nothing of a file that is not of this version or not JSON', async () => {
  await writeFile(join(dir, 'status.json'), '{"version": 2, "phase": "ready", "ready": true}');
  await writeFile(join(dir, 'lab.json'), 'not json');
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(await phase()).toBe('none');
});
