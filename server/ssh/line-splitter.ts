import { StringDecoder } from 'node:string_decoder';

/**
 * Cuts a byte stream into lines. A line longer than the bound is delivered cut at the bound, its rest is dropped: a
 * node that never sends a newline must not fill Haven's memory.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #isDropping = false;

  constructor(
    private readonly onLine: (line: string) => void,
    private readonly maxLength = 64 * 1024,
  ) {}

  push(chunk: Buffer): void {
    let text = this.#rest + this.#decoder.write(chunk);
    this.#rest = '';
    for (;;) {
      const end = text.indexOf('\n');
      if (end < 0) break;
      const line = text.slice(0, end);
      text = text.slice(end + 1);
      if (this.#isDropping) this.#isDropping = false;
      else this.onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
    if (this.#isDropping) return;
    if (text.length > this.maxLength) {
      this.#isDropping = true;
      this.onLine(text.slice(0, this.maxLength));
    } else this.#rest = text;
  }
}
