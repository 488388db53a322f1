/** What a new HAFS is proposed to be: free names and numbers, the largest common room, the addresses DRBD uses already. */
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { internalMetadataBytes } from '@/lib/drbd/metadata-size';
import { isDrbdResourceName, isIpv4, isIpv6, isMountPoint } from '@/lib/drbd/names';
import { isDeviceRoom, NEW_GROUP, type Room, roomsOf } from '@/lib/host/candidate-disks';
import type { VolumeGroup } from '@/lib/host/lvm';
import type { StorageAnswer } from '@/lib/live/protocol';
import type { HafsCreate, HafsPlace } from '@/lib/plan/hafs-intents';

export const MIB = 1024 * 1024;
const FIRST_PORT = 7788;
/** xfs refuses less. */
const LEAST_MIB = { ext4: 16, xfs: 300 } as const;

export interface Choice {
  readonly node: string;
  readonly rooms: readonly Room[];
  /** What a group made on a blank device is called here. */
  readonly newGroup: string;
}

/** Nodes on which a volume can be made; those that could not be read, or hold something on a drive, are named apart. */
export function choicesOf(storage: StorageAnswer): {
  readonly choices: readonly Choice[];
  readonly unread: readonly string[];
} {
  return {
    choices: storage.nodes.flatMap(({ node, groups, disks }) => {
      // A drive may belong to a group that could not be read.
      const rooms = groups ? roomsOf({ groups, disks: disks ?? [] }) : [];
      return rooms.length === 0 ? [] : [{ node, rooms, newGroup: freeGroup(groups ?? []) }];
    }),
    unread: storage.nodes.filter(({ groups }) => groups === undefined).map(({ node }) => node),
  };
}

function freeGroup(groups: readonly VolumeGroup[]): string {
  const taken = new Set(groups.map(({ name }) => name));
  let number = 1;
  const name = (): string => (number === 1 ? NEW_GROUP : `${NEW_GROUP}${number}`);
  while (taken.has(name())) number += 1;
  return name();
}

/** Where a copy lives when a room is chosen. */
export const placeIn = ({ newGroup }: Choice, room: Room): Pick<HafsPlace, 'group' | 'disk'> =>
  isDeviceRoom(room) ? { group: newGroup, disk: room.on } : { group: room.on };

/** The room a place lies in. */
export const roomOf = (place: HafsPlace, choices: readonly Choice[]): Room | undefined =>
  choices.find(({ node }) => node === place.node)?.rooms.find(({ on }) => on === (place.disk ?? place.group));

const configured = (live: LiveClusterView) =>
  live.view.nodes.flatMap((node) => node.read('drbdConfig').last?.resources ?? []);
const running = (live: LiveClusterView) =>
  live.view.nodes.flatMap((node) => node.read('drbd').last?.resources ?? []);

export const takenNames = (live: LiveClusterView): ReadonlySet<string> =>
  new Set([...configured(live), ...running(live)].map((one) => one.name));

export function freePort(live: LiveClusterView): number {
  const taken = new Set(configured(live).flatMap((one) => one.hosts.map((host) => host.port)));
  let port = FIRST_PORT;
  while (taken.has(port)) port += 1;
  return port;
}

export function freeMinor(live: LiveClusterView): number {
  const taken = new Set([
    ...running(live).flatMap((one) => one.devices.map((device) => device.minor)),
    ...configured(live).flatMap((one) =>
      one.hosts.flatMap((host) =>
        host.volumes.map((volume) => Number(/(\d+)$/.exec(volume.device ?? '')?.[1] ?? -1)),
      ),
    ),
  ]);
  let minor = 0;
  while (taken.has(minor)) minor += 1;
  return minor;
}

/** The address another resource replicates over: it works today. */
export function addressOf(live: LiveClusterView, node: string): string {
  for (const one of configured(live)) {
    const address = one.hosts.find((host) => host.name === node)?.address;
    if (address !== undefined) return address;
  }
  return '';
}

/** Space for data in the tightest of the chosen rooms, DRBD's own metadata and one extent of rounding taken off. */
export function roomMib(rooms: readonly Room[]): number {
  if (rooms.length === 0) return 0;
  const least = Math.min(...rooms.map(({ freeBytes, extentBytes }) => freeBytes - extentBytes));
  return least <= 0 ? 0 : Math.floor((least - internalMetadataBytes(least, 3)) / MIB);
}

/** Where a person's files do not go: the system's own folders. */
const SYSTEM = /^\/(?:bin|boot|dev|etc|lib|lib64|proc|root|run|sbin|sys|tmp|usr|var)(?:\/|$)/;

export interface Draft {
  readonly name: string;
  readonly sizeMib: string;
  readonly mountPoint: string;
  readonly filesystem: HafsCreate['filesystem'];
  readonly protocol: HafsCreate['protocol'];
  readonly protection: HafsCreate['protection'];
  readonly source: string;
  readonly firstSync: HafsCreate['firstSync'];
  readonly port: number;
  readonly minor: number;
  readonly places: readonly HafsPlace[];
}

export interface Wrong {
  readonly name?: true;
  readonly size?: { readonly least: number; readonly most: number };
  readonly mountPoint?: true;
  /** Nodes whose address is none. */
  readonly address: readonly string[];
}

export function wrongIn(draft: Draft, taken: ReadonlySet<string>, most: number): Wrong {
  const mib = /^\d{1,9}$/.test(draft.sizeMib) ? Number(draft.sizeMib) : 0;
  const least = LEAST_MIB[draft.filesystem];
  return {
    ...(isDrbdResourceName(draft.name) && !taken.has(draft.name) ? {} : { name: true as const }),
    ...(mib >= least && mib <= most ? {} : { size: { least, most } }),
    ...(isMountPoint(draft.mountPoint) && !SYSTEM.test(draft.mountPoint)
      ? {}
      : { mountPoint: true as const }),
    address: draft.places
      .filter(({ address }) => !isIpv4(address) && !isIpv6(address))
      .map(({ node }) => node),
  };
}

export function intentOf(draft: Draft, wrong: Wrong): HafsCreate | undefined {
  if (wrong.name || wrong.size || wrong.mountPoint || wrong.address.length > 0) return undefined;
  if (draft.places.length < 2) return undefined;
  const { name, sizeMib, ...rest } = draft;
  return { kind: 'hafs-create', resource: name, sizeBytes: Number(sizeMib) * MIB, ...rest };
}
