'use client';

import { clsx } from 'clsx';
import { Differences } from '@/components/haproxy/config-preview';
import { StatusMark } from '@/components/status/status-mark';
import { Badge } from '@/components/ui/badge';
import { Copyable } from '@/components/ui/copyable';
import { Disclosure } from '@/components/ui/disclosure';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { changeLines } from '@/lib/plan/change-lines';
import type { AttemptRecord, JobRecord, StepRecord } from '@/lib/plan/records';
import { essenceOf } from '@/lib/plan/transient-unit';
import type { Plan, PlanStep } from '@/lib/plan/types';
import type { PlanWords } from '@/lib/plan/words';
import { STEP_MARK } from './state-marks';
import { TextDiff } from './text-diff';
import { usePlanWords } from './use-plan-words';

/** The steps in order with the exact command of each; while a job runs, where each stands and what it printed. */
export function StepsSection({ plan, job }: { readonly plan: Plan; readonly job?: JobRecord }) {
  const words = usePlanWords();
  return (
    <Section title={words.say('steps-title')} note={words.say('steps-note')}>
      <ol className="flex flex-col gap-5">
        {plan.steps.map((step, index) => (
          <Step key={step.id} plan={plan} step={step} run={job?.steps[index]} number={index + 1} />
        ))}
      </ol>
      {plan.steps.length > 0 ? (
        <p className="mt-5 border-t border-line pt-3 text-ink-2">{words.undo(plan)}</p>
      ) : null}
    </Section>
  );
}

const IN_HAND: readonly string[] = ['starting', 'running', 'verifying', 'unknown'];

function Step({
  plan,
  step,
  run,
  number,
}: {
  readonly plan: Plan;
  readonly step: PlanStep;
  readonly run?: StepRecord;
  readonly number: number;
}) {
  const words = usePlanWords();
  const isInHand = run !== undefined && IN_HAND.includes(run.status);
  return (
    <li
      className={clsx('grid grid-cols-[2rem_1fr] gap-x-3', isInHand && 'rounded-lg bg-sunken/60 py-3 pr-3')}
      aria-current={isInHand ? 'step' : undefined}
      data-step={number}
      data-status={run?.status}
    >
      <span className="num pt-0.5 text-right text-ink-3" aria-hidden>
        {number}
      </span>
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <span className="font-medium">{words.step(step)}</span>
          {step.risk === 'safe' ? null : <Badge tone="warning">{words.dynamic('risk', step.risk)}</Badge>}
          {run ? (
            <StatusMark state={STEP_MARK[run.status]}>{words.dynamic('step-status', run.status)}</StatusMark>
          ) : null}
          {run?.endedAt === undefined ? null : (
            <RelativeTime at={run.endedAt} as="clock" className="text-ink-3" />
          )}
        </div>
        {step.careful === undefined ? null : (
          <p className="mt-1 text-[0.9rem] text-ink-2">{words.careful(step.careful)}</p>
        )}
        <ConfigurationDiff step={step} />
        <FileDiff plan={plan} step={step} />
        <Command step={step} />
        {step.verify.length > 0 ? (
          <div className="mt-1.5">
            <Disclosure label={words.say('step-verifies')}>
              <ul className="ml-5 list-disc text-[0.9rem] text-ink-2">
                {step.verify.map((check) => (
                  <li key={words.check(check)}>{words.check(check)}</li>
                ))}
              </ul>
            </Disclosure>
          </div>
        ) : null}
        {run?.attempts.map((attempt, index) => (
          <Attempt key={`${attempt.unit} ${attempt.at}`} attempt={attempt} number={index + 1} />
        ))}
      </div>
    </li>
  );
}

/** What is short stands open; a script is there for those who ask, and so is what is around the command. */
const SHORT = 900;

