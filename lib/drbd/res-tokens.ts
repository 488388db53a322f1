/**
 * Words of DRBD's configuration language with every byte kept: joining the tokens gives the text back. Comments run
 * from `#` to the end of the line, strings are in double quotes with backslash escapes and end at a line break at the
 * latest (drbdadm's scanner).
 */
export interface ResToken {
  readonly kind: 'space' | 'comment' | 'word' | 'string' | 'open' | 'close' | 'end' | 'broken';
  readonly text: string;
  /** 1-based line of its first character. */
  readonly line: number;
}

const PUNCTUATION: Readonly<Record<string, ResToken['kind']>> = { '{': 'open', '}': 'close', ';': 'end' };
const WORD_END = /[\s{};"#]/g;

/** Splits any text; what is no token of the language (an unterminated string) becomes `broken`. */
export function tokenizeRes(text: string): readonly ResToken[] {
  const tokens: ResToken[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const { kind, end } = nextToken(text, at);
    const piece = text.slice(at, end);
    tokens.push({ kind, text: piece, line });
    if (kind === 'space') line += piece.split('\n').length - 1;
    at = end;
  }
  return tokens;
}

function nextToken(text: string, at: number): { kind: ResToken['kind']; end: number } {
  const char = text[at] ?? '';
  const punctuation = Object.hasOwn(PUNCTUATION, char) ? PUNCTUATION[char] : undefined;
  if (punctuation) return { kind: punctuation, end: at + 1 };
  if (/\s/.test(char)) {
    let end = at + 1;
    while (end < text.length && /\s/.test(text[end] ?? '')) end += 1;
    return { kind: 'space', end };
  }
  if (char === '#') {
    const feed = text.indexOf('\n', at);
    return { kind: 'comment', end: feed === -1 ? text.length : feed };
  }
  if (char === '"') return readString(text, at);
  WORD_END.lastIndex = at + 1;
  return { kind: 'word', end: WORD_END.exec(text)?.index ?? text.length };
}

function readString(text: string, at: number): { kind: ResToken['kind']; end: number } {
  let end = at + 1;
  while (end < text.length && text[end] !== '"' && text[end] !== '\n')
    end += text[end] === '\\' && text[end + 1] !== '\n' ? 2 : 1;
  if (text[end] === '"') return { kind: 'string', end: end + 1 };
  return { kind: 'broken', end: Math.min(end, text.length) };
}

/** What a word or string means: without quotes and escapes. */
export function valueOfToken(token: ResToken): string {
  return token.kind === 'string' ? token.text.slice(1, -1).replace(/\\(.)/gs, '$1') : token.text;
}

/**
 * Writes a value as one token.
 * @throws RangeError for line breaks and control characters, which no string of the language can hold
 */
export function quoteResValue(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these cannot be written
  if (/[\u0000-\u001f\u007f]/.test(value))
    throw new RangeError('a DRBD string cannot hold control characters');
  if (/^[A-Za-z0-9/._:@%+-]+$/.test(value)) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
