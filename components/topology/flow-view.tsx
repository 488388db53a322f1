'use client';

import { memo } from 'react';
import type { FlowBox } from '@/lib/topology/geometry';
import type { Flow } from '@/lib/topology/types';
import { useFlowFigures, useWords } from './use-words';

/** Replication as a flow. Each state has a shape of its own; colour only repeats it. */

export const FlowLine = memo(function FlowLine({
  flow,
  box,
  unit,
  lit,
  leaves,
}: {
  readonly flow: Flow;
  readonly box: FlowBox;
  readonly unit: number;
  readonly lit: boolean;
  readonly leaves: boolean;
}) {
  const rightward = box.to.x > box.from.x;
  const x1 = Math.min(box.from.x, box.to.x) + 7 * unit;
  const x2 = Math.max(box.from.x, box.to.x) - 7 * unit;
  return (
    <g
      className="tp-flow"
      data-state={flow.state}
      data-status={flow.status}
      data-lit={lit ? '' : undefined}
      data-ghost={leaves ? 'leaves' : undefined}
      strokeWidth={2.4 * unit}
    >
      <Shape flow={flow} x1={x1} x2={x2} y={box.from.y} unit={unit} rightward={rightward} />
    </g>
  );
});

interface ShapeProps {
  readonly flow: Flow;
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
  readonly unit: number;
  readonly rightward: boolean;
}

function Shape({ flow, x1, x2, y, unit, rightward }: ShapeProps) {
  const middle = (x1 + x2) / 2;
  const head = arrow(rightward ? x2 : x1, y, rightward ? 1 : -1, unit);
  switch (flow.state) {
    case 'established':
      return (
        <>
          <line x1={x1} x2={x2} y1={y} y2={y} />
          {flow.directed ? <path d={head} className="tp-arrow" /> : null}
        </>
      );
    case 'syncing':
    case 'paused':
      return <Pipe flow={flow} x1={x1} x2={x2} y={y} unit={unit} rightward={rightward} />;
    case 'verifying':
      // two lines compared with each other
      return (
        <>
          <path d={`M${x1} ${y - 3 * unit}H${x2}M${x1} ${y + 3 * unit}H${x2}`} />
          <path
            d={`M${middle - 6 * unit} ${y}l${4 * unit} ${5 * unit} ${8 * unit} ${-11 * unit}`}
            className="tp-check"
          />
        </>
      );
    case 'starting':
      return <line x1={x1} x2={x2} y1={y} y2={y} strokeDasharray={`${9 * unit} ${5 * unit}`} />;
    case 'behind':
      return (
        <>
          <line x1={x1} x2={x2} y1={y} y2={y} strokeDasharray={`${12 * unit} ${6 * unit}`} />
          <path d={head} className="tp-arrow" />
        </>
      );
    case 'cut':
      // two ends that do not meet
      return (
        <path
          d={`M${x1} ${y}H${middle - 16 * unit}M${middle - 16 * unit} ${y - 8 * unit}v${16 * unit}M${x2} ${y}H${middle + 16 * unit}M${middle + 16 * unit} ${y - 8 * unit}v${16 * unit}`}
        />
      );
    case 'standalone':
      // one side knocks at a closed door
      return (
        <>
          <line
            x1={rightward ? x1 : middle + 12 * unit}
            x2={rightward ? middle - 12 * unit : x2}
            y1={y}
            y2={y}
            strokeDasharray={`${6 * unit} ${5 * unit}`}
          />
          <path
            d={`M${middle + 4 * unit} ${y - 12 * unit}v${24 * unit}M${middle + 9 * unit} ${y - 12 * unit}v${24 * unit}`}
          />
        </>
      );
    case 'split-brain':
      // two histories that part
      return (
        <path
          d={`M${x1} ${y}h${(x2 - x1) * 0.18}L${middle - 14 * unit} ${y - 15 * unit}M${x2} ${y}h${-(x2 - x1) * 0.18}L${middle + 14 * unit} ${y + 15 * unit}M${middle + 5 * unit} ${y - 16 * unit}l${-9 * unit} ${14 * unit}h${8 * unit}l${-9 * unit} ${15 * unit}`}
        />
      );
    case 'unknown':
      return (
        <line
          x1={x1}
          x2={x2}
          y1={y}
          y2={y}
          strokeDasharray={`${1.5 * unit} ${7 * unit}`}
          strokeLinecap="round"
        />
      );
  }
}

