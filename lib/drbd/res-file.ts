/**
 * `.res` and `.conf` files of DRBD: a tree of statements over tokens that keep every byte, so that a file a person
 * wrote is adopted and given back as it was. Reads the shape only; `drbdadm sh-nop` is the judge of meaning.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { quoteResValue, type ResToken, tokenizeRes, valueOfToken } from './res-tokens';

/** `keyword arguments;` or `keyword arguments { statements }`. */
export interface ResStatement {
  /** Indices into the file's tokens: keyword first. */
  readonly words: readonly number[];
  readonly keyword: string;
  readonly arguments: readonly string[];
  /** Undefined for a statement that ends with `;`. */
  readonly block?: readonly ResStatement[];
  readonly line: number;
}

export interface ResFile {
  readonly tokens: readonly ResToken[];
  readonly statements: readonly ResStatement[];
}

/** Deepest nesting of braces. Real files have four; recursion over the tree must stay safe. */
const MAX_DEPTH = 32;

/**
 * Reads a file.
 * @returns ParseError with the line for unbalanced braces, an unterminated string or text after the last statement
 */
export function parseResFile(text: string): Result<ResFile, ParseError> {
  const tokens = tokenizeRes(text);
  const root: ResStatement[] = [];
  const stack: { statements: ResStatement[]; header: number[] }[] = [{ statements: root, header: [] }];
  for (const [index, token] of tokens.entries()) {
    const level = stack.at(-1);
    if (!level || token.kind === 'space' || token.kind === 'comment') continue;
    if (token.kind === 'broken') return parseError('an unterminated string', undefined, token.line);
    if (token.kind === 'word' || token.kind === 'string') level.header.push(index);
    else if (token.kind === 'open') {
      if (level.header.length === 0) return parseError('a block without a name', undefined, token.line);
      if (stack.length > MAX_DEPTH) return parseError('blocks are nested too deep', undefined, token.line);
      const block: ResStatement[] = [];
      level.statements.push(statementOf(tokens, level.header, block));
      level.header = [];
      stack.push({ statements: block, header: [] });
    } else if (token.kind === 'end') {
      if (level.header.length > 0) level.statements.push(statementOf(tokens, level.header));
      level.header = [];
    } else {
      if (level.header.length > 0) return parseError('a statement is not ended', undefined, token.line);
      if (stack.length === 1) return parseError('a closing brace too many', undefined, token.line);
      stack.pop();
    }
  }
  if (stack.length > 1) return parseError('a block is not closed');
  if (stack[0]?.header.length) return parseError('the last statement is not ended');
  return ok({ tokens, statements: root });
}

export const renderResFile = (file: ResFile): string => file.tokens.map((token) => token.text).join('');

function statementOf(
  tokens: readonly ResToken[],
  header: readonly number[],
  block?: readonly ResStatement[],
): ResStatement {
  const [keyword = '', ...values] = header.map((index) => {
    const token = tokens[index];
    return token ? valueOfToken(token) : '';
  });
  const line = tokens[header[0] ?? 0]?.line ?? 1;
  return { words: header, keyword, arguments: values, ...(block ? { block } : {}), line };
}

/** Statements of one keyword directly inside a block. */
export const statementsOf = (
  block: readonly ResStatement[] | undefined,
  keyword: string,
): readonly ResStatement[] => (block ?? []).filter((statement) => statement.keyword === keyword);

/**
 * Replaces one argument of a statement and no other byte.
 * @param argument 0 for the first word after the keyword
 * @throws RangeError when the statement has no such argument or the value cannot be written
 */
export function replaceResArgument(
  file: ResFile,
  statement: ResStatement,
  argument: number,
  value: string,
): ResFile {
  const index = statement.words[argument + 1];
  const old = index === undefined ? undefined : file.tokens[index];
  if (index === undefined || !old) throw new RangeError('the statement has no such argument');
  const quoted = quoteResValue(value);
  const kind = quoted.startsWith('"') ? 'string' : 'word';
  const tokens = file.tokens.map((token, at) =>
    at === index ? ({ ...token, kind, text: quoted } as const) : token,
  );
  const parsed = parseResFile(tokens.map((token) => token.text).join(''));
  if (!parsed.ok) throw new RangeError('the edited file does not read back');
  return parsed.value;
}
