import { drawnCause } from './cell';
import type { Box, CellBox, ColumnBox, RowBox, TopologyLayout } from './geometry';
import { layoutFlows, layoutRails } from './layout-network';
import { SIZE, SLIVER_MAX, SLIVER_MIN, WIDE_MAX, WIDE_MIN } from './sizes';
import { textWidth } from './text-width';
import { LAYERS, type Layer, type TopologyCell, type TopologyColumn, type TopologyModel } from './types';

/**
 * Geometry of the picture: columns share the width, rows line up across them. Two and three nodes get the whole room;
 * when there are many, columns without trouble narrow to their signs, so that what is wrong keeps its words.
 */
export interface LayoutOptions {
  readonly width: number;
  /** Scale of type and lines. Without it the picture grows with its width, within bounds that keep it readable. */
  readonly unit?: number;
  /** Without people and previews nothing needs to be kept free. */
  readonly still?: boolean;
  /** Rows that are left out while nothing in them needs a word: on a wall the rest is larger then. */
  readonly fold?: readonly Layer[];
}

export function layoutTopology(model: TopologyModel, options: LayoutOptions): TopologyLayout {
  const unit = options.unit ?? naturalUnit(options.width, model.columns.length);
  const columnsX = placeColumns(model, options.width, unit);
  const end = columnsX[columnsX.length - 1];
  const lostWidth = model.nowhere.length > 0 ? (SIZE.nowhere + SIZE.gap) * unit : 0;
  // Beyond what narrowing can give the picture grows to the right and its frame scrolls; nothing is left out.
  const needed = (end ? end.x + end.w : 0) + lostWidth + 4;
  const width = needed > options.width + 1 ? needed : options.width;
  const topRails = model.rails.filter((rail) => rail.id !== '10g');
  const panelTop = unit * (topRails.length > 0 ? SIZE.railTop + (topRails.length - 1) * 44 + SIZE.cord : 8);
  const rows = placeRows(model, columnsX, panelTop + SIZE.head * unit, unit, options);
  const last = rows[rows.length - 1];
  const panelBottom = (last ? last.y + last.h : panelTop) + 6 * unit;
  const columns: readonly ColumnBox[] = columnsX.map((column) => ({
    ...column,
    y: panelTop,
    h: panelBottom - panelTop,
    head: { x: column.x, y: panelTop, w: column.w, h: SIZE.head * unit },
  }));
  const cells = new Map<string, CellBox>();
  for (const [index, column] of columns.entries()) {
    const source = model.columns[index];
    if (source)
      for (const row of rows)
        for (const box of cellBoxes(source.slots[row.layer], column, row, unit)) cells.set(box.id, box);
  }
  const nowhere = placeNowhere(model, columns, width, panelTop, panelBottom, rows, unit, cells);
  const hasBottomRail = model.rails.some((rail) => rail.id === '10g');
  const height = panelBottom + unit * (hasBottomRail ? SIZE.cord + SIZE.railBottom : 8);
  const base = { width, height, unit, gutter: SIZE.gutter * unit, columns, rows, cells, nowhere };
  const network = layoutRails(model, base);
  return { ...base, ...network, flows: layoutFlows(model, base) };
}

/** Type grows slowly with the room: a 4K desk is read from the same distance, but two columns should not drown in it. */
export function naturalUnit(width: number, nodes: number): number {
  const natural = nodes <= 3 ? 1_180 : 1_500;
  return Math.min(2.6, Math.max(1, 1 + (width / natural - 1) * 0.55));
}

// --- columns ----------------------------------------------------------------------------------------------------

type ColumnX = Pick<ColumnBox, 'nodeId' | 'mode' | 'x' | 'w' | 'spineX'>;

