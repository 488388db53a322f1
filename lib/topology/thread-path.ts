import type { Point, TopologyLayout } from './geometry';
import type { Layer, Thread, TopologyModel } from './types';

/** The line of a service's thread through the laid-out picture, as SVG path data per piece. */

export interface ThreadPiece {
  readonly d: string;
  /** Touches the place where the chain breaks. */
  readonly broken: boolean;
}
export interface ThreadPath {
  readonly pieces: readonly ThreadPiece[];
  /** Where the break is to be named. */
  readonly breakAt?: Point;
}

interface Stop extends Point {
  readonly id: string;
  readonly layer: Layer | 'bead' | 'flow';
  readonly nodeId: string;
}

export function threadPath(thread: Thread, model: TopologyModel, layout: TopologyLayout): ThreadPath {
  const stops = stopsOf(thread, model, layout);
  const links = pairsOf(stops, model);
  const at = thread.broken?.at;
  const pieces = links.map(([a, b]) => ({
    d: connect(a, b, layout),
    broken: thread.state === 'broken' && (a.id === at || b.id === at),
  }));
  const flowPieces = layout.flows
    .filter((flow) => thread.links.includes(flow.id))
    .map((flow) => ({ d: flowLine(flow.id, stops, layout), broken: flow.id === at }))
    .filter((piece) => piece.d !== '');
  const stop = stops.find((one) => one.id === at);
  return {
    pieces: [...pieces, ...flowPieces],
    ...(stop && thread.state !== 'whole' ? { breakAt: { x: stop.x, y: stop.y } } : {}),
  };
}

function stopsOf(thread: Thread, model: TopologyModel, layout: TopologyLayout): readonly Stop[] {
  const owner = new Map<string, { readonly layer: Layer; readonly nodeId: string }>();
  for (const column of model.columns)
    for (const cells of Object.values(column.slots))
      for (const cell of cells) owner.set(cell.id, { layer: cell.layer, nodeId: cell.nodeId });
  for (const cell of model.nowhere) owner.set(cell.id, { layer: cell.layer, nodeId: cell.nodeId });
  return thread.links.flatMap((id): readonly Stop[] => {
    const beads = layout.beads.filter((bead) => bead.id === id);
    if (beads.length > 0)
      return beads.map((bead) => ({ ...bead.anchor, id, layer: 'bead' as const, nodeId: bead.nodeId ?? '' }));
    const box = layout.cells.get(id);
    const known = owner.get(id);
    return box && known ? [{ ...box.anchor, id, ...known }] : [];
  });
}

/** Which stop follows which: bead → HAProxy → every instance; then down each instance's own column. */
function pairsOf(stops: readonly Stop[], model: TopologyModel): readonly (readonly [Stop, Stop])[] {
  const at = (layer: Stop['layer'], nodeId?: string): readonly Stop[] =>
    stops.filter((stop) => stop.layer === layer && (nodeId === undefined || stop.nodeId === nodeId));
  const services = at('services');
  const pairs: (readonly [Stop, Stop])[] = [];
  const entries = at('haproxy').length > 0 ? at('haproxy') : at('bead');
  for (const bead of at('bead'))
    for (const haproxy of at('haproxy', bead.nodeId)) pairs.push([bead, haproxy]);
  for (const entry of entries) for (const service of services) pairs.push([entry, service]);
  for (const service of services) {
    const column = (['services', 'resources', 'hafs', 'drbd', 'nvme'] as const).flatMap((layer) =>
      layer === 'services' ? [service] : at(layer, service.nodeId),
    );
    for (const [index, stop] of column.entries()) {
      const next = column[index + 1];
      if (next) pairs.push([stop, next]);
    }
  }
  const served = new Set(services.map((service) => service.nodeId));
  for (const column of model.columns) {
    if (served.has(column.nodeId)) continue;
    const [drbd] = at('drbd', column.nodeId);
    for (const disk of at('nvme', column.nodeId)) if (drbd) pairs.push([drbd, disk]);
  }
  return pairs;
}

