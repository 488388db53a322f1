/** Adds, changes and removes frontends, backends and listen sections from descriptions. Everything not named stays. */
import { ok, type Result } from '@/lib/base/result';
import { type ConfigChangeProblem, refuse } from './config-change';
import { type ConfigSectionRange, configSections, type HaproxyConfigFile } from './config-file';
import {
  cutSection,
  fileIndentation,
  findPlainSection,
  findSection,
  headingStart,
  indexesWhere,
  insertSection,
  lineText,
  ownEnd,
  removeLines,
  type SectionPlace,
} from './config-place';
import { findDirective, insertDirective, setDirective } from './directive-edit';
import type {
  BindDescription,
  CheckDescription,
  ProxyChange,
  ProxyDescription,
  ProxyKind,
} from './proxy-description';
import { bindWords, checkLines, proxyWords, timeoutWords, type Words } from './proxy-lines';
import { isCheckLine, readBind, readCheck } from './proxy-read';
import { isProxyName } from './proxy-values';
import { referencesToProxy } from './references';

type Changed = Result<HaproxyConfigFile, ConfigChangeProblem>;

const TAKES_CLIENTS: ReadonlySet<string> = new Set(['frontend', 'listen']);
const HAS_SERVERS: ReadonlySet<string> = new Set(['backend', 'listen']);

/**
 * Whether HAProxy would refuse both in one file: a frontend and a backend may share a name, two backends, two
 * frontends and a listen with either may not.
 */
export const namesClash = (a: string, b: string): boolean =>
  (TAKES_CLIENTS.has(a) && TAKES_CLIENTS.has(b)) || (HAS_SERVERS.has(a) && HAS_SERVERS.has(b));

export function clashingSections(
  file: HaproxyConfigFile,
  kind: string,
  name: string,
): readonly ConfigSectionRange[] {
  return configSections(file).filter((section) => section.name === name && namesClash(section.kind, kind));
}

/** @param after the section it comes behind; absent: at the end of the file */
export function addProxy(file: HaproxyConfigFile, proxy: ProxyDescription, after?: SectionPlace): Changed {
  const words = proxyWords(proxy);
  if (!words.ok) return words;
  const taken = clashingSections(file, proxy.kind, proxy.name);
  if (taken.length > 0)
    return refuse(
      'name-taken',
      proxy.name,
      taken.map((section) => section.start),
    );
  const previous = after === undefined ? undefined : findSection(file, after);
  if (previous && !previous.ok) return previous;
  if (previous?.value.isConditional) return refuse('conditional', proxy.name, [previous.value.start]);
  const indent = fileIndentation(file);
  const texts = [
    lineText('', [proxy.kind, proxy.name]),
    ...words.value.map((line) => lineText(indent, line)),
  ];
  return ok(insertSection(file, texts, previous?.value));
}

/** Refused while anything else in the file names it. */
export function removeProxy(
  file: HaproxyConfigFile,
  place: { readonly kind: ProxyKind; readonly name: string },
): Changed {
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  const references = referencesToProxy(file, place);
  const known = references.known.filter(
    ({ line }) => line < section.value.start || line >= section.value.end,
  );
  if (known.length > 0)
    return refuse(
      'still-referenced',
      place.name,
      known.map(({ line }) => line),
    );
  if (references.unclear.length > 0) return refuse('unclear-reference', place.name, references.unclear);
  if (references.dynamic.length > 0) return refuse('dynamic-reference', place.name, references.dynamic);
  return ok(cutSection(file, section.value));
}

/** The text `removeProxy` would take out, comment block above it included, for showing before it goes. */
export function proxyText(
  file: HaproxyConfigFile,
  place: SectionPlace,
): Result<readonly string[], ConfigChangeProblem> {
  const section = findSection(file, place);
  if (!section.ok) return section;
  const lines = file.lines.slice(headingStart(file, section.value), ownEnd(file, section.value));
  return ok(lines.map((line) => line.text));
}

