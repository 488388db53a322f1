/**
 * Which node holds which DRBD copy, put together from every node's own view. A node's word about its own disk
 * counts; what a peer says about it is only used to see that both agree.
 */
import type { DrbdConnection, DrbdResource } from '@/lib/drbd/types';
import { drbdResources } from '@/lib/pacemaker/cib-queries';
import type { CibReading } from '@/lib/pacemaker/types';
import { value, type WorldFacts } from './facts';

/** One volume of one DRBD resource on one node. */
export interface Copy {
  readonly resource: string;
  readonly volume: number;
  readonly node: string;
  readonly disk: string;
}

/** A resync between two nodes. `from` is the side whose data are taken. */
export interface Resync {
  readonly resource: string;
  readonly volume: number;
  readonly from: string;
  readonly to: string;
  readonly percent?: number;
}

const AS_TARGET = new Set([
  'SyncTarget',
  'PausedSyncT',
  'StartingSyncT',
  'WFBitMapT',
  'WFSyncUUID',
  'Behind',
]);
const AS_SOURCE = new Set(['SyncSource', 'PausedSyncS', 'StartingSyncS', 'WFBitMapS', 'Ahead']);

export const copyName = (copy: { readonly resource: string; readonly volume: number }): string =>
  `${copy.resource}/${copy.volume}`;

/** DRBD resources that Pacemaker owns → the primitive that runs each. Others stay up whatever Pacemaker does. */
export const drbdPrimitives = (cib: CibReading): ReadonlyMap<string, string> =>
  new Map(drbdResources(cib).map((one) => [one.drbdResource, one.id]));

/** Every copy of the resources Pacemaker owns, on nodes whose DRBD could be read. */
export function copiesOf(world: WorldFacts): readonly Copy[] {
  const owned = drbdPrimitives(world.cib);
  return world.nodes.flatMap((node) =>
    (value(node.drbd)?.resources ?? [])
      .filter((resource) => owned.has(resource.name))
      .flatMap((resource) =>
        resource.devices.map((device) => ({
          resource: resource.name,
          volume: device.volume,
          node: node.name,
          disk: device.disk,
        })),
      ),
  );
}

/** Nodes whose DRBD is not known although the cluster owns some: what they hold, nobody can say. */
export const unreadDrbdNodes = (world: WorldFacts): readonly string[] =>
  drbdPrimitives(world.cib).size === 0
    ? []
    : world.nodes.filter((node) => !value(node.drbd)).map((node) => node.name);

/** 8.4 calls every peer `peer`: with two nodes it can only be the other one. */
export function peerOf(world: WorldFacts, node: string, connection: DrbdConnection): string {
  if (world.nodes.some((one) => one.name === connection.peerName)) return connection.peerName;
  const others = world.nodes.filter((one) => one.name !== node);
  return others.length === 1 && others[0] ? others[0].name : connection.peerName;
}

function eachConnection<T>(
  world: WorldFacts,
  read: (node: string, resource: DrbdResource, connection: DrbdConnection, peer: string) => readonly T[],
): readonly T[] {
  const owned = drbdPrimitives(world.cib);
  return world.nodes.flatMap((node) =>
    (value(node.drbd)?.resources ?? [])
      .filter((resource) => owned.has(resource.name))
      .flatMap((resource) =>
        resource.connections.flatMap((connection) =>
          read(node.name, resource, connection, peerOf(world, node.name, connection)),
        ),
      ),
  );
}

/** Running and paused resyncs; both ends report one, and it is listed once. */
export function resyncsOf(world: WorldFacts): readonly Resync[] {
  const all = eachConnection(world, (node, resource, connection, peer) =>
    connection.peerDevices.flatMap((device): readonly Resync[] => {
      const isTarget = AS_TARGET.has(device.replication);
      if (!isTarget && !AS_SOURCE.has(device.replication)) return [];
      return [
        {
          resource: resource.name,
          volume: device.volume,
          from: isTarget ? peer : node,
          to: isTarget ? node : peer,
          ...(device.progress ? { percent: device.progress.percent } : {}),
        },
      ];
    }),
  );
  const once = new Map<string, Resync>();
  for (const one of all) {
    const key = `${copyName(one)} ${one.from} ${one.to}`;
    const known = once.get(key);
    if (!known || known.percent === undefined) once.set(key, one);
  }
  return [...once.values()];
}

/** Connections that do not replicate right now, as `hafs node1 – node2 Connecting`. A running resync is connected. */
export function brokenLinks(world: WorldFacts, node?: string): readonly string[] {
  const broken = eachConnection(world, (at, resource, connection, peer) => {
    if (node !== undefined && at !== node && peer !== node) return [];
    const off = connection.peerDevices.some(
      (device) => device.replication === 'Off' || device.replication === 'unknown',
    );
    if (connection.connection === 'Connected' && !off) return [];
    return [`${resource.name} ${[at, peer].sort().join(' – ')} ${connection.connection}`];
  });
  return [...new Set(broken)].sort();
}
