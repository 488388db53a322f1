/**
 * Everything in haproxy.cfg that names a proxy or a server, and renaming with all of it. Names can also hide where no
 * reader can be sure (sample expressions) or come to be while HAProxy runs (`%[…]`, maps): then a rename is refused.
 */
import { ok, type Result } from '@/lib/base/result';
import { type ConfigChangeProblem, refuse } from './config-change';
import { replaceLine } from './config-edit';
import { configSections, type HaproxyConfigFile } from './config-file';
import { type ConfigLine, readConfigLine } from './config-line';
import { findPlainSection, type SectionPlace } from './config-place';
import { takesValue } from './config-view';
import type { ProxyKind } from './proxy-description';
import { isProxyName, isServerName } from './proxy-values';

/** Bytes of a line that are a name. */
export interface NameReference {
  /** 0-based. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface References {
  readonly known: readonly NameReference[];
  /** 0-based lines. */
  readonly unclear: readonly number[];
  readonly dynamic: readonly number[];
}

/** Sample fetches whose argument is a backend, a server of one, or a frontend (manual 7.3.2). */
const BACKEND_FETCHES =
  'nbsrv|be_conn|be_conn_free|be_sess_rate|be_server_timeout|be_tunnel_timeout|avg_queue|queue|connslots|srv_is_up|srv_conn|srv_conn_free|srv_queue|srv_sess_rate|srv_weight|srv_iweight|srv_uweight';
const FRONTEND_FETCHES = 'fe_conn|fe_req_rate|fe_sess_rate';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** References to a proxy, its own header left out. */
export function referencesToProxy(
  file: HaproxyConfigFile,
  place: { readonly kind: ProxyKind; readonly name: string },
): References {
  const known: NameReference[] = [];
  const unclear: number[] = [];
  const dynamic: number[] = [];
  const hasServers = place.kind !== 'frontend';
  for (const [index, line] of file.lines.entries()) {
    const spans = proxySpans(line, place);
    known.push(...spans.map((span) => ({ line: index, ...span })));
    if (isUnclear(line, place.name, spans, 'prefix')) unclear.push(index);
    if (hasServers && line.words[0]?.value === 'use_backend' && isDynamic(line.words[1]?.value))
      dynamic.push(index);
  }
  return { known, unclear, dynamic };
}

const isDynamic = (name: string | undefined): boolean => name?.includes('%') ?? false;

interface Span {
  readonly start: number;
  readonly end: number;
}

function proxySpans(
  line: ConfigLine,
  { kind, name }: { readonly kind: ProxyKind; readonly name: string },
): readonly Span[] {
  const [keyword, second] = line.words;
  const spans: Span[] = [];
  const whole = (index: number) => {
    const word = line.words[index];
    if (word?.value === name) spans.push({ start: word.start, end: word.end });
  };
  if (kind !== 'frontend') {
    if (keyword?.value === 'default_backend' || keyword?.value === 'use_backend') whole(1);
    // Stick tables are named after the section that has them; `stats scope` shows one section.
    for (const [index, word] of line.words.entries()) {
      if (index > 0 && word.value === 'table') whole(index + 1);
    }
  }
  if (keyword?.value === 'stats' && second?.value === 'scope') whole(2);
  if (keyword?.value === 'server' || keyword?.value === 'default-server') {
    for (let index = 1; index < line.words.length; index += 1) {
      const word = line.words[index];
      if (word?.value === 'track') spans.push(...prefixSpan(line, index + 1, name));
      if (takesValue(word?.value ?? '')) index += 1;
    }
  }
  const fetches = kind === 'backend' ? BACKEND_FETCHES : `${BACKEND_FETCHES}|${FRONTEND_FETCHES}`;
  const fetched = kind === 'frontend' ? FRONTEND_FETCHES : fetches;
  return [...spans, ...callSpans(line, fetched, name, '(?=[/),])')];
}

