/** A node joins or leaves the services behind HAProxy: one server line per service, written like its siblings. */
import { ok, type Result } from '@/lib/base/result';
import { isSameHost, joinHostPort } from './address';
import { type ConfigChangeProblem, refuse } from './config-change';
import { setParameter, withWord } from './config-edit';
import { configSections, type HaproxyConfigFile } from './config-file';
import type { ConfigLine } from './config-line';
import {
  findPlainSection,
  indexesWhere,
  insertLines,
  MAX_LINE_WORDS,
  removeLines,
  type SectionPlace,
} from './config-place';
import { takesValue } from './config-view';
import { isHost, isPort, isServerName } from './proxy-values';
import { referencesToServer } from './references';
import { findServer, serverInsertionIndex, takenBy } from './server-edit';
import { type ServerLine, serverLines, withFlag } from './server-lines';

type Changed = Result<HaproxyConfigFile, ConfigChangeProblem>;

export interface NodeServer {
  /** Server name, by custom the node's. */
  readonly name: string;
  /** The node's address on the network the service uses. */
  readonly address: string;
  /** Absent: the port all siblings share. */
  readonly port?: number;
}

/**
 * Adds a node to a service: the last server's line with the new name and address. Where one server is active and the
 * others are `backup`, the new one is a backup too. What belongs to the sibling alone (comment, `id`, `disabled`) is
 * left out; values that repeat its name or address (`cookie`, `track`, `addr`, `verifyhost`) follow the new node.
 */
export function registerNode(file: HaproxyConfigFile, place: SectionPlace, node: NodeServer): Changed {
  if (!isServerName(node.name)) return refuse('bad-name', node.name);
  if (!isHost(node.address)) return refuse('bad-address', node.address);
  if (node.port !== undefined && !isPort(node.port)) return refuse('bad-value', String(node.port));
  const found = findPlainSection(file, place);
  if (!found.ok) return found;
  const section = found.value;
  if (indexesWhere(file, section.start, section.end, (keyword) => keyword === 'server-template').length > 0)
    return refuse('servers-not-listed', place.name, [section.start]);
  const servers = serverLines(file, section);
  const sibling = servers.at(-1);
  if (!sibling) return refuse('no-sibling', place.name, [section.start]);
  if (sibling.line.problem) return refuse('line-is-broken', sibling.name, [sibling.index]);
  const ports = new Set(servers.map((server) => server.port));
  if (node.port === undefined && ports.size > 1)
    return refuse(
      'ambiguous',
      'port',
      servers.map(({ index }) => index),
    );
  const port = node.port ?? sibling.port;
  const taken = takenBy(servers, { ...node, ...(port === undefined ? {} : { port }) });
  if (!taken.ok) return taken;
  const line = cloneOf(sibling, node, port);
  if (line.words.length > MAX_LINE_WORDS) return refuse('too-many-words', node.name, [sibling.index]);
  const index = serverInsertionIndex(file, section);
  const added = insertLines(file, index, [line.text]);
  return ok(needsBackup(servers) ? makeBackup(added, place, node.name) : added);
}

const needsBackup = (servers: readonly ServerLine[]): boolean =>
  servers.filter((server) => !server.isBackup).length === 1 && servers.some((server) => server.isBackup);

function makeBackup(file: HaproxyConfigFile, place: SectionPlace, name: string): HaproxyConfigFile {
  const found = findServer(file, place, name);
  return found.ok ? withFlag(file, found.value.server, 'backup', true) : file;
}

function cloneOf(sibling: ServerLine, node: NodeServer, port: number | undefined): ConfigLine {
  let line = withoutComment(sibling.line);
  line = setParameter(setParameter(line, 'disabled', undefined), 'id', undefined);
  for (let index = 3; index < line.words.length; index += 1) {
    if (!takesValue(line.words[index]?.value ?? '')) continue;
    index += 1;
    const value = line.words[index]?.value ?? '';
    const own = ownValue(value, sibling, node);
    if (own !== value) line = withWord(line, index, [own]);
  }
  return withWord(withWord(line, 2, [joinHostPort(node.address, port)]), 1, [node.name]);
}

function withoutComment(line: ConfigLine): ConfigLine {
  const end = line.words.at(-1)?.end ?? line.text.length;
  return { ...line, text: line.text.slice(0, end) };
}

function ownValue(value: string, sibling: ServerLine, node: NodeServer): string {
  if (value === sibling.name) return node.name;
  if (value === sibling.host) return node.address;
  // `track other_backend/node1`
  return value.endsWith(`/${sibling.name}`) ? value.slice(0, -sibling.name.length) + node.name : value;
}

export type RetireWay =
  /** The line goes. */
  | 'remove'
  /** The line stays with the word `disabled`: HAProxy starts it in maintenance, a person can bring it back. */
  | 'disable';

/** Takes a node out of a service. Refused when no other server would be left to take requests. */
export function retireNode(
  file: HaproxyConfigFile,
  place: SectionPlace,
  server: string,
  way: RetireWay,
): Changed {
  const found = findServer(file, place, server);
  if (!found.ok) return found;
  const { server: own, others } = found.value;
  const left = others.filter((other) => !other.isDisabled);
  if (left.length === 0) return refuse('last-server', server, [own.index]);
  // Backups would take over, but a service that has only backups is one nobody meant to build.
  if (!own.isBackup && !own.isDisabled && left.every((other) => other.isBackup))
    return refuse(
      'last-server',
      server,
      left.map(({ index }) => index),
    );
  const references = referencesToServer(file, place, server);
  if (!references.ok) return references;
  if (references.value.known.length > 0)
    return refuse(
      'still-referenced',
      server,
      references.value.known.map(({ line }) => line),
    );
  if (references.value.unclear.length > 0)
    return refuse('unclear-reference', server, references.value.unclear);
  if (way === 'disable') return ok(withFlag(file, own, 'disabled', true));
  return ok(removeLines(file, own.index, own.index + 1));
}

/** Brings a `disabled` server back. */
export function restoreNode(file: HaproxyConfigFile, place: SectionPlace, server: string): Changed {
  const found = findServer(file, place, server);
  return found.ok ? ok(withFlag(file, found.value.server, 'disabled', false)) : found;
}

export interface NodeServerPlace {
  readonly place: SectionPlace;
  readonly server: string;
  readonly address: string;
  readonly port?: number;
  readonly isBackup: boolean;
  readonly isDisabled: boolean;
  /** 1-based. */
  readonly line: number;
}

/** Every server line that is this node, by any of its addresses or by its name where the line has a host name. */
export function serversOfNode(
  file: HaproxyConfigFile,
  node: { readonly name: string; readonly addresses: readonly string[] },
): readonly NodeServerPlace[] {
  const hosts = [node.name, ...node.addresses];
  return configSections(file)
    .filter(({ kind }) => kind === 'backend' || kind === 'listen')
    .flatMap((section) =>
      serverLines(file, section)
        .filter((server) => hosts.some((host) => isSameHost(host, server.host)))
        .map((server) => ({
          place: { kind: section.kind, ...(section.name === undefined ? {} : { name: section.name }) },
          server: server.name,
          address: server.host,
          ...(server.port === undefined ? {} : { port: server.port }),
          isBackup: server.isBackup,
          isDisabled: server.isDisabled,
          line: server.index + 1,
        })),
    );
}
