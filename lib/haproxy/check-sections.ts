/** What sections say about each other and about themselves: names, references, servers, checks, timeouts. */

import { isInCidr } from '@/lib/base/address';
import { optional } from '@/lib/base/optional';
import { hostKey, isSameHost } from './address';
import type { ConfigContext, ConfigProblem } from './check-types';
import { type ConfigSectionRange, configSections, type HaproxyConfigFile } from './config-file';
import { indexesWhere } from './config-place';
import { takesValue } from './config-view';
import { namesClash } from './proxy-edit';
import { defaultsOf, type ServerLine, serverLines } from './server-lines';

const isProxy = ({ kind }: ConfigSectionRange): boolean => /^(frontend|backend|listen)$/.test(kind);
const hasServers = ({ kind }: ConfigSectionRange): boolean => kind === 'backend' || kind === 'listen';

export function sectionProblems(file: HaproxyConfigFile, context: ConfigContext): readonly ConfigProblem[] {
  const sections = configSections(file);
  const wanted = namedBackends(file);
  return sections
    .filter(isProxy)
    .flatMap((section) => [
      ...nameProblems(section, sections),
      ...referenceProblems(file, section, sections),
      ...timeoutProblems(file, section),
      ...(hasServers(section) ? serverProblems(file, section, wanted, context) : []),
    ]);
}

/** Backends that some frontend sends requests to by name. */
function namedBackends(file: HaproxyConfigFile): ReadonlySet<string> {
  const lines = indexesWhere(
    file,
    0,
    file.lines.length,
    (keyword) => keyword === 'default_backend' || keyword === 'use_backend',
  );
  return new Set(lines.map((index) => file.lines[index]?.words[1]?.value ?? ''));
}

const at = (section: ConfigSectionRange, index: number) => ({
  line: index + 1,
  ...optional('section', section.name),
});

function nameProblems(
  section: ConfigSectionRange,
  sections: readonly ConfigSectionRange[],
): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const earlier = sections.find(
    (other) =>
      other.start < section.start && other.name === section.name && namesClash(other.kind, section.kind),
  );
  // Two branches of one `.if` may well define the same section.
  if (earlier && !earlier.isConditional && !section.isConditional)
    problems.push({
      ...at(section, section.start),
      id: 'duplicate-section',
      level: 'error',
      otherLine: earlier.start + 1,
      ...optional('what', section.name),
    });
  const { from } = section;
  if (from !== undefined && !sections.some(({ kind, name }) => kind === 'defaults' && name === from))
    problems.push({ ...at(section, section.start), id: 'missing-defaults', level: 'error', what: from });
  return problems;
}

function referenceProblems(
  file: HaproxyConfigFile,
  section: ConfigSectionRange,
  sections: readonly ConfigSectionRange[],
): readonly ConfigProblem[] {
  const lines = indexesWhere(
    file,
    section.start + 1,
    section.end,
    (keyword) => keyword === 'default_backend' || keyword === 'use_backend',
  );
  return lines.flatMap((index): readonly ConfigProblem[] => {
    const name = file.lines[index]?.words[1]?.value ?? '';
    if (name.includes('%'))
      return [{ ...at(section, index), id: 'dynamic-backend', level: 'info', what: name }];
    if (sections.some((other) => hasServers(other) && other.name === name)) return [];
    return [{ ...at(section, index), id: 'missing-backend', level: 'error', what: name }];
  });
}

const WANTED_TIMEOUTS: Readonly<Record<string, readonly string[]>> = {
  frontend: ['client'],
  backend: ['connect', 'server'],
  listen: ['client', 'connect', 'server'],
};

/** Without them a dead peer holds its connection for ever; HAProxy only warns. */
function timeoutProblems(file: HaproxyConfigFile, section: ConfigSectionRange): readonly ConfigProblem[] {
  const set = new Set<string>();
  const seen = new Set<number>();
  for (let from: ConfigSectionRange | undefined = section; from && !seen.has(from.start); ) {
    seen.add(from.start);
    for (const line of file.lines.slice(from.start + 1, from.end)) {
      const [keyword, name = ''] = line.words.map((word) => word.value);
      if (keyword === 'timeout') set.add(name);
    }
    from = defaultsOf(file, from);
  }
  return (WANTED_TIMEOUTS[section.kind] ?? [])
    .filter((name) => !set.has(name))
    .map((name) => ({
      ...at(section, section.start),
      id: 'missing-timeout' as const,
      level: 'warning' as const,
      what: name,
    }));
}

