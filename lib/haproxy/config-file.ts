/**
 * haproxy.cfg as a list of lines that renders back byte for byte, with typed sections read from it. Comments, blank
 * lines, quoting, line breaks and everything unknown stay where they are; an edit touches the words it names.
 * Leaves out checking (`haproxy -c` does that) and environment variables.
 */
import { optional } from '@/lib/base/optional';
import { type ConfigLine, readConfigLine } from './config-line';
import { bindsOf, type DefaultServer, readDefaultServer, serverOf } from './config-view';
import type { HaproxyConfigReading } from './types';

export interface HaproxyConfigFile {
  readonly lines: readonly ConfigLine[];
}

/** A section's place: from its header line to the line before the next header. */
export interface ConfigSectionRange {
  readonly kind: string;
  readonly name?: string;
  /** 0-based, half-open. */
  readonly start: number;
  readonly end: number;
  /** `from` a named defaults section. */
  readonly from?: string;
  /** Inside `.if`: whether it is in force depends on the node. */
  readonly isConditional: boolean;
}

export type HaproxyConfigSection = HaproxyConfigReading['sections'][number];

/** Section keywords up to HAProxy 3.2. Others are recognised by layout, see `configSections`. */
const SECTION_KEYWORDS: ReadonlySet<string> = new Set([
  'global',
  'defaults',
  'frontend',
  'backend',
  'listen',
  'peers',
  'resolvers',
  'userlist',
  'mailers',
  'program',
  'http-errors',
  'ring',
  'cache',
  'log-forward',
  'log-profile',
  'fcgi-app',
  'crt-store',
  'traces',
  'acme',
  'healthcheck',
]);

export const isSectionKeyword = (word: string): boolean => SECTION_KEYWORDS.has(word);

/** Splits and reads every line; any text is accepted. */
export function parseHaproxyConfig(text: string): HaproxyConfigFile {
  const lines: ConfigLine[] = [];
  let at = 0;
  while (at < text.length) {
    const feed = text.indexOf('\n', at);
    if (feed === -1) {
      lines.push(readConfigLine(text.slice(at), ''));
      break;
    }
    const isCrLf = feed > at && text[feed - 1] === '\r';
    lines.push(readConfigLine(text.slice(at, isCrLf ? feed - 1 : feed), isCrLf ? '\r\n' : '\n'));
    at = feed + 1;
  }
  return { lines };
}

export const renderHaproxyConfig = (file: HaproxyConfigFile): string =>
  file.lines.map((line) => line.text + line.lineBreak).join('');

/** Lines HAProxy itself would refuse, 0-based; a file that has any cannot be what a running HAProxy read. */
export const configProblems = (
  file: HaproxyConfigFile,
): readonly { readonly line: number; readonly problem: string }[] =>
  file.lines.flatMap((line, index) => (line.problem ? [{ line: index, problem: line.problem }] : []));

/** A file never changes, so its sections are found once: checks ask for them again and again. */
const sectionsOf = new WeakMap<HaproxyConfigFile, readonly ConfigSectionRange[]>();

/** Finds every section. Lines before the first header belong to none. */
export function configSections(file: HaproxyConfigFile): readonly ConfigSectionRange[] {
  const known = sectionsOf.get(file);
  if (known) return known;
  const found = findSections(file);
  sectionsOf.set(file, found);
  return found;
}

