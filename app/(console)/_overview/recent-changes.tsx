'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { ChangeState } from '@/components/changes/change-state';
import { usePlanWords } from '@/components/changes/use-plan-words';
import { useLiveClient } from '@/components/live/live-provider';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import type { ChangeSummary } from '@/lib/plan/records';

/** The latest changes people made, refreshed when a job moves. */
export function RecentChanges({ changes }: { readonly changes: readonly ChangeSummary[] }) {
  const t = useTranslations('overview');
  const words = usePlanWords();
  const router = useRouter();
  const client = useLiveClient();
  useEffect(() => client.onJob(() => router.refresh()), [client, router]);
  return (
    <Section
      title={t('changes')}
      actions={
        <Link href="/changes" className="text-[0.8667rem] text-ink-2 underline-offset-4 hover:underline">
          {t('allChanges')}
        </Link>
      }
    >
      {changes.length === 0 ? <p className="text-[0.9333rem] text-ink-3">{t('noChanges')}</p> : null}
      <ul className="flex flex-col">
        {changes.map((change) => (
          <li
            key={change.planId}
            className="flex flex-wrap items-baseline gap-x-4 border-b border-line py-1.5 text-[0.9333rem] last:border-b-0"
          >
            <RelativeTime
              at={change.endedAt ?? change.createdAt}
              className="w-[5.4rem] text-[0.8667rem] text-ink-3"
            />
            <Link href={`/changes/${change.planId}`} className="underline-offset-4 hover:underline">
              {words.intent(change.intent)}
            </Link>
            <ChangeState
              planStatus={change.planStatus}
              {...(change.jobStatus ? { jobStatus: change.jobStatus } : {})}
            />
            <span className="text-[0.8667rem] text-ink-3">
              {change.clusterName} · {change.proposedBy}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
