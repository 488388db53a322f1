'use client';

import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/status/status-mark';
import { levelRank, type ProtectionLevel } from '@/lib/protection/types';
import type { RankedCluster } from './use-ranked-clusters';

const LEVELS: readonly ProtectionLevel[] = ['down', 'exposed', 'unknown', 'degraded', 'protected'];

/** The whole campus in one line, and how many clusters stand how. */
export function OverviewHeadline({ ranked }: { readonly ranked: readonly RankedCluster[] }) {
  const t = useTranslations('overview');
  const ui = useTranslations('ui');
  const worst = ranked[0]?.level ?? 'unknown';
  const trouble = ranked.filter((each) => levelRank(each.level) > 0).length;
  const headline =
    trouble === 0
      ? t('headlineAll', { count: ranked.length })
      : t('headlineSome', { trouble, count: ranked.length });
  if (ranked.length === 1) return <h1 className="sr-only">{headline}</h1>;
  return (
    <header className="mb-7 flex flex-wrap items-baseline justify-between gap-x-8 gap-y-2">
      <h1 className="text-2xl leading-tight font-semibold tracking-tight">
        <StatusMark state={worst} className="gap-3">
          <span className="text-ink">{headline}</span>
        </StatusMark>
      </h1>
      {ranked.length > 1 ? (
        <p className="flex flex-wrap gap-x-5 text-[0.9333rem]">
          {LEVELS.map((level) => {
            const count = ranked.filter((each) => each.level === level).length;
            return count === 0 ? null : (
              <StatusMark key={level} state={level}>
                {ui(level)} <span className="num">{count}</span>
              </StatusMark>
            );
          })}
        </p>
      ) : null}
    </header>
  );
}
