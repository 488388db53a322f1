/**
 * The drives and partitions of a machine on which a new volume group could be made, with what is on each. Only what every
 * witness calls empty may be offered; the rest is named, so that nobody wonders where a drive has gone.
 */
import { type BlankEvidence, type BlankVerdict, blankVerdict } from './blank-proof';
import { DEFAULT_EXTENT_BYTES, type VolumeGroup } from './lvm';
import type { BlockDevice } from './types';

export interface CandidateDisk {
  readonly path: string;
  readonly sizeBytes: number;
  readonly model?: string;
  /** What is on it, in few words; empty: every witness says that nothing is. */
  readonly holds: readonly string[];
}

/** A machine's own drives. Others (drbd, nbd, zram, md) are made of something, or are somebody else's. */
const OWN_DRIVE = /^\/dev\/(?:nvme\d+n\d+(?:p\d+)?|(?:s|v|xv|h)d[a-z]+\d*)$/;
/** Other machines may see these too: blank here is not blank everywhere. */
const SHARED_TRANSPORTS: readonly string[] = ['iscsi', 'fc', 'fcoe'];
/**
 * Partitions made for data: Linux and Linux LVM, by GUID and by number. Others (BIOS boot, PReP, reserved) carry no
 * signature and are not empty.
 */
const DATA_PARTITIONS: readonly string[] = [
  '0fc63daf-8483-4772-8e79-3d69d8477de4',
  'e6d6d379-f507-44c2-a23c-238f2a3df928',
  '0x83',
  '0x8e',
];

/** Whole drives, and the partitions of a drive that are meant for data. */
export function candidates(devices: readonly BlockDevice[]): readonly BlockDevice[] {
  return devices.flatMap((device) => {
    const isCandidate =
      OWN_DRIVE.test(device.path) &&
      device.readOnly !== true &&
      device.sizeBytes > 0 &&
      (device.type === 'disk' || (device.type === 'part' && isForData(device)));
    const below = device.type === 'disk' ? candidates(device.children) : [];
    return [...(isCandidate ? [device] : []), ...below];
  });
}

const isForData = ({ partitionType }: BlockDevice): boolean =>
  partitionType !== undefined && DATA_PARTITIONS.includes(partitionType.toLowerCase());

/** What lsblk already shows something on needs no second witness. */
export const isInUse = ({ children, mountpoints }: BlockDevice): boolean =>
  children.length > 0 || mountpoints.length > 0;

export function candidateDisk(device: BlockDevice, evidence: Omit<BlankEvidence, 'device'>): CandidateDisk {
  const { path, sizeBytes, model, transport } = device;
  const shared = transport !== undefined && SHARED_TRANSPORTS.includes(transport) ? [transport] : [];
  const holds = [...shared, ...wordsOf(blankVerdict({ ...evidence, device: path }))];
  return { path, sizeBytes, ...(model === undefined ? {} : { model }), holds };
}

/** Not known counts as holding something. */
function wordsOf(verdict: BlankVerdict): readonly string[] {
  if (verdict.kind === 'blank') return [];
  if (verdict.kind === 'unknown') return verdict.silent.map((witness) => `${witness}?`);
  return [...new Set(verdict.data.map(({ what, name }) => name ?? what))];
}

/** What a volume group that is made on a blank device is called, where nothing has that name yet. */
export const NEW_GROUP = 'vg_hafs';

/** Where a new volume can be made on a machine. */
export interface Room {
  /** A volume group, or the path of a blank device that becomes one. */
  readonly on: string;
  readonly extentBytes: number;
  /** Bytes of whole extents. */
  readonly freeBytes: number;
}

/** LVM's label and metadata take the first MiB of a device (pvcreate(8), `--dataalignment`). */
const LABEL_BYTES = 1024 * 1024;

/** Bytes of a device that a new volume group on it has for volumes. */
export const groupBytesOn = (sizeBytes: number): number =>
  Math.max(0, Math.floor((sizeBytes - LABEL_BYTES) / DEFAULT_EXTENT_BYTES) * DEFAULT_EXTENT_BYTES);

/** Blank devices, and groups with room; the roomiest first. */
export function roomsOf({
  disks,
  groups,
}: {
  readonly disks: readonly CandidateDisk[];
  readonly groups: readonly VolumeGroup[];
}): readonly Room[] {
  return [
    ...disks
      .filter(({ holds }) => holds.length === 0)
      .map(({ path, sizeBytes }) => ({
        on: path,
        extentBytes: DEFAULT_EXTENT_BYTES,
        freeBytes: groupBytesOn(sizeBytes),
      })),
    ...groups
      .filter(({ isUsable }) => isUsable)
      .map(({ name, extentBytes, freeExtents }) => ({
        on: name,
        extentBytes,
        freeBytes: freeExtents * extentBytes,
      })),
  ]
    .filter(({ freeBytes }) => freeBytes > 0)
    .sort((a, b) => b.freeBytes - a.freeBytes);
}

export const isDeviceRoom = ({ on }: Pick<Room, 'on'>): boolean => on.startsWith('/dev/');