const arrow = (x: number, y: number, way: 1 | -1, unit: number): string =>
  `M${x - way * 9 * unit} ${y - 5.5 * unit}L${x} ${y}L${x - way * 9 * unit} ${y + 5.5 * unit}`;

/** A pipe that fills in the direction of the copy; the filled part is what is done. */
function Pipe({ flow, x1, x2, y, unit, rightward }: ShapeProps) {
  const h = 9 * unit;
  const done = ((x2 - x1) * (flow.percent ?? 0)) / 100;
  const fillX = rightward ? x1 : x2 - done;
  const middle = (x1 + x2) / 2;
  const edge = rightward ? x1 + done : x2 - done;
  return (
    <>
      <rect x={x1} y={y - h / 2} width={x2 - x1} height={h} rx={h / 2} className="tp-pipe" />
      <rect x={fillX} y={y - h / 2} width={done} height={h} rx={h / 2} className="tp-done" />
      {flow.state === 'paused' ? (
        <path
          d={`M${middle - 4 * unit} ${y - 10 * unit}v${20 * unit}M${middle + 4 * unit} ${y - 10 * unit}v${20 * unit}`}
          className="tp-bars"
          strokeWidth={4 * unit}
        />
      ) : (
        <>
          <line
            x1={rightward ? edge + 6 * unit : edge - 6 * unit}
            x2={rightward ? x2 - 8 * unit : x1 + 8 * unit}
            y1={y}
            y2={y}
            className="tp-dashes"
            strokeWidth={2 * unit}
            strokeDasharray={`${4 * unit} ${6 * unit}`}
          />
          <path
            d={arrow(rightward ? x2 + 5 * unit : x1 - 5 * unit, y, rightward ? 1 : -1, unit)}
            className="tp-arrow"
          />
        </>
      )}
    </>
  );
}

/** The flow's figures: above the line how far or how fast, below it the state in words. */
export const FlowLabel = memo(function FlowLabel({
  flow,
  box,
  unit,
  lit,
  leaves,
  still,
  onOpen,
}: {
  readonly flow: Flow;
  readonly box: FlowBox;
  readonly unit: number;
  readonly lit: boolean;
  readonly leaves: boolean;
  readonly still: boolean;
  readonly onOpen: (id: string) => void;
}) {
  const say = useWords();
  const figures = useFlowFigures()(flow);
  const words = say(flow.words);
  const big =
    flow.state === 'syncing' || flow.state === 'paused' || flow.state === 'verifying'
      ? figures.percent
      : flow.state === 'established'
        ? figures.rate
        : undefined;
  const small =
    flow.state === 'syncing' || flow.state === 'verifying'
      ? [figures.rate, figures.left].filter(Boolean).join(' · ')
      : flow.state === 'established'
        ? undefined
        : figures.behind;
  const quiet = flow.state === 'established';
  const label = [flow.resource, words, figures.percent, figures.rate, figures.left, figures.behind]
    .filter(Boolean)
    .join(' · ');
  const h = (quiet ? 40 : 84) * unit;
  const shared = {
    className: 'tp-flowlabel',
    'data-state': flow.state,
    'data-status': flow.status,
    'data-way': box.way,
    'data-lit': lit ? '' : undefined,
    'data-ghost': leaves ? 'leaves' : undefined,
    title: label,
    style: {
      transform: `translate(${box.label.x}px, ${box.label.y - h / 2}px)`,
      width: box.label.w,
      height: h,
    },
  };
  const body = (
    <>
      <span className="tp-above">{big ?? (quiet || flow.state === 'unknown' ? null : words)}</span>
      <span className="tp-below">
        {big !== undefined && !quiet ? (
          <span className="tp-state">{words}</span>
        ) : quiet || flow.state === 'unknown' ? (
          <span className="tp-state">{words}</span>
        ) : null}
        {small ? <span className="tp-small">{small}</span> : null}
      </span>
    </>
  );
  if (still) return <div {...shared}>{body}</div>;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-nav={flow.id}
      aria-label={label}
      onClick={() => onOpen(flow.id)}
      {...shared}
    >
      {body}
    </button>
  );
});
