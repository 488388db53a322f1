import { resolve } from 'node:path';

/** Where Haven keeps what is not in Postgres: the secret key and, when embedded, Postgres itself. */
export const dataDir = (): string =>
  resolve(/* turbopackIgnore: true */ process.env.HAVEN_DATA_DIR || '.data');
