/**
 * Two configurations compared as what people mean by them: sections, servers, binds and directives that came, went or
 * changed. Comments and order are left to the text diff, which is there for everything.
 */
import { optional } from '@/lib/base/optional';
import { configSections, type HaproxyConfigFile, parseHaproxyConfig } from './config-file';
import type { SectionPlace } from './config-place';
import { takesValue } from './config-view';
import { sectionWords } from './proxy-read';
import { unifiedDiff } from './text-diff';

type Words = readonly string[];

export interface AttributeChange {
  readonly name: string;
  /** Absent: it was not there. An empty text: a word without value. */
  readonly before?: string;
  readonly after?: string;
}

export type ConfigDifference =
  | {
      readonly kind: 'section-added' | 'section-removed';
      readonly place: SectionPlace;
      readonly lines: number;
    }
  | { readonly kind: 'section-renamed'; readonly place: SectionPlace; readonly to: string }
  | {
      readonly kind: 'server-added' | 'server-removed' | 'bind-added' | 'bind-removed';
      readonly place: SectionPlace;
      /** Server name or bound address. */
      readonly name: string;
      readonly words: Words;
    }
  | {
      readonly kind: 'server-changed' | 'bind-changed';
      readonly place: SectionPlace;
      readonly name: string;
      readonly changes: readonly AttributeChange[];
    }
  /** One directive that a section has once, such as `timeout client`. */
  | { readonly kind: 'directive-changed'; readonly place: SectionPlace; readonly change: AttributeChange }
  /** Lines whose order matters or that Haven has no name for. */
  | {
      readonly kind: 'lines-changed';
      readonly place: SectionPlace;
      readonly removed: readonly Words[];
      readonly added: readonly Words[];
    };

export interface ConfigComparison {
  readonly differences: readonly ConfigDifference[];
  /** `diff -u`; not empty while `differences` is: only comments, spacing or order changed. */
  readonly text: readonly string[];
}

interface Section {
  readonly place: SectionPlace;
  readonly from?: string;
  readonly body: readonly Words[];
}

export function compareConfigs(before: string, after: string): ConfigComparison {
  const [old, now] = [sectionsOf(parseHaproxyConfig(before)), sectionsOf(parseHaproxyConfig(after))];
  const differences: ConfigDifference[] = [];
  const renamed = new Map<string, string>();
  for (const [key, section] of old) {
    if (now.has(key)) continue;
    // Same kind, same body, another name: a rename, as long as nothing else could have become it.
    const twins = [...now].filter(([other, one]) => !old.has(other) && isTwin(section, one));
    const [twin] = twins;
    if (twin && twins.length === 1 && section.body.length > 0 && !renamed.has(twin[0])) {
      renamed.set(twin[0], key);
      differences.push({ kind: 'section-renamed', place: section.place, to: twin[1].place.name ?? '' });
    } else differences.push({ kind: 'section-removed', place: section.place, lines: section.body.length });
  }
  for (const [key, section] of now) {
    const was = old.get(key);
    if (was) differences.push(...compareSections(was, section));
    else if (!renamed.has(key))
      differences.push({ kind: 'section-added', place: section.place, lines: section.body.length });
  }
  return { differences, text: unifiedDiff(before, after) };
}

const isTwin = (a: Section, b: Section): boolean =>
  a.place.kind === b.place.kind && a.from === b.from && JSON.stringify(a.body) === JSON.stringify(b.body);

/** By kind and name; sections that share both are counted, in order. */
function sectionsOf(file: HaproxyConfigFile): ReadonlyMap<string, Section> {
  const found = new Map<string, Section>();
  for (const section of configSections(file)) {
    const place = { kind: section.kind, ...optional('name', section.name) };
    let key = JSON.stringify([section.kind, section.name ?? null]);
    while (found.has(key)) key += '+';
    found.set(key, { place, ...optional('from', section.from), body: sectionWords(file, section) });
  }
  return found;
}

function compareSections(before: Section, after: Section): readonly ConfigDifference[] {
  const { place } = after;
  const rest = (section: Section): readonly Words[] =>
    section.body.filter(([keyword]) => keyword !== 'server' && keyword !== 'bind');
  const from: readonly ConfigDifference[] =
    before.from === after.from
      ? []
      : [
          {
            kind: 'directive-changed',
            place,
            change: { name: 'from', ...optional('before', before.from), ...optional('after', after.from) },
          },
        ];
  return [
    ...from,
    ...compareNamed(place, before.body, after.body, 'bind', 1),
    ...compareNamed(place, before.body, after.body, 'server', 2),
    ...compareDirectives(place, rest(before), rest(after)),
  ];
}