function placeColumns(model: TopologyModel, width: number, unit: number): readonly ColumnX[] {
  const count = model.columns.length;
  const gaps = model.columns
    .slice(1)
    .map(
      (column, index) => gapBetween(model, model.columns[index]?.nodeId ?? '', column.nodeId, count) * unit,
    );
  const nowhere = model.nowhere.length > 0 ? (SIZE.nowhere + SIZE.gap) * unit : 0;
  const room = width - SIZE.gutter * unit - nowhere - gaps.reduce((sum, gap) => sum + gap, 0) - 4;
  const widths = shareWidth(model, room, unit);
  const used = widths.reduce((sum, one) => sum + one.w, 0) + gaps.reduce((sum, gap) => sum + gap, 0);
  // What is left over widens the gaps in which flows are told, rather than stretching lines of words.
  const spare = Math.max(0, width - SIZE.gutter * unit - nowhere - 4 - used);
  const stretch = gaps.length > 0 ? Math.min(spare / gaps.length, 420 * unit) : 0;
  let x = SIZE.gutter * unit;
  return model.columns.map((column, index) => {
    const { w, mode } = widths[index] ?? { w: WIDE_MIN, mode: 'wide' as const };
    const placed = { nodeId: column.nodeId, mode, x, w, spineX: mode === 'wide' ? x + 26 * unit : x + w / 2 };
    x += w + (gaps[index] ?? 0) + stretch;
    return placed;
  });
}

function gapBetween(model: TopologyModel, left: string, right: string, count: number): number {
  const flows = model.flows.some(
    (flow) => (flow.fromId === left && flow.toId === right) || (flow.fromId === right && flow.toId === left),
  );
  if (flows) return count <= 2 ? SIZE.flowGap : count <= 4 ? 140 : 92;
  return count <= 4 ? SIZE.gap : count <= 8 ? 10 : 5;
}

function shareWidth(
  model: TopologyModel,
  room: number,
  unit: number,
): readonly { readonly w: number; readonly mode: 'wide' | 'sliver' }[] {
  const count = Math.max(1, model.columns.length);
  if (room / count >= WIDE_MIN * unit || count <= 2)
    return model.columns.map(() => ({ w: Math.min(WIDE_MAX * unit, room / count), mode: 'wide' as const }));
  const loud = chooseLoud(model, room, unit);
  const quiet = count - loud.size;
  const loudWidth =
    loud.size > 0
      ? Math.min(WIDE_MAX * unit, Math.max(WIDE_MIN * unit, (room - quiet * SLIVER_MAX * unit) / loud.size))
      : 0;
  const sliver =
    quiet > 0
      ? Math.min(SLIVER_MAX * unit, Math.max(SLIVER_MIN * unit, (room - loud.size * loudWidth) / quiet))
      : 0;
  return model.columns.map((column) =>
    loud.has(column.nodeId)
      ? { w: loudWidth, mode: 'wide' as const }
      : { w: sliver, mode: 'sliver' as const },
  );
}

/** Which columns keep their words: those in trouble first, then those that carry something, as many as there is room for. */
function chooseLoud(model: TopologyModel, room: number, unit: number): ReadonlySet<string> {
  const most = Math.max(
    1,
    Math.floor((room - model.columns.length * SLIVER_MIN * unit) / ((WIDE_MIN - SLIVER_MIN) * unit)),
  );
  const replicas = new Set(model.flows.flatMap((flow) => [flow.fromId, flow.toId]));
  const rank = (column: TopologyColumn): number =>
    (isLoud(column) ? 4 : 0) + (column.active ? 2 : 0) + (replicas.has(column.nodeId) ? 1 : 0);
  const ranked = model.columns.filter((column) => rank(column) > 0).sort((a, b) => rank(b) - rank(a));
  return new Set(ranked.slice(0, most).map((column) => column.nodeId));
}

const isLoud = (column: TopologyColumn): boolean =>
  ['warning', 'critical', 'unknown'].includes(column.status) ||
  Object.values(column.slots).some((cells) => cells.some((cell) => cell.findings.length > 0));

// --- rows and cells ---------------------------------------------------------------------------------------------

const isChipLayer = (layer: Layer): boolean => layer === 'services' || layer === 'resources';

function placeRows(
  model: TopologyModel,
  columns: readonly ColumnX[],
  top: number,
  unit: number,
  options: LayoutOptions,
): readonly RowBox[] {
  const rows: RowBox[] = [];
  let y = top;
  for (const layer of LAYERS) {
    const used =
      model.columns.some((column) => column.slots[layer].length > 0) ||
      model.nowhere.some((cell) => cell.layer === layer);
    // A layer that this cluster does not have takes no room.
    if (!used || (options.fold?.includes(layer) && isCalm(model, layer))) continue;
    const heights = model.columns.map((column, index) =>
      slotHeight(column.slots[layer], columns[index], layer, unit),
    );
    const lost = stackHeight(
      model.nowhere.filter((cell) => cell.layer === layer),
      (SIZE.nowhere - 33) * unit,
      unit,
    );
    // Room for the second line in which previews put what would arrive.
    const least = layer === 'services' && !options.still ? 2 * SIZE.chip * unit : SIZE.line * unit;
    const h = Math.max(least, lost, ...heights) + 2 * SIZE.rowPad * unit;
    rows.push({ layer, y, h });
    y += h;
  }
  return rows;
}

