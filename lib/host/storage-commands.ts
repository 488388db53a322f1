/**
 * Every command that changes disks, partitions and LVM, and nowhere else. Each carries its deadline and what it risks;
 * none forces anything, and none is run here. `mount` is missing on purpose: Pacemaker mounts (invariants 2 and 26).
 */
import { type Command, command } from '@/lib/base/command';
import { assertDevicePath, isLogicalVolumeName, isVolumeGroupName } from './device-names';

export interface StorageCommand {
  readonly command: Command;
  readonly risk: 'safe' | 'disruptive' | 'data-loss';
}

/** LVM scans every disk of the node before it answers; a sick one holds it for its own timeouts (30 s each). */
const LVM_TIMEOUT_MS = 120_000;

const root = (argv: readonly [string, ...string[]], timeoutMs: number): Command =>
  command(argv, { asRoot: true, timeoutMs });

/** Makes a whole blank device a physical volume. Without a terminal and without `--yes` it refuses where it finds data. */
export function pvcreate(device: string): StorageCommand {
  assertDevicePath(device);
  return { command: root(['pvcreate', device], LVM_TIMEOUT_MS), risk: 'data-loss' };
}

/** Only of physical volumes made for it: on a bare device it would make one itself. */
export function vgcreate(group: string, devices: readonly [string, ...string[]]): StorageCommand {
  assertGroup(group);
  devices.forEach(assertDevicePath);
  return { command: root(['vgcreate', group, ...devices], LVM_TIMEOUT_MS), risk: 'safe' };
}

/**
 * A new volume of free extents. Signatures that an earlier, removed volume left in them are wiped, or DRBD would find
 * them: they belong to nobody any more.
 * @param extents exact, so that both nodes get the same size
 */
export function lvcreate(group: string, name: string, extents: number): StorageCommand {
  assertVolume(group, name);
  assertExtents(extents);
  const argv = [
    'lvcreate',
    '--yes',
    '--wipesignatures',
    'y',
    '--zero',
    'y',
    '--type',
    'linear',
    '--extents',
    String(extents),
    '--name',
    name,
    group,
  ] as const;
  return { command: root(argv, LVM_TIMEOUT_MS), risk: 'safe' };
}

/**
 * Grows to an exact size, so that a second run changes nothing; a smaller size is refused by lvextend itself. The file
 * system is not touched: what lies on the volume is DRBD.
 */
export function lvextend(group: string, name: string, extents: number): StorageCommand {
  assertVolume(group, name);
  assertExtents(extents);
  const argv = ['lvextend', '--extents', String(extents), `${group}/${name}`] as const;
  return { command: root(argv, LVM_TIMEOUT_MS), risk: 'safe' };
}

/** Removes a volume with all that is on it. `--yes`: there is no terminal to ask on; the plan has asked. */
export function lvremove(group: string, name: string): StorageCommand {
  assertVolume(group, name);
  return {
    command: root(['lvremove', '--yes', `${group}/${name}`], LVM_TIMEOUT_MS),
    risk: 'data-loss',
  };
}

function assertGroup(group: string): void {
  if (!isVolumeGroupName(group)) throw new RangeError('not a volume group');
}

function assertVolume(group: string, name: string): void {
  assertGroup(group);
  if (!isLogicalVolumeName(name)) throw new RangeError('not a logical volume');
}

function assertExtents(extents: number): void {
  if (!Number.isInteger(extents) || extents < 1) throw new RangeError('not a number of extents');
}
