'use client';

import { useCallback } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { formatByteRate, formatClock, formatDuration, formatKiB } from '@/lib/base/format';
import type { Phrase } from '@/lib/topology/phrases';
import type { CellFreshness, Flow } from '@/lib/topology/types';

export type Say = (phrase: Phrase) => string;

/** The model's phrases in the reader's language. An empty parameter chooses the `empty` branch of its message. */
export function useWords(): Say {
  const t = useTranslations('topology');
  return useCallback(
    ({ key, params }) => {
      const values = Object.fromEntries(
        Object.entries(params ?? {}).map(([name, value]) => [name, value === '' ? 'empty' : value]),
      );
      return t(key, values);
    },
    [t],
  );
}

/** "since 14:02" for one value that is not current. */
export const useSinceWords = (now: number) => useMomentWords(now, 'staleSince');
/** "as of 14:02" for a whole column that is not. */
export const useAsOfWords = (now: number) => useMomentWords(now, 'asOf');
export const useOldPrediction = (now: number) => useMomentWords(now, 'predictionOld');

function useMomentWords(
  now: number,
  key: 'staleSince' | 'asOf' | 'predictionOld',
): (freshness: CellFreshness) => string | undefined {
  const t = useTranslations('topology');
  const locale = useLocale();
  return useCallback(
    (freshness) => {
      if (freshness.state === 'current') return undefined;
      const at =
        freshness.state === 'stale' ? freshness.lastTrueAt : (freshness.lastTrueAt ?? freshness.since);
      return at > 0 ? t(key, { clock: formatClock(at, now, locale) }) : undefined;
    },
    [t, locale, now, key],
  );
}

/** Rate, percent and time left of a flow, as far as they are known. */
export function useFlowFigures(): (flow: Flow) => {
  readonly rate?: string;
  readonly percent?: string;
  readonly left?: string;
  readonly behind?: string;
} {
  const t = useTranslations('topology');
  const locale = useLocale();
  return useCallback(
    (flow) => ({
      ...(flow.rateKiBps !== undefined && flow.rateKiBps > 0
        ? { rate: formatByteRate(flow.rateKiBps * 1024, locale) }
        : {}),
      ...(flow.percent === undefined ? {} : { percent: t('drbdSyncing', { percent: flow.percent }) }),
      ...(flow.etaSeconds === undefined
        ? {}
        : { left: t('eta', { time: formatDuration(flow.etaSeconds * 1000, locale) }) }),
      ...(flow.outOfSyncKiB === undefined
        ? {}
        : { behind: t('outOfSync', { size: formatKiB(flow.outOfSyncKiB, locale) }) }),
    }),
    [t, locale],
  );
}