function Command({ step }: { readonly step: PlanStep }) {
  const words = usePlanWords();
  if (step.commandText === '') return null;
  const essence = essenceOf(step.commandText);
  const isShort = essence.length <= SHORT;
  const isWrapped = essence !== step.commandText;
  return (
    <>
      {isShort ? (
        <>
          <p className="mt-1.5 text-[0.8667rem] text-ink-3">
            {words.say('step-command', { node: step.node })}
          </p>
          <CommandText text={essence} />
        </>
      ) : null}
      {isWrapped || !isShort ? (
        <div className="mt-1.5">
          <Disclosure label={words.say(isShort ? 'step-whole-command' : 'step-command', { node: step.node })}>
            <CommandText text={step.commandText} />
          </Disclosure>
        </div>
      ) : null}
    </>
  );
}

const CommandText = ({ text }: { readonly text: string }) => (
  <Copyable text={text} wrap className="w-full rounded-md bg-sunken px-2.5 py-1.5 text-[0.8667rem]" />
);

const SIGN_LOOK = { '+': 'text-ok', '-': 'text-critical', '~': 'text-warning' } as const;

/** The same as the command says, for people: a sign and a word, not only a colour. */
function ConfigurationDiff({ step }: { readonly step: PlanStep }) {
  const words = usePlanWords();
  if (step.action.kind !== 'cib-patch') return null;
  return (
    <div className="mt-1.5">
      <p className="text-[0.8667rem] text-ink-3">{words.say('step-changes')}</p>
      <ul className="text-[0.8667rem]">
        {changeLines(step.action.changes).map(({ sign, text }) => (
          <li key={`${sign}${text}`} className="grid grid-cols-[1.2em_1fr]">
            <code className={SIGN_LOOK[sign]}>{sign}</code>
            <code className="min-w-0 whitespace-pre-wrap">{text}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The plan holds both texts: the one to write, and, for its way back, the one it replaces. */
function FileDiff({ plan, step }: { readonly plan: Plan; readonly step: PlanStep }) {
  const words = usePlanWords();
  const { action } = step;
  if (action.kind !== 'write-file' || action.isReadOnly) return null;
  if (action.baseSha256 === null)
    return (
      <div className="mt-1.5">
        <TextDiff before="" after={action.text} />
      </div>
    );
  const before = plan.steps.flatMap(({ node, action: one }) =>
    one.kind === 'write-file' && node === step.node && one.sha256 === action.baseSha256 ? [one.text] : [],
  )[0];
  return before === undefined ? null : (
    <div className="mt-1.5">
      <p className="text-[0.8667rem] text-ink-3">{words.say('differences-title')}</p>
      <Differences before={before} after={action.text} />
      <TextDiff before={before} after={action.text} />
    </div>
  );
}

function Attempt({ attempt, number }: { readonly attempt: AttemptRecord; readonly number: number }) {
  const words = usePlanWords();
  const { outcome } = attempt;
  const printed = 'stderr' in outcome ? [outcome.stdout, outcome.stderr].filter(Boolean).join('\n') : '';
  const isStale = outcome.kind === 'exited' && outcome.exitCode === 103;
  return (
    <div className="mt-2 rounded-md border border-line px-3 py-2 text-[0.9rem]">
      <div className="flex flex-wrap gap-x-3">
        <span className="font-medium">{words.say('step-attempt', { number })}</span>
        <span className="text-ink-2">{attemptWords(attempt, words)}</span>
        <RelativeTime at={attempt.at} as="clock" className="text-ink-3" />
      </div>
      {isStale ? <p className="mt-1 text-ink-2">{words.say('step-refused-103')}</p> : null}
      {printed ? <pre className="mt-1 overflow-x-auto whitespace-pre-wrap text-ink-2">{printed}</pre> : null}
    </div>
  );
}

function attemptWords({ node, outcome }: AttemptRecord, { say }: PlanWords): string {
  if (outcome.kind === 'exited') return `${node}: ${say('step-attempt-exit', { code: outcome.exitCode })}`;
  if (outcome.kind === 'killed') return `${node}: ${say('step-attempt-killed', { signal: outcome.signal })}`;
  return `${node}: ${say('step-attempt-none', { why: 'message' in outcome ? outcome.message : outcome.kind })}`;
}
