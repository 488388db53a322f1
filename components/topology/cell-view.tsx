'use client';

import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { drawnCause } from '@/lib/topology/cell';
import type { CellBox } from '@/lib/topology/geometry';
import { SIZE } from '@/lib/topology/sizes';
import type { TopologyCell } from '@/lib/topology/types';
import { Sign } from './sign';
import { useSinceWords, useWords } from './use-words';

interface Props {
  readonly cell: TopologyCell;
  readonly box: CellBox;
  readonly unit: number;
  readonly lit: boolean;
  readonly ghost: 'none' | 'leaves' | 'wakes' | 'demotes';
  /** How long it would blink where it stands. */
  readonly blink?: string | undefined;
  /** Words of a movement that ended here, e.g. "from node1 6 s ago". */
  readonly moved?: string | undefined;
  /** The whole column is not current: its head says so, its cells only fade. */
  readonly columnSilent: boolean;
  readonly now: number;
  readonly still: boolean;
  readonly onOpen: (id: string) => void;
  readonly onLit: (serviceId: string | undefined) => void;
}

/** Below this width a name that the row already implies gives way to what is said of it. */
const TIGHT = 300;

/** One cell. Memoised: a change elsewhere does not draw it again. `now` only matters where an age is shown. */
export const CellView = memo(CellViewPlain, (a, b) => {
  const keys = Object.keys(b) as (keyof Props)[];
  return keys.every(
    (key) => (key === 'now' && b.cell.freshness.state === 'current') || Object.is(a[key], b[key]),
  );
});

function CellViewPlain(props: Props) {
  const { cell, box, unit, lit, ghost, columnSilent, still, onOpen, onLit } = props;
  const label = useCellLabel(cell, props.now);
  const serviceId = cell.layer === 'services' ? cell.serviceIds[0] : undefined;
  const shared = {
    className: 'tp-cell',
    'data-shape': box.shape,
    'data-status': cell.status,
    'data-layer': cell.layer,
    'data-split': cell.disagreement ? '' : undefined,
    'data-loud': cell.findings.length > 0 ? '' : undefined,
    'data-tight': box.shape === 'line' && box.w < TIGHT * unit ? '' : undefined,
    'data-hatched': cell.freshness.state !== 'current' && !columnSilent ? '' : undefined,
    'data-faded': columnSilent && cell.freshness.state !== 'current' ? '' : undefined,
    'data-lit': lit ? '' : undefined,
    'data-ghost': ghost === 'none' ? undefined : ghost,
    title: label,
    style: { transform: `translate(${box.x}px, ${box.y}px)`, width: box.w, height: box.h },
  };
  const body =
    box.shape === 'dot' ? (
      <Sign status={cell.status} size={(SIZE.sign + 1) * unit} />
    ) : box.shape === 'chip' ? (
      <Chip {...props} />
    ) : (
      <Line {...props} />
    );
  if (still) return <div {...shared}>{body}</div>;
  const lightUp =
    serviceId === undefined
      ? {}
      : {
          onPointerEnter: () => onLit(serviceId),
          onPointerLeave: () => onLit(undefined),
          onFocus: () => onLit(serviceId),
          onBlur: () => onLit(undefined),
        };
  return (
    <button
      type="button"
      tabIndex={-1}
      data-nav={cell.id}
      aria-label={label}
      onClick={() => onOpen(cell.id)}
      {...lightUp}
      {...shared}
    >
      {body}
    </button>
  );
}

function Chip({ cell, unit, blink }: Props) {
  const say = useWords();
  return (
    <>
      <Sign status={cell.status} size={SIZE.sign * unit} />
      <span className="tp-name">{cell.label === 'Pacemaker' ? say(cell.words) : cell.label}</span>
      {cell.status === 'moving' ? <span className="tp-note">{say(cell.words)}</span> : null}
      {blink === undefined ? null : <BlinkSign seconds={blink} />}
    </>
  );
}

/** Goes out and comes back where it is. */
export function BlinkSign({ seconds }: { readonly seconds: string }) {
  return (
    <svg className="tp-blink" viewBox="0 0 10 14" aria-hidden="true">
      <title>{seconds}</title>
      <path d="M6.2 0 0.8 7.800h3.2L3.200 14 9.200 5.600H5.600z" />
    </svg>
  );
}

/** A row named after its tool does not repeat the name in every cell. */
const isOwnName = (cell: TopologyCell): boolean =>
  (cell.layer === 'haproxy' && cell.label === 'HAProxy') ||
  (cell.layer === 'hafs' && cell.label === 'HAFS') ||
  cell.label === 'DRBD' ||
  cell.label === 'NVMe';

function Line({ cell, unit, moved, now, columnSilent, ghost }: Props) {
  const say = useWords();
  const t = useTranslations('topology');
  const sinceWords = useSinceWords(now);
  const since = columnSilent ? undefined : sinceWords(cell.freshness);
  const cause = drawnCause(cell);
  const isService = cell.layer === 'services' || cell.layer === 'resources';
  return (
    <>
      <span className="tp-line">
        <Sign status={cell.status} size={SIZE.sign * unit} />
        {isOwnName(cell) ? null : <span className={isService ? 'tp-name' : 'tp-label'}>{cell.label}</span>}
        <span className="tp-words">
          {ghost === 'demotes'
            ? t('wouldDemote')
            : ghost === 'wakes'
              ? t(cell.layer === 'hafs' ? 'wouldMount' : cell.layer === 'drbd' ? 'wouldPromote' : 'wouldRun')
              : cell.disagreement
                ? t('disagree')
                : say(cell.words)}
          {cell.words.params?.path !== undefined && ghost === 'none' ? (
            <span className="tp-label"> {cell.words.params.path}</span>
          ) : null}
        </span>
        <span className="tp-note">{since ?? moved ?? (cell.note ? say(cell.note) : null)}</span>
      </span>
      {cell.meter ? <Meter kind={cell.meter.kind} percent={cell.meter.percent} /> : null}
      {cell.disagreement ? (
        <span className="tp-views">
          {cell.disagreement.views.map((view) => (
            <span key={view.source} className="tp-view">
              <span className="tp-says">{t('says', { source: view.source })}</span> {say(view.words)}
            </span>
          ))}
        </span>
      ) : cause ? (
        <span className="tp-cause">{say(cause)}</span>
      ) : null}
    </>
  );
}

function Meter({ kind, percent }: { readonly kind: string; readonly percent: number }) {
  return (
    <span className="tp-meter" data-kind={kind}>
      <span style={{ width: `${Math.max(0, Math.min(100, percent))}%` }} />
    </span>
  );
}

/** Everything the cell says, for those who do not see it, and for whatever was cut. */
export function useCellLabel(cell: TopologyCell, now: number): string {
  const say = useWords();
  const t = useTranslations('topology');
  const sinceWords = useSinceWords(now);
  const parts = [
    cell.node ? `${cell.node} · ${cell.label}` : cell.label,
    say(cell.words),
    cell.note ? say(cell.note) : undefined,
    cell.status === 'unknown' ? t('statusUnknown') : undefined,
    sinceWords(cell.freshness),
    ...cell.findings.map((finding) => say(finding.cause)),
    ...(cell.disagreement?.views.map((view) => `${t('says', { source: view.source })} ${say(view.words)}`) ??
      []),
  ];
  return parts.filter(Boolean).join(' · ');
}
