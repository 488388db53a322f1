/**
 * Where an edit of haproxy.cfg goes: sections by name, a section's own lines without the comments of the next one, and
 * inserting and removing lines so that add and remove are each other's undo, to the byte.
 */
import { ok, type Result } from '@/lib/base/result';
import { type ConfigChangeProblem, refuse } from './config-change';
import { type ConfigSectionRange, configSections, type HaproxyConfigFile } from './config-file';
import { type ConfigLine, quoteConfigWord, readConfigLine } from './config-line';

export interface SectionPlace {
  readonly kind: string;
  /** Absent for `global` and an unnamed `defaults`. */
  readonly name?: string;
}

/** HAProxy 2.6: `too many words, truncating after word 64`, which is fatal. */
export const MAX_LINE_WORDS = 64;

export function findSection(
  file: HaproxyConfigFile,
  place: SectionPlace,
): Result<ConfigSectionRange, ConfigChangeProblem> {
  const found = configSections(file).filter(({ kind, name }) => kind === place.kind && name === place.name);
  const [first] = found;
  const what = [place.kind, place.name].filter(Boolean).join(' ');
  if (!first) return refuse('section-not-found', what);
  if (found.length > 1)
    return refuse(
      'ambiguous',
      what,
      found.map((section) => section.start),
    );
  return ok(first);
}

/** A section into which lines may be put: none that `.if` decides about, inside or around. */
export function findPlainSection(
  file: HaproxyConfigFile,
  place: SectionPlace,
): Result<ConfigSectionRange, ConfigChangeProblem> {
  const found = findSection(file, place);
  if (!found.ok) return found;
  const end = ownEnd(file, found.value);
  const dots = indexesWhere(file, found.value.start, end, (keyword) => keyword.startsWith('.'));
  return found.value.isConditional || dots.length > 0 ? refuse('conditional', place.name, dots) : found;
}

/** 0-based indexes of lines between two whose first word fits. */
export function indexesWhere(
  file: HaproxyConfigFile,
  start: number,
  end: number,
  fits: (keyword: string, line: ConfigLine) => boolean,
): readonly number[] {
  const found: number[] = [];
  for (let index = start; index < end; index += 1) {
    const line = file.lines[index];
    const keyword = line?.words[0]?.value;
    if (line && keyword !== undefined && fits(keyword, line)) found.push(index);
  }
  return found;
}

const isBlank = (line: ConfigLine | undefined): boolean => line !== undefined && line.text.trim() === '';
const isComment = (line: ConfigLine | undefined): boolean => line?.text.trimStart().startsWith('#') ?? false;
export const indentOf = (line: ConfigLine | undefined): string => /^\s*/.exec(line?.text ?? '')?.[0] ?? '';

/**
 * Half-open end of a section's own lines: after its last line with words and the comments directly below it that are
 * indented like the body. What follows until the next header is space between sections or about the next one.
 */
export function ownEnd(file: HaproxyConfigFile, section: ConfigSectionRange): number {
  let end = section.start + 1;
  for (let index = end; index < section.end; index += 1) {
    if ((file.lines[index]?.words.length ?? 0) > 0) end = index + 1;
  }
  while (end < section.end && isComment(file.lines[end]) && indentOf(file.lines[end]) !== '') end += 1;
  return end;
}

/** First line of the comment block that stands directly above a header, not indented: it is about that section. */
export function headingStart(file: HaproxyConfigFile, section: ConfigSectionRange): number {
  let start = section.start;
  while (start > 0 && isComment(file.lines[start - 1]) && indentOf(file.lines[start - 1]) === '') start -= 1;
  return start;
}

/** The indentation a new line gets at `index`: of the line with words above it, else below, else of the file. */
export function indentationAt(file: HaproxyConfigFile, section: ConfigSectionRange, index: number): string {
  const body = indexesWhere(file, section.start + 1, section.end, () => true);
  const neighbour = body.findLast((line) => line < index) ?? body[0];
  if (neighbour !== undefined) return indentOf(file.lines[neighbour]);
  return fileIndentation(file);
}

/** The indentation of the first section that has lines; four spaces for a file without any. */
export function fileIndentation(file: HaproxyConfigFile): string {
  for (const section of configSections(file)) {
    const [first] = indexesWhere(file, section.start + 1, section.end, () => true);
    if (first !== undefined) return indentOf(file.lines[first]);
  }
  return '    ';
}

