/**
 * One embedded PostgreSQL for a whole vitest run, with a migrated template from which `createTestDatabase` copies a
 * fresh database for each test file in a few milliseconds.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '@/scripts/migrate';
import { startPostgres } from '@/scripts/postgres';
import { isAlive } from '@/scripts/process';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

export const TEMPLATE = 'haven_template';
const PREFIX = 'haven-test-';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const postgres = await startPostgres({ dataDir, database: TEMPLATE, durable: false });
  await migrate(postgres.url);
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** A run that was killed leaves its server behind. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(name.match(/^haven-test-(\d+)-/)?.[1]);
    if (!pid || isAlive(pid)) continue;
    const dataDir = join(tmpdir(), name);
    const pidFile = join(dataDir, 'postgres/postmaster.pid');
    if (existsSync(pidFile)) {
      const server = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
      if (
        server > 1 &&
        (await readFile(`/proc/${server}/cmdline`, 'utf8').catch(() => '')).includes(dataDir)
      ) {
        process.kill(server, 'SIGQUIT');
      }
    }
    await rm(dataDir, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The same server's maintenance database. */
export const maintenanceClient = (url: string): pg.Client =>
  new pg.Client(url.replace(/\/[^/]*$/, '/postgres'));
