'use client';

import type { ObservedGap } from '@/lib/plan/types';
import { usePlanWords } from './use-plan-words';

/** How long things were nowhere, and that this is what Haven saw and no measurement of the service. */
export function GapList({ gaps }: { readonly gaps: readonly ObservedGap[] }) {
  const words = usePlanWords();
  return (
    <div className="mt-5">
      <h3 className="mb-1.5 text-[0.8667rem] font-medium text-ink-3">
        {words.say('gaps-title')} <span className="font-normal">({words.say('gaps-note')})</span>
      </h3>
      <ul className="text-[0.9333rem]">
        {gaps.map((gap) => (
          <li key={`${gap.fact} ${gap.leftAt}`} className="num">
            <span className="font-medium">{gap.fact.replace(/^[a-z]+:/, '')}</span>{' '}
            {words.say('gap-seconds', {
              from: gap.from,
              to: gap.to,
              seconds: ((gap.arrivedAt - gap.leftAt) / 1000).toFixed(1),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
