'use client';

import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { guardMark } from '@/components/changes/state-marks';
import { usePlanWords } from '@/components/changes/use-plan-words';
import { StatusMark } from '@/components/status/status-mark';
import { Skeleton } from '@/components/ui/skeleton';
import { answerOf } from '@/lib/plan/answer';
import { changeLines } from '@/lib/plan/change-lines';
import type { AskedIntent, GuardResult, Intent, Plan, PlanStep } from '@/lib/plan/types';
import type { PlanWords } from '@/lib/plan/words';
import type { Preview } from './preview-provider';

export const ANSWER_MARK = { safe: 'ok', confirm: 'warning', refused: 'critical' } as const;

interface Props {
  readonly preview: Preview;
  /** Haven's clock, ms. */
  readonly now: number;
  readonly className?: string;
  /** Little room: commands are cut to what fits a line or two. */
  readonly isCompact?: boolean;
}

/**
 * A preview in words: the verdict and what it hangs on, what blinks, what a further loss would then stop, and what each
 * node would run. Labelled as what would happen, and nothing of it can be pressed.
 */
export function PreviewPanel({ preview, now, className, isCompact = false }: Props) {
  const words = usePlanWords();
  return (
    <section
      aria-label={words.say('preview-title')}
      data-preview={preview.state}
      className={clsx(
        '@container rounded-xl border-[1.5px] border-dashed border-info bg-surface px-5 pt-3.5 pb-4 text-[0.9333rem] shadow-[var(--shadow)]',
        className,
      )}
    >
      <Head preview={preview} now={now} />
      {preview.state === 'asking' ? (
        <Skeleton lines={3} />
      ) : preview.state === 'failed' ? (
        <p>
          <StatusMark state="unknown">{failureWords(preview, words)}</StatusMark>
        </p>
      ) : (
        <div className={preview.isStale ? 'stale' : ''}>
          <Body plan={preview.plan} isCompact={isCompact} />
        </div>
      )}
      <Spoken preview={preview} />
    </section>
  );
}

export const intentWords = (intent: AskedIntent, words: PlanWords): string => words.intent(intent as Intent);

function Head({ preview, now }: { readonly preview: Preview; readonly now: number }) {
  const words = usePlanWords();
  const answer =
    preview.state === 'shown' && !preview.plan.nothingToDo ? answerOf(preview.plan.guards) : undefined;
  return (
    <p className="mb-2.5 flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <span className="rounded-full bg-info px-2.5 py-px text-[0.8rem] font-semibold text-surface">
        {words.say('preview-tag')}
      </span>
      <span className="text-[1.05rem] font-semibold">{intentWords(preview.intent, words)}</span>
      {answer ? <StatusMark state={ANSWER_MARK[answer]}>{words.dynamic('answer', answer)}</StatusMark> : null}
      <span className="num ml-auto text-[0.8667rem] text-ink-3">
        {preview.state === 'asking'
          ? words.say('preview-asking')
          : preview.state === 'failed'
            ? null
            : preview.isStale
              ? words.say('preview-stale')
              : words.say('preview-age', {
                  seconds: Math.max(0, Math.round((now - preview.seenAt) / 1_000)),
                })}
      </span>
    </p>
  );
}

const KNOWN_ERRORS = ['offline', 'timed-out', 'forbidden', 'unavailable'] as const;

function failureWords(preview: Extract<Preview, { state: 'failed' }>, words: PlanWords): string {
  const known = KNOWN_ERRORS.find((one) => one === preview.error);
  return known
    ? words.say(`preview-error-${known}`)
    : words.say('preview-error', { why: words.problem({ id: preview.error, params: preview.params }) });
}

const isSilent = (plan: Plan): boolean =>
  plan.guards.some((guard) => guard.id === 'simulated' && guard.verdict !== 'pass');

function Body({ plan, isCompact }: { readonly plan: Plan; readonly isCompact: boolean }) {
  const words = usePlanWords();
  if (plan.nothingToDo) return <p>{words.nothing(plan)}</p>;
  return (
    <div className="grid items-start gap-x-8 gap-y-4 @2xl:grid-cols-2 @5xl:grid-cols-[1.15fr_1fr_1fr]">
      <Verdict guards={plan.guards} />
      {isSilent(plan) ? (
        <p>
          <StatusMark state="unknown">{words.say('prediction-unknown')}</StatusMark>
        </p>
      ) : (
        <>
          <Part title={words.say('interruption-title')}>
            <Blinks plan={plan} />
          </Part>
          <Part title={words.say('preview-then')}>
            <Then plan={plan} />
          </Part>
        </>
      )}
      <div className="@2xl:col-span-2 @5xl:col-span-3">
        <Commands steps={plan.steps} isCompact={isCompact} />
      </div>
    </div>
  );
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <h3 className="mb-1 text-[0.8667rem] font-medium text-ink-3">{title}</h3>
    {children}
  </div>
);

const RANK = { deny: 0, confirm: 1, warn: 2 } as const;
/** More would push out what the change does; the plan lists all. */
const MOST_OBJECTIONS = 4;

const objectionsOf = (guards: readonly GuardResult[]): readonly GuardResult[] =>
  guards.filter((guard) => guard.verdict !== 'pass').sort((a, b) => RANK[a.level] - RANK[b.level]);

