'use client';

import { Button } from '@/components/ui/button';
import type { JobRecord } from '@/lib/plan/records';
import type { JobDecision, JobResult } from '@/lib/plan/types';
import type { ChangeActions } from './change-actions';
import { CheckList } from './check-list';
import { useAction } from './use-action';
import { usePlanWords } from './use-plan-words';

interface Props {
  readonly job: JobRecord;
  readonly question: NonNullable<JobResult['question']>;
  readonly actions: ChangeActions;
  readonly onDone: () => void;
}

/** Safest first: looking again changes nothing; running it again is last. */
const DECISIONS: readonly JobDecision[] = ['continue', 'stop', 'happened', 'not-happened'];

/** Nobody can know from the nodes whether a step happened: what is known is shown, and a person says. */
export function DecisionForm({ job, question, actions, onDone }: Props) {
  const words = usePlanWords();
  const { isBusy, error, run } = useAction();
  const { stepIndex } = question;
  return (
    <section
      aria-label={words.say('question-title')}
      className="mt-4 rounded-lg border border-critical-mark px-4 py-3"
    >
      <h3 className="font-semibold">{words.say('question-title')}</h3>
      <p className="mt-1">{words.problem(question.reason)}</p>
      <p className="mt-1 text-ink-2">{words.say('question-text', { number: stepIndex + 1 })}</p>
      {question.checks.length > 0 ? (
        <div className="mt-3">
          <CheckList checks={question.checks} />
        </div>
      ) : null}
      <ul className="mt-4 flex flex-col gap-2">
        {DECISIONS.map((decision) => (
          <li key={decision} className="flex flex-wrap items-center gap-3">
            <Button
              size="sm"
              busy={isBusy}
              className="min-w-44"
              onClick={() => run(() => actions.decide({ jobId: job.id, stepIndex, decision }), onDone)}
            >
              {words.dynamic('decision', decision)}
            </Button>
            <span className="text-[0.9rem] text-ink-2">{words.dynamic('question', decision)}</span>
          </li>
        ))}
      </ul>
      <p role="alert" className="mt-2 text-critical empty:hidden">
        {error}
      </p>
    </section>
  );
}
