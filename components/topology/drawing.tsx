'use client';

// In this order: later files refine earlier ones.
import './topology.css';
import './cells.css';
import './rails.css';
import './flows.css';
import './threads.css';
import { useMemo, useRef } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { formatAgo } from '@/lib/base/format';
import type { DirectoryCluster } from '@/lib/live/protocol';
import { type ForecastInput, forecastGhosts } from '@/lib/topology/forecast';
import type { TopologyLayout } from '@/lib/topology/geometry';
import { type PreviewGhosts, previewGhosts } from '@/lib/topology/preview';
import { SIZE } from '@/lib/topology/sizes';
import type { Flow, TopologyModel } from '@/lib/topology/types';
import { CellView } from './cell-view';
import { ColumnHead, ColumnPanel } from './column-view';
import { FlowLabel, FlowLine } from './flow-view';
import { LAYER_NAMES } from './layer-names';
import { BeadFutures, BeadGhost, BeadView, DuplicateTies, RailLabels, RailLines } from './rails-view';
import { Sign } from './sign';
import { ThreadBreak, ThreadLine } from './thread-view';
import { useArrowKeys } from './use-arrow-keys';

export interface DrawingProps {
  readonly model: TopologyModel;
  readonly layout: TopologyLayout;
  readonly now: number;
  /** Service whose thread is lit. */
  readonly lit?: string | undefined;
  /** Node whose loss is previewed. */
  readonly preview?: string | undefined;
  /** What a change would do, with the cluster it was asked about and what to call it. */
  readonly forecast?:
    | {
        readonly input: ForecastInput;
        readonly cluster: DirectoryCluster;
        readonly title: string;
        readonly answer?: 'safe' | 'confirm' | 'refused' | undefined;
      }
    | undefined;
  /** A picture without controls: the wall, or a preview inside a plan. */
  readonly still?: boolean;
  readonly onLit?: (serviceId: string | undefined) => void;
  readonly onOpen?: (id: string) => void;
}

const nothing = (): void => undefined;

/** The picture. It decides nothing: what is where comes from the layout, what it says from the model. */
export function TopologyDrawing({
  model,
  layout,
  now,
  lit,
  preview,
  forecast,
  still = false,
  onLit = nothing,
  onOpen = nothing,
}: DrawingProps) {
  const t = useTranslations('topology');
  const root = useRef<HTMLElement>(null);
  const keys = useArrowKeys(root, !still);
  const thread = model.threads.find((one) => one.serviceId === lit);
  const future = model.futures.find((one) => one.nodeId === preview);
  const ghosts = useMemo(
    () =>
      forecast
        ? forecastGhosts(forecast.input, forecast.cluster, model, layout)
        : future
          ? previewGhosts(future, model, layout)
          : undefined,
    [forecast, future, model, layout],
  );
  const litIds = useMemo(() => new Set(thread?.links ?? []), [thread]);
  const shared = { model, layout, now, still, ghosts, litIds, onLit, onOpen };
  return (
    <section
      ref={root}
      className="tp"
      aria-label={t('drawing', { cluster: model.name })}
      data-dim={thread ? '' : undefined}
      data-preview={ghosts ? '' : undefined}
      data-silent={model.havenSilentSince === undefined ? undefined : ''}
      style={{ width: layout.width, height: layout.height, ['--u' as string]: String(layout.unit) }}
      {...keys}
    >
      <Panels {...shared} />
      <svg className="tp-lines" width={layout.width} height={layout.height} aria-hidden="true">
        <RowLines layout={layout} />
        <Spines model={model} layout={layout} />
        {model.rails.map((rail) => {
          const box = layout.rails.find((one) => one.id === rail.id);
          return box ? (
            <RailLines key={rail.id} rail={rail} box={box} layout={layout} lit={thread?.railId === rail.id} />
          ) : null;
        })}
        <DuplicateTies model={model} layout={layout} />
        {model.flows.map((flow) => {
          const box = layout.flows.find((one) => one.id === flow.id);
          return box ? (
            <FlowLine
              key={flow.id}
              flow={flow}
              box={box}
              unit={layout.unit}
              lit={litIds.has(flow.id)}
              leaves={touches(flow, model, ghosts)}
            />
          ) : null;
        })}
        {ghosts ? <FutureArrows ghosts={ghosts} unit={layout.unit} /> : null}
        {thread ? <ThreadLine thread={thread} model={model} layout={layout} /> : null}
      </svg>
      <RowNames layout={layout} />
      <Heads {...shared} />
      <Cells {...shared} />
      <Network {...shared} />
      {ghosts ? <FutureChips ghosts={ghosts} unit={layout.unit} /> : null}
      {forecast ? <FutureFrame forecast={forecast} layout={layout} /> : null}
      {thread ? <ThreadBreak thread={thread} model={model} layout={layout} /> : null}
    </section>
  );
}

