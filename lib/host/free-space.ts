/**
 * Where a new pair of backing devices can live: free extents of a volume group, room in a gpt table, or a whole blank
 * disk; the same size on every node. How much is needed (data plus DRBD's metadata) the caller computes. What could not
 * be read offers no room and is named.
 */
import { type BlankVerdict, mayWriteOver } from './blank-proof';
import type { VolumeGroup } from './lvm';
import { freeRanges, nextPartitionPath, type PartitionTable } from './partitions';
import type { BlockDevice } from './types';

export interface NodeStorage {
  readonly node: string;
  /** Each undefined when it could not be read. An empty list is a fact. */
  readonly devices?: readonly BlockDevice[];
  readonly groups?: readonly VolumeGroup[];
  /** Tables of the disks that have one. */
  readonly tables?: readonly PartitionTable[];
  /** Verdicts of whole disks that were examined (`blankVerdict`), by path. */
  readonly blank?: Readonly<Record<string, BlankVerdict>>;
}

export type Place =
  | {
      readonly kind: 'volume-group';
      readonly group: string;
      readonly extentBytes: number;
      readonly freeBytes: number;
    }
  | {
      readonly kind: 'partition';
      readonly disk: string;
      /** Path the new partition will get. */
      readonly path: string;
      readonly startSector: number;
      readonly sectorBytes: number;
      readonly freeBytes: number;
    }
  | { readonly kind: 'whole-disk'; readonly disk: string; readonly freeBytes: number };

export interface NodePlaces {
  readonly node: string;
  readonly places: readonly Place[];
  readonly unread: readonly ('devices' | 'groups' | 'tables')[];
}

/** One proposal: a place on every node and the size all of them get. */
export interface Proposal {
  readonly sizeBytes: number;
  readonly places: readonly { readonly node: string; readonly place: Place }[];
  /** Room left at the place afterwards, smallest of all nodes. */
  readonly leftBytes: number;
}

/** Partitions and volumes start on whole MiB; LVM keeps its own metadata in the first MiB of a physical volume. */
const MIB = 1024 * 1024;
const PHYSICAL_VOLUME_OVERHEAD = MIB;
/** LVM's own default extent, which a group made for the purpose will have. */
export const DEFAULT_EXTENT_BYTES = 4 * MIB;
/** A common size that is a multiple of every node's step; beyond this the extents do not fit each other. */
const MAX_STEP = 64 * 1024 * MIB;

/** Every place of a node, with what it could not be asked for. */
export function placesOf(storage: NodeStorage): NodePlaces {
  const { node, devices, groups, tables } = storage;
  return {
    node,
    places: [
      ...(groups ?? []).filter((group) => group.isUsable && group.freeExtents > 0).map(groupPlace),
      ...(tables ?? []).flatMap(partitionPlaces),
      ...(devices ?? []).flatMap((device) => wholeDisk(device, storage.blank)),
    ],
    unread: (['devices', 'groups', 'tables'] as const).filter((what) => storage[what] === undefined),
  };
}

const groupPlace = ({ name, extentBytes, freeExtents }: VolumeGroup): Place => ({
  kind: 'volume-group',
  group: name,
  extentBytes,
  freeBytes: freeExtents * extentBytes,
});

const partitionPlaces = (table: PartitionTable): readonly Place[] =>
  freeRanges(table).map(({ startSector, sectors }) => ({
    kind: 'partition',
    disk: table.device,
    path: nextPartitionPath(table),
    startSector,
    sectorBytes: table.sectorBytes,
    freeBytes: sectors * table.sectorBytes,
  }));

function wholeDisk(device: BlockDevice, blank: NodeStorage['blank']): readonly Place[] {
  const verdict = blank && Object.hasOwn(blank, device.path) ? blank[device.path] : undefined;
  if (device.type !== 'disk' || !verdict || !mayWriteOver(verdict)) return [];
  const usable = Math.floor((device.sizeBytes - PHYSICAL_VOLUME_OVERHEAD) / DEFAULT_EXTENT_BYTES);
  return usable < 1
    ? []
    : [{ kind: 'whole-disk', disk: device.path, freeBytes: usable * DEFAULT_EXTENT_BYTES }];
}

/**
 * Proposals for a pair (or more), best first: volume groups before partitions before whole disks, the least change on
 * every node first; among equals the one that leaves most room.
 * @param needBytes bytes the backing device must have at least
 */
export function proposePlaces(nodes: readonly NodePlaces[], needBytes: number): readonly Proposal[] {
  if (nodes.length === 0 || !(needBytes > 0)) return [];
  const proposals = combine(nodes).flatMap((places) => {
    const step = places.reduce((common, { place }) => leastCommonMultiple(common, stepOf(place)), 1);
    if (step > MAX_STEP) return [];
    const sizeBytes = Math.ceil(needBytes / step) * step;
    const leftBytes = Math.min(...places.map(({ place }) => place.freeBytes)) - sizeBytes;
    return leftBytes < 0 ? [] : [{ sizeBytes, places, leftBytes }];
  });
  return proposals.sort((a, b) => changeOf(a) - changeOf(b) || b.leftBytes - a.leftBytes);
}

/** What the size must be a multiple of: extents of the group, or whole MiB. */
function stepOf(place: Place): number {
  if (place.kind === 'volume-group') return place.extentBytes;
  return place.kind === 'partition' ? MIB : DEFAULT_EXTENT_BYTES;
}

const CHANGE: Readonly<Record<Place['kind'], number>> = { 'volume-group': 0, partition: 1, 'whole-disk': 2 };
const changeOf = ({ places }: Proposal): number =>
  places.reduce((sum, { place }) => sum + CHANGE[place.kind], 0);

/** A node has a handful of places; the largest of each kind and name keep the product small. */
function combine(nodes: readonly NodePlaces[]): readonly Proposal['places'][] {
  return nodes.reduce<readonly Proposal['places'][]>(
    (sofar, { node, places }) =>
      sofar.flatMap((chosen) => places.slice(0, 12).map((place) => [...chosen, { node, place }])),
    [[]],
  );
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
