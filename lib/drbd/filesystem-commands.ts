/** The file system on DRBD, which is what makes it HAFS: made once, grown online, mounted by Pacemaker alone. */
import { command } from '@/lib/base/command';
import type { DrbdCommand } from './lifecycle';
import { assertDrbd, isDevicePath, isMountPoint } from './names';

export type HafsFilesystem = 'ext4' | 'xfs';

/** Discarding a whole NVMe through DRBD and writing the journal takes minutes on a slow pair. */
const MKFS_MS = 900_000;
/** Moves no data; waits for the journal. */
const GROW_MS = 600_000;

/** `/dev/drbdN`, and the links udev keeps (reference 1.2.4): never a backing device. */
export const isDrbdDevice = (device: string): boolean =>
  /^\/dev\/drbd\d{1,7}$/.test(device) ||
  (isDevicePath(device) && /^\/dev\/drbd\/by-res\/[A-Za-z][A-Za-z0-9_.-]{0,62}\/\d{1,5}$/.test(device));

/** Without force: both refuse where they find a file system. ext4's `-F` and xfs's `-f` are never given. */
export function makeFilesystem(device: string, type: HafsFilesystem, label: string): DrbdCommand {
  assertDrbd(isDrbdDevice(device), 'a DRBD device');
  assertDrbd(/^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,11}$/.test(label), 'a label of at most 12 characters');
  const argv =
    type === 'ext4'
      ? (['mkfs.ext4', '-q', '-L', label, device] as const)
      : (['mkfs.xfs', '-q', '-L', label, device] as const);
  return {
    command: command(argv, { asRoot: true, timeoutMs: MKFS_MS }),
    risk: 'data-loss',
    danger: 'danger-mkfs',
  };
}

/** ext4 takes the device, xfs the mount point; both while mounted, on the node that has it mounted. */
export function growFilesystem(type: HafsFilesystem, device: string, mountPoint: string): DrbdCommand {
  assertDrbd(isDrbdDevice(device), 'a DRBD device');
  assertDrbd(isMountPoint(mountPoint), 'a mount point');
  const argv = type === 'ext4' ? (['resize2fs', device] as const) : (['xfs_growfs', mountPoint] as const);
  return { command: command(argv, { asRoot: true, timeoutMs: GROW_MS }), risk: 'safe' };
}
