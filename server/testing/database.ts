import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { disconnectDatabase } from '@/lib/data/client';
import { maintenanceClient, TEMPLATE } from './global-setup';

export interface TestDatabase {
  /** Set after `beforeAll`. */
  readonly url: string;
}

/**
 * Call at the top of a test file: gives it a fresh migrated database, reached through `database()` as everywhere
 * (`DATABASE_URL` points at it), and a data directory of its own.
 */
export function testDatabase(): TestDatabase {
  const state = { url: '' };
  const name = `haven_${randomBytes(6).toString('hex')}`;
  let dataDir = '';
  beforeAll(async () => {
    const postgresUrl = inject('postgresUrl');
    await onServer(postgresUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    dataDir = await mkdtemp(join(tmpdir(), 'haven-data-'));
    state.url = postgresUrl.replace(/\/[^/]*$/, `/${name}`);
    process.env.DATABASE_URL = state.url;
    process.env.HAVEN_DATA_DIR = dataDir;
  });
  afterAll(async () => {
    await disconnectDatabase();
    await onServer(inject('postgresUrl'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await rm(dataDir, { recursive: true, force: true });
  });
  return state;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = maintenanceClient(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
