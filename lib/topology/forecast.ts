import type { DirectoryCluster } from '@/lib/live/protocol';
import type { Box, ColumnBox, Point, RowBox, TopologyLayout } from './geometry';
import { chipWidth } from './layout';
import { type GhostArrow, type GhostBead, type GhostChip, NO_GHOSTS, type PreviewGhosts } from './preview';
import { SIZE } from './sizes';
import { textWidth } from './text-width';
import type { Layer, TopologyCell, TopologyColumn, TopologyModel } from './types';

/** What a change would do, placed into the picture as it is: what leaves, what arrives, what blinks and for how long. */

/** What a node itself would be afterwards. */
export type NodeFuture = 'standby' | 'online' | 'fenced' | 'off';

/** The cluster's own prediction, as a plan has it; nodes by name. */
export interface ForecastInput {
  readonly moves: readonly {
    readonly resource: string;
    readonly role: 'Started' | 'Promoted';
    readonly from: readonly string[];
    readonly to: readonly string[];
  }[];
  /** `service`: name of a service, or address of a VIP. */
  readonly interruptions: readonly {
    readonly service: string;
    readonly lowSeconds: number;
    readonly highSeconds: number;
  }[];
  readonly nodes: Readonly<Record<string, NodeFuture>>;
}

interface Scene {
  readonly cluster: DirectoryCluster;
  readonly model: TopologyModel;
  readonly layout: TopologyLayout;
  readonly input: ForecastInput;
}

/** @param cluster of the same moment as the model: which resource carries which service */
export function forecastGhosts(
  input: ForecastInput,
  cluster: DirectoryCluster,
  model: TopologyModel,
  layout: TopologyLayout,
): PreviewGhosts {
  const scene: Scene = { cluster, model, layout, input };
  const services = serviceChanges(scene);
  const resources = resourceChanges(scene);
  const storage = storageChanges(scene);
  const beads = beadChanges(scene);
  const changes = [...services, ...resources, ...storage.moves];
  const nodes = Object.entries(input.nodes).flatMap(([name, future]) => {
    const id = columnNamed(model, name)?.nodeId;
    return id === undefined ? [] : [[id, future] as const];
  });
  const lostIds = nodes.filter(([, future]) => future === 'fenced' || future === 'off').map(([id]) => id);
  const lostCells = model.columns
    .filter((column) => lostIds.includes(column.nodeId))
    .flatMap((column) => Object.values(column.slots).flat())
    .map((cell) => cell.id);
  return {
    ...NO_GHOSTS,
    lostIds,
    nodes: new Map(nodes),
    chips: [...chipsOf(services, 'services', scene), ...chipsOf(resources, 'resources', scene)],
    beads: beads.ghosts,
    wakes: storage.wakes,
    demotes: storage.demotes,
    leaves: [...lostCells, ...changes.flatMap((one) => one.leaves), ...storage.leaves, ...beads.leaves],
    blinks: blinksInPlace(scene, services, beads.moved),
    arrows: [...rowArrows(changes, scene), ...beads.arrows],
  };
}

const columnNamed = (model: TopologyModel, name: string): TopologyColumn | undefined =>
  model.columns.find((column) => column.name === name);

interface Change {
  readonly id: string;
  readonly label: string;
  readonly layer: Layer;
  readonly seconds?: string;
  /** Cells that would be gone. */
  readonly leaves: readonly string[];
  /** Node names. */
  readonly from: readonly string[];
  readonly joins: readonly string[];
}

const without = (nodes: readonly string[], others: readonly string[]): readonly string[] =>
  nodes.filter((node) => !others.includes(node));

/** `5–38 s`; the unit is the same in both languages here, as on a gauge. */
export const secondsText = (low: number, high: number): string =>
  low === high ? `${high} s` : `${low}–${high} s`;

