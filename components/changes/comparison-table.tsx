'use client';

import { StatusMark } from '@/components/status/status-mark';
import type { MoveComparison } from '@/lib/plan/types';
import { usePlanWords } from './use-plan-words';

/** The simulator's prediction beside what the cluster did. */
export function ComparisonTable({ comparison }: { readonly comparison: readonly MoveComparison[] }) {
  const words = usePlanWords();
  const doAllAgree = comparison.every((one) => one.agrees);
  const place = (nodes: readonly string[]): string => nodes.join(', ') || words.say('nowhere');
  return (
    <div className="mt-5">
      <h3 className="mb-1.5 text-[0.8667rem] font-medium text-ink-3">{words.say('comparison-title')}</h3>
      <p className="mb-2">
        <StatusMark state={doAllAgree ? 'ok' : 'warning'}>
          {words.say(doAllAgree ? 'comparison-agrees' : 'comparison-differs')}
        </StatusMark>
      </p>
      <table className="w-full max-w-2xl border-collapse text-[0.9333rem]">
        <caption className="sr-only">{words.say('comparison-caption')}</caption>
        <thead>
          <tr className="text-left text-[0.8rem] text-ink-3">
            <td />
            <th scope="col" className="py-1 pr-4 font-medium">
              {words.say('comparison-predicted')}
            </th>
            <th scope="col" className="py-1 font-medium">
              {words.say('comparison-actual')}
            </th>
          </tr>
        </thead>
        <tbody>
          {comparison.map((one) => (
            <tr key={`${one.resource} ${one.role}`} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-4 text-left font-medium">
                {one.resource}
                {one.role === 'Promoted' ? (
                  <span className="ml-2 text-[0.8667rem] font-normal text-ink-3">
                    {words.say('moves-promoted')}
                  </span>
                ) : null}
              </th>
              <td className="py-1.5 pr-4">{place(one.predicted)}</td>
              <td className="py-1.5">
                <StatusMark state={one.agrees ? 'ok' : 'warning'}>{place(one.actual)}</StatusMark>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
