/**
 * The two shapes of a service behind HAProxy (reference 3.1, 3.2): every server equal, or one that serves and `backup`
 * on all others. Where Pacemaker decides who serves, all servers are equal too: the file cannot tell, the caller knows.
 */
import { ok, type Result } from '@/lib/base/result';
import { type ConfigChangeProblem, refuse } from './config-change';
import type { ConfigSectionRange, HaproxyConfigFile } from './config-file';
import { configSections } from './config-file';
import { findPlainSection, findSection, indexesWhere, type SectionPlace } from './config-place';
import { type ServerLine, serverLines, withFlag } from './server-lines';

export type ServiceShapeKind =
  | 'active-active'
  | 'active-standby'
  /** One server: nothing takes over. */
  | 'single'
  | 'empty'
  /** Several active ones beside backups, or backups alone. */
  | 'mixed'
  /** `server-template`: servers come from DNS. */
  | 'discovered';

/** From a reading that has no more than the servers: nobody is counted out. */
export function shapeOfServers(servers: readonly { readonly backup: boolean }[]): ServiceShapeKind {
  const standby = servers.filter((server) => server.backup).length;
  return shapeOfCounts(servers.length - standby, standby);
}

export interface ServiceDescription {
  readonly kind: ServiceShapeKind;
  readonly place: SectionPlace;
  /** Servers that take requests while they are UP, `disabled` ones left out. */
  readonly active: readonly string[];
  readonly standby: readonly string[];
  readonly disabled: readonly string[];
  /** Active servers with different shares. */
  readonly hasWeights: boolean;
  /** Once a standby serves it keeps serving: `stick-table … size 1 nopurge` (reference 3.2). */
  readonly staysAfterFailover: boolean;
  /** `option allbackups`: all standbys serve at once when the active one is gone. */
  readonly usesAllBackups: boolean;
  /** Frontends that send requests here by a fixed name; the section itself for `listen`. */
  readonly entrances: readonly SectionPlace[];
}

export function describeService(
  file: HaproxyConfigFile,
  place: SectionPlace,
): Result<ServiceDescription, ConfigChangeProblem> {
  const found = findSection(file, place);
  if (!found.ok) return found;
  const section = found.value;
  const servers = serverLines(file, section);
  const usable = servers.filter((server) => !server.isDisabled);
  const active = usable.filter((server) => !server.isBackup);
  const standby = usable.filter((server) => server.isBackup);
  return ok({
    kind: shapeOf(file, section, active.length, standby.length),
    place,
    active: active.map(({ name }) => name),
    standby: standby.map(({ name }) => name),
    disabled: servers.filter((server) => server.isDisabled).map(({ name }) => name),
    hasWeights: new Set(active.map(({ weight }) => weight)).size > 1,
    staysAfterFailover: hasLine(
      file,
      section,
      (words) => words[0] === 'stick-table' && words.includes('nopurge') && hasPair(words, 'size', '1'),
    ),
    usesAllBackups: hasLine(file, section, (words) => words[0] === 'option' && words[1] === 'allbackups'),
    entrances: entrancesOf(file, section),
  });
}

function shapeOf(
  file: HaproxyConfigFile,
  section: ConfigSectionRange,
  active: number,
  standby: number,
): ServiceShapeKind {
  if (hasLine(file, section, (words) => words[0] === 'server-template')) return 'discovered';
  return shapeOfCounts(active, standby);
}

function shapeOfCounts(active: number, standby: number): ServiceShapeKind {
  if (active + standby === 0) return 'empty';
  if (active + standby === 1) return 'single';
  if (standby === 0) return 'active-active';
  return active === 1 ? 'active-standby' : 'mixed';
}

const hasLine = (
  file: HaproxyConfigFile,
  section: ConfigSectionRange,
  fits: (words: readonly string[]) => boolean,
): boolean =>
  indexesWhere(file, section.start + 1, section.end, (_, line) => fits(line.words.map((word) => word.value)))
    .length > 0;

const hasPair = (words: readonly string[], name: string, value: string): boolean =>
  words[words.indexOf(name) + 1] === value && words.includes(name);

function entrancesOf(file: HaproxyConfigFile, section: ConfigSectionRange): readonly SectionPlace[] {
  const places: SectionPlace[] = section.kind === 'listen' ? [placeOf(section)] : [];
  for (const other of configSections(file)) {
    const leads = hasLine(
      file,
      other,
      ([keyword, name]) =>
        (keyword === 'default_backend' || keyword === 'use_backend') && name === section.name,
    );
    if (leads && other.kind !== 'defaults' && other.start !== section.start) places.push(placeOf(other));
  }
  return places;
}

const placeOf = ({ kind, name }: ConfigSectionRange): SectionPlace => ({
  kind,
  ...(name === undefined ? {} : { name }),
});

export type WantedShape =
  | { readonly kind: 'active-active' }
  | { readonly kind: 'active-standby'; readonly primary: string };

/**
 * Gives a service its shape by the word `backup` alone; weights, order and everything else stay. Disabled servers are
 * shaped too: they come back one day.
 */
export function shapeService(
  file: HaproxyConfigFile,
  place: SectionPlace,
  shape: WantedShape,
): Result<HaproxyConfigFile, ConfigChangeProblem> {
  const found = findPlainSection(file, place);
  if (!found.ok) return found;
  const servers = serverLines(file, found.value);
  const problem = shapeProblem(file, found.value, servers, shape);
  if (problem) return problem;
  // A line keeps its number while words change, so the servers read before stay valid one by one.
  let changed = file;
  for (const server of servers) {
    const isBackup = shape.kind === 'active-standby' && server.name !== shape.primary;
    changed = withFlag(changed, server, 'backup', isBackup);
  }
  return ok(changed);
}

function shapeProblem(
  file: HaproxyConfigFile,
  section: ConfigSectionRange,
  servers: readonly ServerLine[],
  shape: WantedShape,
) {
  if (hasLine(file, section, (words) => words[0] === 'server-template'))
    return refuse('servers-not-listed', section.name, [section.start]);
  const broken = servers.find((server) => server.line.problem);
  if (broken) return refuse('line-is-broken', broken.name, [broken.index]);
  if (servers.length < 2) return refuse('too-few-servers', section.name, [section.start]);
  if (shape.kind === 'active-active') return undefined;
  const primary = servers.filter(({ name }) => name === shape.primary);
  if (primary.length > 1)
    return refuse(
      'ambiguous',
      shape.primary,
      primary.map(({ index }) => index),
    );
  const [only] = primary;
  if (!only) return refuse('server-not-found', shape.primary);
  // Everything else would be a backup of a server that never serves.
  return only.isDisabled ? refuse('bad-value', shape.primary, [only.index]) : undefined;
}
