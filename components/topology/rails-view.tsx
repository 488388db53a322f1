'use client';

import { memo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { formatAgo } from '@/lib/base/format';
import type { BeadBox, RailBox, TopologyLayout } from '@/lib/topology/geometry';
import type { PreviewGhosts } from '@/lib/topology/preview';
import { SIZE } from '@/lib/topology/sizes';
import type { Bead, Movement, Port, Rail, TopologyModel } from '@/lib/topology/types';
import { BlinkSign } from './cell-view';
import { useWords } from './use-words';

/** The networks: a line each, a tap per node, and the VIPs as beads that slide along it. */

export const RailLines = memo(function RailLines({
  rail,
  box,
  layout,
  lit,
}: {
  readonly rail: Rail;
  readonly box: RailBox;
  readonly layout: TopologyLayout;
  /** The lit thread runs over it. */
  readonly lit: boolean;
}) {
  const { unit } = layout;
  return (
    <g className="tp-rail" data-rail={rail.id} data-lit={lit ? '' : undefined}>
      <line x1={box.x1} x2={box.x2} y1={box.y} y2={box.y} strokeWidth={3.5 * unit} strokeLinecap="round" />
      {rail.ports.map((port) => (
        <PortTap key={port.nodeId} port={port} box={box} layout={layout} />
      ))}
    </g>
  );
});

/** A node's own plug into the network; pulled out it shows a gap. */
function PortTap({
  port,
  box,
  layout,
}: {
  readonly port: Port;
  readonly box: RailBox;
  readonly layout: TopologyLayout;
}) {
  const say = useWords();
  const column = layout.columns.find((one) => one.nodeId === port.nodeId);
  if (!column || port.status === 'idle') return null;
  const { unit } = layout;
  const x = column.mode === 'wide' ? column.x + column.w - 13 * unit : column.x + column.w / 2;
  const edge = box.side === 'top' ? column.y : column.y + column.h;
  const middle = (box.y + edge) / 2;
  const broken = port.status === 'critical';
  return (
    <g className="tp-port" data-status={port.status}>
      <title>{say(port.words)}</title>
      {broken ? (
        <>
          <line x1={x} x2={x} y1={box.y} y2={middle - 5 * unit} />
          <line x1={x} x2={x} y1={middle + 5 * unit} y2={edge} />
          <path
            d={`M${x - 5 * unit} ${middle - 5 * unit}h${10 * unit}M${x - 5 * unit} ${middle + 5 * unit}h${10 * unit}`}
          />
        </>
      ) : (
        <line x1={x} x2={x} y1={box.y} y2={edge} />
      )}
      <circle cx={x} cy={box.y} r={3 * unit} />
    </g>
  );
}

export function RailLabels({
  rail,
  box,
  unit,
  width,
}: {
  readonly rail: Rail;
  readonly box: RailBox;
  readonly unit: number;
  readonly width: number;
}) {
  const t = useTranslations('topology');
  const name = rail.id === 'management' || rail.id === 'other' ? rail.name : rail.id.toUpperCase();
  const audience =
    rail.id === '1g' ? t('railPeople') : rail.id === '10g' ? t('railInternal') : t('railManagement');
  return (
    <>
      <span
        className="tp-railname"
        data-rail={rail.id}
        style={{ transform: `translate(0px, ${box.y - 11 * unit}px)` }}
      >
        {name}
      </span>
      <span
        className="tp-audience"
        style={{
          transform: `translate(${width - 262 * unit}px, ${box.y + (box.side === 'top' ? -22 : 7) * unit}px)`,
          width: 260 * unit,
        }}
      >
        {audience}
      </span>
    </>
  );
}

interface BeadProps {
  readonly bead: Bead;
  readonly box: BeadBox;
  readonly lit: boolean;
  readonly leaves: boolean;
  readonly blink?: string | undefined;
  readonly still: boolean;
  readonly onOpen: (id: string) => void;
}

export const BeadView = memo(function BeadView({ bead, box, lit, leaves, blink, still, onOpen }: BeadProps) {
  const say = useWords();
  const words = [
    bead.label,
    bead.address,
    say(bead.words),
    ...bead.findings.map((finding) => say(finding.cause)),
  ]
    .filter(Boolean)
    .join(' · ');
  const up = box.cordEnd > box.anchor.y;
  const cord = {
    left: box.anchor.x - box.x,
    height: Math.abs(box.cordEnd - box.anchor.y),
    ...(up ? { top: box.h / 2 } : { bottom: box.h / 2 }),
  };
  const shared = {
    className: 'tp-bead',
    'data-state': bead.state,
    'data-rail': bead.railId,
    'data-lit': lit ? '' : undefined,
    'data-ghost': leaves ? 'leaves' : undefined,
    title: words,
    style: { transform: `translate(${box.x}px, ${box.y}px)`, width: box.w, height: box.h },
  };
  const body = (
    <>
      {box.nodeId ? <span className="tp-cord" style={cord} /> : null}
      <span className="tp-pill">
        <BeadSign state={bead.state} />
        <span className="tp-name">{bead.label}</span>
        {bead.address ? <span className="tp-address">{bead.address}</span> : null}
        {blink === undefined ? null : <BlinkSign seconds={blink} />}
      </span>
    </>
  );
  if (still) return <div {...shared}>{body}</div>;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-nav={bead.id}
      aria-label={words}
      onClick={() => onOpen(bead.id)}
      {...shared}
    >
      {body}
    </button>
  );
});

