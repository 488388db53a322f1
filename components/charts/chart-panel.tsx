'use client';

import { clsx } from 'clsx';
import { lazy, Suspense, useId, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { formatClock } from '@/lib/base/format';
import { type ChartRow, GAP_MS, toRows } from './points';
import { RANGES, type Range, useSamples } from './use-samples';

/** Haven may be away, or newer than this page: the numbers stay readable as a table. */
const TimeChart = lazy(() => import('./time-chart').catch(() => ({ default: NotLoaded })));

function NotLoaded() {
  const t = useTranslations('ui');
  return <p className="py-4 text-[0.8667rem] text-ink-3">{t('partMissing')}</p>;
}

export interface ChartSeries {
  /** The stored series' name. */
  readonly id: string;
  readonly label: string;
  /** A CSS colour from the tokens. */
  readonly color: string;
  /** Lines differ in dash as well as in colour. */
  readonly dash?: string;
}

interface Props {
  readonly clusterId: string;
  readonly title: string;
  readonly series: readonly ChartSeries[];
  /** What all series' names begin with. */
  readonly prefix: string;
  readonly write: (value: number, locale: string) => string;
  readonly now: number;
  readonly max?: number;
  readonly className?: string;
}

const SPAN_MS: Readonly<Record<Range, number>> = {
  '15m': 900_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
};

/** A chart over a chosen period, stored points first and live ones as they come; its numbers also as a table. */
export function ChartPanel({ clusterId, title, series, prefix, write, now, max, className }: Props) {
  const t = useTranslations('ui');
  const [range, setRange] = useState<Range>('15m');
  const titleId = useId();
  const from = now - SPAN_MS[range];
  const { points, failed, loading } = useSamples(clusterId, prefix, range);
  const rows = toRows(
    points,
    series.map((each) => each.id),
    from,
    // Long periods come thinned to one point a bucket: a gap is then three buckets.
    Math.max(GAP_MS, (SPAN_MS[range] / 400) * 3),
  );
  return (
    <figure aria-labelledby={titleId} className={clsx('min-w-0', className)}>
      <figcaption className="mb-1 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span id={titleId} className="text-[0.8667rem] font-medium text-ink-2">
          {title}
        </span>
        <Legend series={series} />
        <RangePicker value={range} onChange={setRange} />
      </figcaption>
      {rows.length === 0 ? (
        <p className="flex h-36 items-center justify-center rounded-md border border-dashed border-line text-[0.8667rem] text-ink-3">
          {loading ? t('loading') : failed ? t('chartFailed') : t('chartEmpty')}
        </p>
      ) : (
        <div className="h-36" aria-hidden>
          <Suspense fallback={<div className="h-full rounded-md bg-sunken" />}>
            <TimeChart series={series} rows={rows} from={from} to={now} write={write} max={max} />
          </Suspense>
        </div>
      )}
      {rows.length > 0 ? <AsTable title={title} series={series} rows={rows} now={now} write={write} /> : null}
    </figure>
  );
}

function Legend({ series }: { readonly series: readonly ChartSeries[] }) {
  return (
    <span className="flex flex-wrap gap-x-3 text-[0.8rem] text-ink-2">
      {series.map((each) => (
        <span key={each.id} className="inline-flex items-center gap-1.5">
          <svg aria-hidden viewBox="0 0 18 6" className="h-[0.4rem] w-[1.2rem]">
            <line
              x1="0"
              x2="18"
              y1="3"
              y2="3"
              stroke={each.color}
              strokeWidth="2"
              strokeDasharray={each.dash}
            />
          </svg>
          {each.label}
        </span>
      ))}
    </span>
  );
}

function RangePicker({
  value,
  onChange,
}: {
  readonly value: Range;
  readonly onChange: (range: Range) => void;
}) {
  const t = useTranslations('ui');
  return (
    <fieldset className="ml-auto flex gap-0.5">
      <legend className="sr-only">{t('range')}</legend>
      {RANGES.map((range) => (
        <button
          key={range}
          type="button"
          aria-pressed={range === value}
          onClick={() => onChange(range)}
          className="min-h-6 cursor-pointer rounded px-1.5 text-[0.8rem] text-ink-3 hover:text-ink aria-pressed:bg-sunken aria-pressed:font-medium aria-pressed:text-ink"
        >
          {t(`range${range}`)}
        </button>
      ))}
    </fieldset>
  );
}

interface TableProps extends Pick<Props, 'title' | 'series' | 'write' | 'now'> {
  readonly rows: readonly ChartRow[];
}

/** Rows shown in the table: enough to compare, few enough to read. */
const TABLE_ROWS = 20;

function AsTable({ title, series, rows, now, write }: TableProps) {
  const t = useTranslations('ui');
  const locale = useLocale();
  const newest = rows.toReversed().slice(0, TABLE_ROWS);
  return (
    <details className="mt-1 text-[0.8rem]">
      <summary className="min-h-6 cursor-pointer text-ink-3 hover:text-ink">{t('chartTable')}</summary>
      <table className="mt-1 w-full border-collapse">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            <th scope="col" className="py-1 text-left font-medium text-ink-3">
              {t('time')}
            </th>
            {series.map((each) => (
              <th key={each.id} scope="col" className="py-1 text-right font-medium text-ink-3">
                {each.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newest.map((row) => (
            <tr key={row.at} className="border-t border-line">
              <th scope="row" className="num py-0.5 text-left font-normal">
                {formatClock(row.at, now, locale, { seconds: true })}
              </th>
              {series.map((each) => {
                const value = row.values[each.id];
                return (
                  <td key={each.id} className="num py-0.5 text-right">
                    {value === undefined || value === null ? '–' : write(value, locale)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
