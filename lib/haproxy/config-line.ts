/**
 * One line of haproxy.cfg: its bytes kept as they are, its words read as HAProxy's `parse_line` does (quotes, escapes,
 * comments; reference: configuration manual 2.2). Environment variables are left as written.
 */
export interface ConfigWord {
  /** The word after quotes and escapes. */
  readonly value: string;
  /** Half-open range in the line's text, quotes included. */
  readonly start: number;
  readonly end: number;
}

export interface ConfigLine {
  /** Without its line break. */
  readonly text: string;
  /** Empty only on a last line without line break. */
  readonly lineBreak: '' | '\n' | '\r\n';
  readonly words: readonly ConfigWord[];
  /** HAProxy itself would refuse the line. */
  readonly problem?: 'unterminated-quote' | 'trailing-backslash' | 'control-character';
}

const SPACE = new Set([' ', '\t', '\v', '\f', '\r']);
const LETTER_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Reads the words of one line. Never fails: what HAProxy would refuse is said in `problem`. */
export function readConfigLine(text: string, lineBreak: ConfigLine['lineBreak']): ConfigLine {
  const words: ConfigWord[] = [];
  let problem: ConfigLine['problem'] = text.includes('\0') ? 'control-character' : undefined;
  let at = 0;
  while (at < text.length) {
    if (SPACE.has(text[at] ?? '')) {
      at += 1;
      continue;
    }
    if (text[at] === '#') break;
    const word = readWord(text, at);
    words.push({ value: word.value, start: at, end: word.end });
    problem ??= word.problem;
    at = word.end;
  }
  return { text, lineBreak, words, ...(problem ? { problem } : {}) };
}

interface ReadWord {
  readonly value: string;
  readonly end: number;
  readonly problem?: ConfigLine['problem'];
}

function readWord(text: string, start: number): ReadWord {
  let value = '';
  let quote = '';
  let at = start;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (quote === "'") {
      if (char === "'") quote = '';
      else value += char;
      at += 1;
    } else if (char === '\\') {
      const unit = readEscape(text, at, quote !== '');
      if (!unit) return { value, end: text.length, problem: 'trailing-backslash' };
      value += unit.value;
      at = unit.end;
    } else if (char === '"') {
      quote = quote === '"' ? '' : '"';
      at += 1;
    } else if (quote === '' && char === "'") {
      quote = "'";
      at += 1;
    } else if (quote === '' && (SPACE.has(char) || char === '#')) break;
    else {
      value += char;
      at += 1;
    }
  }
  return { value, end: at, ...(quote === '' ? {} : { problem: 'unterminated-quote' as const }) };
}

/** `\ `, `\#`, `\\`, quotes, `\n` `\r` `\t`, `\xHH`; before any other character the backslash stands for itself. */
function readEscape(text: string, at: number, isQuoted: boolean): { value: string; end: number } | undefined {
  const next = text[at + 1];
  if (next === undefined) return undefined;
  const letter = Object.hasOwn(LETTER_ESCAPES, next) ? LETTER_ESCAPES[next] : undefined;
  if (letter !== undefined) return { value: letter, end: at + 2 };
  if (next === 'x' && /^[0-9A-Fa-f]{2}$/.test(text.slice(at + 2, at + 4))) {
    return { value: String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 4), 16)), end: at + 4 };
  }
  const isLiteral = ' #\\"\''.includes(next) || (isQuoted && next === '$');
  return isLiteral ? { value: next, end: at + 2 } : { value: '\\', end: at + 1 };
}

/**
 * Writes a value as one word.
 * @throws RangeError for line breaks and NUL, which no line can carry
 */
export function quoteConfigWord(value: string): string {
  if (/[\n\r\0]/.test(value)) throw new RangeError('a configuration word cannot hold a line break or NUL');
  if (/^[^\s"'\\#$]+$/.test(value)) return value;
  return `"${value.replace(/["\\$]/g, '\\$&')}"`;
}
