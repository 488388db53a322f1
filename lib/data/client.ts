import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

/**
 * The one Prisma client of this copy of the module. Next and the control plane each load their own copy, and
 * development reloads pages' copies, hence the place on `globalThis`: a reload must not open another pool.
 */
const PLACE = Symbol.for('haven.data.client');
const holder = globalThis as { [PLACE]?: PrismaClient };

/** Connections per pool. Two pools per process, and Postgres allows 100. */
const POOL_SIZE = 10;

/** Made on first use: a build has no database. */
export function database(): PrismaClient {
  holder[PLACE] ??= createClient();
  return holder[PLACE];
}

function createClient(): PrismaClient {
  const connectionString = process.env.DATABASE_URL;
  if (!connectionString) throw new Error('DATABASE_URL is not set');
  const adapter = new PrismaPg(
    { connectionString, max: POOL_SIZE, options: '-c TimeZone=UTC', connectionTimeoutMillis: 5_000 },
    // An idle connection ends when Postgres restarts; the pool opens a new one when it is needed.
    { onPoolError: () => undefined, onConnectionError: () => undefined },
  );
  return new PrismaClient({ adapter });
}

export async function disconnectDatabase(): Promise<void> {
  const client = holder[PLACE];
  holder[PLACE] = undefined;
  await client?.$disconnect();
}

/** A client or a transaction: what a function needs that may run inside either. */
export type Tx = Prisma.TransactionClient;

/** Prisma's error code, e.g. P2002 (unique). `instanceof` fails across module copies, so the code is all there is. */
export function prismaErrorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('P') ? code : undefined;
}