function isCalm(model: TopologyModel, layer: Layer): boolean {
  const cells = [
    ...model.columns.flatMap((column) => column.slots[layer]),
    ...model.nowhere.filter((cell) => cell.layer === layer),
  ];
  return cells.every(
    (cell) => cell.findings.length === 0 && cell.disagreement === undefined && cell.status !== 'moving',
  );
}

function slotHeight(
  cells: readonly TopologyCell[],
  column: ColumnX | undefined,
  layer: Layer,
  unit: number,
): number {
  if (!column || cells.length === 0) return 0;
  if (column.mode === 'sliver') return Math.ceil(cells.length / dotsPerLine(column, unit)) * SIZE.dot * unit;
  if (!isChipLayer(layer)) return stackHeight(cells, lineWidth(column, unit), unit);
  const { calm, loud } = splitChips(cells);
  return (
    chipLines(calm, column, unit).length * SIZE.chip * unit +
    (calm.length > 0 && loud.length > 0 ? LOUD_GAP * unit : 0) +
    stackHeight(loud, lineWidth(column, unit), unit)
  );
}

/** Around what is in trouble: its tinted ground is larger than its words. */
const LOUD_GAP = 6;

const needsWords = (cell: TopologyCell): boolean =>
  cell.findings.length > 0 || cell.disagreement !== undefined;

/** Lines one below the other, as `lineBoxes` places them. */
const stackHeight = (cells: readonly TopologyCell[], w: number, unit: number): number =>
  cells.reduce((sum, cell, index) => sum + lineHeight(cell, w, unit) + gapBelow(cells, index) * unit, 0);

/** Two grounds of trouble must not run into each other. */
function gapBelow(cells: readonly TopologyCell[], index: number): number {
  const [upper, lower] = [cells[index], cells[index + 1]];
  return upper && lower && needsWords(upper) && needsWords(lower) ? LOUD_GAP : 0;
}

/** Chips in trouble get a line of their own, where their cause fits. */
function splitChips(cells: readonly TopologyCell[]): {
  readonly calm: readonly TopologyCell[];
  readonly loud: readonly TopologyCell[];
} {
  return { calm: cells.filter((cell) => !needsWords(cell)), loud: cells.filter(needsWords) };
}

/** @param w - width of the cell, from which follows how many lines its cause needs. */
export function lineHeight(cell: TopologyCell, w: number, unit: number): number {
  const views = cell.disagreement ? cell.disagreement.views.length * SIZE.view : 0;
  const lines = cell.disagreement ? 0 : causeLines(cell, w, unit);
  const cause = lines > 0 ? lines * SIZE.cause + 4 : 0;
  return unit * (SIZE.line + (cell.meter ? SIZE.meter : 0) + cause + views);
}

const lineWidth = (column: ColumnX, unit: number): number =>
  column.x + column.w - SIZE.panelPad * unit - (column.spineX - (SIZE.sign / 2) * unit);

/** The words are not known here, only their parameters: an estimate that errs towards room. */
function causeLines(cell: TopologyCell, w: number, unit: number): number {
  const cause = drawnCause(cell);
  if (!cause) return 0;
  const said = Object.values(cause.params ?? {}).join(' ');
  const width = textWidth(said, 13 * unit) + 190 * unit;
  return Math.max(1, Math.min(4, Math.ceil(width / Math.max(120 * unit, w - 30 * unit))));
}

const dotsPerLine = (column: ColumnX, unit: number): number =>
  Math.max(1, Math.floor((column.w - 8 * unit) / (SIZE.dot * unit)));

export function chipWidth(label: string, unit: number): number {
  return textWidth(label, SIZE.text * unit) + (SIZE.sign + 7 + SIZE.chipGap) * unit;
}

