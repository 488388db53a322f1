'use client';

import type { Plan } from '@/lib/plan/types';
import { longestByAddress, type SeenInterruption } from '@/lib/plan/vip-probe';
import { usePlanWords } from './use-plan-words';

/** What the change cost whoever uses a VIP, beside what was said beforehand. */
export function InterruptionList({
  plan,
  seen,
}: {
  readonly plan: Plan;
  readonly seen: readonly SeenInterruption[];
}) {
  const words = usePlanWords();
  return (
    <div className="mt-5">
      <h3 className="mb-1.5 text-[0.8667rem] font-medium text-ink-3">
        {words.say('seen-title')} <span className="font-normal">({words.say('seen-note')})</span>
      </h3>
      <ul className="text-[0.9333rem]">
        {Object.entries(longestByAddress(seen)).map(([address, seconds]) => {
          const predicted = plan.prediction.interruptions.find((one) => one.service === address);
          const tries = seen
            .filter((one) => one.address === address)
            .reduce((sum, one) => sum + one.tries, 0);
          return (
            <li key={address} className="num">
              {seconds === 0
                ? words.say('seen-none', { address, tries })
                : words.say('seen-seconds', { address, seconds })}
              {predicted ? (
                <span className="ml-3 text-ink-3">
                  {words.say('seen-predicted', { low: predicted.lowSeconds, high: predicted.highSeconds })}
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