/** `BACKEND/SERVER`, where the word is written without quotes. */
function prefixSpan(line: ConfigLine, index: number, name: string): readonly Span[] {
  const word = line.words[index];
  if (!word?.value.startsWith(`${name}/`) || !line.text.startsWith(`${name}/`, word.start)) return [];
  return [{ start: word.start, end: word.start + name.length }];
}

/** `fetch(NAME…)` in the words of a line, comments left out. */
function callSpans(line: ConfigLine, fetches: string, name: string, after: string): readonly Span[] {
  const end = line.words.at(-1)?.end ?? 0;
  const pattern = new RegExp(`(?<![A-Za-z0-9_.])(?:${fetches})\\(${escaped(name)}${after}`, 'g');
  return Array.from(line.text.slice(0, end).matchAll(pattern), (match) => {
    const last = match.index + match[0].length;
    return { start: last - name.length, end: last };
  });
}

/**
 * The name stands in the line more often than it is understood there: as an argument of an expression that is not
 * known to take a proxy's name, or behind `track` in a spelling with quotes or escapes.
 */
function isUnclear(
  line: ConfigLine,
  name: string,
  spans: readonly Span[],
  match: 'prefix' | 'whole',
): boolean {
  const pattern = new RegExp(`[(,]\\s*${escaped(name)}\\s*(?=[,)/])`, 'g');
  const text = line.text.slice(0, line.words.at(-1)?.end ?? 0);
  const mentions = Array.from(text.matchAll(pattern), (found) => found.index + found[0].trimEnd().length);
  if (mentions.some((end) => !spans.some((span) => span.end === end))) return true;
  return line.words.some((word, index) => {
    const value = line.words[index + 1];
    if (word.value !== 'track' || !value) return false;
    const names = match === 'whole' ? value.value === name : value.value.startsWith(`${name}/`);
    return names && !spans.some((span) => span.start >= value.start && span.end <= value.end);
  });
}

/** Renames a section and everything that names it. */
export function renameProxy(
  file: HaproxyConfigFile,
  place: { readonly kind: ProxyKind; readonly name: string },
  to: string,
): Result<HaproxyConfigFile, ConfigChangeProblem> {
  if (!isProxyName(to)) return refuse('bad-name', to);
  if (to === place.name) return ok(file);
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  const taken = configSections(file).filter(
    // Also a frontend and a backend: allowed, but afterwards no reference could say which one is meant.
    (other) => other.name === to && ['frontend', 'backend', 'listen'].includes(other.kind),
  );
  const shares = configSections(file).filter(({ name, kind }) => name === place.name && kind !== place.kind);
  if (taken.some(({ kind }) => kind === place.kind || kind === 'listen' || place.kind === 'listen'))
    return refuse(
      'name-taken',
      to,
      taken.map(({ start }) => start),
    );
  const references = referencesToProxy(file, place);
  if (references.dynamic.length > 0) return refuse('dynamic-reference', place.name, references.dynamic);
  // `table NAME` and `stats scope NAME` may mean the frontend of the same name.
  const unsure = shares.length > 0 ? references.known.filter(({ line }) => isSharedWord(file, line)) : [];
  const unclear = [...references.unclear, ...unsure.map(({ line }) => line)];
  if (unclear.length > 0) return refuse('unclear-reference', place.name, unclear);
  const header = file.lines[section.value.start];
  const own = header?.words[1];
  if (!header || !own) return refuse('line-is-broken', undefined, [section.value.start]);
  return ok(
    replaceNames(
      file,
      [...references.known, { line: section.value.start, start: own.start, end: own.end }],
      to,
    ),
  );
}

function isSharedWord(file: HaproxyConfigFile, index: number): boolean {
  const words = (file.lines[index]?.words ?? []).map((word) => word.value);
  return words.includes('table') || (words[0] === 'stats' && words[1] === 'scope');
}

