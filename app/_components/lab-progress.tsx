'use client';

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useNow } from '@/components/ui/use-now';
import type { LabView } from '@/lib/views/lab';

/** A person watches the steps: slower looks stuck. */
const POLL_MS = 1_000;

const SENTENCES = {
  none: 'practiceNone',
  working: 'practiceWorking',
  ready: 'practiceReady',
  failed: 'practiceFailed',
  abandoned: 'practiceAbandoned',
  down: 'practiceDown',
} as const;

interface Props {
  readonly initial: LabView;
  /** What can be done once the cluster runs. */
  readonly children?: React.ReactNode;
}

export function LabProgress(props: Props) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Progress {...props} />
    </QueryClientProvider>
  );
}

async function fetchLab(): Promise<LabView> {
  const answer = await fetch('/api/lab');
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as LabView;
}

function Progress({ initial, children }: Props) {
  const t = useTranslations('welcome');
  const { data, isError } = useQuery({
    queryKey: ['lab'],
    queryFn: fetchLab,
    initialData: initial,
    refetchInterval: POLL_MS,
    retry: false,
  });
  return (
    <div className="flex flex-col gap-3">
      <p aria-live="polite" className="text-[0.9333rem]">
        {t(SENTENCES[data.phase])}
      </p>
      {isError ? <p className="text-warning">{t('staleProgress')}</p> : null}
      {data.phase === 'ready' || data.steps.length === 0 ? null : (
        <Steps steps={data.steps} isOld={isError} />
      )}
      {data.problem ? (
        <div className="rounded-lg bg-critical-soft px-4 py-3 text-[0.9333rem]">
          <p className="text-critical">{data.problem.message}</p>
          {data.problem.hint ? (
            <p className="mt-1 text-ink">
              {t('whatHelps')}: {data.problem.hint}
            </p>
          ) : null}
        </div>
      ) : null}
      {data.phase === 'ready' ? children : null}
    </div>
  );
}

const MARKS = { pending: '○', running: '◐', done: '●', failed: '◆' } as const;
const WORDS = {
  pending: 'stepPending',
  running: 'stepRunning',
  done: 'stepDone',
  failed: 'stepFailed',
} as const;

function Steps({ steps, isOld }: { readonly steps: LabView['steps']; readonly isOld: boolean }) {
  const t = useTranslations('welcome');
  const locale = useLocale();
  return (
    <ol className={isOld ? 'stale flex flex-col gap-1.5' : 'flex flex-col gap-1.5'}>
      {steps.map((step) => (
        <li
          key={step.id}
          className="grid grid-cols-[1.25rem_1fr_auto] items-baseline gap-x-2 text-[0.9333rem]"
        >
          <span aria-hidden className={step.state === 'failed' ? 'text-critical' : 'text-accent'}>
            {MARKS[step.state]}
          </span>
          <span className={step.state === 'pending' ? 'text-ink-3' : ''}>
            {step.label[locale]} <span className="sr-only">{t(WORDS[step.state])}</span>
            {step.state === 'running' && step.detail ? (
              <span className="block text-[0.8667rem] text-ink-3" lang="en">
                {step.detail}
              </span>
            ) : null}
          </span>
          <Elapsed startedAt={step.startedAt} endedAt={step.endedAt} />
        </li>
      ))}
    </ol>
  );
}

function Elapsed({ startedAt, endedAt }: { readonly startedAt?: number; readonly endedAt?: number }) {
  const t = useTranslations('welcome');
  const now = useNow();
  if (startedAt === undefined || (endedAt === undefined && now === null)) return <span />;
  const seconds = Math.max(0, Math.round(((endedAt ?? now ?? startedAt) - startedAt) / 1_000));
  return <span className="num text-[0.8667rem] text-ink-3">{t('elapsed', { seconds })}</span>;
}
