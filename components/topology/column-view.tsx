'use client';

import { memo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { formatDuration } from '@/lib/base/format';
import { markWords } from '@/lib/topology/columns';
import type { NodeFuture } from '@/lib/topology/forecast';
import type { ColumnBox } from '@/lib/topology/geometry';
import { SIZE } from '@/lib/topology/sizes';
import type { Heart, TopologyColumn } from '@/lib/topology/types';
import { Sign } from './sign';
import { useAsOfWords, useWords } from './use-words';

interface Props {
  readonly column: TopologyColumn;
  readonly box: ColumnBox;
  readonly unit: number;
  readonly now: number;
  readonly lost: boolean;
  /** What a change that is looked at would make of it. */
  readonly future?: NodeFuture | undefined;
  readonly lit: boolean;
  readonly still: boolean;
  readonly onOpen: (id: string) => void;
  /** What is left of the name where there is no room for all of it. */
  readonly shortName: string;
}

/** The sheet a node's rows lie on. Hatched as a whole when the node is not heard. */
export const ColumnPanel = memo(function ColumnPanel({
  box,
  active,
  status,
  silent,
  lost,
}: {
  readonly box: ColumnBox;
  readonly active: boolean;
  readonly status: string;
  readonly silent: boolean;
  readonly lost: boolean;
}) {
  return (
    <div
      className="tp-panel"
      data-active={active && !silent ? '' : undefined}
      data-silent={silent ? '' : undefined}
      data-status={status}
      data-lost={lost ? '' : undefined}
      style={{ transform: `translate(${box.x}px, ${box.y}px)`, width: box.w, height: box.h }}
    />
  );
});

/** Name, heartbeat and what the cluster says of the node. */
export function ColumnHead({ column, shortName, box, unit, now, lit, lost, future, still, onOpen }: Props) {
  const say = useWords();
  const t = useTranslations('topology');
  const heart = useHeartWords(column.heart, now);
  const since = useAsOfWords(now)(column.freshness);
  const loud = column.marks.filter((mark) => mark !== 'dc' && !(column.disagreement && mark === 'offline'));
  const words = [
    column.name,
    say(column.words),
    heart,
    since,
    ...column.findings.map((finding) => say(finding.cause)),
  ]
    .filter(Boolean)
    .join(' · ');
  const shared = {
    className: 'tp-head',
    'data-mode': box.mode,
    'data-tight':
      box.w < (future ? 300 : 250) * unit && (loud.length > 0 || column.status === 'unknown' || future)
        ? ''
        : undefined,
    'data-status': column.status,
    'data-lit': lit ? '' : undefined,
    'data-ghost': lost && !future ? 'leaves' : undefined,
    title: words,
    style: {
      transform: `translate(${box.head.x}px, ${box.head.y}px)`,
      width: box.head.w,
      height: box.head.h,
      paddingLeft: box.mode === 'wide' ? box.spineX - box.x - (SIZE.sign / 2) * unit : 0,
    },
  };
  const body =
    box.mode === 'sliver' ? (
      <>
        <span className="tp-node" data-future={future}>
          {shortName}
        </span>
        <Beat heart={column.heart} now={now} />
      </>
    ) : (
      <>
        <Sign status={column.status} size={(SIZE.sign + 3) * unit} />
        <span className="tp-headtext">
          <span className="tp-node">{column.name}</span>
          <span className="tp-marks">
            {future ? (
              <span className="tp-mark" data-mark="future">
                {t(`wouldBe_${future}`)}
              </span>
            ) : null}
            {loud.length > 0
              ? loud.map((mark) => (
                  <span key={mark} className="tp-mark" data-mark={mark}>
                    {say(markWords(mark))}
                  </span>
                ))
              : null}
            {column.status === 'unknown' ? (
              <span className="tp-mark" data-mark="silent">
                {say(column.words)}
              </span>
            ) : null}
            {column.marks.includes('dc') && !(future && box.w < 300 * unit) ? (
              <span className="tp-mark" data-mark="dc">
                {say(markWords('dc'))}
              </span>
            ) : null}
            {column.disagreement?.views
              .filter((view) => view.status === 'critical')
              .map((view) => (
                <span key={view.source} className="tp-mark" data-mark="split">
                  {t('markSays', { words: say(view.words), source: view.source })}
                </span>
              ))}
          </span>
        </span>
        <span className="tp-heart">
          <Beat heart={column.heart} now={now} />
          <span className="tp-age">{column.freshness.state === 'stale' ? (since ?? heart) : heart}</span>
        </span>
      </>
    );
  if (still) return <div {...shared}>{body}</div>;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-nav={column.nodeId}
      aria-label={words}
      onClick={() => onOpen(column.nodeId)}
      {...shared}
    >
      {body}
    </button>
  );
}

/** Five bars that empty with silence; none left means Haven holds the node for gone. */
function Beat({ heart, now }: { readonly heart: Heart; readonly now: number }) {
  const full = beatBars(heart, now);
  return (
    <svg className="tp-beat" viewBox="0 0 27 12" aria-hidden="true" data-full={full}>
      {[0, 1, 2, 3, 4].map((index) => (
        <rect
          key={index}
          x={index * 5.6}
          y="0"
          width="3.4"
          height="12"
          rx="1"
          className={index < full ? 'tp-on' : 'tp-off'}
        />
      ))}
    </svg>
  );
}

function beatBars(heart: Heart, now: number): number {
  if (
    heart.havenSilent ||
    heart.lastHeardAt === undefined ||
    heart.link === 'unreachable' ||
    heart.link === 'auth-failed' ||
    heart.link === 'host-key-changed'
  )
    return 0;
  const silentMs = now - heart.lastHeardAt;
  const steps = [1_800, 2_400, 2_900, 3_400, 4_000];
  const index = steps.findIndex((step) => silentMs <= step);
  return index === -1 ? 0 : 5 - index;
}

function useHeartWords(heart: Heart, now: number): string {
  const t = useTranslations('topology');
  const locale = useLocale();
  if (heart.lastHeardAt === undefined) return t('neverHeard');
  const ms = now - heart.lastHeardAt;
  // Below two seconds the number would only flicker.
  if (heart.link === 'live' && !heart.havenSilent && ms < 2_000) return t('heardNow');
  return t('silentFor', { age: formatDuration(ms < 10_000 ? Math.floor(ms / 1000) * 1000 : ms, locale) });
}