function chipLines(
  cells: readonly TopologyCell[],
  column: ColumnX,
  unit: number,
): readonly (readonly { readonly cell: TopologyCell; readonly x: number; readonly w: number }[])[] {
  const room = column.x + column.w - SIZE.panelPad * unit;
  const start = column.spineX - (SIZE.sign / 2) * unit;
  const lines: { cell: TopologyCell; x: number; w: number }[][] = [];
  let line: { cell: TopologyCell; x: number; w: number }[] = [];
  let x = start;
  for (const cell of cells) {
    const w = Math.min(chipWidth(cell.label, unit), room - start);
    if (line.length > 0 && x + w > room + SIZE.chipGap * unit) {
      lines.push(line);
      line = [];
      x = start;
    }
    line.push({ cell, x, w });
    x += w;
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

function cellBoxes(
  cells: readonly TopologyCell[],
  column: ColumnX,
  row: RowBox,
  unit: number,
): readonly CellBox[] {
  if (column.mode === 'sliver') return dotBoxes(cells, column, row, unit);
  const top = row.y + SIZE.rowPad * unit;
  if (!isChipLayer(row.layer)) return lineBoxes(cells, column, top, unit);
  const { calm, loud } = splitChips(cells);
  const lines = chipLines(calm, column, unit);
  const chips = lines.flatMap((line, index) =>
    line.map(({ cell, x, w }) => ({
      id: cell.id,
      shape: 'chip' as const,
      x,
      y: top + index * SIZE.chip * unit,
      w: w - (SIZE.chipGap - 5) * unit,
      h: SIZE.chip * unit,
      anchor: { x: x + (SIZE.sign / 2) * unit, y: top + (index + 0.5) * SIZE.chip * unit },
    })),
  );
  return [
    ...chips,
    ...lineBoxes(
      loud,
      column,
      top + (lines.length * SIZE.chip + (lines.length > 0 ? LOUD_GAP : 0)) * unit,
      unit,
    ),
  ];
}

function lineBoxes(
  cells: readonly TopologyCell[],
  column: ColumnX,
  top: number,
  unit: number,
): readonly CellBox[] {
  const x = column.spineX - (SIZE.sign / 2) * unit;
  const w = lineWidth(column, unit);
  let y = top;
  return cells.map((cell, index) => {
    const h = lineHeight(cell, w, unit);
    const box = {
      id: cell.id,
      shape: 'line' as const,
      x,
      y,
      w,
      h,
      anchor: { x: column.spineX, y: y + (SIZE.line / 2) * unit },
    };
    y += h + gapBelow(cells, index) * unit;
    return box;
  });
}

function dotBoxes(
  cells: readonly TopologyCell[],
  column: ColumnX,
  row: RowBox,
  unit: number,
): readonly CellBox[] {
  const per = dotsPerLine(column, unit);
  const size = SIZE.dot * unit;
  return cells.map((cell, index) => {
    const line = Math.floor(index / per);
    const inLine = Math.min(per, cells.length - line * per);
    const x = column.x + column.w / 2 - (inLine * size) / 2 + (index % per) * size;
    const y = row.y + SIZE.rowPad * unit + line * size;
    return {
      id: cell.id,
      shape: 'dot' as const,
      x,
      y,
      w: size,
      h: size,
      anchor: { x: x + size / 2, y: y + size / 2 },
    };
  });
}

function placeNowhere(
  model: TopologyModel,
  columns: readonly ColumnBox[],
  width: number,
  top: number,
  bottom: number,
  rows: readonly RowBox[],
  unit: number,
  cells: Map<string, CellBox>,
): Box | undefined {
  if (model.nowhere.length === 0) return undefined;
  const last = columns[columns.length - 1];
  const x = last ? last.x + last.w + SIZE.gap * unit : SIZE.gutter * unit;
  const box = { x, y: top, w: Math.min(SIZE.nowhere * unit, width - x - 2), h: bottom - top };
  for (const row of rows) {
    const here = model.nowhere.filter((cell) => cell.layer === row.layer);
    for (const made of lineBoxes(
      here,
      { nodeId: 'nowhere', mode: 'wide', x, w: box.w, spineX: x + 26 * unit },
      row.y + SIZE.rowPad * unit,
      unit,
    ))
      cells.set(made.id, made);
  }
  return box;
}
