/**
 * Words that may enter a resource file or a command line of DRBD (reference 10.1). Stricter than drbdadm, so that a
 * value can never be an option, a path out of /dev or a second statement. A refusal is data: people type these.
 */

const RESOURCE = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/;
const HOST = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const DEVICE = /^\/dev\/[A-Za-z0-9][A-Za-z0-9._/+:@-]{0,240}$/;
const MOUNT_POINT = /^(\/[A-Za-z0-9_][A-Za-z0-9._+-]{0,63}){1,16}$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** Full and shortened forms without scope and without embedded IPv4; `isIpv6` counts the groups. */
const IPV6 = /^[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}$/;

/** `all` is drbdadm's word for every resource there is. */
export const isDrbdResourceName = (name: string): boolean => RESOURCE.test(name) && name !== 'all';
export const isDrbdHostName = (name: string): boolean => HOST.test(name);
export const isDevicePath = (path: string): boolean =>
  DEVICE.test(path) && !path.split('/').some((part, at) => at > 0 && (part === '' || /^\.{1,2}$/.test(part)));
/** Absolute, without `.` and `..` parts. */
export const isMountPoint = (path: string): boolean => MOUNT_POINT.test(path);
export const isIpv4 = (address: string): boolean => IPV4.test(address);
export const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port < 65_536;
/** Minors are 20 bits wide in the kernel. */
export const isMinor = (minor: number): boolean => Number.isInteger(minor) && minor >= 0 && minor < 1 << 20;
export const isVolumeNumber = (volume: number): boolean =>
  Number.isInteger(volume) && volume >= 0 && volume < 65_536;
/** 9.x: 0 to 31. */
export const isNodeId = (id: number): boolean => Number.isInteger(id) && id >= 0 && id < 32;

export function isIpv6(address: string): boolean {
  if (!IPV6.test(address) || address.includes(':::')) return false;
  const gaps = address.split('::').length - 1;
  const groups = address.split(':').filter((group) => group !== '').length;
  const hasLooseEnd = /^:[^:]|[^:]:$/.test(address);
  return !hasLooseEnd && (gaps === 0 ? groups === 8 : gaps === 1 && groups < 8);
}

/** For names the caller has already checked or read from a node: a wrong one is a bug. */
export function assertDrbd(isRight: boolean, what: string): asserts isRight {
  if (!isRight) throw new RangeError(`not ${what}`);
}
