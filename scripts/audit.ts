/**
 * `npm run audit -- verify`: walks the whole audit and says whether every entry is as it was written.
 *
 * Exit codes: 0 whole, 1 broken (standard output says where), 2 could not be read, 64 wrong usage.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verifyAudit } from '@/lib/data/audit';
import { disconnectDatabase } from '@/lib/data/client';
import { dataDir } from './database';
import { startPostgres } from './postgres';

const USAGE = `usage: npm run audit -- verify

Needs the database (DATABASE_URL, or the embedded one of HAVEN_DATA_DIR) and the key that signs the newest entry
(HAVEN_SECRET_KEY, or the one in HAVEN_DATA_DIR). Haven may run meanwhile.
`;

const WORDS = {
  altered: 'this entry is not as it was written',
  missing: 'there is no entry of this number',
  'chain-broken': 'this entry does not follow from the one before it',
  'head-missing': 'the signed end of the chain is gone',
  'head-forged': 'the end of the chain is not signed with the key of this Haven',
  'cut-off': 'the chain ends before its signed end, or goes on after it',
} as const;

async function verify(): Promise<0 | 1> {
  const found = await verifyAudit();
  if (found.ok) {
    console.log(`whole: ${found.entries} entries, the last one ${found.headHash}`);
    return 0;
  }
  console.log(`BROKEN at entry ${found.seq}: ${WORDS[found.problem]} (${found.problem})`);
  return 1;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.length !== 1 || args[0] !== 'verify') {
    console.error(USAGE);
    return 64;
  }
  process.env.HAVEN_DATA_DIR = dataDir();
  // Another key, made on the spot, would call every audit forged.
  if (!process.env.HAVEN_SECRET_KEY && !existsSync(join(dataDir(), 'secret.key')))
    throw new Error(`neither HAVEN_SECRET_KEY nor ${join(dataDir(), 'secret.key')} is there`);
  const postgres = process.env.DATABASE_URL ? undefined : await startPostgres({ dataDir: dataDir() });
  if (postgres) process.env.DATABASE_URL = postgres.url;
  try {
    return await verify();
  } finally {
    await disconnectDatabase();
    await postgres?.stop();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`the audit could not be read: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