/**
 * Puts whole lines before `index`, with the line break of the line above. A file without a line break at its end stays
 * one: `removeLines` of the same lines gives back the same bytes.
 * @throws RangeError for texts that hold a line break or NUL: callers check what people typed
 */
export function insertLines(
  file: HaproxyConfigFile,
  index: number,
  texts: readonly string[],
): HaproxyConfigFile {
  if (texts.some((text) => /[\n\r\0]/.test(text)))
    throw new RangeError('a configuration line cannot hold a line break or NUL');
  if (texts.length === 0) return file;
  const above = file.lines[index - 1];
  const lineBreak = breakNear(file, index);
  const isUnended = index === file.lines.length && above?.lineBreak === '';
  const added = texts.map((text, at) =>
    readConfigLine(text, isUnended && at === texts.length - 1 ? '' : lineBreak),
  );
  const before = file.lines.slice(0, index);
  if (isUnended && above) before[index - 1] = { ...above, lineBreak };
  return { lines: [...before, ...added, ...file.lines.slice(index)] };
}

function breakNear(file: HaproxyConfigFile, index: number): '\n' | '\r\n' {
  const near = file.lines.slice(0, index).findLast((line) => line.lineBreak !== '') ?? file.lines[index];
  return near?.lineBreak === '\r\n' ? '\r\n' : '\n';
}

/** Takes out the lines of a half-open range. */
export function removeLines(file: HaproxyConfigFile, start: number, end: number): HaproxyConfigFile {
  const lines = [...file.lines.slice(0, start), ...file.lines.slice(end)];
  const last = lines.at(-1);
  const wasUnended = end === file.lines.length && file.lines.at(-1)?.lineBreak === '';
  if (wasUnended && last && start === lines.length) lines[start - 1] = { ...last, lineBreak: '' };
  return { lines };
}

/** Puts a whole section in, behind another one or at the end, with a blank line where the file has them. */
export function insertSection(
  file: HaproxyConfigFile,
  texts: readonly string[],
  after?: ConfigSectionRange,
): HaproxyConfigFile {
  const previous = after ?? configSections(file).at(-1);
  const index = previous ? ownEnd(file, previous) : file.lines.length;
  const isSpaced = index > 0 && (index === file.lines.length || isBlank(file.lines[index]));
  return insertLines(file, index, isSpaced ? ['', ...texts] : texts);
}

/** Takes a whole section out, with the comment block above its header and one of the blank lines around it. */
export function cutSection(file: HaproxyConfigFile, section: ConfigSectionRange): HaproxyConfigFile {
  const end = ownEnd(file, section);
  const start = headingStart(file, section);
  const isAfterGap = end === file.lines.length || isBlank(file.lines[end]);
  return removeLines(
    file,
    start > 0 && isBlank(file.lines[start - 1]) && isAfterGap ? start - 1 : start,
    end,
  );
}

/** Words as one line. Callers have checked them with `checkWords`. */
export const lineText = (indent: string, words: readonly string[]): string =>
  indent + words.map(quoteConfigWord).join(' ');

/**
 * Words that a person or a program gave, before they become a line. An empty word ends a line for most of HAProxy's
 * parsers, and control characters have no honest way to be shown, so both are refused.
 */
export function checkWords(words: readonly string[]): Result<readonly string[], ConfigChangeProblem> {
  if (words.length > MAX_LINE_WORDS) return refuse('too-many-words', words.slice(0, 3).join(' '));
  const bad = words.find((word) => !isWord(word));
  return bad === undefined ? ok(words) : refuse('bad-value', bad);
}

/** Longest word Haven writes; HAProxy's own line buffer begins at 2048 bytes. */
const MAX_WORD_LENGTH = 1024;

export function isWord(word: string): boolean {
  if (word === '' || word.length > MAX_WORD_LENGTH) return false;
  for (const character of word) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 32 || code === 127 || (code >= 0x80 && code < 0xa0)) return false;
    // Line and paragraph separators, bidirectional marks and lone surrogates: shown text would not be the real text.
    if (
      (code >= 0x2028 && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069) ||
      (code >= 0xd800 && code <= 0xdfff)
    )
      return false;
  }
  return true;
}
