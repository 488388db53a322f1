'use client';

import { StatusMark } from '@/components/status/status-mark';
import { Disclosure } from '@/components/ui/disclosure';
import { Section } from '@/components/ui/section';
import { answerOf } from '@/lib/plan/answer';
import type { GuardResult } from '@/lib/plan/types';
import { guardMark } from './state-marks';
import { usePlanWords } from './use-plan-words';

const ANSWER_MARK = { safe: 'ok', confirm: 'warning', refused: 'critical' } as const;

interface Props {
  readonly guards: readonly GuardResult[];
  /** The change has been begun: this is how it was judged, not how it would be now. */
  readonly isPast: boolean;
}

/** Safe, possible at a price, or refused; then what does not hold, naming what blocks; the rest on demand. */
export function VerdictSection({ guards, isPast }: Props) {
  const words = usePlanWords();
  const answer = answerOf(guards);
  const open = [...guards].filter((guard) => guard.verdict !== 'pass').sort(bySeverity);
  const held = guards.filter((guard) => guard.verdict === 'pass');
  return (
    <Section title={words.say(isPast ? 'answer-title-then' : 'answer-title')}>
      <p className="text-lg">
        <StatusMark state={ANSWER_MARK[answer]}>{words.dynamic('answer', answer)}</StatusMark>
      </p>
      {isPast ? null : <p className="mt-1 text-ink-2">{words.say(`answer-${answer}-text`)}</p>}
      {open.length > 0 ? (
        <ul className="mt-4 flex flex-col gap-3">
          {open.map((guard) => (
            <GuardItem key={guard.id} guard={guard} />
          ))}
        </ul>
      ) : null}
      {held.length > 0 ? (
        <div className="mt-4">
          <Disclosure label={words.say('rules-held', { count: held.length })}>
            <ul className="flex flex-col gap-1.5 text-[0.9333rem]">
              {held.map((guard) => (
                <li key={guard.id} className="flex flex-wrap gap-x-3">
                  <StatusMark state="ok">{words.guard(guard)}</StatusMark>
                  <RuleNumber guard={guard} />
                </li>
              ))}
            </ul>
          </Disclosure>
        </div>
      ) : null}
    </Section>
  );
}

const LEVEL_RANK = { deny: 0, confirm: 1, warn: 2 } as const;
const bySeverity = (a: GuardResult, b: GuardResult): number => LEVEL_RANK[a.level] - LEVEL_RANK[b.level];

function GuardItem({ guard }: { readonly guard: GuardResult }) {
  const words = usePlanWords();
  const mark = guardMark(guard);
  return (
    <li data-guard={guard.id}>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <StatusMark state={mark}>{words.guard(guard)}</StatusMark>
        <span className="text-[0.8667rem] text-ink-3">
          {words.dynamic('level', guard.level)} · {words.dynamic('verdict', guard.verdict)}
        </span>
        <RuleNumber guard={guard} />
      </div>
      <p className="mt-0.5 ml-[1.4em]">{words.objection(guard)}</p>
    </li>
  );
}

function RuleNumber({ guard }: { readonly guard: GuardResult }) {
  const words = usePlanWords();
  return (
    <span className="num text-[0.8rem] text-ink-3">
      {words.say('rule-number', { number: guard.invariant })}
    </span>
  );
}
