/** Rows of what a cluster is held against, and of the texts that were seen. Who may change them is for the use cases. */
import type { BaselineNote } from '@/lib/live/baseline';
import { storableText } from './canonical-json';
import { database, type Tx } from './client';

export interface NewBaseline {
  readonly object: string;
  readonly sha256: string | null;
  readonly origin: BaselineNote['origin'];
  readonly who?: string;
  readonly why?: string;
  readonly planId?: string;
}

/** Every text once, and when it was last new to a running Haven. A cluster that was forgotten meanwhile keeps nothing. */
export async function saveConfigText(
  clusterId: string,
  sha256: string,
  text: string,
  tx: Tx = database(),
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "ConfigText" ("clusterId", "sha256", "text")
    SELECT c."id", ${sha256}, ${storableText(text)} FROM "Cluster" c WHERE c."id" = ${clusterId}
    ON CONFLICT ("clusterId", "sha256") DO UPDATE SET "seenAt" = now()`;
}

/**
 * Forgets texts that nobody has seen for long and nothing is held against.
 * @param before milliseconds since the epoch @returns rows removed
 */
export const pruneConfigTexts = (before: number, tx: Tx = database()): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM "ConfigText" t WHERE t."seenAt" < ${new Date(before)}
    AND NOT EXISTS (
      SELECT 1 FROM "Baseline" b WHERE b."clusterId" = t."clusterId" AND b."sha256" = t."sha256")`;

export async function findConfigText(
  clusterId: string,
  sha256: string,
  tx: Tx = database(),
): Promise<string | undefined> {
  const row = await tx.configText.findUnique({ where: { clusterId_sha256: { clusterId, sha256 } } });
  return row?.text;
}

export async function loadBaselines(
  clusterId: string,
  tx: Tx = database(),
): Promise<readonly BaselineNote[]> {
  const rows = await tx.baseline.findMany({ where: { clusterId }, orderBy: { object: 'asc' } });
  return rows.map(({ object, sha256, origin, who, why, planId, at }) => ({
    object,
    sha256,
    origin: origin === 'job' || origin === 'accepted' ? origin : 'found',
    at: at.getTime(),
    ...(who === null ? {} : { who }),
    ...(why === null ? {} : { why }),
    ...(planId === null ? {} : { planId }),
  }));
}

/** Only where there is none yet. @returns how many were new */
export async function insertBaselines(
  clusterId: string,
  baselines: readonly NewBaseline[],
  tx: Tx = database(),
): Promise<number> {
  const isThere = await tx.cluster.findUnique({ where: { id: clusterId }, select: { id: true } });
  if (!isThere) return 0;
  const made = await tx.baseline.createMany({
    data: baselines.map((baseline) => ({ clusterId, ...baseline })),
    skipDuplicates: true,
  });
  return made.count;
}

/**
 * Compare and swap.
 * @param was hash that whoever decides was shown; undefined: there was no baseline
 * @returns false when the baseline is another one by now
 */
export async function swapBaseline(
  tx: Tx,
  clusterId: string,
  was: string | null | undefined,
  { object, sha256, origin, who, why, planId }: NewBaseline,
): Promise<boolean> {
  const data = { sha256, origin, who: who ?? null, why: why ?? null, planId: planId ?? null, at: new Date() };
  if (was === undefined) {
    const made = await tx.baseline.createMany({
      data: [{ clusterId, object, ...data }],
      skipDuplicates: true,
    });
    return made.count === 1;
  }
  const moved = await tx.baseline.updateMany({ where: { clusterId, object, sha256: was }, data });
  return moved.count === 1;
}
