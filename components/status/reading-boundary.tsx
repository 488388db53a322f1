'use client';

import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useReading, useViewerClock } from '@/components/live/live-provider';
import { lastValue } from '@/lib/base/observation';
import type { DirectoryNode, FactSince } from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import { FreshnessNote } from './freshness-note';
import { useIsTold } from './silence-banner';

export interface ReadValue<T> {
  readonly value: T;
  /** False: draw nothing as healthy, whatever it says. The boundary hatches it already. */
  readonly current: boolean;
  readonly since: Readonly<Record<string, FactSince>>;
  readonly now: number;
}

interface Props<K extends ReadingName> {
  readonly clusterId: string;
  readonly node: DirectoryNode;
  readonly reading: K;
  readonly children: (read: ReadValue<NodeReadings[K]>) => ReactNode;
  /** Where the age is already told. */
  readonly onlyTrouble?: boolean;
  readonly className?: string;
}

/**
 * Shows a reading together with its truth. Current: as it is, with its age. Not current: the last value hatched and
 * without colour, with the reason and since when. Never read: only the reason. Nothing below it is green unless current.
 */
export function ReadingBoundary<K extends ReadingName>(props: Props<K>) {
  const { clusterId, node, reading, children, onlyTrouble = false, className } = props;
  const t = useTranslations('ui');
  const { item, freshness } = useReading(clusterId, node.id, reading);
  const clock = useViewerClock();
  const now = clock?.now ?? 0;
  const value = lastValue(item?.observation);
  const current = freshness.state === 'current';
  const told = useIsTold(freshness);
  if (!clock && value === undefined) return <p className="text-ink-3">{t('loading')}</p>;
  return (
    <div className={clsx('min-w-0', className)} aria-busy={!clock || undefined}>
      {clock && !(current && onlyTrouble) ? (
        <p className={clsx('mb-1.5', current && 'text-right', told && value !== undefined && 'sr-only')}>
          <FreshnessNote freshness={freshness} node={node.name} now={now} />
        </p>
      ) : null}
      {value === undefined ? null : (
        <div className={clsx(!current && clock && 'stale rounded-md')}>
          {!current && clock ? <span className="sr-only">{t('lastKnown')}: </span> : null}
          {children({ value, current, since: item?.since ?? {}, now })}
        </div>
      )}
    </div>
  );
}
