/** Names of devices and volumes that may enter a command. Stricter than the kernel's and LVM's own rules. */

const DEVICE = /^\/dev\/[A-Za-z0-9][A-Za-z0-9._/+:@-]{0,240}$/;
/** lvm(8): letters, digits and `+_.-`, not starting with a hyphen; some words are LVM's own. */
const LVM = /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,60}$/;
const LVM_RESERVED =
  /_(?:cdata|cmeta|corig|mlog|mimage|pmspare|rimage|rmeta|tdata|tmeta|vorigin|vdata|imeta)\b/;

export const isDevicePath = (path: string): boolean =>
  DEVICE.test(path) && !path.split('/').some((part, at) => at > 0 && (part === '' || /^\.{1,2}$/.test(part)));
export const isVolumeGroupName = (name: string): boolean => LVM.test(name) && !/^\.{1,2}$/.test(name);
export const isLogicalVolumeName = (name: string): boolean =>
  isVolumeGroupName(name) && !LVM_RESERVED.test(name) && !/^(snapshot|pvmove)/.test(name);

export function assertDevicePath(path: string): void {
  if (!isDevicePath(path)) throw new RangeError('not a device path');
}
