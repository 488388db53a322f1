'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useLiveClient } from '@/components/live/live-provider';
import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { type Column, DataTable } from '@/components/ui/table';
import type { ChangeSummary } from '@/lib/plan/records';
import type { PlanWords } from '@/lib/plan/words';
import { ChangeState } from './change-state';
import { usePlanWords } from './use-plan-words';

/** A page that lists what others do must not be older than this when nothing tells it to look. */
const LOOK_EVERY_MS = 10_000;

export function ChangeList({ changes }: { readonly changes: readonly ChangeSummary[] }) {
  const words = usePlanWords();
  const router = useRouter();
  const live = useLiveClient();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), LOOK_EVERY_MS);
    const unsubscribe = live.onJob(() => router.refresh());
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  }, [router, live]);
  return (
    <DataTable
      caption={words.say('list-caption')}
      columns={columns(words)}
      rows={changes}
      rowKey={(change) => change.planId}
      framed
      onOpen={(change) => router.push(`/changes/${change.planId}`)}
    />
  );
}

const columns = (words: PlanWords): readonly Column<ChangeSummary>[] => [
  {
    id: 'change',
    header: words.say('column-change'),
    rowHeader: true,
    cell: (change) => (
      <span className="inline-flex flex-wrap items-baseline gap-2">
        <Link href={`/changes/${change.planId}`} className="underline-offset-4 hover:underline">
          {words.intent(change.intent)}
        </Link>
        {change.isUndo ? <Badge>{words.say('is-undo')}</Badge> : null}
      </span>
    ),
  },
  {
    id: 'cluster',
    header: words.say('column-cluster'),
    cell: (change) => change.clusterName,
    sortValue: (change) => change.clusterName,
  },
  {
    id: 'state',
    header: words.say('column-state'),
    cell: (change) => (
      <ChangeState
        planStatus={change.planStatus}
        {...(change.jobStatus ? { jobStatus: change.jobStatus } : {})}
      />
    ),
  },
  {
    id: 'by',
    header: words.say('column-by'),
    cell: (change) => change.proposedBy,
    sortValue: (change) => change.proposedBy,
  },
  {
    id: 'when',
    header: words.say('column-when'),
    align: 'end',
    cell: (change) => <RelativeTime at={change.createdAt} />,
    sortValue: (change) => change.createdAt,
  },
];
