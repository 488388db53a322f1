import type { Client, ClientChannel } from 'ssh2';
import { LineSplitter } from './line-splitter';

/** A program on the node that is followed line by line for as long as it runs. */

export type StreamEnd =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly stderr: string }
  | { readonly kind: 'killed'; readonly signal: string; readonly stderr: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'link-lost'; readonly message: string };

export interface StreamHandlers {
  /** The program was started (its channel is open). */
  onStart?(): void;
  onLine(line: string): void;
  /** Once, unless `stop` was called before. */
  onEnd(end: StreamEnd): void;
}

export interface StreamHandle {
  /** Writes to the program's standard input, when it was started with `input: 'open'`. */
  write(text: string): void;
  /** Ends it; no handler is called any more. */
  stop(): void;
}

/** Enough of standard error to say why a stream died; a chatty one must not grow. */
const STDERR_LIMIT = 2_000;

export class StreamChannel implements StreamHandle {
  #channel: ClientChannel | undefined;
  #isOver = false;
  #stderr = '';
  #exit: { code: number | null; signal?: string } | undefined;

  constructor(
    client: Client,
    line: string,
    private readonly handlers: StreamHandlers,
  ) {
    try {
      client.exec(line, (error, channel) => {
        if (error) this.end({ kind: 'refused', message: error.message });
        else this.#attach(channel);
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : 'not connected';
      queueMicrotask(() => this.end({ kind: 'link-lost', message }));
    }
  }

  write(text: string): void {
    if (!this.#isOver) this.#channel?.write(text);
  }

  stop(): void {
    this.#isOver = true;
    this.#close();
  }

  /** Settles it from outside: the connection is gone. */
  end(end: StreamEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#close();
    this.handlers.onEnd(end);
  }

  #attach(channel: ClientChannel): void {
    this.#channel = channel;
    if (this.#isOver) {
      this.#close();
      return;
    }
    const splitter = new LineSplitter((line) => {
      if (!this.#isOver) this.handlers.onLine(line);
    });
    channel.on('data', (chunk: Buffer) => splitter.push(chunk));
    channel.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-STDERR_LIMIT);
    });
    channel.on('exit', (code: number | null, signal?: string) => {
      this.#exit = { code, ...(signal ? { signal } : {}) };
    });
    channel.on('error', () => undefined);
    channel.on('close', () => this.end(this.#endOf()));
    this.handlers.onStart?.();
  }

  #endOf(): StreamEnd {
    const stderr = this.#stderr;
    if (this.#exit?.signal) return { kind: 'killed', signal: this.#exit.signal, stderr };
    if (typeof this.#exit?.code === 'number') return { kind: 'exited', exitCode: this.#exit.code, stderr };
    return { kind: 'link-lost', message: 'the channel closed without an exit status' };
  }

  #close(): void {
    try {
      // End of file first: the node's tether (remote-line.ts) ends the program on it.
      this.#channel?.end();
      this.#channel?.close();
    } catch {
      // Already gone with its connection.
    }
  }
}
