/**
 * Edits of a resource file as replaced stretches of text, so that what was not asked to change cannot change, and every
 * edit can be taken back to the byte. Layout follows the file: indentation and one-line blocks are kept as they are.
 */
import type { ResFile, ResStatement } from './res-file';
import type { ResToken } from './res-tokens';

/** `removed` stood at `offset` (in characters) and gave way to `inserted`. */
export interface ResSplice {
  readonly offset: number;
  readonly removed: string;
  readonly inserted: string;
}

export function applySplice(text: string, { offset, removed, inserted }: ResSplice): string {
  if (text.slice(offset, offset + removed.length) !== removed)
    throw new RangeError('the text is not the one the edit was made for');
  return text.slice(0, offset) + inserted + text.slice(offset + removed.length);
}

/** Takes edits back, last first. */
export const undoSplices = (text: string, splices: readonly ResSplice[]): string =>
  splices.reduceRight(
    (current, { offset, removed, inserted }) =>
      applySplice(current, { offset, removed: inserted, inserted: removed }),
    text,
  );

const offsetOf = (tokens: readonly ResToken[], index: number): number =>
  tokens.slice(0, index).reduce((sum, token) => sum + token.text.length, 0);

const textBetween = (tokens: readonly ResToken[], from: number, to: number): string =>
  tokens
    .slice(from, to)
    .map((token) => token.text)
    .join('');

/** Index of the token that ends a statement: its `;` or its closing brace. */
export function lastTokenOf({ tokens }: ResFile, statement: ResStatement): number {
  let depth = 0;
  for (let index = (statement.words.at(-1) ?? 0) + 1; index < tokens.length; index += 1) {
    const kind = tokens[index]?.kind;
    if (kind === 'open') depth += 1;
    if (kind === 'close') depth -= 1;
    if (depth === 0 && (kind === 'end' || kind === 'close')) return index;
  }
  throw new RangeError('the statement is not of this file');
}

/** Replaces all arguments of a statement; a statement without any gets them behind its keyword. */
export function replaceArguments(file: ResFile, statement: ResStatement, argument: string): ResSplice {
  const [keyword = 0, first] = statement.words;
  const last = statement.words.at(-1) ?? keyword;
  if (first === undefined)
    return { offset: offsetOf(file.tokens, keyword + 1), removed: '', inserted: ` ${argument}` };
  // A person who put values in quotes finds them in quotes again.
  const wasQuoted = file.tokens[first]?.kind === 'string' && first === last;
  const inserted = wasQuoted && !argument.startsWith('"') ? `"${argument}"` : argument;
  return {
    offset: offsetOf(file.tokens, first),
    removed: textBetween(file.tokens, first, last + 1),
    inserted,
  };
}

/** Puts one more argument behind the last one of a statement. */
export function appendArgument(file: ResFile, statement: ResStatement, argument: string): ResSplice {
  const last = statement.words.at(-1) ?? 0;
  return { offset: offsetOf(file.tokens, last + 1), removed: '', inserted: ` ${argument}` };
}

/** Takes one argument out, with the space before it. */
export function removeArgument(file: ResFile, statement: ResStatement, argument: number): ResSplice {
  const index = statement.words[argument + 1];
  if (index === undefined) throw new RangeError('the statement has no such argument');
  const from = file.tokens[index - 1]?.kind === 'space' ? index - 1 : index;
  return {
    offset: offsetOf(file.tokens, from),
    removed: textBetween(file.tokens, from, index + 1),
    inserted: '',
  };
}

/**
 * Takes a statement out, with the white space before it. A comment behind it on the same line stays where it is: a
 * person wrote it.
 */
export function removeStatement(file: ResFile, statement: ResStatement): ResSplice {
  const { tokens } = file;
  const first = statement.words[0] ?? 0;
  const end = lastTokenOf(file, statement);
  const after = tokens[end + 1];
  const isCommented =
    after?.kind === 'comment' ||
    (after?.kind === 'space' && !after.text.includes('\n') && tokens[end + 2]?.kind === 'comment');
  const from = !isCommented && tokens[first - 1]?.kind === 'space' ? first - 1 : first;
  const to = isCommented && after?.kind === 'space' ? end + 2 : end + 1;
  return { offset: offsetOf(tokens, from), removed: textBetween(tokens, from, to), inserted: '' };
}

/**
 * Puts statements behind `after`, or first into the block of `parent`.
 * @param lines the statements' text, one line each, nested lines indented by two spaces relative to the first
 */
export function insertStatement(
  file: ResFile,
  parent: ResStatement,
  after: ResStatement | undefined,
  lines: readonly string[],
): ResSplice {
  const { tokens } = file;
  const open = openBraceOf(file, parent);
  const close = lastTokenOf(file, parent);
  const isOneLine = !textBetween(tokens, open, close).includes('\n');
  const at = after ? endOfLineAfter(file, lastTokenOf(file, after)) : open;
  const offset = offsetOf(tokens, at + 1);
  if (isOneLine) {
    const isBare = tokens[at + 1]?.kind === 'close';
    return {
      offset,
      removed: '',
      inserted: ` ${lines.map((line) => line.trim()).join(' ')}${isBare ? ' ' : ''}`,
    };
  }
  const sibling = after ?? parent.block?.[0];
  const indent = sibling ? indentOf(file, sibling) : `${indentOf(file, parent)}  `;
  const newline = lineBreakOf(file);
  return { offset, removed: '', inserted: lines.map((line) => `${newline}${indent}${line}`).join('') };
}

function openBraceOf({ tokens }: ResFile, statement: ResStatement): number {
  const open = tokens.findIndex(
    (token, index) => index > (statement.words.at(-1) ?? 0) && token.kind === 'open',
  );
  if (open === -1 || !statement.block) throw new RangeError('the statement has no block');
  return open;
}

/** A comment behind a statement on its line belongs to it: what follows goes behind the comment. */
function endOfLineAfter({ tokens }: ResFile, end: number): number {
  const next = tokens[end + 1];
  if (next?.kind === 'comment') return end + 1;
  return next?.kind === 'space' && !next.text.includes('\n') && tokens[end + 2]?.kind === 'comment'
    ? end + 2
    : end;
}

/** White space at the start of the statement's line, as far as it is white space alone. */
function indentOf({ tokens }: ResFile, statement: ResStatement): string {
  const text = textBetween(tokens, 0, statement.words[0] ?? 0);
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n') + 1))?.[0] ?? '';
}

const lineBreakOf = ({ tokens }: ResFile): string =>
  tokens.some((token) => token.text.includes('\r\n')) ? '\r\n' : '\n';
