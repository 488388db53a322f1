'use client';

import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { StaleNote } from '@/components/status/stale-note';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import type { AdoptionView } from '@/lib/views/adoption';
import { useProblemWords } from '../../_components/use-adopt-words';
import { cancelAdoptionAction } from '../../actions';
import { Building } from './building';
import { DesignForm } from './design';
import { NodeCard } from './node-card';
import { Review } from './review';
import { StepLine } from './step-line';
import { useAnswer } from './use-answer';

/** A person waits for the next question: slower is felt, faster only asks the database. */
const POLL_MS = 1_000;

export function AdoptionFlow({ initial }: { readonly initial: AdoptionView }) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Flow initial={initial} />
    </QueryClientProvider>
  );
}

async function fetchAdoption(id: string): Promise<AdoptionView> {
  const answer = await fetch(`/api/adoptions/${encodeURIComponent(id)}`);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as AdoptionView;
}

const isOver = ({ state }: AdoptionView): boolean => ['adopted', 'failed', 'cancelled'].includes(state.phase);

function Flow({ initial }: { readonly initial: AdoptionView }) {
  const t = useTranslations('adopt');
  const queries = useQueryClient();
  const key = ['adoption', initial.id];
  const { data: view, isError } = useQuery({
    queryKey: key,
    queryFn: () => fetchAdoption(initial.id),
    initialData: initial,
    refetchInterval: ({ state: { data } }) =>
      data && isOver(data) && (data.clusterId || data.state.phase !== 'adopted') ? false : POLL_MS,
    retry: false,
  });
  const onAnswered = () => void queries.invalidateQueries({ queryKey: key });
  return (
    <div className="flex flex-col gap-6">
      <StepLine state={view.state} />
      {isError ? <StaleNote>{t('stale')}</StaleNote> : null}
      <div className={clsx('flex flex-col gap-6', isError && 'saturate-25')} aria-live="polite">
        <Body view={view} onAnswered={onAnswered} />
      </div>
    </div>
  );
}

function Body({ view, onAnswered }: { readonly view: AdoptionView; readonly onAnswered: () => void }) {
  const t = useTranslations('adopt');
  const { state } = view;
  switch (state.phase) {
    case 'adopted':
      return <Adopted view={view} />;
    case 'failed':
    case 'cancelled':
      return <Ended view={view} />;
    case 'design':
    case 'founding':
      return (
        <>
          <WholeProblem view={view} />
          <DesignForm view={view} onAnswered={onAnswered} />
        </>
      );
    case 'building':
      // Another plan is another look: a form that was open for the one before is closed, however fast it came.
      return <Building key={state.planId} view={view} onAnswered={onAnswered} />;
    case 'review':
    case 'adopting':
      return (
        <>
          <WholeProblem view={view} />
          <Review view={view} onAnswered={onAnswered} />
        </>
      );
    default:
      return (
        <>
          {state.phase === 'reading' ? <p className="text-ink-2">{t('readingAll')}</p> : null}
          <div className="grid gap-4">
            {state.nodes.map((node, index) => (
              <NodeCard
                // biome-ignore lint/suspicious/noArrayIndexKey: the index is the node's identity in an adoption
                key={index}
                adoption={view.id}
                node={node}
                index={index}
                state={state}
                onAnswered={onAnswered}
              />
            ))}
          </div>
          <Cancel view={view} onAnswered={onAnswered} />
        </>
      );
  }
}

function WholeProblem({ view }: { readonly view: AdoptionView }) {
  const words = useProblemWords();
  const { problem, nodes } = view.state;
  if (!problem) return null;
  const { what, next } = words(problem.kind, problem.node ?? nodes[0]?.name ?? '');
  return <ErrorState title={what} next={problem.detail ? `${next} (${problem.detail})` : next} />;
}

function Cancel({ view, onAnswered }: { readonly view: AdoptionView; readonly onAnswered: () => void }) {
  const t = useTranslations('adopt');
  const { run, isPending, problem } = useAnswer(onAnswered);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        look="quiet"
        busy={isPending}
        onClick={() => run(() => cancelAdoptionAction({ adoption: view.id }))}
      >
        {view.state.purpose === 'build' ? t('buildCancel') : t('cancel')}
      </Button>
      <p role="alert" className="text-critical empty:hidden">
        {problem}
      </p>
    </div>
  );
}

function Adopted({ view }: { readonly view: AdoptionView }) {
  const t = useTranslations('adopt');
  return (
    <div className="flex flex-col items-start gap-4">
      <div>
        <p className="text-lg font-semibold">
          ●{' '}
          {t(view.state.purpose === 'build' ? 'builtTitle' : 'adoptedTitle', {
            cluster: view.state.clusterName ?? '',
          })}
        </p>
        <p className="mt-1 text-ink-2">{t('adoptedText')}</p>
      </div>
      <LinkButton look="primary" href={view.clusterId ? `/clusters/${view.clusterId}/topology` : '/'}>
        {t('toCluster')}
      </LinkButton>
    </div>
  );
}

function Ended({ view }: { readonly view: AdoptionView }) {
  const t = useTranslations('adopt');
  const isCancelled = view.state.phase === 'cancelled';
  return (
    <div className="flex flex-col items-start gap-4">
      <WholeProblem view={view} />
      <div>
        <p className="text-lg font-semibold">{isCancelled ? t('cancelledTitle') : t('failedTitle')}</p>
        <p className="mt-1 text-ink-2">{isCancelled ? t('cancelledText') : t('failedText')}</p>
      </div>
      <LinkButton href={beginningOf(view)}>{t('again')}</LinkButton>
    </div>
  );
}

function beginningOf({ isPractice, state }: AdoptionView): string {
  if (state.purpose === 'build') return '/adopt/build';
  return isPractice ? '/adopt?practice=1' : '/adopt';
}
