/** What HAProxy accepts as names, addresses, times and numbers (manual 2.5, 4, 11), checked before a line is written. */
import { parseIp } from '@/lib/base/address';

/** HAProxy's `invalid_char`: letters, digits, `-`, `_`, `.` and `:`, nothing beyond ASCII. */
export const isProxyName = (name: string): boolean => /^[A-Za-z0-9_.:-]{1,128}$/.test(name);

/** `FRONTEND` and `BACKEND` are row names of `show stat`: a server called so could not be told apart. */
export const isServerName = (name: string): boolean =>
  isProxyName(name) && name !== 'FRONTEND' && name !== 'BACKEND';

const HOST_NAME = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*$/;

/** An address, or a name that HAProxy resolves when it starts. `10.0.0.300` is neither. */
export const isHost = (host: string): boolean =>
  parseIp(host) !== undefined || (HOST_NAME.test(host) && !/^[0-9.]+$/.test(host));

export const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;

const UNIT_MS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of `10s`, `1m`, `500` (milliseconds without unit); undefined for what HAProxy refuses (over 2^31 ms). */
export function durationMs(text: string): number | undefined {
  const match = /^(\d{1,12})(us|ms|s|m|h|d)?$/.exec(text);
  if (!match) return undefined;
  const value = Number(match[1]) * (UNIT_MS[match[2] ?? 'ms'] ?? 1);
  return value <= 2_147_483_647 ? value : undefined;
}

/** A path without anything that HAProxy or a shell would read as more than a path. */
export const isPlainPath = (path: string): boolean =>
  /^\/[A-Za-z0-9_./+@:-]{1,512}$/.test(path) && !path.split('/').includes('..');
