/** Findings that need more than one node's view of a resource. */
import type { DrbdFinding } from './health';
import type { DrbdReading, DrbdResource } from './types';

interface View {
  readonly node: string;
  readonly resource: DrbdResource;
}

/**
 * Compares what several nodes say now. Nodes whose reading is unknown must be left out by the caller, who shows them as
 * unknown; no finding here proves that all is well.
 */
export function drbdPairHealth(
  readings: readonly { readonly node: string; readonly reading: DrbdReading }[],
): readonly DrbdFinding[] {
  const views = new Map<string, View[]>();
  for (const { node, reading } of readings) {
    for (const resource of reading.resources) {
      views.set(resource.name, [...(views.get(resource.name) ?? []), { node, resource }]);
    }
  }
  return [...views].flatMap(([name, of]) => [...twoPrimaries(name, of), ...splitBrainSuspicion(name, of)]);
}

/** Each side calls itself Primary, whatever it believes of the other. */
function twoPrimaries(name: string, views: readonly View[]): readonly DrbdFinding[] {
  const nodes = views.filter((view) => view.resource.role === 'Primary').map((view) => view.node);
  return nodes.length < 2 ? [] : [finding('drbd.two-primaries', name, nodes)];
}

/**
 * One side StandAlone, another StandAlone or Connecting (reference 1.8.1 rule 3). An administrator's disconnect looks
 * the same; the caller, who has the audit log, may withdraw the suspicion.
 */
function splitBrainSuspicion(name: string, views: readonly View[]): readonly DrbdFinding[] {
  const inState = (states: readonly string[]) =>
    views.filter((view) =>
      view.resource.connections.some((connection) => states.includes(connection.connection)),
    );
  const alone = inState(['StandAlone']);
  const cut = inState(['StandAlone', 'Connecting']);
  if (alone.length === 0 || cut.length < 2) return [];
  return [
    finding(
      'drbd.split-brain-suspected',
      name,
      cut.map((view) => view.node),
    ),
  ];
}

function finding(key: DrbdFinding['key'], resource: string, nodes: readonly string[]): DrbdFinding {
  return {
    severity: 'critical',
    key,
    params: { resource, nodes: nodes.join(', ') },
    object: { kind: 'drbd-resource', id: resource },
  };
}
