/** Adds, changes and removes `server` lines. A line that changes keeps its spacing, comment and unknown parameters. */
import { ok, type Result } from '@/lib/base/result';
import { isSameHost, joinHostPort } from './address';
import { type ConfigChangeProblem, refuse } from './config-change';
import { editServer, type ServerEdit } from './config-edit';
import type { ConfigSectionRange, HaproxyConfigFile } from './config-file';
import {
  findPlainSection,
  indentationAt,
  indexesWhere,
  insertLines,
  lineText,
  ownEnd,
  removeLines,
  type SectionPlace,
} from './config-place';
import type { ServerDescription } from './proxy-description';
import { serverWords } from './proxy-lines';
import { durationMs, isHost, isPort } from './proxy-values';
import { referencesToServer } from './references';
import { type ServerLine, serverLines, withFlag } from './server-lines';

type Changed = Result<HaproxyConfigFile, ConfigChangeProblem>;

/** The server that already has the name, or the address and port. */
export function takenBy(
  servers: readonly ServerLine[],
  wanted: Pick<ServerDescription, 'name' | 'address' | 'port'>,
): Result<true, ConfigChangeProblem> {
  const name = servers.find((server) => server.name === wanted.name);
  if (name) return refuse('name-taken', wanted.name, [name.index]);
  const address = servers.find(
    (server) => isSameHost(server.host, wanted.address) && server.port === wanted.port,
  );
  return address
    ? refuse('address-taken', joinHostPort(wanted.address, wanted.port), [address.index])
    : ok(true);
}

/** Behind the last server of the section. */
export function addServer(file: HaproxyConfigFile, place: SectionPlace, server: ServerDescription): Changed {
  if (place.kind !== 'backend' && place.kind !== 'listen') return refuse('keyword-not-allowed', 'server');
  const words = serverWords(server);
  if (!words.ok) return words;
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  const servers = serverLines(file, section.value);
  const taken = takenBy(servers, server);
  if (!taken.ok) return taken;
  const index = serverInsertionIndex(file, section.value);
  const indent = indentationAt(file, section.value, index);
  return ok(insertLines(file, index, [lineText(indent, words.value)]));
}

/** Behind the last server line, else behind the last line with words. */
export function serverInsertionIndex(file: HaproxyConfigFile, section: ConfigSectionRange): number {
  const fits = (keyword: string): boolean => keyword === 'server' || keyword === 'server-template';
  const last = indexesWhere(file, section.start + 1, section.end, fits).at(-1);
  return last === undefined ? ownEnd(file, section) : last + 1;
}

/** What a form changes of a server: absent keeps, null takes out. The name has `renameServer`. */
export interface ServerChange {
  readonly address?: string;
  /** With `address`: its port; alone: a new port of the old address. */
  readonly port?: number;
  readonly check?: boolean;
  readonly backup?: boolean;
  readonly ssl?: boolean;
  readonly inter?: string | null;
  readonly fall?: number | null;
  readonly rise?: number | null;
  readonly weight?: number | null;
  readonly verify?: 'none' | 'required' | null;
}

export function changeServer(
  file: HaproxyConfigFile,
  place: SectionPlace,
  name: string,
  change: ServerChange,
): Changed {
  const found = findServer(file, place, name);
  if (!found.ok) return found;
  const { server, others } = found.value;
  const problem = changeProblem(change);
  if (problem) return problem;
  const address = change.address ?? server.host;
  const port = change.port ?? server.port;
  const isMoved = change.address !== undefined || change.port !== undefined;
  if (isMoved) {
    const taken = takenBy(others, { name, address, ...(port === undefined ? {} : { port }) });
    if (!taken.ok) return taken;
  }
  const values = (['inter', 'fall', 'rise', 'weight', 'verify'] as const).flatMap((key) => {
    const value = change[key];
    return value === undefined ? [] : [[key, value === null ? undefined : String(value)] as const];
  });
  const edit: ServerEdit = {
    ...(isMoved ? { address: joinHostPort(address, port) } : {}),
    flags: change.ssl === undefined ? {} : { ssl: change.ssl },
    values: Object.fromEntries(values),
  };
  const where = { sectionKind: place.kind, sectionName: place.name ?? '', server: name };
  const edited = editServer(file, where, edit);
  if (!edited.ok) return refuse(edited.error, name, [server.index]);
  return setFlags(edited.value, place, name, change);
}

function setFlags(file: HaproxyConfigFile, place: SectionPlace, name: string, change: ServerChange): Changed {
  let changed = file;
  for (const flag of ['check', 'backup'] as const) {
    const isOn = change[flag];
    const found = isOn === undefined ? undefined : findServer(changed, place, name);
    if (found && !found.ok) return found;
    if (found && isOn !== undefined) changed = withFlag(changed, found.value.server, flag, isOn);
  }
  return ok(changed);
}

function changeProblem(change: ServerChange) {
  const { address, port, inter } = change;
  if (address !== undefined && !isHost(address)) return refuse('bad-address', address);
  if (port !== undefined && !isPort(port)) return refuse('bad-value', String(port));
  if (typeof inter === 'string' && durationMs(inter) === undefined) return refuse('bad-value', inter);
  const numbers: readonly (readonly [number | null | undefined, number, number])[] = [
    [change.fall, 1, 65_535],
    [change.rise, 1, 65_535],
    [change.weight, 0, 256],
  ];
  const bad = numbers.find(
    ([value, low, high]) =>
      typeof value === 'number' && !(Number.isInteger(value) && value >= low && value <= high),
  );
  return bad ? refuse('bad-value', String(bad[0])) : undefined;
}

/** One server of a plain section, found exactly once, and the others. */
export function findServer(
  file: HaproxyConfigFile,
  place: SectionPlace,
  name: string,
): Result<
  {
    readonly server: ServerLine;
    readonly others: readonly ServerLine[];
    readonly section: ConfigSectionRange;
  },
  ConfigChangeProblem
> {
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  const servers = serverLines(file, section.value);
  const found = servers.filter((server) => server.name === name);
  const [server] = found;
  if (!server) return refuse('server-not-found', name);
  if (found.length > 1)
    return refuse(
      'ambiguous',
      name,
      found.map(({ index }) => index),
    );
  if (server.line.problem) return refuse('line-is-broken', name, [server.index]);
  return ok({ server, others: servers.filter((other) => other !== server), section: section.value });
}

/** Refused while a `track`, a `use-server` or an expression names it. */
export function removeServer(file: HaproxyConfigFile, place: SectionPlace, name: string): Changed {
  const found = findServer(file, place, name);
  if (!found.ok) return found;
  const references = referencesToServer(file, place, name);
  if (!references.ok) return references;
  const { known, unclear } = references.value;
  const lines = known.map(({ line }) => line);
  if (known.length > 0) return refuse('still-referenced', name, lines);
  if (unclear.length > 0) return refuse('unclear-reference', name, unclear);
  return ok(removeLines(file, found.value.server.index, found.value.server.index + 1));
}
