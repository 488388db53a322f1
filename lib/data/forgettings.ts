/**
 * Rows of clusters that are being forgotten or were. The person's action writes one, the control plane (server/forget)
 * fills in what became of each node's key; every change is made on the row as it is now, under its lock.
 */
import type { ForgottenNode } from '@/lib/inventory/forgetting';
import { storableJson } from './canonical-json';
import { database, type Tx } from './client';
import type { Prisma } from './generated/prisma/client.ts';

export interface ForgettingRow {
  readonly id: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly startedById: string;
  readonly nodes: readonly ForgottenNode[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
}

type Stored = Prisma.ForgettingGetPayload<object>;

const rowOf = ({ nodes, createdAt, endedAt, ...row }: Stored): ForgettingRow => ({
  ...row,
  nodes: nodes as unknown as readonly ForgottenNode[],
  startedAt: createdAt.getTime(),
  ...(endedAt === null ? {} : { endedAt: endedAt.getTime() }),
});

const json = (nodes: readonly ForgottenNode[]) => storableJson(nodes) as Prisma.InputJsonValue;

/** @returns the new id */
export async function insertForgetting(
  tx: Tx,
  { nodes, ...row }: Omit<ForgettingRow, 'id' | 'startedAt' | 'endedAt'>,
): Promise<string> {
  return (await tx.forgetting.create({ data: { ...row, nodes: json(nodes) }, select: { id: true } })).id;
}

export async function findForgetting(id: string, tx: Tx = database()): Promise<ForgettingRow | undefined> {
  const row = await tx.forgetting.findUnique({ where: { id } });
  return row ? rowOf(row) : undefined;
}

export async function loadOpenForgettings(tx: Tx = database()): Promise<readonly ForgettingRow[]> {
  const rows = await tx.forgetting.findMany({ where: { endedAt: null }, orderBy: { createdAt: 'asc' } });
  return rows.map(rowOf);
}

export async function findOpenForgetting(clusterId: string, tx: Tx): Promise<ForgettingRow | undefined> {
  const row = await tx.forgetting.findFirst({ where: { clusterId, endedAt: null } });
  return row ? rowOf(row) : undefined;
}

/** No change may begin on a cluster whose keys are being taken away. */
export const isBeingForgotten = async (clusterId: string, tx: Tx): Promise<boolean> =>
  (await findOpenForgetting(clusterId, tx)) !== undefined;

/**
 * Changes an open row under its lock.
 * @param change gets the row as it is now
 * @returns the row afterwards, or undefined when it is gone or has ended
 */
export function changeForgetting(
  id: string,
  change: (
    row: ForgettingRow,
    tx: Tx,
  ) => Promise<{ readonly nodes?: readonly ForgottenNode[]; readonly isEnded?: boolean }>,
): Promise<ForgettingRow | undefined> {
  return database().$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT "id" FROM "Forgetting" WHERE "id" = ${id} FOR UPDATE`;
      const stored = await tx.forgetting.findUnique({ where: { id } });
      if (!stored || stored.endedAt !== null) return undefined;
      const { nodes, isEnded } = await change(rowOf(stored), tx);
      const data = {
        ...(nodes ? { nodes: json(nodes) } : {}),
        ...(isEnded ? { endedAt: new Date() } : {}),
      };
      return rowOf(await tx.forgetting.update({ where: { id }, data }));
    },
    // A cluster's events of a year go with it.
    { timeout: 120_000 },
  );
}
