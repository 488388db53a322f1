/** IPv4 and IPv6 arithmetic on numbers, never on text: two spellings of one address are one address. */

export interface Ip {
  readonly family: 'inet' | 'inet6';
  readonly value: bigint;
  /** 32 or 128. */
  readonly bits: number;
}

export interface Subnet {
  readonly family: Ip['family'];
  /** The address with its host bits cleared. */
  readonly network: bigint;
  readonly prefixLength: number;
  readonly bits: number;
}

/** Reads an address without prefix; a zone (`%eth0`) and anything else that is not an address give undefined. */
export function parseIp(text: string): Ip | undefined {
  if (text.length > 45) return undefined;
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value === undefined ? undefined : { family: 'inet', value, bits: 32 };
  }
  const value = parseIpv6(text);
  return value === undefined ? undefined : { family: 'inet6', value, bits: 128 };
}

/** Dotted quad only. Leading zeros are refused: some tools read them as octal. */
function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] ?? '');
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => 0), ...tail];
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** 16-bit groups of one half; a dotted quad may stand for the last two. */
function groupsOf(half: string): number[] | undefined {
  if (half === '') return [];
  const groups: number[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1 && part.includes('.')) {
      const quad = parseIpv4(part);
      if (quad === undefined) return undefined;
      groups.push(Number(quad >> 16n), Number(quad & 0xffffn));
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** Reads `10.10.0.0/24`; the address may have host bits. */
export function parseSubnet(text: string): Subnet | undefined {
  const slash = text.indexOf('/');
  const prefix = text.slice(slash + 1);
  if (slash < 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix)) return undefined;
  return subnetOf(text.slice(0, slash), Number(prefix));
}

/** The subnet an address of that prefix length lies in; undefined for a bad address or length. */
export function subnetOf(address: string, prefixLength: number): Subnet | undefined {
  const ip = parseIp(address);
  if (!ip || !Number.isInteger(prefixLength) || prefixLength < 0 || prefixLength > ip.bits) return undefined;
  const hostBits = BigInt(ip.bits - prefixLength);
  return { family: ip.family, network: (ip.value >> hostBits) << hostBits, prefixLength, bits: ip.bits };
}

export function subnetContains(subnet: Subnet, address: string): boolean {
  const ip = parseIp(address);
  if (ip?.family !== subnet.family) return false;
  const hostBits = BigInt(subnet.bits - subnet.prefixLength);
  return ip.value >> hostBits === subnet.network >> hostBits;
}

/** Whether two addresses share the subnet of that prefix length. */
export function inSameSubnet(a: string, b: string, prefixLength: number): boolean {
  const subnet = subnetOf(a, prefixLength);
  return subnet !== undefined && subnetContains(subnet, b);
}

export function isSameAddress(a: string, b: string): boolean {
  const [left, right] = [parseIp(a), parseIp(b)];
  return (
    left !== undefined && right !== undefined && left.family === right.family && left.value === right.value
  );
}

/** The last address of an IPv4 subnet that has one (prefix up to 30). */
export function broadcastOf(subnet: Subnet): string | undefined {
  if (subnet.family !== 'inet' || subnet.prefixLength > 30) return undefined;
  return formatIp({
    family: 'inet',
    bits: 32,
    value: subnet.network | ((1n << BigInt(32 - subnet.prefixLength)) - 1n),
  });
}

export const formatSubnet = (subnet: Subnet): string =>
  `${formatIp({ family: subnet.family, value: subnet.network, bits: subnet.bits })}/${subnet.prefixLength}`;

/** Canonical text: dotted quad, or IPv6 as in RFC 5952 (longest run of zeros shortened, lower case). */
export function formatIp(ip: Ip): string {
  if (ip.family === 'inet') return [24n, 16n, 8n, 0n].map((shift) => (ip.value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((ip.value >> BigInt(112 - index * 16)) & 0xffffn),
  );
  const run = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (run.length < 2) return hex.join(':');
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let index = 0; index <= groups.length; index += 1) {
    if (groups[index] === 0) continue;
    if (index - start > best.length) best = { start, length: index - start };
    start = index + 1;
  }
  return best;
}