function connect(a: Stop, b: Stop, layout: TopologyLayout): string {
  const { unit } = layout;
  const column = layout.columns.find((one) => one.nodeId === b.nodeId);
  // A VIP on the lower rail reaches HAProxy along the column's edge, past what lies between.
  if (a.layer === 'bead' && column && a.y > column.y + column.h - 1) {
    const edge = column.x + 9 * unit;
    return rounded(
      [a, { x: a.x, y: a.y - 14 * unit }, { x: edge, y: a.y - 14 * unit }, { x: edge, y: b.y }, b],
      unit,
    );
  }
  if (Math.abs(a.x - b.x) < 1) return rounded([a, b], unit);
  const chip = b.layer === 'services' || (b.layer === 'resources' && a.layer !== 'services') ? b : a;
  const turn = boundary(chip, chip === b ? a : b, layout);
  // Between two columns of chips the way leads over the hairlines, never through words.
  if (a.layer === 'services' && b.layer === 'resources') {
    const spine = layout.columns.find((one) => one.nodeId === a.nodeId)?.spineX ?? b.x;
    const enter = boundary(b, a, layout);
    return rounded(
      [a, { x: a.x, y: turn }, { x: spine, y: turn }, { x: spine, y: enter }, { x: b.x, y: enter }, b],
      unit,
    );
  }
  return rounded([a, { x: a.x, y: turn }, { x: b.x, y: turn }, b], unit);
}

/** The hairline of a chip's row on the side of `other`. */
function boundary(chip: Stop, other: Stop, layout: TopologyLayout): number {
  const row = layout.rows.find((one) => one.layer === chip.layer);
  if (!row) return (chip.y + other.y) / 2;
  return other.y > chip.y ? row.y + row.h : row.y;
}

function flowLine(id: string, stops: readonly Stop[], layout: TopologyLayout): string {
  const flow = layout.flows.find((one) => one.id === id);
  if (!flow) return '';
  const end = (nodeId: string, edge: Point): readonly Point[] => {
    const stop = stops.find((one) => one.layer === 'drbd' && one.nodeId === nodeId);
    // Where words lie between the edge and the sign, the lit words carry the thread.
    return stop && Math.abs(stop.x - edge.x) < 60 * layout.unit ? [stop, { x: stop.x, y: edge.y }] : [];
  };
  return rounded(
    [...end(flow.fromId, flow.from), flow.from, flow.to, ...[...end(flow.toId, flow.to)].reverse()],
    layout.unit,
  );
}

/** A polyline with rounded corners, as a metro map draws it. */
export function rounded(points: readonly Point[], unit: number): string {
  const way = points.filter(
    (point, index) =>
      index === 0 ||
      Math.hypot(point.x - (points[index - 1]?.x ?? 0), point.y - (points[index - 1]?.y ?? 0)) > 0.5,
  );
  const [first] = way;
  if (!first) return '';
  let d = `M${num(first.x)} ${num(first.y)}`;
  for (let index = 1; index < way.length; index += 1) {
    const here = way[index];
    const before = way[index - 1];
    const after = way[index + 1];
    if (!here || !before) continue;
    if (!after) {
      d += `L${num(here.x)} ${num(here.y)}`;
      continue;
    }
    const radius = Math.min(
      9 * unit,
      Math.hypot(here.x - before.x, here.y - before.y) / 2,
      Math.hypot(after.x - here.x, after.y - here.y) / 2,
    );
    const enter = towards(here, before, radius);
    const leave = towards(here, after, radius);
    d += `L${num(enter.x)} ${num(enter.y)}Q${num(here.x)} ${num(here.y)} ${num(leave.x)} ${num(leave.y)}`;
  }
  return d;
}

function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return {
    x: from.x + ((to.x - from.x) / length) * distance,
    y: from.y + ((to.y - from.y) / length) * distance,
  };
}
const num = (value: number): number => Math.round(value * 10) / 10;
