/** What every benchmark ends with: one JSON line with its own baseline from the same run (targets.md). */

export interface Samples {
  readonly name: string;
  readonly values: readonly number[];
}

export interface Figure {
  readonly id: string;
  readonly unit: string;
  readonly median: number;
  readonly p95: number;
  readonly samples: number;
  readonly baseline?: {
    readonly name: string;
    readonly median: number;
    readonly p95: number;
    readonly samples: number;
  };
  /** Baseline divided by figure, both medians: how many times better. */
  readonly ratio?: number;
  readonly target: string;
  readonly pass: boolean;
  readonly notes?: string;
}

/** The q-th quantile (0 to 1) by the nearest-rank method; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

const round = (value: number): number => Number(value.toPrecision(4));

export function figure(
  id: string,
  unit: string,
  measured: Samples,
  baseline: Samples | undefined,
  target: string,
  pass: (medianValue: number, p95Value: number, ratio: number | undefined) => boolean,
  notes?: string,
): Figure {
  const median = quantile(measured.values, 0.5);
  const p95 = quantile(measured.values, 0.95);
  // A baseline that was not measured is not stated.
  const base =
    baseline && baseline.values.length > 0
      ? {
          name: baseline.name,
          median: round(quantile(baseline.values, 0.5)),
          p95: round(quantile(baseline.values, 0.95)),
          samples: baseline.values.length,
        }
      : undefined;
  const ratio = base ? base.median / median : undefined;
  return {
    id,
    unit,
    median: round(median),
    p95: round(p95),
    samples: measured.values.length,
    ...(base ? { baseline: base } : {}),
    ...(ratio === undefined ? {} : { ratio: round(ratio) }),
    target,
    // A figure without samples has proven nothing.
    pass: measured.values.length > 0 && pass(median, p95, ratio),
    ...(notes ? { notes } : {}),
  };
}
