'use client';

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { StaleNote } from '@/components/status/stale-note';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { isKeyLeft } from '@/lib/inventory/forgetting';
import type { ForgettingView } from '@/lib/views/forgetting';
import { NodeKeyTable } from './node-key-table';

/** A person watches: slower is felt, faster only asks the database. */
const POLL_MS = 1_000;

/** What becomes of Haven's key on each node while a cluster is forgotten, and what is left for a person to do. */
export function ForgettingScreen({ initial }: { readonly initial: ForgettingView }) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Progress initial={initial} />
    </QueryClientProvider>
  );
}

async function fetchForgetting(id: string): Promise<ForgettingView> {
  const answer = await fetch(`/api/forgettings/${encodeURIComponent(id)}`);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as ForgettingView;
}

function Progress({ initial }: { readonly initial: ForgettingView }) {
  const t = useTranslations('forget');
  const { data: view, isError } = useQuery({
    queryKey: ['forgetting', initial.id],
    queryFn: () => fetchForgetting(initial.id),
    initialData: initial,
    refetchInterval: ({ state: { data } }) => (data?.endedAt === undefined ? POLL_MS : false),
    retry: false,
  });
  const isOver = view.endedAt !== undefined;
  // What has ended does not change any more, whoever is silent.
  const isStale = isError && !isOver;
  const cluster = view.clusterName;
  return (
    <>
      <PageHeader
        title={isOver ? t('doneTitle', { cluster }) : t('runningTitle', { cluster })}
        below={<Below view={view} />}
      />
      {isStale ? <StaleNote>{t('stale')}</StaleNote> : null}
      <div className={clsx('mt-4', isStale && 'saturate-25')} aria-live="polite">
        <NodeKeyTable nodes={view.nodes} />
      </div>
      {isOver ? (
        <div className="mt-7 flex flex-wrap gap-2">
          <LinkButton href="/" look="primary">
            {t('toOverview')}
          </LinkButton>
          <LinkButton href="/adopt">{t('adoptAgain')}</LinkButton>
          <LinkButton href={`/audit?object=${encodeURIComponent(view.clusterId)}`} look="quiet">
            {t('inAudit')}
          </LinkButton>
        </div>
      ) : null}
    </>
  );
}

function Below({ view }: { readonly view: ForgettingView }) {
  const t = useTranslations('forget');
  if (view.endedAt === undefined) return t('runningBelow');
  const count = view.nodes.filter(({ outcome }) => outcome && isKeyLeft(outcome)).length;
  if (count > 0) return t('doneBelowLeft', { count });
  return view.nodes.some(({ outcome }) => outcome === 'given-by-person') ? t('description') : t('doneBelow');
}
