/**
 * A migrated database for the server: the one DATABASE_URL names, or the embedded one. Sets DATABASE_URL, to an account
 * that may only add to the audit where there can be one.
 */
import { resolve } from 'node:path';
import { prepareAppRole } from './app-role';
import { migrate } from './migrate';
import { startPostgres } from './postgres';

export interface Database {
  readonly isEmbedded: boolean;
  stop(): Promise<void>;
}

export const dataDir = (): string => resolve(process.env.HAVEN_DATA_DIR || '.data');

export async function prepareDatabase(): Promise<Database> {
  process.env.HAVEN_DATA_DIR = dataDir();
  const given = process.env.DATABASE_URL;
  const postgres = given ? undefined : await startPostgres({ dataDir: dataDir() });
  if (postgres) process.env.DATABASE_URL = postgres.url;
  try {
    const owner = given ?? postgres?.url ?? '';
    await migrate(owner);
    const role = await prepareAppRole(owner);
    if (role.kind === 'own') process.env.DATABASE_URL = role.url;
    else console.warn(`Haven works as the owner of its tables (README, The audit): ${role.why}`);
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
  return { isEmbedded: postgres !== undefined, stop: async () => postgres?.stop() };
}
