'use client';

import { StatusMark } from '@/components/status/status-mark';
import { RelativeTime } from '@/components/ui/relative-time';
import { formatKiB } from '@/lib/base/format';
import type { VerifyState } from '@/lib/drbd/verify-result';
import type { JobResult } from '@/lib/plan/types';
import { usePlanWords } from './use-plan-words';

const MARK = { clean: 'ok', differs: 'critical', running: 'warning', unknown: 'unknown' } as const;

/** What a comparison of the copies found, in words: the colour is not the only sign. */
export function VerifyWords({ state }: { readonly state: VerifyState }) {
  const words = usePlanWords();
  const text = (): string => {
    switch (state.kind) {
      case 'clean':
        return words.say('verify-clean');
      case 'differs':
        return words.say('verify-differs', { amount: formatKiB(state.outOfSyncKiB, 'en') });
      case 'running':
        return state.percent === undefined
          ? words.say('verify-running')
          : words.say('verify-running-percent', { percent: Math.floor(state.percent) });
      case 'unknown':
        return words.say('verify-unknown', { why: state.why });
    }
  };
  return <StatusMark state={MARK[state.kind]}>{text()}</StatusMark>;
}

export function VerifiedResult({ verified }: { readonly verified: NonNullable<JobResult['verified']> }) {
  return (
    <p className="mt-3 flex flex-wrap items-baseline gap-x-3">
      <VerifyWords state={verified.state} />
      <RelativeTime at={verified.at} className="text-[0.8667rem] text-ink-3" />
    </p>
  );
}