interface Shared {
  readonly model: TopologyModel;
  readonly layout: TopologyLayout;
  readonly now: number;
  readonly still: boolean;
  readonly ghosts: PreviewGhosts | undefined;
  readonly litIds: ReadonlySet<string>;
  readonly onLit: (serviceId: string | undefined) => void;
  readonly onOpen: (id: string) => void;
}

/** A replication ends with either of its nodes, and with either of its copies. */
const touches = (flow: Flow, model: TopologyModel, ghosts: PreviewGhosts | undefined): boolean =>
  ghosts !== undefined &&
  [flow.fromId, flow.toId].some(
    (nodeId) =>
      ghosts.lostIds.includes(nodeId) ||
      model.columns
        .find((column) => column.nodeId === nodeId)
        ?.slots.drbd.some((cell) => cell.label === flow.resource && ghosts.leaves.includes(cell.id)),
  );

function Panels({ model, layout, ghosts }: Shared) {
  const t = useTranslations('topology');
  return (
    <>
      {layout.columns.map((box, index) => {
        const column = model.columns[index];
        if (!column) return null;
        return (
          <ColumnPanel
            key={box.nodeId}
            box={box}
            active={column.active}
            status={column.status}
            silent={column.freshness.state !== 'current'}
            lost={ghosts?.lostIds.includes(box.nodeId) === true}
          />
        );
      })}
      {layout.nowhere ? (
        <div
          className="tp-nowhere"
          style={{
            transform: `translate(${layout.nowhere.x}px, ${layout.nowhere.y}px)`,
            width: layout.nowhere.w,
            height: layout.nowhere.h,
          }}
        >
          <span>{t('nowhere')}</span>
        </div>
      ) : null}
    </>
  );
}

/** Hairlines that let the eye run along a layer through all columns. */
function RowLines({ layout }: { readonly layout: TopologyLayout }) {
  const last = layout.columns[layout.columns.length - 1];
  const end = layout.nowhere ? layout.nowhere.x + layout.nowhere.w : last ? last.x + last.w : layout.width;
  return (
    <g className="tp-rows">
      {layout.rows.map((row) => (
        <line key={row.layer} x1={0} x2={end} y1={row.y} y2={row.y} />
      ))}
    </g>
  );
}

/** The chain down a node: bold where it carries, thin where it could. */
function Spines({ model, layout }: { readonly model: TopologyModel; readonly layout: TopologyLayout }) {
  return (
    <g>
      {layout.columns.map((box, index) => {
        const column = model.columns[index];
        const anchors = column
          ? Object.values(column.slots)
              .flat()
              .flatMap((cell) => layout.cells.get(cell.id)?.anchor ?? [])
          : [];
        if (!column || anchors.length === 0) return null;
        const ys = anchors.map((anchor) => anchor.y);
        const top = box.mode === 'wide' ? box.head.y + box.head.h / 2 : Math.min(...ys);
        const state = column.freshness.state !== 'current' ? 'silent' : column.active ? 'active' : 'ready';
        return (
          <line
            key={box.nodeId}
            className="tp-spine"
            data-state={state}
            x1={box.spineX}
            x2={box.spineX}
            y1={top}
            y2={Math.max(...ys)}
            strokeWidth={(state === 'active' ? 2.6 : 1.3) * layout.unit}
          />
        );
      })}
    </g>
  );
}

