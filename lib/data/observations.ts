import { lastValue } from '@/lib/base/observation';
import type { LiveEvent, LiveItem } from '@/lib/live/protocol';
import { READING_NAMES } from '@/lib/live/readings';
import { storableJson } from './canonical-json';
import { database, type Tx } from './client';
import { likeText } from './like-text';

/** What was seen, kept beyond memory: the latest of every reading, changes worth telling, and points for charts. */

export interface StoredItem {
  readonly clusterId: string;
  readonly nodeId: string;
  readonly item: LiveItem;
}

/** The latest readings, with the time at which each was last seen to be true. */
export async function loadObservations(tx: Tx = database()): Promise<readonly StoredItem[]> {
  const rows = await tx.observation.findMany({ include: { node: { select: { clusterId: true } } } });
  return rows.flatMap((row) => {
    const item = itemOf(row.item, row.observedAt.getTime());
    return item ? [{ clusterId: row.node.clusterId, nodeId: row.nodeId, item }] : [];
  });
}

/** A row of another version of Haven may hold a reading this one does not know: left out. */
function itemOf(stored: unknown, observedAt: number): LiveItem | undefined {
  const item = stored as Partial<LiveItem> | null;
  if (!item?.observation || !item.since || !READING_NAMES.some((name) => name === item.reading))
    return undefined;
  const whole = item as LiveItem;
  if (whole.observation.state !== 'known') return whole;
  return { ...whole, observation: { ...whole.observation, observedAt } } as LiveItem;
}

export interface ObservationRow {
  readonly nodeId: string;
  readonly item: LiveItem;
}

/** Writes many at once; nodes that were forgotten meanwhile are left out. */
export async function saveObservations(rows: readonly ObservationRow[], tx: Tx = database()): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map(({ nodeId, item }) => ({
    nodeId,
    reading: item.reading,
    observedAt: new Date(seenAt(item)).toISOString(),
    item: storableJson(item),
  }));
  await tx.$executeRaw`
    INSERT INTO "Observation" ("nodeId", "reading", "observedAt", "item")
    SELECT v."nodeId", v."reading", v."observedAt"::timestamptz AT TIME ZONE 'UTC', v."item"
    FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      AS v("nodeId" text, "reading" text, "observedAt" text, "item" jsonb)
    JOIN "Node" n ON n."id" = v."nodeId"
    ON CONFLICT ("nodeId", "reading") DO UPDATE SET "observedAt" = EXCLUDED."observedAt", "item" = EXCLUDED."item"`;
}

/** Only the time moved: the value was read again and found equal. */
export async function touchObservations(
  rows: readonly { readonly nodeId: string; readonly reading: string; readonly observedAt: number }[],
  tx: Tx = database(),
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({ ...row, observedAt: new Date(row.observedAt).toISOString() }));
  await tx.$executeRaw`
    UPDATE "Observation" o SET "observedAt" = v."observedAt"::timestamptz AT TIME ZONE 'UTC'
    FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb) AS v("nodeId" text, "reading" text, "observedAt" text)
    WHERE o."nodeId" = v."nodeId" AND o."reading" = v."reading"`;
}

function seenAt({ observation }: LiveItem): number {
  return observation.state === 'known'
    ? observation.observedAt
    : (observation.last?.observedAt ?? observation.since);
}

/** Whether there is anything worth keeping: an item that was never read is not. */
export const isWorthKeeping = (item: LiveItem): boolean => lastValue(item.observation) !== undefined;

/** Events of clusters that were forgotten meanwhile are dropped. */
export async function saveEvents(events: readonly LiveEvent[], tx: Tx = database()): Promise<void> {
  if (events.length === 0) return;
  const known = new Set((await tx.cluster.findMany({ select: { id: true } })).map(({ id }) => id));
  await tx.event.createMany({
    data: events
      .filter((event) => known.has(event.clusterId))
      .map(({ id, clusterId, nodeId, fact, from, to, at }) => ({
        id,
        clusterId,
        nodeId: nodeId ?? null,
        fact,
        from: from ?? null,
        to: to ?? null,
        at: new Date(at),
      })),
    skipDuplicates: true,
  });
}

/** The newest events of a cluster, newest last. */
export async function loadEvents(
  clusterId: string,
  limit: number,
  tx: Tx = database(),
): Promise<readonly LiveEvent[]> {
  const rows = await tx.event.findMany({ where: { clusterId }, orderBy: { at: 'desc' }, take: limit });
  return rows.reverse().map((row) => ({
    id: row.id,
    clusterId: row.clusterId,
    fact: row.fact,
    at: row.at.getTime(),
    ...(row.nodeId === null ? {} : { nodeId: row.nodeId }),
    ...(row.from === null ? {} : { from: row.from }),
    ...(row.to === null ? {} : { to: row.to }),
  }));
}

/** One point of a chart: `series` as `lib/live/samples` names them. */
export interface SampleRow {
  readonly clusterId: string;
  readonly series: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

export async function saveSamples(samples: readonly SampleRow[], tx: Tx = database()): Promise<void> {
  if (samples.length === 0) return;
  await tx.sample.createMany({
    data: samples.map(({ at, ...sample }) => ({ ...sample, at: new Date(at) })),
    skipDuplicates: true,
  });
}

export async function loadSamples(
  clusterId: string,
  seriesPrefix: string,
  from: number,
  tx: Tx = database(),
): Promise<readonly SampleRow[]> {
  const rows = await tx.sample.findMany({
    where: { clusterId, series: { startsWith: likeText(seriesPrefix) }, at: { gte: new Date(from) } },
    orderBy: { at: 'asc' },
  });
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** Keeps history bounded. @returns rows removed */
export async function pruneHistory(
  olderThan: { readonly samples: number; readonly events: number },
  tx: Tx = database(),
): Promise<number> {
  const samples = await tx.sample.deleteMany({ where: { at: { lt: new Date(olderThan.samples) } } });
  const events = await tx.event.deleteMany({ where: { at: { lt: new Date(olderThan.events) } } });
  return samples.count + events.count;
}

/** Points of a cluster that is no longer in the inventory. What is written meanwhile goes when it is old. */
export async function deleteSamples(clusterId: string): Promise<void> {
  await database().sample.deleteMany({ where: { clusterId } });
}
