/**
 * A chosen place as commands: how the backing device comes to be, how it grows and how it goes away again. The steps are
 * neutral data; a plan of HAFS takes them in as they are.
 */
import type { Command } from '@/lib/base/command';
import { isLogicalVolumeName, isVolumeGroupName } from './device-names';
import { DEFAULT_EXTENT_BYTES, type Place } from './free-space';
import {
  createPartition,
  lvcreate,
  lvextend,
  lvremove,
  pvcreate,
  removePartition,
  vgcreate,
} from './storage-commands';

export interface BackingStep {
  /** Unique within the node's steps. */
  readonly id: string;
  readonly what: 'pvcreate' | 'vgcreate' | 'lvcreate' | 'lvextend' | 'lvremove' | 'mkpart' | 'rmpart';
  readonly object: string;
  readonly command: Command;
  readonly risk: 'safe' | 'disruptive' | 'data-loss';
  /** What the node must show afterwards. */
  readonly goal:
    | { readonly kind: 'block-device'; readonly device: string; readonly minBytes: number }
    | { readonly kind: 'no-block-device'; readonly device: string }
    | { readonly kind: 'physical-volume'; readonly device: string }
    | { readonly kind: 'volume-group'; readonly group: string };
  readonly undo?: Command;
}

export interface Backing {
  readonly device: string;
  readonly sizeBytes: number;
  readonly steps: readonly BackingStep[];
}

/**
 * How a place becomes a backing device.
 * @param name of the logical volume, and the partition's label
 * @param group for a whole disk: the volume group to be made on it
 */
export function backingAt(place: Place, sizeBytes: number, name: string, group: string): Backing {
  if (!isLogicalVolumeName(name) || !isVolumeGroupName(group)) throw new RangeError('not a volume name');
  if (sizeBytes > place.freeBytes) throw new RangeError('the place is too small');
  switch (place.kind) {
    case 'volume-group':
      return volumeIn(place.group, name, sizeBytes, place.extentBytes, []);
    case 'whole-disk': {
      const made: BackingStep[] = [
        {
          id: 'pvcreate',
          what: 'pvcreate',
          object: place.disk,
          ...pvcreate(place.disk),
          goal: { kind: 'physical-volume', device: place.disk },
        },
        {
          id: 'vgcreate',
          what: 'vgcreate',
          object: group,
          ...vgcreate(group, [place.disk]),
          goal: { kind: 'volume-group', group },
        },
      ];
      return volumeIn(group, name, sizeBytes, DEFAULT_EXTENT_BYTES, made);
    }
    case 'partition': {
      const range = { startSector: place.startSector, sectors: sizeBytes / place.sectorBytes };
      const label = `drbd-${name}`
        .toLowerCase()
        .replace(/[^a-z0-9-]/g, '-')
        .slice(0, 36);
      const number = Number(/(\d+)$/.exec(place.path)?.[1]);
      const step: BackingStep = {
        id: 'mkpart',
        what: 'mkpart',
        object: place.path,
        ...createPartition(place.disk, range, label),
        goal: { kind: 'block-device', device: place.path, minBytes: sizeBytes },
        undo: removePartition(place.disk, number).command,
      };
      return { device: place.path, sizeBytes, steps: [step] };
    }
  }
}

function volumeIn(
  group: string,
  name: string,
  sizeBytes: number,
  extentBytes: number,
  before: readonly BackingStep[],
): Backing {
  const device = `/dev/${group}/${name}`;
  const step: BackingStep = {
    id: 'lvcreate',
    what: 'lvcreate',
    object: `${group}/${name}`,
    ...lvcreate(group, name, sizeBytes / extentBytes),
    goal: { kind: 'block-device', device, minBytes: sizeBytes },
    undo: lvremove(group, name).command,
  };
  return { device, sizeBytes, steps: [...before, step] };
}

/** Grows a volume to `sizeBytes`, a multiple of its group's extent. A partition is not grown: its neighbour follows it. */
export function growBacking(
  group: string,
  name: string,
  sizeBytes: number,
  extentBytes: number,
): BackingStep {
  return {
    id: 'lvextend',
    what: 'lvextend',
    object: `${group}/${name}`,
    ...lvextend(group, name, sizeBytes / extentBytes),
    goal: { kind: 'block-device', device: `/dev/${group}/${name}`, minBytes: sizeBytes },
  };
}

export const removeBacking = (group: string, name: string): BackingStep => ({
  id: 'lvremove',
  what: 'lvremove',
  object: `${group}/${name}`,
  ...lvremove(group, name),
  goal: { kind: 'no-block-device', device: `/dev/${group}/${name}` },
});