const secondsOf = ({ input }: Scene, service: string): { readonly seconds?: string } => {
  const blink = input.interruptions.find((one) => one.service === service);
  return blink ? { seconds: secondsText(blink.lowSeconds, blink.highSeconds) } : {};
};

function serviceChanges(scene: Scene): readonly Change[] {
  const { cluster, model, input } = scene;
  return cluster.services.flatMap((service): readonly Change[] => {
    const { resourceId } = service;
    if (resourceId === undefined) return [];
    const move = input.moves.find(
      (one) =>
        one.role === 'Started' &&
        (one.resource === resourceId || model.structure.topOf.get(one.resource) === resourceId),
    );
    if (!move) return [];
    const from = without(move.from, move.to);
    const isAt = (cell: TopologyCell): boolean => cell.serviceIds.includes(service.id);
    return [
      {
        id: service.id,
        label: service.name,
        layer: 'services',
        ...secondsOf(scene, service.name),
        from,
        joins: without(move.to, move.from),
        leaves: cellsAt(model, from, 'services', isAt),
      },
    ];
  });
}

const cellsAt = (
  model: TopologyModel,
  nodes: readonly string[],
  layer: Layer,
  isIt: (cell: TopologyCell) => boolean,
): readonly string[] =>
  nodes.flatMap((node) => (columnNamed(model, node)?.slots[layer] ?? []).filter(isIt).map((cell) => cell.id));

/** One per outermost group or clone, as the row has them. VIPs hang on their rails. */
function resourceChanges({ model, input }: Scene): readonly Change[] {
  const vips = new Set(model.rails.flatMap((rail) => rail.beads.map((bead) => bead.resourceId)));
  const found = new Map<string, Change>();
  for (const move of input.moves) {
    const top = model.structure.topOf.get(move.resource) ?? move.resource;
    if (move.role !== 'Started' || vips.has(move.resource) || found.has(top)) continue;
    const from = without(move.from, move.to);
    const isTop = (cell: TopologyCell): boolean => cell.resourceId === top;
    const joins = without(move.to, move.from).filter(
      (node) => cellsAt(model, [node], 'resources', isTop).length === 0,
    );
    const leaves = cellsAt(model, from, 'resources', isTop);
    const shown = model.columns.flatMap((column) => column.slots.resources).find(isTop);
    found.set(top, { id: top, label: shown?.label ?? top, layer: 'resources', from, joins, leaves });
  }
  return [...found.values()];
}

/** File systems and DRBD have a place of their own on every node: it comes to life, or goes quiet. */
function storageChanges({ model, input }: Scene) {
  const wakes: string[] = [];
  const demotes: string[] = [];
  const leaves: string[] = [];
  const moves: Change[] = [];
  for (const { resource, role, from, to } of input.moves) {
    const joins = without(to, from);
    const left = without(from, to);
    const isMount = (cell: TopologyCell): boolean => cell.resourceId === resource;
    const mounts = cellsAt(model, joins, 'hafs', isMount);
    const unmounts = role === 'Started' ? cellsAt(model, left, 'hafs', isMount) : [];
    if (role === 'Started') wakes.push(...mounts);
    if (role === 'Started' && (mounts.length > 0 || unmounts.length > 0))
      moves.push({ id: resource, label: resource, layer: 'hafs', from: left, joins, leaves: unmounts });
    const drbd = model.structure.drbdResources.get(resource);
    if (drbd === undefined) continue;
    const isCopy = (cell: TopologyCell): boolean => cell.label === drbd;
    if (role === 'Promoted') {
      wakes.push(...cellsAt(model, joins, 'drbd', isCopy));
      demotes.push(...cellsAt(model, left, 'drbd', isCopy));
    } else leaves.push(...cellsAt(model, left, 'drbd', isCopy));
  }
  return { wakes, leaves, moves, demotes: demotes.filter((id) => !leaves.includes(id)) };
}

// --- where it is drawn ------------------------------------------------------------------------------------------