function RowNames({ layout }: { readonly layout: TopologyLayout }) {
  const t = useTranslations('topology');
  return layout.rows.map((row) => (
    <span
      key={row.layer}
      className="tp-rowname"
      style={{
        transform: `translate(0px, ${row.y + SIZE.rowPad * layout.unit}px)`,
        width: layout.gutter - 10 * layout.unit,
      }}
    >
      {t(LAYER_NAMES[row.layer])}
    </span>
  ));
}

function Heads({ model, layout, now, still, ghosts, onOpen }: Shared) {
  const common = commonPrefix(model.columns.map((column) => column.name));
  return layout.columns.map((box, index) => {
    const column = model.columns[index];
    return column ? (
      <ColumnHead
        key={box.nodeId}
        column={column}
        future={ghosts?.nodes.get(box.nodeId)}
        shortName={column.name.slice(common.length) || column.name}
        box={box}
        unit={layout.unit}
        now={now}
        lit={false}
        lost={ghosts?.lostIds.includes(box.nodeId) === true}
        still={still}
        onOpen={onOpen}
      />
    ) : null;
  });
}

/** `node` of node1 … node16: in narrow columns only what differs is written, the whole name is on focus. */
function commonPrefix(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  let length = rest.length === 0 ? 0 : first.length;
  for (const name of rest) while (length > 0 && !name.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length).replace(/\d+$/, '');
}

function Cells({ model, layout, now, still, ghosts, litIds, onLit, onOpen }: Shared) {
  const moved = useMovedWords(model, now);
  const columns = [
    ...model.columns.map((column) => ({
      cells: Object.values(column.slots).flat(),
      silent: column.freshness.state !== 'current',
    })),
    { cells: model.nowhere, silent: false },
  ];
  return columns.flatMap(({ cells, silent }) =>
    cells.map((cell) => {
      const box = layout.cells.get(cell.id);
      if (!box) return null;
      const ghost = ghosts?.leaves.includes(cell.id)
        ? 'leaves'
        : ghosts?.wakes.includes(cell.id)
          ? 'wakes'
          : ghosts?.demotes.includes(cell.id)
            ? 'demotes'
            : 'none';
      return (
        <CellView
          key={cell.id}
          cell={cell}
          box={box}
          unit={layout.unit}
          lit={litIds.has(cell.id)}
          ghost={ghost}
          blink={ghosts?.blinks.get(cell.id)}
          moved={moved.get(cell.id)}
          columnSilent={silent}
          now={now}
          still={still}
          onOpen={onOpen}
          onLit={onLit}
        />
      );
    }),
  );
}

/** "from node1 6 s ago" at the cell where something arrived. */
function useMovedWords(model: TopologyModel, now: number): ReadonlyMap<string, string> {
  const t = useTranslations('topology');
  const locale = useLocale();
  const words = new Map<string, string>();
  for (const movement of model.movements) {
    if (movement.what !== 'hafs' && movement.what !== 'resource') continue;
    const from = model.columns.find((column) => column.nodeId === movement.fromId);
    const layer = movement.what === 'hafs' ? 'hafs' : 'resources';
    if (from)
      words.set(
        `${movement.toId}:${layer}:${movement.subject}`,
        t('movedFrom', { node: from.name, ago: formatAgo(movement.at, now, locale) }),
      );
  }
  return words;
}

