import type { TopologyLayout } from './geometry';
import type { LayoutOptions } from './layout';
import type { TopologyCell, TopologyModel } from './types';

/**
 * Keeps the layout as long as nothing that takes room has changed, so that a new percentage does not give every cell a
 * new place object and a new drawing.
 */
export function createLayouter(
  layOut: (model: TopologyModel, options: LayoutOptions) => TopologyLayout,
): typeof layOut {
  let kept: { readonly signature: string; readonly layout: TopologyLayout } | undefined;
  return (model, options) => {
    const signature = signatureOf(model, options);
    if (kept?.signature !== signature) kept = { signature, layout: layOut(model, options) };
    return kept.layout;
  };
}

/** Everything that `layoutTopology` looks at, and nothing else. */
function signatureOf(model: TopologyModel, options: LayoutOptions): string {
  const parts: unknown[] = [options.width, options.unit, options.still, options.fold];
  for (const column of model.columns) {
    parts.push(column.nodeId, column.active, ['warning', 'critical', 'unknown'].includes(column.status));
    for (const cells of Object.values(column.slots)) parts.push(cells.map(roomOf));
  }
  parts.push(model.nowhere.map(roomOf));
  for (const rail of model.rails)
    parts.push(
      rail.id,
      rail.beads.map((bead) => [bead.id, bead.label, bead.address, bead.holderIds]),
    );
  for (const flow of model.flows) parts.push([flow.id, flow.fromId, flow.toId]);
  return JSON.stringify(parts);
}

const roomOf = (cell: TopologyCell): unknown => [
  cell.id,
  cell.label,
  cell.meter !== undefined,
  cell.status === 'moving',
  cell.findings.length,
  cell.findings[0]?.cause.params ?? 0,
  cell.disagreement?.views.length ?? 0,
];
