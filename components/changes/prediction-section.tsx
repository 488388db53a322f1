'use client';

import { StatusMark } from '@/components/status/status-mark';
import { Section } from '@/components/ui/section';
import type { Interruption, Move, Plan, Prediction } from '@/lib/plan/types';
import type { PlanWords } from '@/lib/plan/words';
import { usePlanWords } from './use-plan-words';

/** What the cluster's own simulator says: what moves, what blinks for how long, what a further loss would stop. */
export function PredictionSection({ plan, isPast }: { readonly plan: Plan; readonly isPast: boolean }) {
  const words = usePlanWords();
  const { prediction } = plan;
  const isUnknown = plan.guards.some((guard) => guard.id === 'simulated' && guard.verdict !== 'pass');
  return (
    <Section
      title={words.say(isPast ? 'prediction-title-then' : 'prediction-title')}
      note={words.say('prediction-source')}
    >
      {isUnknown ? (
        <StatusMark state="unknown">{words.say('prediction-unknown')}</StatusMark>
      ) : (
        <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[3fr_2fr]">
          <Moves moves={prediction.moves} />
          <div className="flex flex-col gap-6">
            <Interruptions interruptions={prediction.interruptions} />
            <Afterwards afterLoss={prediction.afterLoss} />
          </div>
        </div>
      )}
    </Section>
  );
}

function Moves({ moves }: { readonly moves: readonly Move[] }) {
  const words = usePlanWords();
  if (moves.length === 0) return <p>{words.say('prediction-none')}</p>;
  return (
    <table className="w-full border-collapse text-[0.9333rem]">
      <caption className="sr-only">{words.say('moves-caption')}</caption>
      <tbody>
        {moves.map((move) => (
          <tr key={`${move.resource} ${move.role}`} className="border-b border-line last:border-b-0">
            <th scope="row" className="py-1.5 pr-4 text-left font-medium">
              {move.resource}
              {move.role === 'Promoted' ? (
                <span className="ml-2 text-[0.8667rem] font-normal text-ink-3">
                  {words.say('moves-promoted')}
                </span>
              ) : null}
            </th>
            <td className="py-1.5">{moveWords(move, words)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A clone that leaves one of its nodes does not "move": say what happens, not two lists. */
function moveWords(move: Move, { say }: PlanWords): string {
  const names = (nodes: readonly string[]): string => nodes.join(', ');
  const stays = move.from.filter((node) => move.to.includes(node));
  const leaves = names(move.from.filter((node) => !move.to.includes(node)));
  const joins = names(move.to.filter((node) => !move.from.includes(node)));
  if (move.to.length === 0) return say('moves-stops', { from: names(move.from) });
  if (move.from.length === 0) return say('moves-starts', { to: names(move.to) });
  if (stays.length > 0 && joins === '') return say('moves-leaves', { from: leaves, to: names(stays) });
  if (stays.length > 0 && leaves === '') return say('moves-joins', { to: joins });
  return say('moves-goes', { from: names(move.from), to: names(move.to) });
}

function Interruptions({ interruptions }: { readonly interruptions: readonly Interruption[] }) {
  const words = usePlanWords();
  return (
    <div>
      <h3 className="mb-1.5 text-[0.8667rem] font-medium text-ink-3">{words.say('interruption-title')}</h3>
      {interruptions.length === 0 ? <p>{words.say('interruption-none')}</p> : null}
      <dl className="grid grid-cols-[1fr_max-content_max-content] gap-x-4 gap-y-1 text-[0.9333rem]">
        {interruptions.map((one) => (
          <div key={one.service} className="contents">
            <dt className="min-w-0">{one.service}</dt>
            <dd className="num text-right font-medium">
              {words.say('interruption-seconds', { low: one.lowSeconds, high: one.highSeconds })}
            </dd>
            <dd className="text-ink-3">{words.dynamic('basis', one.basis)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Afterwards({ afterLoss }: { readonly afterLoss: Prediction['afterLoss'] }) {
  const words = usePlanWords();
  const losses = Object.entries(afterLoss);
  if (losses.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 text-[0.8667rem] font-medium text-ink-3">{words.say('afterwards-title')}</h3>
      <ul className="flex flex-col gap-1 text-[0.9333rem]">
        {losses.map(([node, stopped]) => (
          <li key={node}>
            {stopped === 'unknown' ? (
              <StatusMark state="unknown">{words.say('afterwards-unknown', { node })}</StatusMark>
            ) : stopped.length === 0 ? (
              <StatusMark state="ok">{words.say('afterwards-fine', { node })}</StatusMark>
            ) : (
              <StatusMark state="warning">
                {words.say('afterwards-stops', { node, resources: stopped.join(', ') })}
              </StatusMark>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
