import { severity } from './cell';
import type { CellStatus, Problem, TopologyModel, Trouble } from './types';

/** Everything wrong in the picture as a list, worst first, each once. */

interface Place {
  readonly at: string;
  readonly label: string;
  readonly nodeId?: string | undefined;
  readonly node?: string | undefined;
  readonly status: CellStatus;
  readonly since?: number | undefined;
  readonly findings: readonly Trouble[];
}

export function problemsOf({
  columns,
  nowhere,
  rails,
  flows,
}: Pick<TopologyModel, 'columns' | 'nowhere' | 'rails' | 'flows'>): readonly Problem[] {
  const nodeNames = new Map(columns.map((column) => [column.nodeId, column.name]));
  const places: Place[] = [
    ...rails.flatMap((rail) => [
      ...rail.beads.map((bead) => ({
        at: bead.id,
        label: bead.label,
        status: bead.status,
        since: bead.since,
        findings: bead.findings,
      })),
      ...rail.ports.map((port) => ({
        at: `${rail.id}:${port.nodeId}`,
        label: rail.name,
        nodeId: port.nodeId,
        status: port.status,
        findings: port.findings,
      })),
    ]),
    ...columns.map((column) => ({
      at: column.nodeId,
      label: column.name,
      nodeId: column.nodeId,
      status: column.status,
      since: column.heart.since,
      findings: column.findings,
    })),
    ...flows.map((flow) => ({
      at: flow.id,
      label: flow.resource,
      status: flow.status,
      findings: flow.findings,
    })),
    ...columns.flatMap((column) =>
      Object.values(column.slots)
        .flat()
        .map((cell) => ({
          at: cell.id,
          label: cell.label,
          nodeId: column.nodeId,
          status: cell.status,
          since: cell.since,
          findings: cell.findings,
        })),
    ),
    ...nowhere.map((cell) => ({
      at: cell.id,
      label: cell.label,
      status: cell.status,
      findings: cell.findings,
    })),
  ];
  const seen = new Set<string>();
  return places
    .flatMap((place) => place.findings.map((finding) => problemOf(place, finding, nodeNames)))
    .flatMap((problem) => {
      const said = JSON.stringify(problem.cause);
      if (seen.has(said)) return [];
      seen.add(said);
      return [problem];
    })
    .sort((a, b) => severity(b.status) - severity(a.status));
}

function problemOf(place: Place, finding: Trouble, nodeNames: ReadonlyMap<string, string>): Problem {
  const status = place.status === 'critical' || place.status === 'unknown' ? place.status : 'warning';
  return {
    id: `${place.at}:${finding.cause.key}`,
    at: place.at,
    nodeId: place.nodeId,
    node: place.nodeId ? nodeNames.get(place.nodeId) : undefined,
    label: place.label,
    status,
    cause: finding.cause,
    step: finding.step,
    since: place.since,
  };
}
