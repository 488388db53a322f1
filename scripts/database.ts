/** A migrated database for the server: the one DATABASE_URL names, or the embedded one. Sets DATABASE_URL. */
import { resolve } from 'node:path';
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
    await migrate(given ?? postgres?.url ?? '');
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
  return { isEmbedded: postgres !== undefined, stop: async () => postgres?.stop() };
}
