import { HAPROXY_READ_REQUEST, type HaproxyRuntime, parseHaproxyRuntime } from '@/lib/haproxy/probes';
import type { StreamCommand } from '@/server/ssh/remote-line';
import type { StreamHandle } from '@/server/ssh/stream-channel';
import { type Unknown, unknownBecause } from './outcome-reading';

/**
 * One long-lived conversation with HAProxy's runtime socket (`prompt` mode over socat): a read costs the node no
 * process. An answer is complete when both of its parts have ended with a blank line (reference 3.5).
 */

export const haproxyStream = (socketPath: string): StreamCommand => ({
  argv: ['socat', '-', `UNIX-CONNECT:${socketPath}`],
  asRoot: true,
  input: 'open',
});

/** A healthy HAProxy answers in milliseconds, an emulated node within a second; longer hides one that hangs. */
const ANSWER_TIMEOUT_MS = 8_000;
/** Far above `show stat` of a thousand servers; a peer that never ends its answer must not fill memory. */
const MAX_ANSWER = 4 * 1024 * 1024;
const PARTS = 2;

export type HaproxyAnswer =
  | {
      readonly kind: 'value';
      readonly value: HaproxyRuntime;
      readonly receivedAt: number;
      readonly text: string;
    }
  | Unknown;

interface Asked {
  readonly settle: (answer: HaproxyAnswer) => void;
  readonly lines: string[];
  length: number;
  blanks: number;
}

export class HaproxyChannel {
  #asked: Asked | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isOver = false;

  /** @param renew this conversation is over: it is with a worker that is going away, or answers cannot be told apart */
  constructor(
    private readonly handle: StreamHandle,
    private readonly renew: () => void,
  ) {
    handle.write('prompt\n');
  }

  /** One question at a time: a second caller's is asked after the first one's answer, which is older than it. */
  ask(): Promise<HaproxyAnswer> {
    const answer = this.#turn.then(() => this.#ask());
    this.#turn = answer;
    return answer;
  }

  #ask(): Promise<HaproxyAnswer> {
    return new Promise((resolve) => {
      if (this.#isOver) {
        resolve(unknownBecause('stream-dead', 'the runtime socket was closed'));
        return;
      }
      const timer = setTimeout(() => {
        this.#end(unknownBecause('timed-out', 'the runtime socket does not answer'));
      }, ANSWER_TIMEOUT_MS);
      this.#asked = {
        settle: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        lines: [],
        length: 0,
        blanks: 0,
      };
      this.handle.write(HAPROXY_READ_REQUEST);
    });
  }

  onLine(raw: string): void {
    const asked = this.#asked;
    if (!asked) return;
    // The prompt has no newline of its own: it stands before the next answer's first line.
    const line = raw.replace(/^(?:> )+/, '');
    asked.length += line.length;
    if (asked.length > MAX_ANSWER) {
      this.#end(unknownBecause('unparsable', 'the answer has no end'));
      return;
    }
    // The blank line after `prompt` itself comes before anything else.
    if (line === '' && asked.lines.length === 0) return;
    asked.lines.push(line);
    if (line !== '') return;
    asked.blanks += 1;
    if (asked.blanks < PARTS) return;
    const text = `${asked.lines.join('\n')}\n`;
    if (/^Stopping: [^0]/m.test(text)) {
      this.#end(unknownBecause('stream-dead', 'an old worker answered'));
      return;
    }
    const parsed = parseHaproxyRuntime(text);
    this.#finish(
      parsed.ok
        ? { kind: 'value', value: parsed.value, receivedAt: Date.now(), text }
        : unknownBecause('unparsable', parsed.error.what),
    );
  }

  /** The program ended: whoever waits learns it. */
  close(): void {
    this.#isOver = true;
    this.#finish(unknownBecause('stream-dead', 'the runtime socket was closed'));
  }

  stop(): void {
    this.close();
    this.handle.stop();
  }

  /** What still comes belongs to a question nobody waits for, and would be taken for the answer to the next one. */
  #end(answer: HaproxyAnswer): void {
    this.#isOver = true;
    this.#finish(answer);
    this.renew();
  }

  #finish(answer: HaproxyAnswer): void {
    const asked = this.#asked;
    this.#asked = undefined;
    asked?.settle(answer);
  }
}
