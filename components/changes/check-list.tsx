'use client';

import { StatusMark } from '@/components/status/status-mark';
import type { CheckResult } from '@/lib/plan/types';
import { CHECK_MARK } from './state-marks';
import { usePlanWords } from './use-plan-words';

/** Each condition with every node's own answer: where nodes disagree, both show. */
export function CheckList({ checks }: { readonly checks: readonly CheckResult[] }) {
  const words = usePlanWords();
  return (
    <ul className="flex flex-col gap-1.5 text-[0.9333rem]">
      {checks.map((result) => (
        <li key={words.check(result.check)}>
          <StatusMark state={CHECK_MARK[result.verdict]}>{words.check(result.check)}</StatusMark>
          <span className="ml-3 text-[0.8667rem] text-ink-3">
            {result.nodes
              .map(({ node, seen }) =>
                seen === undefined
                  ? words.say('check-not-read', { node })
                  : words.say('check-seen', { node, seen }),
              )
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
