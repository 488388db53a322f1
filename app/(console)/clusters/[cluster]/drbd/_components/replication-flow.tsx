'use client';

import { clsx } from 'clsx';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { replicationSeverity } from '@/components/status/replication-line';
import { StatusMark } from '@/components/status/status-mark';
import type { Severity } from '@/lib/base/finding';
import { formatByteRate, formatDuration, formatKiB, formatPercent } from '@/lib/base/format';
import type { Replication, ReplicationEnd } from '@/lib/protection/replication';

interface Props {
  readonly pair: Replication;
  readonly clusterId: string;
}

/** Two copies and what flows between them. The line's shape says how it stands: flowing, cut, paused, comparing, unseen. */
export function ReplicationFlow({ pair, clusterId }: Props) {
  return (
    <div className="grid grid-cols-[minmax(9rem,16rem)_minmax(8rem,1fr)_minmax(9rem,16rem)] items-center">
      <End end={pair.from} clusterId={clusterId} />
      <Flow pair={pair} />
      <End end={pair.to} clusterId={clusterId} />
    </div>
  );
}

const BAD_DISKS: ReadonlySet<string> = new Set(['Diskless', 'Failed']);

export function diskSeverity(disk: string, current: boolean): Severity {
  if (!current || disk === 'unknown' || disk === 'DUnknown') return 'unknown';
  if (disk === 'UpToDate') return 'ok';
  return BAD_DISKS.has(disk) ? 'critical' : 'warning';
}

function End({ end, clusterId }: { readonly end: ReplicationEnd; readonly clusterId: string }) {
  const t = useTranslations('ui');
  return (
    <div
      className={clsx(
        'rounded-lg border px-4 py-3',
        end.role === 'Primary' && end.current ? 'border-accent bg-accent-soft' : 'border-line bg-surface',
        !end.current && 'stale border-unknown',
      )}
    >
      <p className="flex items-baseline justify-between gap-3">
        <Link
          href={`/clusters/${clusterId}/nodes/${encodeURIComponent(end.node)}`}
          className="font-semibold hover:underline"
        >
          {end.node}
        </Link>
        <span className={end.role === 'Primary' ? 'font-medium' : 'text-ink-3'}>{end.role}</span>
      </p>
      <StatusMark state={diskSeverity(end.disk, end.current)}>
        {end.disk}
        {end.current ? null : <span className="ml-1.5 font-normal text-ink-3">{t('lastKnown')}</span>}
      </StatusMark>
    </div>
  );
}

const LINE_COLOR: Readonly<Record<Severity, string>> = {
  ok: 'var(--accent)',
  info: 'var(--accent)',
  warning: 'var(--warning-mark)',
  critical: 'var(--critical-mark)',
  unknown: 'var(--unknown)',
};

type Shape = 'flowing' | 'cut' | 'paused' | 'comparing' | 'unseen';

function shapeOf(pair: Replication): Shape {
  if (pair.unseen) return 'unseen';
  if (pair.connection !== 'Connected') return 'cut';
  if (/^PausedSync/.test(pair.replication ?? '')) return 'paused';
  return /^Verify/.test(pair.replication ?? '') ? 'comparing' : 'flowing';
}

function Flow({ pair }: { readonly pair: Replication }) {
  const t = useTranslations('screens');
  const ui = useTranslations('ui');
  const locale = useLocale();
  const severity = replicationSeverity(pair);
  const { progress } = pair;
  const parts = [
    progress?.rateKiBps ? formatByteRate(progress.rateKiBps * 1024, locale) : undefined,
    progress?.stalled ? ui('stalled') : undefined,
    progress?.etaSeconds
      ? ui('left', { time: formatDuration(progress.etaSeconds * 1000, locale) })
      : undefined,
    pair.outOfSyncKiB ? ui('outOfSync', { size: formatKiB(pair.outOfSyncKiB, locale) }) : undefined,
  ].filter((part): part is string => part !== undefined);
  const word = pair.unseen
    ? t('unseenLink')
    : pair.connection === 'Connected'
      ? (pair.replication ?? 'Connected')
      : pair.connection;
  return (
    <div className="min-w-0 px-2 text-center text-[0.8667rem]">
      <p className="mb-0.5">
        <StatusMark state={severity}>{word}</StatusMark>
        {progress ? (
          <span className="num ml-2 font-semibold">{formatPercent(progress.percent, locale, 1)}</span>
        ) : null}
      </p>
      <Line
        shape={shapeOf(pair)}
        color={LINE_COLOR[severity]}
        percent={progress?.percent}
        label={t('syncProgress')}
      />
      <p className="num mt-0.5 min-h-5 text-ink-2">{parts.join(' · ')}</p>
    </div>
  );
}

interface LineProps {
  readonly shape: Shape;
  readonly color: string;
  readonly percent?: number | undefined;
  readonly label: string;
}

/** Drawn to scale with its box; the arrow head keeps its form. */
function Line({ shape, color, percent, label }: LineProps) {
  const dashed = shape === 'unseen' ? '4 6' : shape === 'comparing' ? '10 4' : undefined;
  const bar =
    percent === undefined
      ? {}
      : {
          role: 'progressbar',
          'aria-label': label,
          'aria-valuenow': Math.floor(percent),
          'aria-valuemin': 0,
          'aria-valuemax': 100,
        };
  return (
    <div {...bar} className="relative h-4">
      <svg
        aria-hidden
        className="absolute inset-0 h-full w-full"
        preserveAspectRatio="none"
        viewBox="0 0 100 16"
      >
        <line
          x1="0"
          x2="100"
          y1="8"
          y2="8"
          stroke={percent === undefined ? color : 'var(--line-strong)'}
          strokeWidth={percent === undefined ? 2 : 4}
          vectorEffect="non-scaling-stroke"
          {...(dashed ? { strokeDasharray: dashed } : {})}
        />
        {percent === undefined ? null : (
          <line
            x1="0"
            x2={percent}
            y1="8"
            y2="8"
            stroke={color}
            strokeWidth="4"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
      {shape === 'cut' || shape === 'paused' ? (
        <span
          aria-hidden
          className="absolute inset-0 m-auto flex size-5 items-center justify-center bg-surface text-base leading-none font-bold"
          style={{ color }}
        >
          {shape === 'cut' ? '✕' : '‖'}
        </span>
      ) : (
        <span
          aria-hidden
          className="absolute top-1/2 right-0 -translate-y-1/2 text-base leading-none"
          style={{ color }}
        >
          ▶
        </span>
      )}
    </div>
  );
}