function BeadSign({ state }: { readonly state: Bead['state'] }) {
  return (
    <svg className="tp-beadsign" viewBox="0 0 16 16" aria-hidden="true">
      {state === 'held' || state === 'disagreement' ? (
        <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" className="tp-fill" />
      ) : null}
      {state === 'duplicate' ? (
        <path
          d="M5.5 2 11 8l-5.5 6L0 8zM11.5 3.4 16 8l-4.5 4.6L9.6 10.5 12 8 9.6 5.500z"
          className="tp-fill"
        />
      ) : null}
      {state === 'unheld' || state === 'stopped' ? (
        <path d="M8 1.5 14.5 8 8 14.5 1.5 8zM4.5 4.500l7 7" className="tp-hollow" />
      ) : null}
      {state === 'unknown' ? <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" className="tp-hollow tp-dashed" /> : null}
    </svg>
  );
}

/** Where a VIP was until a moment ago, with its time. */
export function BeadGhost({
  movement,
  bead,
  layout,
  now,
}: {
  readonly movement: Movement;
  readonly bead: Bead;
  readonly layout: TopologyLayout;
  readonly now: number;
}) {
  const t = useTranslations('topology');
  const locale = useLocale();
  const column = layout.columns.find((one) => one.nodeId === movement.fromId);
  const rail = layout.rails.find((one) => one.id === bead.railId);
  if (!column || !rail) return null;
  const { unit } = layout;
  return (
    <div
      className="tp-beadghost"
      style={{
        transform: `translate(${column.spineX - 15 * unit}px, ${rail.y - 15 * unit}px)`,
        height: 30 * unit,
      }}
    >
      {bead.label}{' '}
      <span className="tp-note">{t('leftAgo', { ago: formatAgo(movement.at, now, locale) })}</span>
    </div>
  );
}

/** Where a VIP would be. */
export function BeadFutures({ ghosts }: { readonly ghosts: PreviewGhosts }) {
  return ghosts.beads.map((bead) => {
    const up = bead.cordEnd > bead.y;
    return (
      <div
        key={bead.id}
        className="tp-beadghost"
        data-future=""
        style={{ transform: `translate(${bead.x}px, ${bead.y}px)`, height: bead.h }}
      >
        <span
          className="tp-cord"
          style={{
            left: bead.anchorX - bead.x,
            height: Math.max(0, Math.abs(bead.cordEnd - bead.y - bead.h / 2) - bead.h / 2),
            ...(up ? { top: bead.h } : { bottom: bead.h }),
          }}
        />
        {bead.label}
        {bead.seconds ? <span className="tp-seconds">{bead.seconds}</span> : null}
      </div>
    );
  });
}

/** Two holders of one address, tied together so that nobody overlooks that they are the same. */
export function DuplicateTies({
  model,
  layout,
}: {
  readonly model: TopologyModel;
  readonly layout: TopologyLayout;
}) {
  return model.rails
    .flatMap((rail) => rail.beads)
    .filter((bead) => bead.state === 'duplicate')
    .map((bead) => {
      const boxes = layout.beads.filter((box) => box.id === bead.id);
      const first = boxes[0];
      const last = boxes[boxes.length - 1];
      if (!first || !last || first === last) return null;
      return (
        <line
          key={bead.id}
          className="tp-tie"
          x1={first.x + first.w}
          x2={last.x}
          y1={first.anchor.y}
          y2={last.anchor.y}
          strokeWidth={3.5 * layout.unit}
          strokeDasharray={`${2 * layout.unit} ${SIZE.gap * 0.4 * layout.unit}`}
        />
      );
    });
}