function serverProblems(
  file: HaproxyConfigFile,
  section: ConfigSectionRange,
  wanted: ReadonlySet<string>,
  context: ConfigContext,
): readonly ConfigProblem[] {
  const servers = serverLines(file, section);
  const needsServers =
    wanted.has(section.name ?? '') &&
    indexesWhere(file, section.start, section.end, answersItself).length === 0;
  const none: readonly ConfigProblem[] =
    servers.length === 0 && needsServers
      ? [{ ...at(section, section.start), id: 'no-servers', level: 'warning' }]
      : [];
  return [
    ...none,
    ...repeatedServers(section, servers),
    ...servers.flatMap((server) => [
      ...trackProblem(file, section, server, configSections(file)),
      ...checkProblem(section, server),
      ...networkProblems(section, server, context),
    ]),
  ];
}

/** Directives by which a section answers or fills itself without `server` lines. */
const answersItself = (keyword: string): boolean =>
  /^(server-template|stats|redirect|http-request|http-error|dispatch|errorfile|use-fcgi-app)$/.test(keyword);

/** Servers whose name or address another one above has already. */
function repeatedServers(
  section: ConfigSectionRange,
  servers: readonly ServerLine[],
): readonly ConfigProblem[] {
  const [names, addresses] = [new Map<string, number>(), new Map<string, number>()];
  return servers.flatMap((server): readonly ConfigProblem[] => {
    const address = `${hostKey(server.host)} ${server.port ?? ''}`;
    const [sameName, sameAddress] = [names.get(server.name), addresses.get(address)];
    if (sameName === undefined) names.set(server.name, server.index);
    if (sameAddress === undefined) addresses.set(address, server.index);
    const place = { ...at(section, server.index), what: server.name };
    if (sameName !== undefined)
      return [{ ...place, id: 'duplicate-server', level: 'error', otherLine: sameName + 1 }];
    return sameAddress === undefined
      ? []
      : [{ ...place, id: 'duplicate-address', level: 'warning', otherLine: sameAddress + 1 }];
  });
}

function parameterOf(server: ServerLine, name: string): string | undefined {
  const words = server.line.words.map((word) => word.value);
  for (let index = 3; index < words.length; index += 1) {
    if (words[index] === name) return words[index + 1];
    if (takesValue(words[index] ?? '')) index += 1;
  }
  return undefined;
}

function trackProblem(
  file: HaproxyConfigFile,
  section: ConfigSectionRange,
  server: ServerLine,
  sections: readonly ConfigSectionRange[],
): readonly ConfigProblem[] {
  const target = parameterOf(server, 'track');
  if (target === undefined) return [];
  const [first = '', second] = target.split('/');
  const place =
    second === undefined ? section : sections.find((other) => hasServers(other) && other.name === first);
  const isThere = place && serverLines(file, place).some(({ name }) => name === (second ?? first));
  return isThere
    ? []
    : [{ ...at(section, server.index), id: 'missing-track-target', level: 'error', what: target }];
}

/** Without check HAProxy sends requests to a dead server for ever; with `track` another check speaks for it. */
function checkProblem(section: ConfigSectionRange, server: ServerLine): readonly ConfigProblem[] {
  if (server.isChecked || parameterOf(server, 'track') !== undefined) return [];
  return [{ ...at(section, server.index), id: 'no-check', level: 'warning', what: server.name }];
}

/** The internal network carries traffic to servers; a VIP as server would come back to HAProxy itself. */
function networkProblems(
  section: ConfigSectionRange,
  server: ServerLine,
  context: ConfigContext,
): readonly ConfigProblem[] {
  const place = { ...at(section, server.index), what: server.host };
  if (!/^[0-9a-f:.]+$/i.test(server.host) || isInCidr('127.0.0.0/8', server.host)) return [];
  if (context.vips.some(({ address }) => isSameHost(address, server.host)))
    return [{ ...place, id: 'server-is-vip', level: 'warning' }];
  const network = context.networks.find(({ cidr }) => isInCidr(cidr, server.host));
  const hasTenGigabit = context.networks.some(({ role }) => role === '10g');
  if (!network)
    return context.networks.length === 0
      ? []
      : [{ ...place, id: 'server-outside-networks', level: 'warning' }];
  return network.role !== '10g' && hasTenGigabit
    ? [{ ...place, id: 'server-on-1g-network', level: 'warning' }]
    : [];
}
