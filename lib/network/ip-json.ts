/**
 * `ip -json` of iproute2 (seen: 6.1). `ip -batch` prints one JSON document per request and line, so one process answers
 * for addresses, counters and the default route.
 */

import { parseIp } from '@/lib/base/address';
import {
  asRecord,
  asRecords,
  booleanOf,
  type JsonRecord,
  numberOf,
  own,
  parseJson,
  textOf,
} from '@/lib/base/json-record';
import { optional } from '@/lib/base/optional';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import type { NetworkAddress, NetworkInterface, NetworkReading } from './types';

/** Parses the two documents of `addr show` and `route show default`, one per line. */
export function parseIpBatch(text: string): Result<NetworkReading, ParseError> {
  const documents = text.split('\n').filter((line) => line.trim() !== '');
  const [addresses, routes] = documents;
  if (addresses === undefined || routes === undefined || documents.length !== 2) {
    return parseError(`${documents.length} answers of ip where two were asked for`, text);
  }
  const interfaces = parseIpAddresses(addresses);
  if (!interfaces.ok) return interfaces;
  const gateway = parseDefaultRoute(routes);
  if (!gateway.ok) return gateway;
  return ok({ interfaces: interfaces.value, ...gateway.value });
}

/**
 * Parses `ip -j -d -s addr show`.
 * @returns ParseError for an empty list: every Linux has at least `lo`
 */
export function parseIpAddresses(text: string): Result<readonly NetworkInterface[], ParseError> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const records = asRecords(json.value);
  if (!records || records.length === 0) return parseError('ip printed no list of interfaces', text);
  const interfaces: NetworkInterface[] = [];
  for (const record of records) {
    // iproute2 before 5.x prints `{}` for interfaces that a filter left out.
    if (Object.keys(record).length === 0) continue;
    const read = readInterface(record);
    if (!read) return parseError('an interface without name, state or addresses', JSON.stringify(record));
    interfaces.push(read);
  }
  return interfaces.length === 0 ? parseError('ip printed no interface', text) : ok(interfaces);
}

function readInterface(record: JsonRecord): NetworkInterface | undefined {
  const name = textOf(record, 'ifname');
  const operState = textOf(record, 'operstate');
  const flags = own(record, 'flags');
  const infos = asRecords(own(record, 'addr_info'));
  if (!name || !operState || !Array.isArray(flags) || !infos) return undefined;
  const addresses = infos.filter((info) => textOf(info, 'local') !== undefined).map(readAddress);
  if (!addresses.every((address) => address !== undefined)) return undefined;
  const kind = textOf(asRecord(own(record, 'linkinfo')) ?? {}, 'info_kind');
  const counters = readCounters(asRecord(own(record, 'stats64')) ?? {});
  return {
    name,
    ...optional('mac', textOf(record, 'address')),
    ...optional('kind', kind ?? (flags.includes('LOOPBACK') ? 'loopback' : undefined)),
    ...optional('master', textOf(record, 'master')),
    operState,
    // `LOWER_UP` is the kernel's word for carrier; without `UP` the driver does not know.
    ...(flags.includes('UP') ? { carrier: flags.includes('LOWER_UP') } : {}),
    ...optional('mtu', numberOf(record, 'mtu')),
    addresses,
    ...(counters ? { counters } : {}),
  };
}

function readAddress(info: JsonRecord): NetworkAddress | undefined {
  const family = textOf(info, 'family');
  const address = textOf(info, 'local') ?? '';
  const prefixLength = numberOf(info, 'prefixlen');
  const ip = parseIp(address);
  if ((family !== 'inet' && family !== 'inet6') || !ip || prefixLength === undefined) return undefined;
  if (ip.family !== family || !Number.isInteger(prefixLength) || prefixLength < 0 || prefixLength > ip.bits)
    return undefined;
  return {
    address,
    prefixLength,
    family,
    secondary: booleanOf(info, 'secondary') ?? false,
    ...optional('label', textOf(info, 'label')),
    ...optional('scope', textOf(info, 'scope')),
  };
}

function readCounters(stats: JsonRecord): NetworkInterface['counters'] {
  const [rx, tx] = [asRecord(own(stats, 'rx')), asRecord(own(stats, 'tx'))];
  if (!rx || !tx) return undefined;
  const values = [rx, tx].flatMap((side) => ['bytes', 'errors', 'dropped'].map((key) => numberOf(side, key)));
  if (!values.every((value) => value !== undefined)) return undefined;
  const [rxBytes = 0, rxErrors = 0, rxDropped = 0, txBytes = 0, txErrors = 0, txDropped = 0] = values;
  return { rxBytes, txBytes, rxErrors, txErrors, rxDropped, txDropped };
}

/** Parses `ip -j route show default`; of several routes the one with the lowest metric counts, as in the kernel. */
export function parseDefaultRoute(
  text: string,
): Result<Pick<NetworkReading, 'defaultGateway' | 'defaultInterface'>, ParseError> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const routes = asRecords(json.value);
  if (!routes) return parseError('ip printed no list of routes', text);
  const defaults = routes.filter((route) => textOf(route, 'dst') === 'default');
  const [best] = defaults.toSorted((a, b) => (numberOf(a, 'metric') ?? 0) - (numberOf(b, 'metric') ?? 0));
  if (!best) return ok({});
  return ok({
    ...optional('defaultGateway', textOf(best, 'gateway')),
    ...optional('defaultInterface', textOf(best, 'dev')),
  });
}