/** Changes what is named, in the order of the fields, and nothing else. */
export function editProxy(
  file: HaproxyConfigFile,
  place: { readonly kind: ProxyKind; readonly name: string },
  change: ProxyChange,
): Changed {
  const { mode, defaultBackend, balance, check, timeouts = {} } = change;
  if (typeof defaultBackend === 'string' && !isProxyName(defaultBackend))
    return refuse('bad-name', defaultBackend);
  if (defaultBackend !== undefined && place.kind === 'backend')
    return refuse('keyword-not-allowed', 'default_backend');
  if (place.kind === 'frontend' && (balance || check))
    return refuse('keyword-not-allowed', balance ? 'balance' : 'option');
  const single: readonly (readonly [Words, Words | null | undefined])[] = [
    [['mode'], mode && [mode]],
    [['balance'], balance],
    [['default_backend'], typeof defaultBackend === 'string' ? [defaultBackend] : defaultBackend],
    ...Object.entries(timeouts).map(
      ([name, value]) => [['timeout', name], value ? [value] : value === null ? null : undefined] as const,
    ),
  ];
  for (const [name, value] of Object.entries(timeouts)) {
    const words = timeoutWords(name, value ?? undefined); // an empty value is refused here
    if (!words.ok) return words;
  }
  let changed: HaproxyConfigFile = file;
  for (const [key, values] of single) {
    const next = values === undefined ? ok(changed) : setOrUnset(changed, place, key, values);
    if (!next.ok) return next;
    changed = next.value;
  }
  return check === undefined ? ok(changed) : setCheck(changed, place, check);
}

/** Taking out what is not there is no mistake: the form said "none", and none it is. */
function setOrUnset(file: HaproxyConfigFile, place: SectionPlace, key: Words, values: Words | null): Changed {
  const set = setDirective(file, place, key, values ?? undefined);
  return !set.ok && values === null && set.error.reason === 'directive-not-found' ? ok(file) : set;
}

/** Replaces the health check; lines that stay the same stay untouched. */
function setCheck(file: HaproxyConfigFile, place: SectionPlace, check: CheckDescription | null): Changed {
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  const wanted = check === null ? ok([]) : checkLines(check);
  if (!wanted.ok) return wanted;
  const found = indexesWhere(file, section.value.start + 1, section.value.end, (_, line) =>
    isCheckLine(line.words.map((word) => word.value)),
  );
  const current = found.map((index) => (file.lines[index]?.words ?? []).map((word) => word.value));
  const described = readCheck(current);
  if (current.length > 0 && !described) return refuse('check-has-steps', place.name, found);
  if (check !== null && JSON.stringify(described) === JSON.stringify(check)) return ok(file);
  const keyOf = (words: Words): string => words.slice(0, 2).join(' ');
  let changed = file;
  for (const [at, index] of [...found.entries()].reverse()) {
    if (!wanted.value.some((words) => keyOf(words) === keyOf(current[at] ?? [])))
      changed = removeLines(changed, index, index + 1);
  }
  for (const words of wanted.value) {
    const next = setDirective(changed, place, words.slice(0, 2), words.slice(2));
    if (!next.ok) return next;
    changed = next.value;
  }
  return ok(changed);
}

/** A further address for clients to come to; the caller checks it against VIPs (`checkConfig`). */
export function addBind(
  file: HaproxyConfigFile,
  place: { readonly kind: 'frontend' | 'listen'; readonly name: string },
  bind: BindDescription,
): Changed {
  const words = bindWords(bind);
  if (!words.ok) return words;
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  return ok(insertDirective(file, section.value, words.value));
}

/** Takes out the line that binds exactly this address and port; a line with several addresses is refused. */
export function removeBind(
  file: HaproxyConfigFile,
  place: { readonly kind: 'frontend' | 'listen'; readonly name: string },
  bind: Pick<BindDescription, 'address' | 'port'>,
): Changed {
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  const found = findDirective(file, section.value, ['bind']).filter((index) => {
    const read = readBind((file.lines[index]?.words ?? []).map((word) => word.value));
    return read?.address === bind.address && read.port === bind.port;
  });
  const [index] = found;
  if (index === undefined) return refuse('directive-not-found', `bind ${bind.address}:${bind.port}`);
  if (found.length > 1) return refuse('ambiguous', `bind ${bind.address}:${bind.port}`, found);
  return ok(removeLines(file, index, index + 1));
}
