/**
 * Apache's configuration as lines that keep their bytes (httpd 2.4, "Configuration Files"): a backslash before the line
 * break joins the next line, a comment is a line of its own, names of directives know no case, sections nest. Whatever is
 * not understood stays as it is: rendering what was parsed gives the same text, byte for byte. Never throws.
 */

export interface ApacheWord {
  /** Without its quotes. */
  readonly value: string;
  /** Half-open range in the line's `raw`, quotes left out: `raw.slice(start, end) === value` unless the word `isFolded`. */
  readonly start: number;
  readonly end: number;
  /** Broken over two lines or written with escapes: its bytes are not its value. */
  readonly isFolded: boolean;
}

export interface ApacheLine {
  /** With its line breaks: several where a backslash joins them. */
  readonly raw: string;
  /** Of its first line in the file, from 1. */
  readonly number: number;
  readonly kind: 'blank' | 'comment' | 'directive' | 'open' | 'close';
  /** Of the directive or section, in lower case; empty for blanks and comments. */
  readonly name: string;
  readonly words: readonly ApacheWord[];
  /** Names of the sections around it, outermost first, in lower case. */
  readonly within: readonly string[];
}

const isSpace = (sign: string | undefined): boolean => sign !== undefined && /[ \t\v\f\r\n]/.test(sign);

/** @param text as it lies on the node; anything is accepted */
export function parseApacheConfig(text: string): readonly ApacheLine[] {
  const lines: ApacheLine[] = [];
  const within: string[] = [];
  let number = 1;
  for (const raw of logicalLines(text)) {
    const line = readLine(raw, number, within);
    if (line.kind === 'close') {
      const at = within.lastIndexOf(line.name);
      if (at >= 0) within.length = at;
    }
    lines.push({ ...line, within: [...within] });
    if (line.kind === 'open') within.push(line.name);
    number += raw.split('\n').length - 1;
  }
  return lines;
}

export const renderApacheConfig = (lines: readonly Pick<ApacheLine, 'raw'>[]): string =>
  lines.map(({ raw }) => raw).join('');

/** Each with its line breaks; one ends where no backslash stands before the break. */
function logicalLines(text: string): readonly string[] {
  const found: string[] = [];
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    const before = text[at - 1] === '\r' ? at - 2 : at - 1;
    if (before >= start && text[before] === '\\') continue;
    found.push(text.slice(start, at + 1));
    start = at + 1;
  }
  if (start < text.length) found.push(text.slice(start));
  return found;
}

type Read = Omit<ApacheLine, 'within'>;

function readLine(raw: string, number: number, within: readonly string[]): Read {
  const nothing = { raw, number, name: '', words: [] } as const;
  const first = skip(raw, 0);
  if (first === raw.length) return { ...nothing, kind: 'blank' };
  if (raw[first] === '#') return { ...nothing, kind: 'comment' };
  if (raw[first] !== '<') {
    const [name, ...words] = readWords(raw, first, raw.length);
    return { ...nothing, kind: 'directive', name: (name?.value ?? '').toLowerCase(), words };
  }
  let end = raw.length;
  while (end > first && isSpace(raw[end - 1])) end -= 1;
  if (raw[end - 1] === '>') end -= 1;
  const isClose = raw[first + 1] === '/';
  const [name, ...words] = readWords(raw, first + (isClose ? 2 : 1), end);
  const lower = (name?.value ?? '').toLowerCase();
  // A section that was never opened is Apache's to refuse; it closes nothing here.
  const kind = isClose ? (within.includes(lower) ? 'close' : 'directive') : 'open';
  return { ...nothing, kind, name: lower, words };
}

/** Behind blanks, and behind the backslashes that join lines. */
function skip(raw: string, from: number, end = raw.length): number {
  let at = from;
  while (at < end) {
    if (isSpace(raw[at])) at += 1;
    else if (joinAt(raw, at) > 0) at += joinAt(raw, at);
    else break;
  }
  return at;
}

/** Length of a backslash with its line break, 0 where there is none. */
function joinAt(raw: string, at: number): number {
  if (raw[at] !== '\\') return 0;
  if (raw[at + 1] === '\n') return 2;
  return raw[at + 1] === '\r' && raw[at + 2] === '\n' ? 3 : 0;
}

function readWords(raw: string, from: number, end: number): readonly ApacheWord[] {
  const words: ApacheWord[] = [];
  let at = skip(raw, from, end);
  while (at < end) {
    const word = readWord(raw, at, end);
    words.push(word.word);
    at = skip(raw, Math.max(word.next, at + 1), end);
  }
  return words;
}

/** As httpd's `ap_getword_conf`: quotes count only around a whole word, and a backslash there escapes them. */
function readWord(
  raw: string,
  from: number,
  end: number,
): { readonly word: ApacheWord; readonly next: number } {
  const quote = raw[from] === '"' || raw[from] === "'" ? raw[from] : undefined;
  const start = quote === undefined ? from : from + 1;
  let value = '';
  let isFolded = false;
  let at = start;
  while (at < end) {
    const joined = joinAt(raw, at);
    if (joined > 0) {
      isFolded = true;
      at += joined;
      continue;
    }
    const sign = raw[at] ?? '';
    if (quote === undefined ? isSpace(sign) : sign === quote) break;
    if (quote !== undefined && sign === '\\' && (raw[at + 1] === quote || raw[at + 1] === '\\')) {
      isFolded = true;
      value += raw[at + 1] ?? '';
      at += 2;
      continue;
    }
    value += sign;
    at += 1;
  }
  const stop = Math.min(at, end);
  return { word: { value, start, end: stop, isFolded }, next: quote === undefined ? stop : stop + 1 };
}
