/** Typed view of a `.res` file: resources, their hosts and volumes, and options. Secrets never leave the file. */
import { optional } from '@/lib/base/optional';
import { define } from '@/lib/base/xml';
import { type ResFile, type ResStatement, statementsOf } from './res-file';

export interface ResVolume {
  readonly volume: number;
  readonly device?: string;
  readonly minor?: number;
  readonly disk?: string;
  readonly metaDisk?: string;
}

export interface ResHost {
  /** Empty for `floating`, which names an address instead of a host. */
  readonly names: readonly string[];
  readonly nodeId?: number;
  readonly family?: string;
  readonly address?: string;
  readonly port?: number;
  /** Own volumes laid over the resource's. */
  readonly volumes: readonly ResVolume[];
}

export interface ResResource {
  readonly name: string;
  readonly line: number;
  readonly hosts: readonly ResHost[];
  /** Volumes outside of host blocks. */
  readonly volumes: readonly ResVolume[];
  /** `section.option`; options without value read `yes`. `protocol` directly in a resource reads `net.protocol`. */
  readonly options: Readonly<Record<string, string>>;
  readonly handlers: Readonly<Record<string, string>>;
}

const SECTIONS = ['options', 'net', 'disk', 'startup', 'syncer', 'proxy'];
const SECRET_OPTIONS: ReadonlySet<string> = new Set(['shared-secret', 'tls-keyring', 'tls-privkey']);

export const resResources = (file: ResFile): readonly ResResource[] =>
  statementsOf(file.statements, 'resource')
    .filter((statement) => statement.block)
    .map(readResource);

/** Files and folders a file includes, as written (`drbd.d/*.res`). */
export const resIncludes = (file: ResFile): readonly string[] =>
  statementsOf(file.statements, 'include').flatMap((statement) => statement.arguments.slice(0, 1));

function readResource(resource: ResStatement): ResResource {
  const { block } = resource;
  const hosts = [...statementsOf(block, 'on'), ...statementsOf(block, 'floating')].map(readHost);
  const options: Record<string, string> = {};
  const handlers: Record<string, string> = {};
  for (const protocol of statementsOf(block, 'protocol'))
    define(options, 'net.protocol', protocol.arguments[0] ?? '');
  for (const section of SECTIONS) {
    for (const statement of statementsOf(block, section)) readOptions(statement, section, options);
  }
  for (const section of statementsOf(block, 'handlers')) {
    for (const handler of section.block ?? []) define(handlers, handler.keyword, handler.arguments.join(' '));
  }
  return {
    name: resource.arguments[0] ?? '',
    line: resource.line,
    hosts,
    volumes: readVolumes(block),
    options,
    handlers,
  };
}

function readOptions(section: ResStatement, name: string, options: Record<string, string>): void {
  for (const option of section.block ?? []) {
    if (option.block || SECRET_OPTIONS.has(option.keyword)) continue;
    define(
      options,
      `${name}.${option.keyword}`,
      option.arguments.length === 0 ? 'yes' : option.arguments.join(' '),
    );
  }
}

/** `on a b { … }` names several hosts; `floating [family] address:port { … }` none. */
function readHost(host: ResStatement): ResHost {
  const isFloating = host.keyword === 'floating';
  const address = isFloating ? host.arguments : statementsOf(host.block, 'address')[0]?.arguments;
  const nodeId = statementsOf(host.block, 'node-id')[0]?.arguments[0];
  return {
    names: isFloating ? [] : host.arguments,
    ...optional('nodeId', integer(nodeId)),
    ...readAddress(address ?? []),
    volumes: readVolumes(host.block),
  };
}

/** `10.0.0.1:7788`, `ipv6 [fd00::1]:7788`. */
function readAddress(words: readonly string[]): Pick<ResHost, 'family' | 'address' | 'port'> {
  const text = words.at(-1);
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text ?? '');
  if (!match) return optional('address', text);
  return {
    family: words.length > 1 ? (words[0] ?? 'ipv4') : match[1] === undefined ? 'ipv4' : 'ipv6',
    address: match[1] ?? match[2] ?? '',
    port: Number(match[3]),
  };
}

/** Explicit `volume N { … }` blocks, else the statements of volume 0 written without one. */
function readVolumes(block: readonly ResStatement[] | undefined): readonly ResVolume[] {
  const explicit = statementsOf(block, 'volume').filter((statement) => statement.block);
  if (explicit.length > 0)
    return explicit.map((volume) => readVolume(volume.block ?? [], integer(volume.arguments[0]) ?? 0));
  const implicit = readVolume(block ?? [], 0);
  return Object.keys(implicit).length > 1 ? [implicit] : [];
}

/** `device /dev/drbd0 minor 0;`, `device minor 0;`, `disk /dev/x;` (a `disk { … }` block is options). */
function readVolume(block: readonly ResStatement[], volume: number): ResVolume {
  const words = (keyword: string) =>
    statementsOf(block, keyword).find((statement) => !statement.block)?.arguments ?? [];
  const device = words('device');
  const minorAt = device.indexOf('minor');
  return {
    volume,
    ...optional('device', minorAt === 0 ? undefined : device[0]),
    ...optional('minor', minorAt === -1 ? undefined : integer(device[minorAt + 1])),
    ...optional('disk', words('disk')[0]),
    ...optional('metaDisk', words('meta-disk')[0] ?? words('flexible-meta-disk')[0]),
  };
}

const integer = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
