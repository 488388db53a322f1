import type { AdoptionState } from '@/lib/inventory/adoption';
import { ADOPTION_SECRETS_PURPOSE, type AdoptionSecrets } from '@/lib/inventory/adoption-answers';
import { storableJson } from './canonical-json';
import { database, type Tx } from './client';
import type { Prisma } from './generated/prisma/client.ts';
import { openSecret, sealSecret } from './secret-box';

/**
 * The row of one adoption. The person's page and the worker (server/adopt) both write it, so every change is made on the row as it is
 * now, under its lock, and a change that no longer fits is dropped.
 */

export interface AdoptionRow {
  readonly id: string;
  readonly startedById: string;
  readonly practice: boolean;
  readonly state: AdoptionState;
  readonly secrets: AdoptionSecrets;
  readonly isEnded: boolean;
  readonly clusterId?: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

type StoredRow = {
  id: string;
  startedById: string;
  practice: boolean;
  state: unknown;
  secretsBox: string | null;
  endedAt: Date | null;
  clusterId: string | null;
  updatedAt: Date;
};

const rowOf = (row: StoredRow): AdoptionRow => ({
  id: row.id,
  startedById: row.startedById,
  practice: row.practice,
  state: row.state as AdoptionState,
  secrets:
    row.secretsBox === null
      ? {}
      : (JSON.parse(openSecret(row.secretsBox, ADOPTION_SECRETS_PURPOSE)) as AdoptionSecrets),
  isEnded: row.endedAt !== null,
  changedAt: row.updatedAt.getTime(),
  ...(row.clusterId === null ? {} : { clusterId: row.clusterId }),
});

export async function loadAdoption(id: string): Promise<AdoptionRow | undefined> {
  const row = await database().adoption.findUnique({ where: { id } });
  return row ? rowOf(row) : undefined;
}

export async function loadOpenAdoptionIds(): Promise<readonly string[]> {
  const rows = await database().adoption.findMany({ where: { endedAt: null }, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** @returns the new id */
export async function insertAdoption(
  tx: Tx,
  adoption: {
    readonly startedById: string;
    readonly practice: boolean;
    readonly state: AdoptionState;
    readonly secrets: AdoptionSecrets;
  },
): Promise<string> {
  const { startedById, practice, state, secrets } = adoption;
  const stored = storableJson(state) as Prisma.InputJsonValue;
  const row = await tx.adoption.create({
    data: { startedById, practice, state: stored, secretsBox: sealed(secrets) },
  });
  return row.id;
}

export interface AdoptionChange {
  readonly state?: AdoptionState;
  /** Null: forgotten. */
  readonly secrets?: AdoptionSecrets | null;
  readonly isEnded?: boolean;
  readonly clusterId?: string;
}

/**
 * Changes the row under its lock.
 * @param change gets the row as it is now; undefined leaves it alone
 * @returns the row afterwards, or undefined when it is gone or was left alone
 */
export function changeAdoption(
  id: string,
  change: (row: AdoptionRow, tx: Tx) => AdoptionChange | undefined | Promise<AdoptionChange | undefined>,
): Promise<AdoptionRow | undefined> {
  return database().$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT "id" FROM "Adoption" WHERE "id" = ${id} FOR UPDATE`;
      const stored = await tx.adoption.findUnique({ where: { id } });
      if (!stored) return undefined;
      const changed = await change(rowOf(stored), tx);
      if (!changed) return undefined;
      return rowOf(await tx.adoption.update({ where: { id }, data: dataOf(changed) }));
    },
    { timeout: 30_000 },
  );
}

function dataOf(change: AdoptionChange): Prisma.AdoptionUpdateInput {
  return {
    ...(change.state ? { state: storableJson(change.state) as Prisma.InputJsonValue } : {}),
    ...(change.secrets === undefined ? {} : { secretsBox: sealed(change.secrets) }),
    ...(change.isEnded ? { endedAt: new Date() } : {}),
    ...(change.clusterId === undefined ? {} : { clusterId: change.clusterId }),
  };
}

const sealed = (secrets: AdoptionSecrets | null): string | null =>
  secrets === null ? null : sealSecret(JSON.stringify(secrets), ADOPTION_SECRETS_PURPOSE);
