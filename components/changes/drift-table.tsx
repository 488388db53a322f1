'use client';

import { CibDifferences } from '@/components/pacemaker/cib-differences';
import type { PlanProblem } from '@/lib/plan/types';
import { usePlanWords } from './use-plan-words';

/** What is not as it was when the plan was reviewed. */
export function DriftTable({ problem }: { readonly problem: PlanProblem }) {
  const words = usePlanWords();
  const { drift = [], configuration = [] } = problem;
  if (drift.length + configuration.length === 0) return null;
  return (
    <div className="mt-4">
      <h3 className="mb-1.5 text-[0.8667rem] font-medium text-ink-3">{words.say('drift-title')}</h3>
      <table className="w-full max-w-3xl border-collapse text-[0.9333rem]">
        <caption className="sr-only">{words.say('drift-caption')}</caption>
        <thead>
          <tr className="text-left text-[0.8rem] text-ink-3">
            {(['drift-fact', 'drift-was', 'drift-is'] as const).map((key) => (
              <th key={key} scope="col" className="py-1 pr-4 font-medium">
                {words.say(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drift.map((one) => (
            <tr key={one.fact} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-4 text-left font-medium">
                {one.fact}
              </th>
              <td className="py-1.5 pr-4">{one.was ?? words.say('nowhere')}</td>
              <td className="py-1.5">{one.is ?? words.say('nowhere')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {configuration.length > 0 ? (
        <div className="mt-4">
          <h3 className="mb-1.5 text-[0.8667rem] font-medium text-ink-3">
            {words.say('drift-configuration')}
          </h3>
          <CibDifferences differences={configuration} />
        </div>
      ) : null}
    </div>
  );
}
