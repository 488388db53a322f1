import type { ItemKey } from '@/lib/live/protocol';
import { type Phrase, say } from './phrases';
import { honest, type NodeSource, type Seen } from './sources';
import type { CellFreshness, CellStatus, Layer, TopologyCell, Trouble } from './types';

export interface CellInput {
  readonly layer: Layer;
  readonly source: NodeSource;
  readonly name: string;
  readonly label?: string;
  readonly status: CellStatus;
  readonly words: Phrase;
  readonly note?: Phrase | undefined;
  readonly meter?: TopologyCell['meter'];
  readonly findings?: readonly Trouble[];
  /** What it was read from; the first one's freshness is the cell's unless another is worse. */
  readonly from: readonly Seen<unknown>[];
  readonly resourceId?: string | undefined;
  readonly since?: number | undefined;
}

export const cellId = (nodeId: string, layer: Layer, name: string): string => `${nodeId}:${layer}:${name}`;

/** Makes a cell, and is the one place where a cell loses its colour because its source fell silent. */
export function makeCell(input: CellInput): TopologyCell {
  const freshness = worstFreshness(input.from);
  const current = freshness.state === 'current';
  return {
    id: cellId(input.source.node.id, input.layer, input.name),
    layer: input.layer,
    nodeId: input.source.node.id,
    node: input.source.node.name,
    label: input.label ?? input.name,
    status: honest(input.status, freshness),
    lastStatus: input.status,
    words: input.words,
    note: input.note,
    meter: input.meter,
    freshness,
    // What a silent source last complained about is history, not a finding.
    findings: current ? (input.findings ?? []) : [],
    evidence: evidenceOf(input.from),
    serviceIds: [],
    resourceId: input.resourceId,
    since: input.since,
  };
}

export function worstFreshness(from: readonly Seen<unknown>[]): CellFreshness {
  let worst: CellFreshness = { state: 'current' };
  const rank = { current: 0, stale: 1, unknown: 2 } as const;
  for (const seen of from) {
    // "Not running", said by a node that is heard, is a current answer.
    if (seen.absent) continue;
    if (rank[seen.freshness.state] > rank[worst.state]) worst = seen.freshness;
  }
  return worst;
}

export const evidenceOf = (from: readonly Seen<unknown>[]): readonly ItemKey[] => [
  ...new Set(from.map((seen) => seen.key)),
];

/** The worst first: it is the one said when there is room for one only. */
export const trouble = (cause: Phrase, step?: Phrase): Trouble => (step ? { cause, step } : { cause });

/** The cause as it is drawn under a cell's name: where the place says it already, there is nothing to add. */
export const drawnCause = ({ nodeId, findings: [first] }: TopologyCell): Phrase | undefined =>
  nodeId === 'nowhere' && first?.cause.key === 'serviceNowhere' ? undefined : first?.cause;

const SEVERITY: Readonly<Record<CellStatus, number>> = {
  idle: 0,
  ready: 1,
  ok: 2,
  moving: 3,
  warning: 4,
  unknown: 5,
  critical: 6,
};
export const severity = (status: CellStatus): number => SEVERITY[status];
export function worstStatus(statuses: Iterable<CellStatus>): CellStatus {
  let worst: CellStatus = 'idle';
  for (const status of statuses) if (SEVERITY[status] > SEVERITY[worst]) worst = status;
  return worst;
}

/** A cell for a source that never said anything. */
export const silentCell = (
  layer: Layer,
  source: NodeSource,
  label: string,
  seen: Seen<unknown>,
  words: Phrase = say('pacemakerSilent'),
): TopologyCell => makeCell({ layer, source, name: label, label, status: 'idle', words, from: [seen] });
