'use client';

import { clsx } from 'clsx';
import { useLocale, useTranslations } from 'use-intl';
import { formatClock } from '@/lib/base/format';
import type { ClusterProtection } from '@/lib/protection/types';
import { StatusMark } from './status-mark';
import { useFindingWords } from './use-finding-words';

interface Props {
  readonly protection: ClusterProtection;
  readonly now: number;
  readonly className?: string;
}

/** The one sentence of a cluster: "▲ HAFS has one copy left: node2’s disk is Diskless since 14:02". */
export function ProtectionSentence({ protection, now, className }: Props) {
  const t = useTranslations('ui');
  const locale = useLocale();
  const { key, params, since } = protection.sentence;
  const { text } = useFindingWords()('protection', key, params);
  return (
    <span role="status" className={clsx('inline-flex max-w-full', className)}>
      <StatusMark state={protection.level}>
        {/* The level is said too: two of its words share one shape. */}
        <span className="sr-only">{t(protection.level)}: </span>
        {text}
        {since === undefined ? null : (
          <span className="num ml-2 text-[0.85em] font-normal whitespace-nowrap text-ink-3">
            {t('sinceTime', { clock: formatClock(since, now, locale) })}
          </span>
        )}
      </StatusMark>
    </span>
  );
}