function findSections(file: HaproxyConfigFile): readonly ConfigSectionRange[] {
  const sections: ConfigSectionRange[] = [];
  const opensBlock = linesBeforeIndentation(file);
  let depth = 0;
  let linesInSection = 0;
  let indentedInSection = 0;
  for (const [index, line] of file.lines.entries()) {
    const first = line.words[0]?.value;
    if (first === undefined) continue;
    if (first === '.if') depth += 1;
    else if (first === '.endif') depth = Math.max(0, depth - 1);
    if (first.startsWith('.')) continue;
    // A keyword of a newer HAProxy opens a section when the layout says so: not indented, while every line of the
    // section above and the line below are. In a file without indentation it stays part of the section above.
    const looksLikeHeader =
      linesInSection > 0 &&
      indentedInSection === linesInSection &&
      !isIndented(line) &&
      opensBlock.has(index);
    if (!SECTION_KEYWORDS.has(first) && !looksLikeHeader) {
      linesInSection += sections.length > 0 ? 1 : 0;
      indentedInSection += sections.length > 0 && isIndented(line) ? 1 : 0;
      continue;
    }
    const previous = sections.pop();
    if (previous) sections.push({ ...previous, end: index });
    sections.push({ ...headerOf(line), start: index, end: file.lines.length, isConditional: depth > 0 });
    linesInSection = 0;
    indentedInSection = 0;
  }
  return sections;
}

/** `kind [name] [from defaults]`. */
function headerOf(line: ConfigLine): Pick<ConfigSectionRange, 'kind' | 'name' | 'from'> {
  const [kind = '', ...rest] = line.words.map((word) => word.value);
  const name = rest[0] === 'from' ? undefined : rest[0];
  const from = rest[0] === 'from' ? rest[1] : rest[1] === 'from' ? rest[2] : undefined;
  return { kind, ...optional('name', name), ...optional('from', from) };
}

const isIndented = (line: ConfigLine): boolean => (line.words[0]?.start ?? 0) > 0;

/** Lines whose next line with words is indented. */
function linesBeforeIndentation(file: HaproxyConfigFile): ReadonlySet<number> {
  const found = new Set<number>();
  let isNextIndented = false;
  for (let index = file.lines.length - 1; index >= 0; index -= 1) {
    const line = file.lines[index];
    if (!line || line.words.length === 0) continue;
    if (isNextIndented) found.add(index);
    isNextIndented = isIndented(line);
  }
  return found;
}

/** The typed view: sections with their binds and servers, in file order. */
export function haproxyConfigView(file: HaproxyConfigFile): readonly HaproxyConfigSection[] {
  const defaults: { name?: string; server: DefaultServer }[] = [];
  return configSections(file).map((range) => {
    const inherited =
      range.from === undefined ? defaults.at(-1) : defaults.find((entry) => entry.name === range.from);
    const view = readSection(file, range, range.kind === 'defaults' ? undefined : inherited?.server);
    if (range.kind === 'defaults')
      defaults.push({ ...(range.name === undefined ? {} : { name: range.name }), server: view.server });
    return view.section;
  });
}

function readSection(
  file: HaproxyConfigFile,
  range: ConfigSectionRange,
  inherited: DefaultServer | undefined,
): { section: HaproxyConfigSection; server: DefaultServer } {
  const binds: HaproxyConfigSection['binds'][number][] = [];
  const servers: HaproxyConfigSection['servers'][number][] = [];
  const single = new Map<string, string>();
  let server: DefaultServer = inherited ?? { check: false };
  for (const line of file.lines.slice(range.start + 1, range.end)) {
    const [first, ...rest] = line.words.map((word) => word.value);
    if (first === 'bind') binds.push(...bindsOf(rest));
    else if (first === 'default-server') server = readDefaultServer(rest, server);
    else if (first === 'server') {
      const read = serverOf(rest, server);
      if (read) servers.push(read);
    } else if (
      (first === 'default_backend' || first === 'mode' || first === 'balance') &&
      rest[0] !== undefined
    ) {
      single.set(first, rest[0]);
    }
  }
  const option = (key: string, keyword: string) =>
    single.has(keyword) ? { [key]: single.get(keyword) } : {};
  const section: HaproxyConfigSection = {
    kind: range.kind,
    ...(range.name === undefined ? {} : { name: range.name }),
    line: range.start + 1,
    binds,
    servers,
    ...option('defaultBackend', 'default_backend'),
    ...option('mode', 'mode'),
    ...option('balance', 'balance'),
    ...(range.isConditional ? { conditional: true } : {}),
  };
  return { section, server };
}