function Verdict({ guards }: { readonly guards: readonly GuardResult[] }) {
  const words = usePlanWords();
  const open = objectionsOf(guards);
  const rest = open.length - MOST_OBJECTIONS;
  return (
    <Part title={words.say('answer-title')}>
      {open.length === 0 ? (
        <StatusMark state="ok">{words.say('rules-held', { count: guards.length })}</StatusMark>
      ) : null}
      <ul className="flex flex-col gap-1.5">
        {open.slice(0, MOST_OBJECTIONS).map((guard) => (
          <li key={guard.id} data-guard={guard.id}>
            <StatusMark state={guardMark(guard)}>{words.objection(guard)}</StatusMark>
          </li>
        ))}
        {rest > 0 ? <li className="text-ink-3">{words.say('preview-more', { count: rest })}</li> : null}
      </ul>
    </Part>
  );
}

function Blinks({ plan }: { readonly plan: Plan }) {
  const words = usePlanWords();
  const { interruptions } = plan.prediction;
  if (interruptions.length === 0) return <p>{words.say('interruption-none')}</p>;
  return (
    <dl className="grid grid-cols-[minmax(0,max-content)_max-content_1fr] gap-x-4 gap-y-0.5">
      {interruptions.map((one) => (
        <div key={one.service} className="contents">
          <dt className="min-w-0">{one.service}</dt>
          <dd className="num text-right font-semibold">
            {words.say('interruption-seconds', { low: one.lowSeconds, high: one.highSeconds })}
          </dd>
          <dd className="whitespace-nowrap text-ink-3">{words.dynamic('basis', one.basis)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Then({ plan }: { readonly plan: Plan }) {
  const words = usePlanWords();
  const { afterLoss } = plan.prediction;
  // Many nodes whose loss would do the same are one sentence.
  const byOutcome = new Map<string, string[]>();
  for (const [node, stopped] of Object.entries(afterLoss)) {
    const key = stopped === 'unknown' ? stopped : `=${stopped.join(', ')}`;
    byOutcome.set(key, [...(byOutcome.get(key) ?? []), node]);
  }
  if (byOutcome.size === 0) return <p className="text-ink-3">{words.say('preview-then-none')}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {[...byOutcome].map(([key, nodes]) => {
        const node = nodes.join(', ');
        const resources = key.slice(1);
        return (
          <li key={key}>
            {key === 'unknown' ? (
              <StatusMark state="unknown">{words.say('afterwards-unknown', { node })}</StatusMark>
            ) : resources === '' ? (
              <StatusMark state="ok">{words.say('afterwards-fine', { node })}</StatusMark>
            ) : (
              <StatusMark state="warning">{words.say('afterwards-stops', { node, resources })}</StatusMark>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** By node, in order, each with its exact command: nothing runs that is not here. */
function Commands({
  steps,
  isCompact,
}: {
  readonly steps: readonly PlanStep[];
  readonly isCompact: boolean;
}) {
  const words = usePlanWords();
  if (steps.length === 0) return null;
  return (
    <Part title={words.say('preview-runs')}>
      <ol className="grid gap-2">
        {steps.map((step, index) => (
          <li key={step.id} className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3">
            <span className="num text-ink-3">{index + 1}</span>
            <span className="min-w-0">
              <span className="font-medium">{step.node}</span> <span>{words.step(step)}</span>
              {step.action.kind === 'cib-patch'
                ? changeLines(step.action.changes).map(({ sign, text }) => (
                    <code key={`${sign}${text}`} className="block text-[0.8667rem] text-ink-2">
                      {sign} {text}
                    </code>
                  ))
                : null}
              {step.commandText === '' ? null : (
                <code
                  className={clsx(
                    'mt-0.5 rounded bg-sunken px-2 py-1 text-[0.8rem] leading-normal break-all text-ink-2',
                    isCompact ? 'block truncate' : 'block max-h-[12.4em] overflow-y-auto',
                  )}
                >
                  {step.commandText}
                </code>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Part>
  );
}

/** The same in a few sentences, said once it is there. */
function Spoken({ preview }: { readonly preview: Preview }) {
  const words = usePlanWords();
  return (
    <p role="status" className="sr-only">
      {preview.state === 'asking' ? words.say('preview-asking') : spokenWords(preview, words)}
    </p>
  );
}

export function spokenWords(preview: Exclude<Preview, { state: 'asking' }>, words: PlanWords): string {
  const what = `${words.say('preview-tag')}: ${intentWords(preview.intent, words)}.`;
  if (preview.state === 'failed') return `${what} ${failureWords(preview, words)}`;
  const { plan } = preview;
  if (plan.nothingToDo) return `${what} ${words.nothing(plan)}`;
  const { moves, interruptions } = plan.prediction;
  const moved = moves.map(
    ({ resource, from, to }) => `${resource}: ${from.join(', ') || '–'} → ${to.join(', ') || '–'}.`,
  );
  const blinks = interruptions.map(
    ({ service, lowSeconds, highSeconds }) =>
      `${service} ${words.say('interruption-seconds', { low: lowSeconds, high: highSeconds })}.`,
  );
  const silent = isSilent(plan) ? [words.say('prediction-unknown')] : [];
  return [
    what,
    `${words.dynamic('answer', answerOf(plan.guards))}.`,
    ...objectionsOf(plan.guards).slice(0, MOST_OBJECTIONS).map(words.objection),
    ...silent,
    ...(moves.length === 0 && silent.length === 0 ? [words.say('prediction-none')] : moved),
    ...(blinks.length === 0 ? [] : [`${words.say('interruption-title')}: ${blinks.join(' ')}`]),
  ].join(' ');
}
