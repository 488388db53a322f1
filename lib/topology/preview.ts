import type { NodeFuture } from './forecast';
import type { Box, Point, TopologyLayout } from './geometry';
import { chipWidth } from './layout';
import { SIZE } from './sizes';
import type { Future, Layer, TopologyModel } from './types';

/** Something that would arrive, where it would stand. */
export interface GhostChip extends Box {
  readonly id: string;
  readonly label: string;
  readonly layer: Layer;
  /** How long it would be away, as text. */
  readonly seconds?: string;
}
export interface GhostBead extends Box {
  readonly id: string;
  readonly label: string;
  readonly anchorX: number;
  readonly cordEnd: number;
  readonly seconds?: string;
}
/** From where it is to where it would be. */
export interface GhostArrow {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
}

/** What would change, placed into the same picture as ghosts: after the loss of a node, or after a change. */
export interface PreviewGhosts {
  /** Nodes that would be gone. */
  readonly lostIds: readonly string[];
  /** What a node itself would be, by id. */
  readonly nodes: ReadonlyMap<string, NodeFuture>;
  readonly chips: readonly GhostChip[];
  readonly beads: readonly GhostBead[];
  readonly arrows: readonly GhostArrow[];
  /** Cells that would come to life, e.g. HAFS on the heir. */
  readonly wakes: readonly string[];
  /** Copies that would no longer be Primary. */
  readonly demotes: readonly string[];
  /** Beads and cells that would be gone from where they are. */
  readonly leaves: readonly string[];
  /** Cells and beads that stay and blink, with how long. */
  readonly blinks: ReadonlyMap<string, string>;
}

export const NO_GHOSTS: PreviewGhosts = {
  lostIds: [],
  nodes: new Map(),
  chips: [],
  beads: [],
  arrows: [],
  wakes: [],
  demotes: [],
  leaves: [],
  blinks: new Map(),
};

export function previewGhosts(future: Future, model: TopologyModel, layout: TopologyLayout): PreviewGhosts {
  const column = model.columns.find((one) => one.nodeId === future.nodeId);
  const leaving = new Set([...future.moves, ...future.stops].map((one) => one.id));
  return {
    ...NO_GHOSTS,
    lostIds: [future.nodeId],
    chips: ghostChips(future, model, layout),
    beads: ghostBeads(future, layout),
    wakes: wakingCells(future, model),
    leaves: [
      ...Object.values(column?.slots ?? {})
        .flat()
        .map((cell) => cell.id),
      ...layout.beads.filter((bead) => leaving.has(bead.id)).map((bead) => bead.id),
    ],
  };
}

/** A file system that moves takes DRBD's primary role with it. */
function wakingCells(future: Future, model: TopologyModel): readonly string[] {
  return future.moves.flatMap((move) => {
    if (move.kind !== 'hafs') return [];
    const slots = model.columns.find((one) => one.nodeId === move.toId)?.slots;
    const hafs = slots?.hafs.filter((cell) => cell.resourceId === move.id) ?? [];
    return [...hafs, ...(slots?.drbd.filter((cell) => cell.words.params?.role === 'Secondary') ?? [])].map(
      (cell) => cell.id,
    );
  });
}

/** Arriving services stand behind those already there, on the line kept free for them. */
function ghostChips(future: Future, model: TopologyModel, layout: TopologyLayout): PreviewGhosts['chips'] {
  const row = layout.rows.find((one) => one.layer === 'services');
  if (!row) return [];
  const { unit } = layout;
  const next = new Map<string, { x: number; y: number }>();
  return future.moves.flatMap((move) => {
    const column = layout.columns.find((one) => one.nodeId === move.toId);
    if (move.kind !== 'service' || !column || column.mode !== 'wide') return [];
    const start = column.spineX - (SIZE.sign / 2) * unit;
    const limit = column.x + column.w - SIZE.panelPad * unit;
    const here =
      next.get(move.toId) ?? firstFree(move.toId, start, row.y + SIZE.rowPad * unit, model, layout);
    const w = chipWidth(move.label, unit);
    const fits = here.x + w <= limit + SIZE.chipGap * unit;
    const x = fits ? here.x : start;
    const y = fits ? here.y : here.y + SIZE.chip * unit;
    next.set(move.toId, { x: x + w, y });
    return [{ id: move.id, label: move.label, layer: 'services' as const, x, y, w, h: SIZE.chip * unit }];
  });
}

function firstFree(
  nodeId: string,
  start: number,
  top: number,
  model: TopologyModel,
  layout: TopologyLayout,
): { x: number; y: number } {
  const boxes = (model.columns.find((one) => one.nodeId === nodeId)?.slots.services ?? []).flatMap(
    (cell) => layout.cells.get(cell.id) ?? [],
  );
  const lastLine = Math.max(top, ...boxes.map((box) => box.y));
  const ends = boxes.filter((box) => box.y === lastLine).map((box) => box.x + box.w);
  return { x: Math.max(start, ...ends), y: lastLine };
}

function ghostBeads(future: Future, layout: TopologyLayout): PreviewGhosts['beads'] {
  const used = new Map<string, number>();
  return future.moves.flatMap((move) => {
    const bead = layout.beads.find((one) => one.id === move.id && one.nodeId === future.nodeId);
    const column = layout.columns.find((one) => one.nodeId === move.toId);
    if (!bead || !column) return [];
    const key = `${bead.railId}:${move.toId}`;
    const others = layout.beads
      .filter((one) => one.railId === bead.railId && one.nodeId === move.toId)
      .reduce((sum, one) => sum + one.w + 10 * layout.unit, 0);
    const shift = others + (used.get(key) ?? 0);
    used.set(key, shift + bead.w + 10 * layout.unit);
    const anchorX = column.spineX + shift;
    return [
      {
        id: bead.id,
        label: move.label,
        x: anchorX - 15 * layout.unit,
        y: bead.y,
        w: bead.w,
        h: bead.h,
        anchorX,
        cordEnd: bead.cordEnd,
      },
    ];
  });
}