/** Lines that are told apart by their first value: servers by name, binds by address. */
function compareNamed(
  place: SectionPlace,
  before: readonly Words[],
  after: readonly Words[],
  keyword: 'server' | 'bind',
  fixed: 1 | 2,
): readonly ConfigDifference[] {
  const named = (lines: readonly Words[]) => {
    const found = new Map<string, Words>();
    for (const words of lines) {
      if (words[0] !== keyword) continue;
      let key = words[1] ?? '';
      while (found.has(key)) key += ' ';
      found.set(key, words);
    }
    return found;
  };
  const [old, now] = [named(before), named(after)];
  const differences: ConfigDifference[] = [];
  for (const [key, words] of old) {
    if (!now.has(key))
      differences.push({ kind: `${keyword}-removed`, place, name: key.trim(), words: words.slice(2) });
  }
  for (const [key, words] of now) {
    const was = old.get(key);
    if (!was) differences.push({ kind: `${keyword}-added`, place, name: key.trim(), words: words.slice(2) });
    else if (JSON.stringify(was) !== JSON.stringify(words)) {
      const changes = attributeChanges(attributesOf(was, fixed), attributesOf(words, fixed));
      differences.push({ kind: `${keyword}-changed`, place, name: key.trim(), changes });
    }
  }
  return differences;
}

/** Parameters by name; a parameter that is said twice keeps both values, a server's address is one too. */
function attributesOf(words: Words, fixed: 1 | 2): ReadonlyMap<string, string> {
  const found = new Map<string, string>(fixed === 2 ? [['address', words[2] ?? '']] : []);
  for (let index = fixed + 1; index < words.length; index += 1) {
    const name = words[index] ?? '';
    const value = takesValue(name) ? (words[index + 1] ?? '') : '';
    if (takesValue(name)) index += 1;
    const earlier = found.get(name);
    found.set(name, earlier === undefined ? value : `${earlier} ${value}`);
  }
  return found;
}

function attributeChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly AttributeChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({
      name,
      ...optional('before', before.get(name)),
      ...optional('after', after.get(name)),
    }));
}

/** Directives a section has once, by the words that name them. */
function nameOf(words: Words): string | undefined {
  const [first = '', second = ''] = words[0] === 'no' ? words.slice(1) : words;
  if (
    /^(mode|balance|default_backend|maxconn|retries|log-format|hash-type|user|group|chroot|nbthread)$/.test(
      first,
    )
  )
    return first;
  return /^(timeout|option)$/.test(first) ? `${first} ${second}` : undefined;
}

function compareDirectives(
  place: SectionPlace,
  before: readonly Words[],
  after: readonly Words[],
): readonly ConfigDifference[] {
  const split = (lines: readonly Words[]) => {
    const single = new Map<string, string>();
    const many: Words[] = [];
    for (const words of lines) {
      const name = nameOf(words);
      if (name === undefined || single.has(name)) many.push(words);
      else if (words[0] === 'no') single.set(name, 'no');
      else single.set(name, words.slice(name.split(' ').length).join(' '));
    }
    return { single, many };
  };
  const [old, now] = [split(before), split(after)];
  const changed = attributeChanges(old.single, now.single).map(
    (change) => ({ kind: 'directive-changed', place, change }) as const,
  );
  const [removed, added] = [without(old.many, now.many), without(now.many, old.many)];
  const isSame = JSON.stringify(old.many) === JSON.stringify(now.many);
  // The same rules in another order are other rules: shown whole.
  if (isSame) return changed;
  const isReordered = removed.length === 0 && added.length === 0;
  return [
    ...changed,
    {
      kind: 'lines-changed',
      place,
      removed: isReordered ? old.many : removed,
      added: isReordered ? now.many : added,
    },
  ];
}

function without(lines: readonly Words[], others: readonly Words[]): readonly Words[] {
  const left = others.map((words) => JSON.stringify(words));
  return lines.filter((words) => {
    const index = left.indexOf(JSON.stringify(words));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