/** References to a server, its own line left out. Named inside its section alone, elsewhere as `BACKEND/SERVER`. */
export function referencesToServer(
  file: HaproxyConfigFile,
  place: SectionPlace,
  server: string,
): Result<References, ConfigChangeProblem> {
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  const full = `${place.name ?? ''}/${server}`;
  const known: NameReference[] = [];
  const unclear: number[] = [];
  const dynamic: number[] = [];
  for (const [index, line] of file.lines.entries()) {
    const isInside = index > section.value.start && index < section.value.end;
    const spans = serverSpans(line, full, server, isInside);
    known.push(...spans.map((span) => ({ line: index, ...span })));
    if (isUnclear(line, full, spans, 'whole')) unclear.push(index);
    if (isInside && line.words[0]?.value === 'use-server' && isDynamic(line.words[1]?.value))
      dynamic.push(index);
  }
  return ok({ known, unclear, dynamic });
}

function serverSpans(line: ConfigLine, full: string, server: string, isInside: boolean): readonly Span[] {
  const spans: Span[] = [];
  const keyword = line.words[0]?.value;
  const word = line.words[1];
  if (isInside && keyword === 'use-server' && word?.value === server)
    spans.push({ start: word.start, end: word.end });
  if (keyword === 'server' || keyword === 'default-server') {
    for (let index = 1; index < line.words.length; index += 1) {
      const value = line.words[index + 1];
      const isOwn = value?.value === full || (isInside && value?.value === server);
      const isPlain = value !== undefined && line.text.slice(0, value.end).endsWith(server);
      if (line.words[index]?.value === 'track' && value && isOwn && isPlain)
        spans.push({ start: value.end - server.length, end: value.end });
      if (takesValue(line.words[index]?.value ?? '')) index += 1;
    }
  }
  return [
    ...spans,
    ...callSpans(line, BACKEND_FETCHES, full, '(?=[),])').map(({ end }) => ({
      start: end - server.length,
      end,
    })),
  ];
}

/** Renames a server and everything that names it. */
export function renameServer(
  file: HaproxyConfigFile,
  place: SectionPlace,
  server: string,
  to: string,
): Result<HaproxyConfigFile, ConfigChangeProblem> {
  if (!isServerName(to)) return refuse('bad-name', to);
  if (to === server) return ok(file);
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  const linesOf = (name: string) =>
    file.lines.flatMap(({ words }, index) =>
      index > section.value.start &&
      index < section.value.end &&
      words[0]?.value === 'server' &&
      words[1]?.value === name
        ? [index]
        : [],
    );
  const own = linesOf(server);
  const [index] = own;
  if (index === undefined) return refuse('server-not-found', server);
  if (own.length > 1) return refuse('ambiguous', server, own);
  if (linesOf(to).length > 0) return refuse('name-taken', to, linesOf(to));
  const references = referencesToServer(file, place, server);
  if (!references.ok) return references;
  const { known, unclear, dynamic } = references.value;
  if (dynamic.length > 0) return refuse('dynamic-reference', server, dynamic);
  if (unclear.length > 0) return refuse('unclear-reference', server, unclear);
  const word = file.lines[index]?.words[1];
  if (!word) return refuse('line-is-broken', undefined, [index]);
  return ok(replaceNames(file, [...known, { line: index, start: word.start, end: word.end }], to));
}

/** Replaces from the end of each line, so that earlier places stay where they are. */
function replaceNames(
  file: HaproxyConfigFile,
  places: readonly NameReference[],
  to: string,
): HaproxyConfigFile {
  let changed = file;
  for (const { line: index, start, end } of places.toSorted((a, b) => b.start - a.start)) {
    const line = changed.lines[index];
    if (!line) continue;
    const text = line.text.slice(0, start) + to + line.text.slice(end);
    changed = replaceLine(changed, index, readConfigLine(text, line.lineBreak));
  }
  return changed;
}