function Network({ model, layout, now, still, ghosts, litIds, onOpen }: Shared) {
  const beads = model.rails.flatMap((rail) => rail.beads);
  return (
    <>
      {model.rails.map((rail) => {
        const box = layout.rails.find((one) => one.id === rail.id);
        return box ? (
          <RailLabels key={rail.id} rail={rail} box={box} unit={layout.unit} width={layout.width} />
        ) : null;
      })}
      {model.flows.map((flow) => {
        const box = layout.flows.find((one) => one.id === flow.id);
        return box ? (
          <FlowLabel
            key={flow.id}
            flow={flow}
            box={box}
            unit={layout.unit}
            lit={litIds.has(flow.id)}
            leaves={touches(flow, model, ghosts)}
            still={still}
            onOpen={onOpen}
          />
        ) : null;
      })}
      {model.movements.map((movement) => {
        const bead = beads.find((one) => movement.what === 'vip' && one.id === movement.subject);
        return bead ? (
          <BeadGhost key={`ghost-${movement.id}`} movement={movement} bead={bead} layout={layout} now={now} />
        ) : null;
      })}
      {layout.beads.map((box, index) => {
        const bead = beads.find((one) => one.id === box.id);
        if (!bead) return null;
        // The same key while it moves, so that it slides; a second holder gets its own.
        const nth = layout.beads.slice(0, index).filter((one) => one.id === box.id).length;
        return (
          <BeadView
            key={`${box.id}-${nth}`}
            bead={bead}
            box={box}
            lit={litIds.has(bead.id)}
            leaves={ghosts?.leaves.includes(bead.id) === true}
            blink={ghosts?.blinks.get(bead.id)}
            still={still}
            onOpen={onOpen}
          />
        );
      })}
      {ghosts ? <BeadFutures ghosts={ghosts} /> : null}
    </>
  );
}

function FutureChips({ ghosts, unit }: { readonly ghosts: PreviewGhosts; readonly unit: number }) {
  return ghosts.chips.map((chip) => (
    <span
      key={`${chip.layer}:${chip.id}`}
      className="tp-futurechip"
      data-layer={chip.layer}
      style={{ transform: `translate(${chip.x}px, ${chip.y}px)`, width: chip.w, height: chip.h }}
    >
      {chip.label.startsWith('+') ? null : <Sign status="ready" size={SIZE.sign * unit} />}
      <span className="tp-name">{chip.label}</span>
      {chip.seconds ? <span className="tp-seconds">{chip.seconds}</span> : null}
    </span>
  ));
}

/** Dashed like everything that is not yet; the head says which way. */
function FutureArrows({ ghosts, unit }: { readonly ghosts: PreviewGhosts; readonly unit: number }) {
  return (
    <g className="tp-futurearrows">
      {ghosts.arrows.map(({ id, from, to }) => {
        const way = to.x >= from.x ? 1 : -1;
        const head = 8 * unit;
        return (
          <g key={id}>
            <line x1={from.x} x2={to.x - way * 3 * unit} y1={from.y} y2={to.y} strokeWidth={2.2 * unit} />
            <path
              d={`M${to.x - way * head} ${to.y - head * 0.7}L${to.x} ${to.y}L${to.x - way * head} ${to.y + head * 0.7}`}
              strokeWidth={2.2 * unit}
            />
          </g>
        );
      })}
    </g>
  );
}

/** Around all of it, so that nobody takes what would be for what is. */
function FutureFrame({
  forecast: { title, answer },
  layout,
}: {
  readonly forecast: NonNullable<DrawingProps['forecast']>;
  readonly layout: TopologyLayout;
}) {
  const t = useTranslations('topology');
  return (
    <div
      className="tp-futureframe"
      data-answer={answer}
      style={{ width: layout.width, height: layout.height }}
    >
      <p className="tp-futuretab">
        <span className="tp-futuretag">{t(answer === 'refused' ? 'wouldBeRefused' : 'wouldHappen')}</span>
        <span className="tp-futuretitle">{title}</span>
      </p>
    </div>
  );
}
