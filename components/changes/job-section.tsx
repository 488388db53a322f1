'use client';

import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { LinkButton } from '@/components/ui/link-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import type { ChangeView, JobRecord } from '@/lib/plan/records';
import type { PlanWords } from '@/lib/plan/words';
import type { ChangeActions } from './change-actions';
import { ChangeState } from './change-state';
import { CheckList } from './check-list';
import { ComparisonTable } from './comparison-table';
import { DecisionForm } from './decision-form';
import { DriftTable } from './drift-table';
import { GapList } from './gap-list';
import { InterruptionList } from './interruption-list';
import { useAction } from './use-action';
import { usePlanWords } from './use-plan-words';
import { VerifiedResult } from './verified-result';

interface Props {
  readonly view: ChangeView;
  readonly job: JobRecord;
  readonly actions: ChangeActions;
  readonly onDone: () => void;
  readonly onPlan: (planId: string) => void;
}

/** How far it is, what was asked of a person, what came of it, and the way back. */
export function JobSection({ view, job, actions, onDone, onPlan }: Props) {
  const words = usePlanWords();
  const { result } = job;
  return (
    <Section title={words.say('job-title')} actions={<JobTimes job={job} words={words} />}>
      <div aria-live="polite">
        <p className="text-lg">
          <ChangeState planStatus={view.plan.status} jobStatus={job.status} />
        </p>
        {result.problem ? (
          <p className="mt-1 font-medium">{words.problem(result.problem)}</p>
        ) : (
          <p className="mt-1 text-ink-2">{progressWords(job, words)}</p>
        )}
      </div>
      {result.problem ? <DriftTable problem={result.problem} /> : null}
      {result.question && view.can.decide ? (
        <DecisionForm job={job} question={result.question} actions={actions} onDone={onDone} />
      ) : null}
      {result.question && !view.can.decide ? (
        <p className="mt-3">{words.problem(result.question.reason)}</p>
      ) : null}
      {result.verified ? <VerifiedResult verified={result.verified} /> : null}
      {result.comparison ? <ComparisonTable comparison={result.comparison} /> : null}
      {result.interruptions?.length && view.plan.plan ? (
        <InterruptionList plan={view.plan.plan} seen={result.interruptions} />
      ) : null}
      {result.gaps?.length ? <GapList gaps={result.gaps} /> : null}
      {result.checks?.length ? (
        <div className="mt-4">
          <Disclosure label={words.say('checks-title')} initiallyOpen={job.status === 'failed'}>
            <CheckList checks={result.checks} />
          </Disclosure>
        </div>
      ) : null}
      <JobButtons view={view} job={job} actions={actions} onDone={onDone} onPlan={onPlan} />
    </Section>
  );
}

function JobTimes({ job, words }: { readonly job: JobRecord; readonly words: PlanWords }) {
  return (
    <span className="flex gap-4 text-[0.8667rem] text-ink-3">
      {job.startedAt === undefined ? null : (
        <span>
          {words.say('job-started')} <RelativeTime at={job.startedAt} as="clock" />
        </span>
      )}
      {job.endedAt === undefined ? null : (
        <span>
          {words.say('job-ended')} <RelativeTime at={job.endedAt} as="clock" />
        </span>
      )}
    </span>
  );
}

function progressWords(job: JobRecord, { say }: PlanWords): string {
  switch (job.status) {
    case 'queued':
      return say('job-queued-text');
    case 'running':
    case 'needs-decision': {
      const done = job.steps.filter((step) => step.status === 'done' || step.status === 'skipped').length;
      return say('job-running-text', { step: Math.min(done + 1, job.steps.length), count: job.steps.length });
    }
    case 'succeeded':
      return say('job-succeeded-text');
    case 'failed':
      return say('job-failed-text');
    case 'cancelled':
      return say('job-cancelled-text');
  }
}

function JobButtons({ view, job, actions, onDone, onPlan }: Props) {
  const words = usePlanWords();
  const { isBusy, error, run } = useAction();
  const isCancelling = job.cancelRequested && job.endedAt === undefined;
  return (
    <div className="mt-5 flex flex-wrap items-center gap-3">
      {view.can.cancel ? (
        <Button
          look="danger"
          busy={isBusy}
          onClick={() => run(() => actions.cancel({ jobId: job.id }), onDone)}
        >
          {words.say('cancel')}
        </Button>
      ) : null}
      {isCancelling ? <span className="text-ink-2">{words.say('cancel-asked')}</span> : null}
      {view.can.undo ? (
        <Button busy={isBusy} onClick={() => run(() => actions.undo({ jobId: job.id }), onPlan)}>
          {words.say('undo')}
        </Button>
      ) : null}
      {view.can.audit ? (
        <LinkButton look="quiet" href={`/audit?object=${view.plan.id}`}>
          {words.say('see-audit')}
        </LinkButton>
      ) : null}
      <p role="alert" className="text-critical empty:hidden">
        {error}
      </p>
    </div>
  );
}
