/** Edits of single lines inside a section: set, unset, add and remove. Only the words that differ are touched. */
import { ok, type Result } from '@/lib/base/result';
import { type ConfigChangeProblem, refuse } from './config-change';
import { replaceLine, withWord, withWordsAppended, withWordsRemoved } from './config-edit';
import { type ConfigSectionRange, type HaproxyConfigFile, isSectionKeyword } from './config-file';
import type { ConfigLine } from './config-line';
import {
  checkWords,
  findPlainSection,
  indentationAt,
  indexesWhere,
  insertLines,
  lineText,
  removeLines,
  type SectionPlace,
} from './config-place';

type Changed = Result<HaproxyConfigFile, ConfigChangeProblem>;

/** Lines with a function of their own, or that would begin another section. */
const isAllowed = (keyword: string): boolean => !isSectionKeyword(keyword) && !/^[.#]/.test(keyword);

const SERVER_KEYWORDS: ReadonlySet<string> = new Set(['server', 'server-template']);

/**
 * Sets a directive that a section has once, such as `timeout client` or `option httpchk`; `no option …` is the same
 * directive. The line keeps its spacing and comment.
 * @param key the words that name it, with a leading `no` to switch an option off
 * @param values the words after it; undefined takes the line out
 */
export function setDirective(
  file: HaproxyConfigFile,
  place: SectionPlace,
  key: readonly string[],
  values: readonly string[] | undefined,
): Changed {
  const isNegated = key[0] === 'no';
  const name = isNegated ? key.slice(1) : key;
  const keyword = name[0] ?? '';
  if (!isAllowed(keyword) || SERVER_KEYWORDS.has(keyword) || name.length === 0)
    return refuse('keyword-not-allowed', keyword);
  const words = checkWords([...key, ...(values ?? [])]);
  if (!words.ok) return words;
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  const found = findDirective(file, section.value, name);
  if (found.length > 1) return refuse('ambiguous', key.join(' '), found);
  const [index] = found;
  const line = index === undefined ? undefined : file.lines[index];
  if (index === undefined || !line) {
    if (values === undefined) return refuse('directive-not-found', key.join(' '));
    return ok(insertDirective(file, section.value, words.value));
  }
  if (line.problem) return refuse('line-is-broken', undefined, [index]);
  if (values === undefined) return ok(removeLines(file, index, index + 1));
  return ok(replaceLine(file, index, rewrite(line, name.length, isNegated, values)));
}

/** 0-based lines of a directive, negated or not. */
export function findDirective(
  file: HaproxyConfigFile,
  section: ConfigSectionRange,
  name: readonly string[],
): readonly number[] {
  return indexesWhere(file, section.start + 1, section.end, (keyword, line) => {
    const from = keyword === 'no' ? 1 : 0;
    return name.every((word, at) => line.words[from + at]?.value === word);
  });
}

function rewrite(
  line: ConfigLine,
  nameLength: number,
  isNegated: boolean,
  values: readonly string[],
): ConfigLine {
  let changed = line;
  const wasNegated = line.words[0]?.value === 'no';
  const keyword = line.words[0]?.value ?? '';
  if (wasNegated && !isNegated) changed = withWordsRemoved(changed, 0, 0);
  else if (!wasNegated && isNegated) changed = withWord(changed, 0, ['no', keyword]);
  const first = nameLength + (isNegated ? 1 : 0);
  return setTail(changed, first, values);
}

/** Replaces the words from `first` on one by one, so that equal words keep their quoting and the gaps their width. */
export function setTail(line: ConfigLine, first: number, values: readonly string[]): ConfigLine {
  let changed = line;
  if (line.words.length > first + values.length)
    changed = withWordsRemoved(changed, first + values.length, line.words.length - 1);
  for (const [at, value] of values.entries()) {
    const word = changed.words[first + at];
    if (word === undefined) changed = withWordsAppended(changed, [value]);
    else if (word.value !== value) changed = withWord(changed, first + at, [value]);
  }
  return changed;
}

/** Adds a line of which a section may have many (`acl`, `http-request`, `use_backend`), behind the last of its kind. */
export function addDirective(
  file: HaproxyConfigFile,
  place: SectionPlace,
  words: readonly string[],
): Changed {
  const keyword = words[0] ?? '';
  if (!isAllowed(keyword) || SERVER_KEYWORDS.has(keyword)) return refuse('keyword-not-allowed', keyword);
  const checked = checkWords(words);
  if (!checked.ok) return checked;
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  return ok(insertDirective(file, section.value, words));
}

/** Takes out the one line that has exactly these words. */
export function removeDirective(
  file: HaproxyConfigFile,
  place: SectionPlace,
  words: readonly string[],
): Changed {
  const keyword = words[0] ?? '';
  if (!isAllowed(keyword) || SERVER_KEYWORDS.has(keyword)) return refuse('keyword-not-allowed', keyword);
  const section = findPlainSection(file, place);
  if (!section.ok) return section;
  const found = indexesWhere(
    file,
    section.value.start + 1,
    section.value.end,
    (_, line) =>
      line.words.length === words.length && line.words.every((word, at) => word.value === words[at]),
  );
  const [index] = found;
  if (index === undefined) return refuse('directive-not-found', words.join(' '));
  if (found.length > 1) return refuse('ambiguous', words.join(' '), found);
  return ok(removeLines(file, index, index + 1));
}

/** One new line at its place, indented like its neighbour. */
export function insertDirective(
  file: HaproxyConfigFile,
  section: ConfigSectionRange,
  words: readonly string[],
): HaproxyConfigFile {
  const index = insertionIndex(file, section, words);
  return insertLines(file, index, [lineText(indentationAt(file, section, index), words)]);
}

/** Behind the last line of the same keyword; else binds first, servers last, everything else before the servers. */
function insertionIndex(
  file: HaproxyConfigFile,
  section: ConfigSectionRange,
  words: readonly string[],
): number {
  const keyword = words[0] === 'no' ? words[1] : words[0];
  const body = indexesWhere(file, section.start + 1, section.end, () => true);
  const last = (fits: (first: string, line: ConfigLine) => boolean) =>
    indexesWhere(file, section.start + 1, section.end, fits).at(-1);
  const own = last((first, line) => (first === 'no' ? line.words[1]?.value : first) === keyword);
  const related =
    keyword === 'http-check' ? last((_, line) => line.words[1]?.value === 'httpchk') : undefined;
  const sibling = own ?? related;
  if (sibling !== undefined) return sibling + 1;
  if (keyword === 'bind') return section.start + 1;
  if (keyword === 'server') return (body.at(-1) ?? section.start) + 1;
  // Before the servers, but above any comment that is about them: right below the line before the first.
  const [server] = indexesWhere(file, section.start + 1, section.end, (first) => SERVER_KEYWORDS.has(first));
  return (body.findLast((line) => server === undefined || line < server) ?? section.start) + 1;
}
