'use client';

import { clsx } from 'clsx';
import { useLocale, useTranslations } from 'use-intl';
import { formatClock, formatDuration } from '@/lib/base/format';
import type { Freshness } from '@/lib/live/freshness';
import { notCurrentSince, whyNotCurrent } from './freshness-words';

interface Props {
  readonly freshness: Freshness;
  /** The source: whose silence it is. */
  readonly node: string;
  /** Haven's clock. */
  readonly now: number;
  /** Leaves out the age of a current value: where many stand together, their heading carries it. */
  readonly onlyTrouble?: boolean;
  readonly className?: string;
}

/** "0.3 s", or "◌ stale since 14:02, node2 is silent". */
export function FreshnessNote({ freshness, node, now, onlyTrouble = false, className }: Props) {
  const t = useTranslations('ui');
  const locale = useLocale();
  if (freshness.state === 'current') {
    if (onlyTrouble) return null;
    return (
      <span
        className={clsx('num text-[0.8rem] whitespace-nowrap text-ink-3', className)}
        title={t('observed')}
      >
        {formatDuration(now - freshness.observedAt, locale)}
      </span>
    );
  }
  const clock = formatClock(notCurrentSince(freshness), now, locale);
  const since = freshness.state === 'unknown' ? t('unknownSince', { clock }) : t('staleSince', { clock });
  return (
    <span className={clsx('text-[0.8667rem] text-unknown', className)} data-freshness={freshness.state}>
      <span aria-hidden className="mr-1">
        ◌
      </span>
      {since}
      <span className="text-ink-3"> · {t(whyNotCurrent(freshness), { node })}</span>
    </span>
  );
}