/** Arrivals stand behind those already there; what finds no room becomes a number. */
function chipsOf(changes: readonly Change[], layer: Layer, scene: Scene): readonly GhostChip[] {
  const { model, layout } = scene;
  const row = layout.rows.find((one) => one.layer === layer);
  if (!row) return [];
  return layout.columns.flatMap((column) => {
    const source = model.columns.find((one) => one.nodeId === column.nodeId);
    const arriving = changes.filter((one) => source !== undefined && one.joins.includes(source.name));
    if (!source || arriving.length === 0) return [];
    if (column.mode === 'sliver') return [ghostDot(column, row, arriving, layout.unit)];
    return placeChips(arriving, column, row, cellBoxes(source.slots[layer], layout), layout.unit);
  });
}

const cellBoxes = (cells: readonly TopologyCell[], layout: TopologyLayout): readonly Box[] =>
  cells.flatMap((cell) => layout.cells.get(cell.id) ?? []);

const ghostDot = (column: ColumnBox, row: RowBox, arriving: readonly Change[], unit: number): GhostChip => ({
  id: `${column.nodeId}:${row.layer}`,
  layer: row.layer,
  label: `+${arriving.length}`,
  x: column.x,
  y: row.y + row.h - (SIZE.dot + 2) * unit,
  w: column.w,
  h: SIZE.dot * unit,
});

/** The figure after the name, smaller. */
const SECONDS_PX = 12;

function placeChips(
  arriving: readonly Change[],
  column: ColumnBox,
  row: RowBox,
  taken: readonly Box[],
  unit: number,
): readonly GhostChip[] {
  const start = column.spineX - (SIZE.sign / 2) * unit;
  const end = column.x + column.w - SIZE.panelPad * unit;
  const h = SIZE.chip * unit;
  const lastLine = Math.max(row.y + SIZE.rowPad * unit, ...taken.map((box) => box.y));
  let y = lastLine;
  let x = Math.max(start, ...taken.filter((box) => box.y === lastLine).map((box) => box.x + box.w));
  const chips: GhostChip[] = [];
  for (const [index, { id, label, seconds, layer }] of arriving.entries()) {
    const figure = seconds === undefined ? 0 : textWidth(seconds, SECONDS_PX * unit) + 6 * unit;
    const w = chipWidth(label, unit) + figure;
    if (x > start && x + w > end + SIZE.chipGap * unit) {
      x = start;
      y += h;
    }
    if (y + h > row.y + row.h + 2 * unit) {
      const rest = `+${arriving.length - index}`;
      const last = chips.at(-1);
      const beside = last ? { x: last.x + last.w, y: last.y } : { x: end - 34 * unit, y: lastLine };
      return [...chips, { id: 'rest', layer, label: rest, ...beside, w: 34 * unit, h }];
    }
    chips.push({ id, label, layer, x, y, w, h, ...(seconds === undefined ? {} : { seconds }) });
    x += w;
  }
  return chips;
}

/** One arrow per row and pair of nodes, however much goes that way. */
function rowArrows(changes: readonly Change[], { model, layout }: Scene): readonly GhostArrow[] {
  const arrows = new Map<string, GhostArrow>();
  for (const { layer, from, joins } of changes) {
    const row = layout.rows.find((one) => one.layer === layer);
    for (const [here, there] of from.flatMap((a) => joins.map((b) => [a, b] as const))) {
      const [source, target] = [here, there].map((name) =>
        layout.columns.find((column) => column.nodeId === columnNamed(model, name)?.nodeId),
      );
      if (!row || !source || !target) continue;
      const id = `${layer}:${source.nodeId}:${target.nodeId}`;
      const y = row.y + (SIZE.rowPad + SIZE.line / 2) * layout.unit;
      arrows.set(id, { id, ...between(source, target, y, layout.unit) });
    }
  }
  return [...arrows.values()];
}

