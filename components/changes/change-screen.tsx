'use client';

import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useLiveClient } from '@/components/live/live-provider';
import { Button } from '@/components/ui/button';
import { Copyable } from '@/components/ui/copyable';
import { Disclosure } from '@/components/ui/disclosure';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import type { ChangeView } from '@/lib/plan/records';
import { ApproveForm } from './approve-form';
import type { ChangeActions } from './change-actions';
import { ChangeState } from './change-state';
import { DriftTable } from './drift-table';
import { JobSection } from './job-section';
import { PredictionSection } from './prediction-section';
import { StepsSection } from './steps-section';
import { useAction } from './use-action';
import { usePlanWords } from './use-plan-words';
import { VerdictSection } from './verdict-section';

interface Props {
  readonly initial: ChangeView;
  readonly actions: ChangeActions;
}

export function ChangeScreen(props: Props) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Change {...props} />
    </QueryClientProvider>
  );
}

/** The socket tells of every step; this only covers a lost word. Plans are told by nobody, so they are asked for. */
const IN_HAND_MS = 1_000;
const QUIET_MS = 15_000;

const isInHand = ({ plan, job }: ChangeView): boolean =>
  plan.status === 'proposing' || job?.status === 'queued' || job?.status === 'running';

async function fetchChange(planId: string): Promise<ChangeView> {
  const response = await fetch(`/api/plans/${planId}`, { cache: 'no-store' });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as ChangeView;
}

function Change({ initial, actions }: Props) {
  const words = usePlanWords();
  const router = useRouter();
  const queries = useQueryClient();
  const live = useLiveClient();
  const key = ['change', initial.plan.id];
  const { data: view = initial } = useQuery({
    queryKey: key,
    queryFn: () => fetchChange(initial.plan.id),
    initialData: initial,
    refetchInterval: ({ state }) => (isInHand(state.data ?? initial) ? IN_HAND_MS : QUIET_MS),
  });
  const refresh = (): void => void queries.invalidateQueries({ queryKey: key });
  const jobId = view.plan.jobId;
  useEffect(
    () =>
      live.onJob((changed) => {
        if (changed === jobId) void queries.invalidateQueries({ queryKey: ['change', initial.plan.id] });
      }),
    [live, jobId, queries, initial.plan.id],
  );
  const openPlan = (planId: string): void => router.push(`/changes/${planId}`);
  const { plan, job } = view;
  return (
    <>
      <Head view={view} actions={actions} onDone={refresh} onPlan={openPlan} />
      <div className="flex flex-col gap-5">
        {plan.status === 'proposing' ? <BeingMade createdAt={plan.createdAt} /> : null}
        {plan.problem && !job ? (
          <Section title={words.dynamic('plan', plan.status)}>
            <p>{words.problem(plan.problem)}</p>
            <DriftTable problem={plan.problem} />
          </Section>
        ) : null}
        {job ? (
          <JobSection view={view} job={job} actions={actions} onDone={refresh} onPlan={openPlan} />
        ) : null}
        <PlanSections view={view} actions={actions} onDone={refresh} />
      </div>
    </>
  );
}

interface PartProps {
  readonly view: ChangeView;
  readonly actions: ChangeActions;
  readonly onDone: () => void;
}

function PlanSections({ view, actions, onDone }: PartProps) {
  const words = usePlanWords();
  const { plan } = view.plan;
  if (!plan) return null;
  if (plan.nothingToDo)
    return <Section title={words.dynamic('plan', 'nothing-to-do')}>{words.nothing(plan)}</Section>;
  const isWaiting = view.plan.status === 'proposed';
  const isPast = view.job !== undefined;
  const steps = <StepsSection plan={plan} {...(view.job ? { job: view.job } : {})} />;
  return (
    <>
      {isPast ? steps : null}
      <VerdictSection guards={plan.guards} isPast={isPast} />
      <PredictionSection plan={plan} isPast={isPast} />
      {isPast ? null : steps}
      {isWaiting && view.can.approve ? (
        <ApproveForm view={view} plan={plan} actions={actions} onDone={onDone} />
      ) : null}
      {isWaiting && !view.can.approve ? (
        <p role="status" className="text-ink-2">
          {view.firstApprovedBy === undefined
            ? words.say('approve-not-you')
            : words.say('approve-waits', { name: view.firstApprovedBy })}
        </p>
      ) : null}
      {view.text === undefined ? null : (
        <Section title={words.say('text-title')} note={words.say('text-note')}>
          <Disclosure label={words.intent(view.plan.intent)}>
            <Copyable text={view.text} wrap className="text-[0.8667rem]" />
          </Disclosure>
        </Section>
      )}
    </>
  );
}

function Head({ view, actions, onDone, onPlan }: PartProps & { readonly onPlan: (planId: string) => void }) {
  const words = usePlanWords();
  const { isBusy, error, run } = useAction();
  const { plan, job, can } = view;
  const { clusterId, intent } = plan;
  return (
    <PageHeader
      above={
        <>
          <Link href="/changes" className="underline-offset-4 hover:underline">
            {words.say('back-to-list')}
          </Link>
          {' · '}
          <Link href={`/clusters/${clusterId}`} className="underline-offset-4 hover:underline">
            {plan.clusterName}
          </Link>
        </>
      }
      title={words.intent(intent)}
      below={
        <span className="flex flex-wrap items-baseline gap-x-4">
          <ChangeState planStatus={plan.status} {...(job ? { jobStatus: job.status } : {})} />
          <span className="text-[0.9rem] text-ink-3">
            {words.say('asked-by', { name: view.proposedBy })}
            {view.approvedBy === undefined ? '' : `, ${words.say('approved-by', { name: view.approvedBy })}`}{' '}
            <RelativeTime at={plan.createdAt} />
          </span>
        </span>
      }
      actions={
        <>
          <span role="alert" className="text-critical empty:hidden">
            {error}
          </span>
          {can.proposeAgain ? (
            <Button
              busy={isBusy}
              onClick={() => run(() => actions.proposeAgain({ planId: plan.id }), onPlan)}
            >
              {words.say('propose-again')}
            </Button>
          ) : null}
          {can.withdraw ? (
            <Button
              look="quiet"
              busy={isBusy}
              onClick={() => run(() => actions.withdraw({ planId: plan.id }), onDone)}
            >
              {words.say('withdraw')}
            </Button>
          ) : null}
        </>
      }
    />
  );
}

/** After this long nobody has taken the plan up: say so in place of a wheel that turns for ever. */
const LATE_AFTER_MS = 90_000;

function BeingMade({ createdAt }: { readonly createdAt: number }) {
  const words = usePlanWords();
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), Math.max(0, createdAt + LATE_AFTER_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [createdAt]);
  return (
    <Section title={words.say('making-plan')}>
      <p role="status">{isLate ? words.say('not-there') : words.say('making-plan-text')}</p>
    </Section>
  );
}
