/**
 * Reads back the one line of shell that Haven sends, the way a POSIX shell would: words with single quotes, nothing
 * else. Anything that a shell would treat specially outside quotes is an error, so an injection cannot pass unnoticed.
 */

export interface RemoteCall {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly isSudo: boolean;
  /** Runs under the tether of a stream (ends when standard input closes). */
  readonly isStream: boolean;
  /** Deadline that the node enforces, when the line has one. */
  readonly timeoutSeconds?: number;
}

export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let index = 0; index < line.length; index += 1) {
    const char = line.charAt(index);
    if (char === ' ') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'") {
      const end = line.indexOf("'", index + 1);
      if (end < 0) throw new Error('unterminated quote');
      word = (word ?? '') + line.slice(index + 1, end);
      index = end;
    } else if (char === '\\') {
      index += 1;
      word = (word ?? '') + line.charAt(index);
    } else if (/[A-Za-z0-9_@%+=:,./-]/.test(char)) {
      word = (word ?? '') + char;
    } else throw new Error(`a shell would interpret ${JSON.stringify(char)}`);
  }
  if (word !== undefined) words.push(word);
  return words;
}

export function readRemoteLine(line: string): RemoteCall {
  const words = splitWords(line);
  const environment: Record<string, string> = {};
  if (words[0] === 'env') {
    words.shift();
    while (/^[A-Z_]+=/.test(words[0] ?? '')) {
      const [name = '', ...value] = (words.shift() ?? '').split('=');
      environment[name] = value.join('=');
    }
  }
  let timeoutSeconds: number | undefined;
  if (words[0] === 'timeout') {
    timeoutSeconds = Number(words[3]);
    words.splice(0, 4);
  }
  const isStream = words[0] === 'sh' && words[3] === 'haven-stream';
  if (isStream) words.splice(0, 4);
  const isSudo = words[0] === 'sudo' && words[2] === '--';
  if (isSudo) words.splice(0, 3);
  return {
    argv: words,
    environment,
    isSudo,
    isStream,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}
