import type { CrmResource, PacemakerReading } from '@/lib/pacemaker/types';
import { severity, trouble } from './cell';
import { say } from './phrases';
import { mayContradict, type NodeSource, type Seen } from './sources';
import type { CellStatus, TopologyCell } from './types';

/** Marks cells about which two nodes, both heard now, say different things: the cell is drawn split, with both views. */

export function withDrbdDisagreement(
  cell: TopologyCell,
  source: NodeSource,
  sources: readonly NodeSource[],
  now: number,
): TopologyCell {
  const own = source.drbd.value?.resources.find((resource) => resource.name === cell.label);
  if (!own || cell.freshness.state !== 'current') return cell;
  for (const peer of sources) {
    if (peer === source || !mayContradict(source.drbd, peer.drbd, now)) continue;
    const seen = peer.drbd.value?.resources.find((resource) => resource.name === own.name);
    const connection =
      seen?.connections.find((one) => one.peerName === source.node.name) ??
      (sources.length === 2 ? seen?.connections[0] : undefined);
    // Without a connection the peer has no opinion; `DUnknown` is honest, not a contradiction.
    if (connection?.connection !== 'Connected') continue;
    const theirs = { role: connection.peerRole, disk: connection.peerDevices[0]?.peerDisk ?? 'unknown' };
    const ours = { role: own.role, disk: own.devices[0]?.disk ?? 'unknown' };
    const roles = theirs.role !== 'Unknown' && ours.role !== 'Unknown' && theirs.role !== ours.role;
    const disks = !VAGUE.has(theirs.disk) && !VAGUE.has(ours.disk) && theirs.disk !== ours.disk;
    if (!roles && !disks) continue;
    return split(
      cell,
      [
        { source: source.node.name, words: say('drbdState', ours), status: cell.status },
        { source: peer.node.name, words: say('drbdState', theirs), status: 'warning' },
      ],
      peer.drbd,
    );
  }
  return cell;
}
const VAGUE: ReadonlySet<string> = new Set(['unknown', 'DUnknown', 'Negotiating', 'Attaching']);

/** Whether another node's Pacemaker, heard now, places this resource elsewhere. */
export function withResourceDisagreement(
  cell: TopologyCell,
  view: Seen<PacemakerReading> | undefined,
  sources: readonly NodeSource[],
  now: number,
): TopologyCell {
  if (!view?.isCurrent || !view.value || !cell.resourceId) return cell;
  const here = placesOf(view.value, cell.resourceId);
  for (const other of sources) {
    const seen = other.pacemaker;
    if (seen.key === view.key || !seen.value || !mayContradict(view, seen, now)) continue;
    const there = placesOf(seen.value, cell.resourceId);
    if (here.includes(cell.node) === there.includes(cell.node)) continue;
    return split(
      cell,
      [
        { source: view.source, words: say('resOn', { node: here.join(', ') }), status: cell.status },
        {
          source: seen.source,
          words:
            there.length > 0
              ? say('resOn', { node: there.join(', ') })
              : say('resNotOn', { node: cell.node }),
          status: 'warning',
        },
      ],
      seen,
    );
  }
  return cell;
}

type Places = ReadonlyMap<string, readonly string[]>;
/** Remembered per reading: every cell of every column asks every node's view. */
const places = new WeakMap<PacemakerReading, Places>();

/** Nodes on which a resource, or anything inside the group or clone of that name, is active. */
function placesOf(reading: PacemakerReading, id: string): readonly string[] {
  let map = places.get(reading);
  if (!map) {
    map = readPlaces(reading.resources);
    places.set(reading, map);
  }
  return map.get(id) ?? NOWHERE;
}
const NOWHERE: readonly string[] = [];

function readPlaces(resources: readonly CrmResource[]): Places {
  const map = new Map<string, Set<string>>();
  for (const resource of resources) {
    if (!resource.active) continue;
    for (const id of [resource.id, ...resource.within.map((outer) => outer.id)]) {
      const nodes = map.get(id) ?? new Set<string>();
      for (const node of resource.nodes) nodes.add(node);
      map.set(id, nodes);
    }
  }
  return new Map([...map].map(([id, nodes]) => [id, [...nodes].sort()]));
}

function split(
  cell: TopologyCell,
  views: NonNullable<TopologyCell['disagreement']>['views'],
  other: Seen<unknown>,
): TopologyCell {
  const status: CellStatus = severity(cell.status) > severity('warning') ? cell.status : 'warning';
  return {
    ...cell,
    status,
    disagreement: { views },
    findings: [...cell.findings, trouble(say('nodeDisagree', { what: cell.label }), say('stepCompareViews'))],
    evidence: [...cell.evidence, other.key],
  };
}
