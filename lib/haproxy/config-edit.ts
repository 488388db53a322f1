/**
 * Edits of haproxy.cfg that change the words they name and no other byte. Each refuses what it cannot find exactly
 * once: an edit of the wrong server is worse than none.
 */
import { err, ok, type Result } from '@/lib/base/result';
import { configSections, type HaproxyConfigFile } from './config-file';
import { type ConfigLine, quoteConfigWord, readConfigLine } from './config-line';
import { insertLines, removeLines } from './config-place';
import { takesValue } from './config-view';

export type ConfigEditError = 'section-not-found' | 'server-not-found' | 'ambiguous' | 'line-is-broken';

export interface ServerPlace {
  readonly sectionKind: string;
  readonly sectionName: string;
  readonly server: string;
}

export interface ServerEdit {
  readonly address?: string;
  /** Parameters without value: true adds, false removes. */
  readonly flags?: Readonly<Record<string, boolean>>;
  /** Parameters with value; undefined removes the parameter. */
  readonly values?: Readonly<Record<string, string | undefined>>;
}

/** 0-based index of a server's line. */
export function findServerLine(file: HaproxyConfigFile, place: ServerPlace): Result<number, ConfigEditError> {
  const sections = configSections(file).filter(
    (section) => section.kind === place.sectionKind && section.name === place.sectionName,
  );
  if (sections.length === 0) return err('section-not-found');
  const found: number[] = [];
  for (const section of sections) {
    for (let index = section.start + 1; index < section.end; index += 1) {
      const words = file.lines[index]?.words ?? [];
      if (words[0]?.value === 'server' && words[1]?.value === place.server) found.push(index);
    }
  }
  const [first] = found;
  if (first === undefined) return err('server-not-found');
  return found.length === 1 ? ok(first) : err('ambiguous');
}

/** Changes one server line. Comment, spacing and every other parameter of the line stay as they are. */
export function editServer(
  file: HaproxyConfigFile,
  place: ServerPlace,
  edit: ServerEdit,
): Result<HaproxyConfigFile, ConfigEditError> {
  const index = findServerLine(file, place);
  if (!index.ok) return index;
  const line = file.lines[index.value];
  if (!line || line.problem || line.words.length < 3) return err('line-is-broken');
  let changed = edit.address === undefined ? line : replaceWords(line, 2, 2, [edit.address]);
  for (const [flag, isOn] of Object.entries(edit.flags ?? {}))
    changed = setParameter(changed, flag, isOn ? [] : undefined);
  for (const [name, value] of Object.entries(edit.values ?? {})) {
    changed = setParameter(changed, name, value === undefined ? undefined : [value]);
  }
  return ok(replaceLine(file, index.value, changed));
}

/** Puts a whole line (without line break) before `index`; see `insertLines`. */
export const insertConfigLine = (file: HaproxyConfigFile, index: number, text: string): HaproxyConfigFile =>
  insertLines(file, index, [text]);

export const removeConfigLine = (file: HaproxyConfigFile, index: number): HaproxyConfigFile =>
  removeLines(file, index, index + 1);

export function replaceLine(file: HaproxyConfigFile, index: number, line: ConfigLine): HaproxyConfigFile {
  return { lines: file.lines.map((old, at) => (at === index ? line : old)) };
}

/** @param value undefined removes the parameter, [] sets a flag, [v] sets a value */
export function setParameter(
  line: ConfigLine,
  name: string,
  value: readonly string[] | undefined,
): ConfigLine {
  const at = parameterIndex(line, name);
  if (at === undefined) return value === undefined ? line : withWordsAppended(line, [name, ...value]);
  const last = Math.min(takesValue(name) ? at + 1 : at, line.words.length - 1);
  if (value === undefined) return withWordsRemoved(line, at, last);
  return value.length === 0 ? line : replaceWords(line, at, last, [name, ...value]);
}

/** Parameters begin after `server NAME ADDRESS`; the value of another parameter is no parameter. */
export function parameterIndex(line: ConfigLine, name: string): number | undefined {
  for (let index = 3; index < line.words.length; index += 1) {
    const word = line.words[index]?.value ?? '';
    if (word === name) return index;
    if (takesValue(word)) index += 1;
  }
  return undefined;
}

function replaceWords(line: ConfigLine, first: number, last: number, values: readonly string[]): ConfigLine {
  const start = line.words[first]?.start ?? line.text.length;
  const end = line.words[last]?.end ?? line.text.length;
  return withText(
    line,
    line.text.slice(0, start) + values.map(quoteConfigWord).join(' ') + line.text.slice(end),
  );
}

/** Removes words and the space before them; of the first word, the space after it, so that indentation stays. */
export function withWordsRemoved(line: ConfigLine, first: number, last: number): ConfigLine {
  const before = line.words[first - 1];
  const start = before?.end ?? line.words[first]?.start ?? 0;
  const end = (before ? line.words[last]?.end : line.words[last + 1]?.start) ?? line.text.length;
  return withText(line, line.text.slice(0, start) + line.text.slice(end));
}

/** One word becomes others. */
export const withWord = (line: ConfigLine, index: number, values: readonly string[]): ConfigLine =>
  replaceWords(line, index, index, values);

/** After the last word, before any comment. */
export function withWordsAppended(line: ConfigLine, values: readonly string[]): ConfigLine {
  const end = line.words.at(-1)?.end ?? line.text.length;
  return withText(
    line,
    `${line.text.slice(0, end)} ${values.map(quoteConfigWord).join(' ')}${line.text.slice(end)}`,
  );
}

const withText = (line: ConfigLine, text: string): ConfigLine => readConfigLine(text, line.lineBreak);
