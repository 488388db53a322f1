'use client';

import { useTranslations } from 'use-intl';
import type { Future } from '@/lib/topology/types';
import { useOldPrediction } from './use-words';

interface Props {
  readonly futures: readonly Future[];
  readonly active: string | undefined;
  readonly now: number;
  /** The picture's scale. */
  readonly unit?: number;
  readonly onPreview: (nodeId: string | undefined) => void;
}

/** "If node1 is lost now …": each line previews itself in the picture above, on hover, focus or press. */
export function FuturesView({ futures, active, now, unit = 1, onPreview }: Props) {
  const t = useTranslations('topology');
  if (futures.length === 0) return <p className="mt-4 text-ink-3">{t('predictionNone')}</p>;
  const quiet = futures.filter(
    (future) =>
      future.freshness.state === 'current' && future.moves.length === 0 && future.stops.length === 0,
  );
  const told = quiet.length > 2 ? futures.filter((future) => !quiet.includes(future)) : futures;
  return (
    <ul className="tp-futures mt-4" style={{ fontSize: 14.5 * unit }}>
      {told.map((future) => (
        <li key={future.nodeId}>
          <FutureLine future={future} active={active === future.nodeId} now={now} onPreview={onPreview} />
        </li>
      ))}
      {told.length < futures.length ? (
        <li className="tp-future text-ink-3">
          <span>{t('ifOthersLost')}</span>
          <span>{t('ifLostNothing')}</span>
        </li>
      ) : null}
    </ul>
  );
}

function FutureLine({
  future,
  active,
  now,
  onPreview,
}: {
  readonly future: Future;
  readonly active: boolean;
  readonly now: number;
  readonly onPreview: Props['onPreview'];
}) {
  const t = useTranslations('topology');
  const since = useOldPrediction(now)(future.freshness);
  // An old prediction about a changed cluster would mislead: only its age is said.
  if (future.freshness.state !== 'current') {
    return (
      <p className="tp-future text-ink-3">
        <span>{t('ifLost', { node: future.name })}</span>
        <span>{since}</span>
      </p>
    );
  }
  const byTarget = new Map<string, string[]>();
  for (const move of future.moves) byTarget.set(move.to, [...(byTarget.get(move.to) ?? []), move.label]);
  const nothing = future.moves.length === 0 && future.stops.length === 0;
  return (
    <button
      type="button"
      className="tp-future"
      aria-pressed={active}
      onPointerEnter={() => onPreview(future.nodeId)}
      onPointerLeave={() => onPreview(undefined)}
      onFocus={() => onPreview(future.nodeId)}
      onBlur={() => onPreview(undefined)}
      onClick={() => onPreview(active ? undefined : future.nodeId)}
    >
      <span className="font-semibold">{t('ifLost', { node: future.name })}</span>
      <span>
        {nothing ? <span className="text-ink-3">{t('ifLostNothing')}</span> : null}
        {[...byTarget].map(([node, labels]) => (
          <span key={node} className="mr-4">
            {t('ifLostMoves', { what: labels.join(', '), node })}
          </span>
        ))}
        {future.stops.length > 0 ? (
          <span className="font-semibold text-critical">
            {t('ifLostStops', { what: future.stops.map((stop) => stop.label).join(', ') })}
          </span>
        ) : null}
      </span>
      <span className="num text-ink-3">
        {nothing || future.highSeconds === 0
          ? ''
          : t('predicted', { low: future.lowSeconds, high: future.highSeconds })}
      </span>
    </button>
  );
}
