/** Points for charts as a page reads them: authorised, bounded to a period, and no more of them than a screen can show. */
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { err, ok, type Result } from '@/lib/base/result';
import { loadSamples } from '@/lib/data/observations';

export interface SamplePoint {
  readonly series: string;
  readonly at: number;
  readonly value: number;
}

export interface SampleAnswer {
  /** Beginning of the period: points before it may be forgotten. */
  readonly from: number;
  readonly points: readonly SamplePoint[];
}

export interface SampleQuery {
  readonly clusterId: string;
  readonly prefix: string;
  readonly spanMs: number;
  /** Only points newer than this: what the page already has stays there. */
  readonly after: number;
}

const SPANS_MS: Readonly<Record<string, number>> = {
  '15m': 900_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
};
/** `kind:node id:` and what follows; anything else would read every series of a cluster at once. */
const PREFIX = /^(?:net|drbd|haproxy|host):[\w.-]{1,64}:[\w./@:-]{0,160}$/;
const ID = /^[\w-]{1,64}$/;

/** Reads the query of the route. Undefined: not one that a page sends. */
export function parseSampleQuery(search: URLSearchParams): SampleQuery | undefined {
  const clusterId = search.get('cluster') ?? '';
  const prefix = search.get('prefix') ?? '';
  const range = search.get('range') ?? '';
  const spanMs = Object.hasOwn(SPANS_MS, range) ? SPANS_MS[range] : undefined;
  const after = Number(search.get('after') ?? 0);
  if (!ID.test(clusterId) || !PREFIX.test(prefix) || spanMs === undefined) return undefined;
  if (!Number.isFinite(after) || after < 0) return undefined;
  return { clusterId, prefix, spanMs, after };
}

export async function getSamples(
  actor: Actor | null,
  query: SampleQuery,
  now: number,
): Promise<Result<SampleAnswer, 'signed-out' | 'forbidden'>> {
  if (!actor) return err('signed-out');
  if (!may(actor.role, 'cluster.view')) return err('forbidden');
  const from = now - query.spanMs;
  const rows = await loadSamples(query.clusterId, query.prefix, Math.max(from, query.after + 1));
  return ok({ from, points: thin(rows, query.spanMs / MAX_POINTS) });
}

/** More points than this in a line cannot be told apart on any screen. */
const MAX_POINTS = 400;

/** One point a bucket, its mean, at the time of its last: peaks flatten over long periods, which the unit cannot hide. */
export function thin(rows: readonly SamplePoint[], bucketMs: number): readonly SamplePoint[] {
  const buckets = new Map<string, { series: string; at: number; sum: number; count: number }>();
  for (const { series, at, value } of rows) {
    const key = `${series}@${Math.floor(at / bucketMs)}`;
    const bucket = buckets.get(key);
    if (!bucket) buckets.set(key, { series, at, sum: value, count: 1 });
    else {
      bucket.at = Math.max(bucket.at, at);
      bucket.sum += value;
      bucket.count += 1;
    }
  }
  return [...buckets.values()].map(({ series, at, sum, count }) => ({ series, at, value: sum / count }));
}
