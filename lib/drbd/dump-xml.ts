/**
 * `drbdadm dump-xml`: the configuration as drbdadm itself understands it, for the 8.4 and the 9.x grammar. Secrets are
 * dropped here: they neither enter a reading nor an error text.
 */
import { optional } from '@/lib/base/optional';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { attr, child, children, define, parseXml, textOf, type XmlElement } from '@/lib/base/xml';
import type { DrbdConfigReading } from './types';

type ConfigResource = DrbdConfigReading['resources'][number];
type ConfigHost = ConfigResource['hosts'][number];

/** Options whose value authenticates nodes; the replication network must not learn them from a screen or a log. */
const SECRET_OPTIONS: ReadonlySet<string> = new Set(['shared-secret', 'tls-keyring', 'tls-privkey']);

/**
 * Parses the whole document.
 * @returns option keys as `section.option` (`net.verify-alg`); a value-less option reads `yes`. What `common` says
 *   stands below what the resource says.
 */
export function parseDumpXml(text: string): Result<DrbdConfigReading, ParseError> {
  const xml = parseXml(text, ['config']);
  if (!xml.ok) {
    const { what, line } = xml.error;
    return parseError(what, undefined, line);
  }
  const { root } = xml.value;
  const common = child(root, 'common');
  const resources: ConfigResource[] = [];
  for (const element of children(root, 'resource')) {
    const resource = readResource(element, common);
    if (!resource) return parseError('a resource without name or hosts');
    resources.push(resource);
  }
  return ok({ resources });
}

function readResource(element: XmlElement, common: XmlElement | undefined): ConfigResource | undefined {
  const name = attr(element, 'name');
  const hosts = children(element, 'host').map(readHost);
  if (!name || hosts.length === 0 || !hosts.every((host) => host !== undefined)) return undefined;
  const options: Record<string, string> = {};
  const handlers: Record<string, string> = {};
  for (const source of [common, element]) {
    if (source) for (const section of children(source, 'section')) readSection(section, options, handlers);
  }
  const protocol = attr(element, 'protocol') ?? options['net.protocol'];
  // 8.4 keeps fencing in disk{}, 9.x in net{} (reference 1.1).
  const fencing = options['net.fencing'] ?? options['disk.fencing'];
  return {
    name,
    ...optional('protocol', protocol),
    ...optional('fencing', fencing),
    hosts,
    options,
    handlers,
  };
}

function readSection(
  section: XmlElement,
  options: Record<string, string>,
  handlers: Record<string, string>,
): void {
  const sectionName = attr(section, 'name') ?? '';
  for (const option of children(section, 'option')) {
    const name = attr(option, 'name');
    if (!name || SECRET_OPTIONS.has(name)) continue;
    const value = attr(option, 'value') ?? 'yes';
    if (sectionName === 'handlers') define(handlers, name, value);
    else define(options, `${sectionName}.${name}`, value);
  }
}

function readHost(element: XmlElement): ConfigHost | undefined {
  const name = attr(element, 'name');
  if (!name) return undefined;
  const address = child(element, 'address');
  const port = address ? Number(attr(address, 'port')) : Number.NaN;
  const volumes: ConfigHost['volumes'][number][] = [];
  for (const volume of children(element, 'volume')) {
    const number = attr(volume, 'vnr');
    if (number === undefined || !/^\d+$/.test(number)) return undefined;
    volumes.push({
      volume: Number(number),
      // Empty in 9.x files that only say `device minor 0`: the device node then follows from the minor.
      ...optional('device', elementText(volume, 'device') ?? minorDevice(volume)),
      ...optional('disk', elementText(volume, 'disk')),
      ...optional('metaDisk', elementText(volume, 'meta-disk')),
    });
  }
  return {
    name,
    ...optional('address', address && (textOf(address) || undefined)),
    ...(Number.isInteger(port) && port > 0 && port < 65_536 ? { port } : {}),
    volumes,
  };
}

function elementText(parent: XmlElement, name: string): string | undefined {
  const element = child(parent, name);
  return (element && textOf(element)) || undefined;
}

function minorDevice(volume: XmlElement): string | undefined {
  const device = child(volume, 'device');
  const minor = device ? attr(device, 'minor') : undefined;
  return minor !== undefined && /^\d+$/.test(minor) ? `/dev/drbd${minor}` : undefined;
}