/** From edge to edge; where the columns nearly touch, it begins and ends inside them. */
function between(source: ColumnBox, target: ColumnBox, y: number, unit: number): { from: Point; to: Point } {
  const isRight = target.x > source.x;
  const a = isRight ? source.x + source.w : source.x;
  const b = isRight ? target.x : target.x + target.w;
  const inset = Math.abs(b - a) < 70 * unit ? -20 * unit : 7 * unit;
  const way = isRight ? 1 : -1;
  return { from: { x: a + way * inset, y }, to: { x: b - way * inset, y } };
}

function beadChanges(scene: Scene) {
  const { model, layout, input } = scene;
  const ghosts: GhostBead[] = [];
  const arrows: GhostArrow[] = [];
  const leaves: string[] = [];
  const moved = new Set<string>();
  const used = new Map<string, number>();
  const { unit } = layout;
  for (const bead of model.rails.flatMap((rail) => rail.beads)) {
    const move = input.moves.find((one) => one.resource === bead.resourceId && one.role === 'Started');
    const rail = layout.rails.find((one) => one.id === bead.railId);
    if (!move || !rail) continue;
    const from = without(move.from, move.to).map((name) => columnNamed(model, name)?.nodeId);
    const box = layout.beads.find((one) => one.id === bead.id && from.includes(one.nodeId));
    if (box) leaves.push(bead.id);
    moved.add(bead.address);
    for (const name of without(move.to, move.from)) {
      const column = layout.columns.find((one) => one.nodeId === columnNamed(model, name)?.nodeId);
      if (!column) continue;
      const { seconds } = secondsOf(scene, bead.address);
      const key = `${bead.railId}:${name}`;
      const others = layout.beads
        .filter((one) => one.railId === bead.railId && one.nodeId === column.nodeId)
        .reduce((sum, one) => sum + one.w + 10 * unit, 0);
      const shift = others + (used.get(key) ?? 0);
      const text = seconds === undefined ? bead.label : `${bead.label} ${seconds}`;
      const w = textWidth(text, 14 * unit) + 34 * unit;
      used.set(key, shift + w + 10 * unit);
      const anchorX = column.spineX + shift;
      const h = box?.h ?? 30 * unit;
      const y = box?.y ?? rail.y - h / 2;
      const cordEnd = box?.cordEnd ?? (rail.side === 'top' ? column.y : column.y + column.h);
      const x = anchorX - 15 * unit;
      const { id, label } = bead;
      ghosts.push({ id, label, x, y, w, h, anchorX, cordEnd, ...(seconds === undefined ? {} : { seconds }) });
      if (!box) continue;
      const isRight = x > box.x;
      const start = { x: isRight ? box.x + box.w + 5 * unit : box.x - 5 * unit, y: rail.y };
      arrows.push({
        id: `bead:${bead.id}`,
        from: start,
        to: { x: isRight ? x - 6 * unit : x + w + 6 * unit, y: rail.y },
      });
    }
  }
  return { ghosts, arrows, leaves, moved };
}

/** What blinks where it stands: its own place carries the mark. */
function blinksInPlace(
  { cluster, model, input }: Scene,
  services: readonly Change[],
  movedAddresses: ReadonlySet<string>,
): PreviewGhosts['blinks'] {
  const marks = new Map<string, string>();
  for (const { service: name, lowSeconds, highSeconds } of input.interruptions) {
    const seconds = secondsText(lowSeconds, highSeconds);
    const service = cluster.services.find((one) => one.name === name);
    const isMoved = services.some((one) => one.id === service?.id && one.joins.length > 0);
    if (service && !isMoved) {
      const cells = model.columns.flatMap((column) => column.slots.services);
      for (const cell of cells) if (cell.serviceIds.includes(service.id)) marks.set(cell.id, seconds);
    }
    const bead = model.rails.flatMap((rail) => rail.beads).find((one) => one.address === name);
    if (bead && !movedAddresses.has(name)) marks.set(bead.id, seconds);
  }
  return marks;
}
