import type { ItemKey } from '@/lib/live/protocol';
import type { Phrase } from '@/lib/topology/phrases';
import type { CellFreshness, CellStatus, Disagreement, TopologyModel, Trouble } from '@/lib/topology/types';

/** Whatever was picked in the picture, as the detail drawer needs it. */
export interface Detail {
  readonly title: string;
  readonly status: CellStatus;
  readonly words: Phrase;
  readonly findings: readonly Trouble[];
  readonly freshness: CellFreshness;
  readonly evidence: readonly ItemKey[];
  readonly disagreement?: Disagreement | undefined;
  readonly serviceIds: readonly string[];
  readonly since?: number | undefined;
  readonly nodeId?: string | undefined;
  readonly nodeName?: string | undefined;
  readonly resourceId?: string | undefined;
}

export function detailOf(model: TopologyModel, id: string): Detail | undefined {
  const column = model.columns.find((one) => one.nodeId === id);
  if (column) return { ...column, title: column.name, serviceIds: [], nodeName: column.name };
  const cell = [...model.columns.flatMap((one) => Object.values(one.slots).flat()), ...model.nowhere].find(
    (one) => one.id === id,
  );
  if (cell)
    return {
      ...cell,
      title: cell.node ? `${cell.label} · ${cell.node}` : cell.label,
      nodeName: cell.node || undefined,
    };
  const bead = model.rails.flatMap((rail) => rail.beads).find((one) => one.id === id);
  if (bead)
    return {
      ...bead,
      title: [bead.label, bead.address].filter(Boolean).join(' · '),
      nodeId: bead.holderIds[0],
    };
  const flow = model.flows.find((one) => one.id === id);
  if (!flow) return undefined;
  const name = (nodeId: string): string => model.columns.find((one) => one.nodeId === nodeId)?.name ?? '';
  return { ...flow, title: `${flow.resource} · ${name(flow.fromId)} → ${name(flow.toId)}` };
}
