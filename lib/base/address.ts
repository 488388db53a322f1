/**
 * IPv4 and IPv6 addresses and subnets, compared as numbers and never as text: two spellings of one address are one
 * address. The arithmetic is ipaddr.js; what is refused here beyond it is what the cluster's tools read differently.
 */
import ipaddr from 'ipaddr.js';

export interface Ip {
  readonly family: 'inet' | 'inet6';
  /** 32 or 128. */
  readonly bits: number;
  /** Canonical: dotted quad, or IPv6 as in RFC 5952. Equal texts are equal addresses. */
  readonly text: string;
}

export interface Subnet {
  readonly family: Ip['family'];
  readonly bits: number;
  readonly prefixLength: number;
  /** The address with its host bits cleared, in canonical text. */
  readonly network: string;
}

type Parsed = ipaddr.IPv4 | ipaddr.IPv6;

/** Dotted quads only: `10.1` and `010.0.0.1` are addresses to some tools, and other ones to others. No zone (`%eth0`). */
function parse(text: string): Parsed | undefined {
  if (text.length > 45 || text.includes('%')) return undefined;
  const quad = text.slice(text.lastIndexOf(':') + 1);
  if ((quad.includes('.') || quad === text) && !ipaddr.IPv4.isValidFourPartDecimal(quad)) return undefined;
  if (quad === text) return ipaddr.IPv4.parse(text);
  return ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

const textOf = (ip: Parsed): string => ('octets' in ip ? ip.toString() : ip.toRFC5952String());
const bitsOf = (ip: Parsed): number => ('octets' in ip ? 32 : 128);
const familyOf = (ip: Parsed): Ip['family'] => ('octets' in ip ? 'inet' : 'inet6');

/** Reads an address without prefix; undefined for anything else. */
export function parseIp(text: string): Ip | undefined {
  const ip = parse(text);
  return ip && { family: familyOf(ip), bits: bitsOf(ip), text: textOf(ip) };
}

function splitCidr(text: string): readonly [address: string, prefixLength: number] {
  const slash = text.indexOf('/');
  const prefix = text.slice(slash + 1);
  const isLength = slash >= 0 && /^(0|[1-9]\d{0,2})$/.test(prefix);
  return [text.slice(0, slash), isLength ? Number(prefix) : Number.NaN];
}

const isLengthOf = (ip: Parsed, prefixLength: number): boolean =>
  Number.isInteger(prefixLength) && prefixLength >= 0 && prefixLength <= bitsOf(ip);

/** Reads `10.10.0.0/24`; the address may have host bits. */
export const parseSubnet = (text: string): Subnet | undefined => subnetOf(...splitCidr(text));

/** The subnet an address of that prefix length lies in; undefined for a bad address or length. */
export function subnetOf(address: string, prefixLength: number): Subnet | undefined {
  const ip = parse(address);
  if (!ip || !isLengthOf(ip, prefixLength)) return undefined;
  const kind = 'octets' in ip ? ipaddr.IPv4 : ipaddr.IPv6;
  const network = textOf(kind.networkAddressFromCIDR(`${textOf(ip)}/${prefixLength}`));
  return { family: familyOf(ip), bits: bitsOf(ip), prefixLength, network };
}

export const subnetContains = ({ network, prefixLength }: Subnet, address: string): boolean =>
  sharesPrefix(network, prefixLength, address);

/** Whether an address lies in `10.10.0.0/24`; false for anything that cannot be read. */
export const isInCidr = (cidr: string, address: string): boolean => sharesPrefix(...splitCidr(cidr), address);

/** Without making the subnet first: the picture asks this of every address each time it is drawn. */
function sharesPrefix(of: string, prefixLength: number, address: string): boolean {
  const [base, ip] = [parse(of), parse(address)];
  if (!base || !ip || base.kind() !== ip.kind()) return false;
  return isLengthOf(base, prefixLength) && ip.match(base, prefixLength);
}

export function isSameAddress(a: string, b: string): boolean {
  const [left, right] = [parseIp(a), parseIp(b)];
  return left !== undefined && left.text === right?.text;
}

/** The last address of an IPv4 subnet that has one (prefix up to 30). */
export function broadcastOf(subnet: Subnet): string | undefined {
  if (subnet.family !== 'inet' || subnet.prefixLength > 30) return undefined;
  return ipaddr.IPv4.broadcastAddressFromCIDR(formatSubnet(subnet)).toString();
}

export const formatSubnet = ({ network, prefixLength }: Subnet): string => `${network}/${prefixLength}`;
