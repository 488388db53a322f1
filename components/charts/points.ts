/** Points of charts as pure data: merging what was stored with what arrives, and honest gaps. */

export interface SamplePoint {
  readonly series: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** One column of the chart: a moment and the value of each series at it; `null` breaks the line. */
export interface ChartRow {
  readonly at: number;
  readonly values: Readonly<Record<string, number | null>>;
}

/** Points are stored every ten seconds; after three missing ones the line must break instead of pretending. */
export const GAP_MS = 35_000;
/** Points of several series closer than this are one moment. */
const SAME_MOMENT_MS = 5_000;

/** Rows in time order; a silence becomes a break in every line. */
export function toRows(
  points: readonly SamplePoint[],
  series: readonly string[],
  from: number,
  gapMs = GAP_MS,
): readonly ChartRow[] {
  const wanted = new Set(series);
  const sorted = points
    .filter((point) => wanted.has(point.series) && point.at >= from)
    .toSorted((a, b) => a.at - b.at);
  const rows: { at: number; values: Record<string, number | null> }[] = [];
  for (const point of sorted) {
    const last = rows.at(-1);
    if (last && point.at - last.at < SAME_MOMENT_MS && last.values[point.series] === undefined) {
      last.values[point.series] = point.value;
      continue;
    }
    if (last && point.at - last.at > gapMs) {
      rows.push({ at: last.at + gapMs / 2, values: Object.fromEntries(series.map((name) => [name, null])) });
    }
    rows.push({ at: point.at, values: { [point.series]: point.value } });
  }
  return rows;
}

/** Adds live points to stored ones without doubling a moment, and forgets what is older than `from`. */
export function appendPoints(
  points: readonly SamplePoint[],
  more: readonly SamplePoint[],
  from: number,
): readonly SamplePoint[] {
  const known = new Set(points.map((point) => `${point.series}@${point.at}`));
  const fresh = more.filter((point) => !known.has(`${point.series}@${point.at}`));
  if (fresh.length === 0 && (points[0]?.at ?? from) >= from) return points;
  return [...points, ...fresh].filter((point) => point.at >= from);
}
