/** Hosts as HAProxy's lines have them: an address or a name. */
import { parseIp } from '@/lib/base/address';

/** One text for all spellings of one address; names in small letters. */
export const hostKey = (host: string): string => parseIp(host)?.text ?? host.toLowerCase();

export const isSameHost = (a: string, b: string): boolean => a === b || hostKey(a) === hostKey(b);

/** `host:port` as a bind or server line has it; IPv6 in brackets, because a bare one ends in what looks like a port. */
export const joinHostPort = (host: string, port: number | undefined): string => {
  const written = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? written : `${written}:${port}`;
};
