/**
 * Whether a device may be written over. Blank has to be proven by every witness; one that is silent makes it unknown, and
 * unknown counts as holding data (reference section 7, invariants 7 and 39). What DRBD knows comes in as plain facts, so
 * that no tool imports another.
 */
import type { PhysicalVolume } from './lvm';
import type { BlkidAnswer, Signatures } from './signatures';
import type { BlockDevice, MountedFilesystem } from './types';

export interface BlankEvidence {
  readonly device: string;
  /** The whole tree of lsblk; undefined when it could not be read. */
  readonly devices?: readonly BlockDevice[];
  readonly mounts?: readonly MountedFilesystem[];
  readonly signatures?: Signatures;
  readonly blkid?: BlkidAnswer;
  readonly physicalVolumes?: readonly PhysicalVolume[];
  /** Backing and metadata devices of every configured DRBD resource, as paths; undefined when not known. */
  readonly replicatedBy?: readonly { readonly device: string; readonly resource: string }[];
  /** The resource the device is being prepared for: its own file naming the device is no objection. */
  readonly ownResource?: string;
  /**
   * `drbdmeta … dump-md`: `found` is exit 0. Exit 1 (`none`) also stands for metadata that needs `apply-al` first, so only
   * the signatures prove that there is none.
   */
  readonly drbdMetadata?: 'found' | 'none' | 'unknown';
  /** Other paths of the same device (`/dev/mapper/vg-lv`, `/dev/disk/by-id/…`), from udev. */
  readonly aliases?: readonly string[];
}

export type BlankWitness =
  | 'lsblk'
  | 'mounts'
  | 'wipefs'
  | 'blkid'
  | 'pvs'
  | 'drbd-configuration'
  | 'drbd-metadata';

export interface HeldBy {
  readonly witness: BlankWitness;
  /** `mounted`, `child`, `ext4`, `read-only`, … */
  readonly what: string;
  /** Mount point, child device, resource. */
  readonly name?: string;
}

export type BlankVerdict =
  | { readonly kind: 'blank'; readonly sizeBytes: number }
  | { readonly kind: 'holds'; readonly data: readonly HeldBy[] }
  | { readonly kind: 'unknown'; readonly silent: readonly BlankWitness[] };

/** Only a verdict of `blank` allows writing: the one question callers may ask. */
export const mayWriteOver = (verdict: BlankVerdict): boolean => verdict.kind === 'blank';

export function blankVerdict(evidence: BlankEvidence): BlankVerdict {
  const paths = new Set([evidence.device, ...(evidence.aliases ?? [])]);
  const entry = evidence.devices && findDevice(evidence.devices, paths);
  const data = [
    ...(entry ? heldInTree(entry) : []),
    ...heldByMounts(evidence, new Set([...paths, ...(entry ? [entry.path] : [])])),
    ...(evidence.signatures ?? []).map((what) => ({ witness: 'wipefs', what }) as const),
    ...(evidence.blkid?.kind === 'found'
      ? evidence.blkid.types.map((what) => ({ witness: 'blkid', what }) as const)
      : []),
    ...(evidence.blkid?.kind === 'ambivalent' ? [{ witness: 'blkid', what: 'ambivalent' } as const] : []),
    ...heldByLvmAndDrbd(evidence, new Set([...paths, ...(entry ? [entry.path] : [])])),
  ];
  if (data.length > 0) return { kind: 'holds', data };
  const silent = silentWitnesses(evidence, entry);
  if (silent.length > 0 || !entry) return { kind: 'unknown', silent };
  return { kind: 'blank', sizeBytes: entry.sizeBytes };
}

function silentWitnesses(evidence: BlankEvidence, entry: BlockDevice | undefined): readonly BlankWitness[] {
  const answered: Readonly<Record<BlankWitness, boolean>> = {
    // A device lsblk does not show may be a path that names nothing: blkid would call it empty.
    lsblk: entry !== undefined && entry.readOnly !== undefined,
    mounts: evidence.mounts !== undefined,
    wipefs: evidence.signatures !== undefined,
    blkid: evidence.blkid?.kind === 'nothing',
    pvs: evidence.physicalVolumes !== undefined,
    'drbd-configuration': evidence.replicatedBy !== undefined,
    'drbd-metadata': evidence.drbdMetadata === 'none',
  };
  return (Object.keys(answered) as BlankWitness[]).filter((witness) => !answered[witness]);
}

function heldInTree(entry: BlockDevice): readonly HeldBy[] {
  const held = (what: string, name?: string): HeldBy => ({
    witness: 'lsblk',
    what,
    ...(name === undefined ? {} : { name }),
  });
  return [
    ...(['disk', 'part', 'lvm'].includes(entry.type) ? [] : [held('type', entry.type)]),
    ...(entry.readOnly ? [held('read-only')] : []),
    ...entry.mountpoints.map((target) => held('mounted', target)),
    ...entry.children.map((child) => held('child', child.path)),
    ...(entry.fsType === undefined ? [] : [held(entry.fsType)]),
    // For a partition udev repeats the table it lies in; a table inside it is left to wipefs.
    ...(entry.partitionTable === undefined || entry.type === 'part' ? [] : [held(entry.partitionTable)]),
  ];
}

const heldByMounts = ({ mounts }: BlankEvidence, paths: ReadonlySet<string>): readonly HeldBy[] =>
  (mounts ?? [])
    .filter((mount) => paths.has(mount.source.replace(/\[.*\]$/, '')))
    .map((mount) => ({ witness: 'mounts', what: 'mounted', name: mount.target }));

function heldByLvmAndDrbd(evidence: BlankEvidence, paths: ReadonlySet<string>): readonly HeldBy[] {
  const volume = evidence.physicalVolumes?.find(({ path }) => paths.has(path));
  const resources = (evidence.replicatedBy ?? []).filter(
    ({ device, resource }) => paths.has(device) && resource !== evidence.ownResource,
  );
  return [
    ...(volume
      ? [{ witness: 'pvs', what: 'LVM2_member', ...(volume.group ? { name: volume.group } : {}) } as const]
      : []),
    ...resources.map(
      ({ resource }) => ({ witness: 'drbd-configuration', what: 'drbd', name: resource }) as const,
    ),
    ...(evidence.drbdMetadata === 'found' ? [{ witness: 'drbd-metadata', what: 'drbd' } as const] : []),
  ];
}

function findDevice(devices: readonly BlockDevice[], paths: ReadonlySet<string>): BlockDevice | undefined {
  for (const device of devices) {
    if (paths.has(device.path)) return device;
    const below = findDevice(device.children, paths);
    if (below) return below;
  }
  return undefined;
}
