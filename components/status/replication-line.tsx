'use client';

import { clsx } from 'clsx';
import { useLocale, useTranslations } from 'use-intl';
import type { Severity } from '@/lib/base/finding';
import { formatByteRate, formatDuration, formatKiB, formatPercent } from '@/lib/base/format';
import type { Replication, ReplicationEnd } from '@/lib/protection/replication';
import { storageName } from '@/lib/protection/view';
import { StatusMark } from './status-mark';

/** How a pair stands, from the words of both ends. */
export function replicationSeverity(pair: Replication): Severity {
  if (pair.unseen) return 'unknown';
  if (pair.connection === 'StandAlone') return 'critical';
  const disks = [pair.from.disk, pair.to.disk];
  if (pair.from.current && ['Diskless', 'Failed'].includes(pair.from.disk)) return 'critical';
  if (pair.connection !== 'Connected') return 'critical';
  if (!pair.from.current || !pair.to.current) return 'unknown';
  if (disks.includes('Diskless') || disks.includes('Failed')) return 'critical';
  if (disks.some((disk) => disk !== 'UpToDate')) return 'warning';
  return pair.replication === 'Established' || /^Verify/.test(pair.replication ?? '') ? 'ok' : 'warning';
}

/** The line between two ends: its shape says how it stands before any colour does. */
export function flowArrow(pair: Replication): string {
  if (pair.unseen) return '┄┄?';
  if (pair.connection !== 'Connected') return '─✕─';
  if (/^PausedSync/.test(pair.replication ?? '')) return '─‖─▶';
  if (/^(?:Sync|StartingSync|WFBitMap|WFSync)/.test(pair.replication ?? '')) return '━━▶';
  return '──▶';
}

function End({ end }: { readonly end: ReplicationEnd }) {
  return (
    <span className={clsx('whitespace-nowrap', !end.current && 'stale rounded px-1 text-unknown')}>
      {end.node} <span className={end.disk === 'UpToDate' ? 'text-ink-3' : 'font-medium'}>{end.disk}</span>
    </span>
  );
}

/** "● HAFS node1 UpToDate ──▶ node2 Inconsistent · 63 % · 41 MiB/s · 8 min left". */
export function ReplicationLine({ replication: pair }: { readonly replication: Replication }) {
  const t = useTranslations('ui');
  const locale = useLocale();
  const { progress } = pair;
  const detail = [
    progress ? formatPercent(progress.percent, locale) : undefined,
    progress?.rateKiBps ? formatByteRate(progress.rateKiBps * 1024, locale) : undefined,
    progress?.stalled ? t('stalled') : undefined,
    progress?.etaSeconds
      ? t('left', { time: formatDuration(progress.etaSeconds * 1000, locale) })
      : undefined,
    !progress && pair.connection && pair.connection !== 'Connected' ? pair.connection : undefined,
    !progress && pair.outOfSyncKiB
      ? t('outOfSync', { size: formatKiB(pair.outOfSyncKiB, locale) })
      : undefined,
  ].filter((part): part is string => part !== undefined);
  return (
    <StatusMark state={replicationSeverity(pair)}>
      <span className="inline-flex flex-wrap items-baseline gap-x-2 font-normal text-ink">
        <span className="font-medium">{storageName(pair.resource)}</span>
        <End end={pair.from} />
        <span aria-hidden className="font-mono text-[0.85em] tracking-tighter text-ink-3">
          {flowArrow(pair)}
        </span>
        <End end={pair.to} />
        {detail.length > 0 ? <span className="num text-ink-2">{detail.join(' · ')}</span> : null}
      </span>
    </StatusMark>
  );
}
