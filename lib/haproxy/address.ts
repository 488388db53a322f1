/**
 * Addresses as HAProxy writes them, compared as numbers: two spellings of one address are one address. Tools do not
 * import each other, so this is only what comparing needs; networks themselves are read in `lib/network`.
 */

/** 32 or 128 characters of 0 and 1; undefined for a name, a wildcard or anything else that is not an address. */
export function addressBits(text: string): string | undefined {
  if (text.length > 45) return undefined;
  if (!text.includes(':')) return bitsOfIpv4(text);
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = [bitsOfGroups(halves[0] ?? ''), bitsOfGroups(halves[1] ?? '')];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 128 - head.length - tail.length;
  if (halves.length === 2 ? missing < 16 : missing !== 0) return undefined;
  return head + '0'.repeat(missing) + tail;
}

function bitsOfIpv4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}

function bitsOfGroups(half: string): string | undefined {
  if (half === '') return '';
  const groups = half.split(':');
  const bits = groups.map((group, index) => {
    if (index === groups.length - 1 && group.includes('.')) return bitsOfIpv4(group);
    if (!/^[0-9A-Fa-f]{1,4}$/.test(group)) return undefined;
    return Number.parseInt(group, 16).toString(2).padStart(16, '0');
  });
  return bits.every((part) => part !== undefined) ? bits.join('') : undefined;
}

/** One text for all spellings of one address; names in small letters. */
export const hostKey = (host: string): string => addressBits(host) ?? host.toLowerCase();

export const isSameHost = (a: string, b: string): boolean => a === b || hostKey(a) === hostKey(b);

/** Whether an address lies in `10.10.0.0/24`; false for anything that cannot be read. */
export function isInCidr(cidr: string, address: string): boolean {
  const [network = '', prefix = ''] = cidr.split('/');
  const [base, bits] = [addressBits(network), addressBits(address)];
  if (!/^\d{1,3}$/.test(prefix) || base === undefined || bits?.length !== base.length) return false;
  return Number(prefix) <= base.length && base.slice(0, Number(prefix)) === bits.slice(0, Number(prefix));
}

/** `host:port` as a bind or server line has it; IPv6 in brackets, because a bare one ends in what looks like a port. */
export const joinHostPort = (host: string, port: number | undefined): string => {
  const written = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? written : `${written}:${port}`;
};
