import type { DrbdConnection, DrbdDiskState, DrbdPeerDevice, DrbdProgress, DrbdRole } from '@/lib/drbd/types';
import type { ClusterView, NodeView } from './view';

/** DRBD as pairs of ends, each end in its own words, for drawing replication as a flow. Judges nothing. */

export interface ReplicationEnd {
  readonly node: string;
  /** False: `role` and `disk` are the last known, or the peer's word. */
  readonly current: boolean;
  readonly role: DrbdRole;
  readonly disk: DrbdDiskState | 'unknown';
}

export interface Replication {
  readonly resource: string;
  readonly volume: number;
  /** The side that leads: Primary, or the source of a sync. */
  readonly from: ReplicationEnd;
  readonly to: ReplicationEnd;
  /** As the leading side sees it, if that is current; else as the other does; else undefined. */
  readonly connection?: DrbdConnection['connection'];
  readonly replication?: DrbdPeerDevice['replication'];
  readonly progress?: DrbdProgress;
  readonly outOfSyncKiB?: number;
  readonly suspended: readonly string[];
  /** No current source tells about the connection. */
  readonly unseen: boolean;
}

export function replicationsOf(view: ClusterView): readonly Replication[] {
  const names = new Set(
    view.nodes.flatMap((node) => node.read('drbd').last?.resources.map((each) => each.name) ?? []),
  );
  return [...names].sort().flatMap((name) => pairsOf(view, name));
}

function pairsOf(view: ClusterView, name: string): readonly Replication[] {
  const hosts = view.nodes.filter((node) => resourceAt(node, name));
  const pairs: Replication[] = [];
  for (let first = 0; first < hosts.length; first += 1) {
    for (let second = first + 1; second < hosts.length; second += 1) {
      const [a, b] = [hosts[first], hosts[second]];
      if (a && b) pairs.push(...pair(name, a, b, hosts.length));
    }
  }
  return pairs;
}

const resourceAt = (node: NodeView, name: string) =>
  node.read('drbd').last?.resources.find((each) => each.name === name);

function pair(name: string, a: NodeView, b: NodeView, hostCount: number): readonly Replication[] {
  const [lead, other] = leads(name, b) && !leads(name, a) ? [b, a] : [a, b];
  const volumes = resourceAt(lead, name)?.devices.map((device) => device.volume) ?? [0];
  return volumes.map((volume) => {
    const seen = [connection(name, lead, other, hostCount), connection(name, other, lead, hostCount)];
    const chosen = seen.find((each) => each !== undefined);
    const device = chosen?.peerDevices.find((each) => each.volume === volume);
    // Progress is counted by the target on 8.4 and by both on 9: take whichever says it.
    const progress = seen
      .flatMap((each) => each?.peerDevices ?? [])
      .find((each) => each.volume === volume && each.progress)?.progress;
    return {
      resource: name,
      volume,
      from: end(name, volume, lead),
      to: end(name, volume, other),
      ...(chosen ? { connection: chosen.connection } : {}),
      ...(device ? { replication: device.replication } : {}),
      ...(progress ? { progress } : {}),
      ...(device?.outOfSyncKiB === undefined ? {} : { outOfSyncKiB: device.outOfSyncKiB }),
      suspended: resourceAt(lead, name)?.suspended ?? [],
      unseen: chosen === undefined,
    };
  });
}

function leads(name: string, node: NodeView): boolean {
  const own = resourceAt(node, name);
  if (own?.role === 'Primary') return true;
  return (
    own?.connections.some((each) => each.peerDevices.some((device) => device.replication === 'SyncSource')) ??
    false
  );
}

function connection(
  name: string,
  from: NodeView,
  to: NodeView,
  hostCount: number,
): DrbdConnection | undefined {
  const resource = from.read('drbd').value?.resources.find((each) => each.name === name);
  return resource?.connections.find(
    (each) => each.peerName === to.node.name || (each.peerName === 'peer' && hostCount === 2),
  );
}

function end(name: string, volume: number, node: NodeView): ReplicationEnd {
  const seen = node.read('drbd');
  const resource = resourceAt(node, name);
  return {
    node: node.node.name,
    current: seen.value !== undefined,
    role: resource?.role ?? 'Unknown',
    disk: resource?.devices.find((device) => device.volume === volume)?.disk ?? 'unknown',
  };
}
