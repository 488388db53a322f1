import type { BeadBox, FlowBox, RailBox, TopologyLayout } from './geometry';
import { SIZE } from './sizes';
import { textWidth } from './text-width';
import type { Bead, Flow, TopologyModel } from './types';

/** Geometry of rails, beads and flows, once columns and rows have their places. */

type Base = Omit<TopologyLayout, 'rails' | 'beads' | 'flows'>;

export function layoutRails(model: TopologyModel, base: Base): Pick<TopologyLayout, 'rails' | 'beads'> {
  const { unit, width } = base;
  const first = base.columns[0];
  const panelTop = first?.y ?? 0;
  const panelBottom = first ? first.y + first.h : 0;
  const onTop = model.rails.filter((rail) => rail.id !== '10g');
  const rails: RailBox[] = model.rails.map((rail) => {
    const side = rail.id === '10g' ? 'bottom' : 'top';
    const index = onTop.indexOf(rail);
    const y =
      side === 'top'
        ? panelTop - SIZE.cord * unit - (onTop.length - 1 - index) * 44 * unit
        : panelBottom + SIZE.cord * unit;
    return { id: rail.id, side, y, x1: base.gutter, x2: width - 2 };
  });
  const beads = model.rails.flatMap((rail) => {
    const box = rails.find((one) => one.id === rail.id);
    return box ? placeBeads(rail.beads, box, base, side(box) ? panelTop : panelBottom) : [];
  });
  return { rails, beads };
}

const side = (rail: RailBox): boolean => rail.side === 'top';

export const beadWidth = (bead: Bead, unit: number): number =>
  textWidth(`${bead.label}${bead.address ? `  ${bead.address}` : ''}`, 13.5 * unit) + 46 * unit;

function placeBeads(beads: readonly Bead[], rail: RailBox, base: Base, cordEnd: number): readonly BeadBox[] {
  const { unit } = base;
  const taken = new Map<string, number>();
  const h = 30 * unit;
  const place = (bead: Bead, nodeId: string | undefined): BeadBox => {
    const column = base.columns.find((one) => one.nodeId === nodeId);
    const key = nodeId ?? 'nowhere';
    const used = taken.get(key) ?? 0;
    const w = beadWidth(bead, unit);
    const start = column ? column.spineX : (base.nowhere?.x ?? base.width * 0.55) + 26 * unit;
    const anchorX = start + used;
    taken.set(key, used + w + 10 * unit);
    // A pill must stay on its rail even when its column is the last and narrow.
    const x = Math.min(anchorX - 15 * unit, rail.x2 - w - (column ? 0 : 64 * unit));
    return {
      id: bead.id,
      railId: rail.id,
      nodeId,
      x,
      y: rail.y - h / 2,
      w,
      h,
      anchor: { x: column ? anchorX : x + 15 * unit, y: rail.y },
      cordEnd,
    };
  };
  return beads.flatMap((bead) =>
    bead.holderIds.length > 0
      ? bead.holderIds.map((nodeId) => place(bead, nodeId))
      : [place(bead, undefined)],
  );
}

// --- flows ------------------------------------------------------------------------------------------------------

export function layoutFlows(model: TopologyModel, base: Base): readonly FlowBox[] {
  return model.flows.flatMap((flow, index) => flowBox(flow, index, model, base) ?? []);
}

function flowBox(flow: Flow, index: number, model: TopologyModel, base: Base): FlowBox | undefined {
  const { unit } = base;
  const fromIndex = base.columns.findIndex((column) => column.nodeId === flow.fromId);
  const toIndex = base.columns.findIndex((column) => column.nodeId === flow.toId);
  const from = base.columns[fromIndex];
  const to = base.columns[toIndex];
  const row = base.rows.find((one) => one.layer === 'drbd');
  if (!from || !to || !row) return undefined;
  const rightward = toIndex > fromIndex;
  const startX = rightward ? from.x + from.w : from.x;
  const endX = rightward ? to.x : to.x + to.w;
  if (Math.abs(toIndex - fromIndex) === 1) {
    const y = lineOf(flow, model, base, row.y + row.h / 2);
    const left = Math.min(startX, endX);
    return {
      id: flow.id,
      fromId: flow.fromId,
      toId: flow.toId,
      from: { x: startX, y },
      to: { x: endX, y },
      way: 'gap',
      label: { x: left, y, w: Math.abs(endX - startX), h: 60 * unit },
    };
  }
  // Past columns in between: along the row's lower edge, one lane per flow.
  const y = row.y + row.h - (5 + (index % 3) * 6) * unit;
  return {
    id: flow.id,
    fromId: flow.fromId,
    toId: flow.toId,
    from: { x: startX, y },
    to: { x: endX, y },
    way: 'lane',
    label: { x: (startX + endX) / 2 - 90 * unit, y, w: 180 * unit, h: 24 * unit },
  };
}

/** The flow leaves at the height of its own resource's line, which both columns share when they list the same resources. */
function lineOf(flow: Flow, model: TopologyModel, base: Base, fallback: number): number {
  const column = model.columns.find((one) => one.nodeId === flow.fromId);
  const cell = column?.slots.drbd.find((one) => one.label === flow.resource);
  const box = cell ? base.cells.get(cell.id) : undefined;
  return box && box.shape === 'line' ? box.anchor.y : fallback;
}
