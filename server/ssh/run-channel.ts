import type { Client, ClientChannel } from 'ssh2';
import type { Command, Outcome } from '@/lib/base/command';

/** One command on one channel of a live connection: it always ends, at its deadline at the latest. */

interface Collected {
  readonly chunks: Buffer[];
  bytes: number;
}

/** A peer that keeps sending far beyond the bound is cut off: reading on would only burn CPU. */
const DRAIN_FACTOR = 4;

/** The node opened no session for it: nothing was run, so it may be tried again. */
export interface Refused {
  readonly kind: 'refused';
  readonly message: string;
}

export interface RunningCommand {
  readonly outcome: Promise<Outcome | Refused>;
  /** Settles when the node's session is over, as far as can be told: later than the outcome after a deadline. */
  readonly over: Promise<void>;
  /** The connection is gone: settles as unreachable. */
  abandon(message: string): void;
}

/**
 * sshd keeps the session of a command that did not end, and counts it, even after its channel was closed. The node ends
 * it soon after Haven's deadline (remote-line.ts); until then its place is not given away.
 */
const LINGER_MS = 5_000;

export function runOnChannel(client: Client, command: Command, line: string): RunningCommand {
  const run = new ChannelRun(client, command, line);
  return {
    outcome: run.outcome,
    over: run.over,
    abandon: (message) => run.settle({ kind: 'unreachable', message }),
  };
}

class ChannelRun {
  readonly outcome: Promise<Outcome | Refused>;
  readonly over: Promise<void>;
  #resolve: (outcome: Outcome | Refused) => void = () => undefined;
  #end: () => void = () => undefined;
  #linger: NodeJS.Timeout | undefined;
  #isSettled = false;
  #channel: ClientChannel | undefined;
  #isTruncated = false;
  #exit: { code: number | null; signal?: string } | undefined;
  readonly #stdout: Collected = { chunks: [], bytes: 0 };
  readonly #stderr: Collected = { chunks: [], bytes: 0 };
  readonly #startedAt = performance.now();
  readonly #deadline: NodeJS.Timeout;

  constructor(
    client: Client,
    private readonly command: Command,
    line: string,
  ) {
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#deadline = setTimeout(() => this.#timedOut(), command.timeoutMs);
    try {
      client.exec(line, (error, channel) => {
        if (error) this.settle({ kind: 'refused', message: error.message });
        else this.#attach(channel);
      });
    } catch (error) {
      // ssh2 throws when the socket closed between our check and the call.
      this.settle({ kind: 'unreachable', message: error instanceof Error ? error.message : 'not connected' });
    }
  }

  settle(outcome: Outcome | Refused): void {
    const isCutOff =
      outcome.kind === 'timed-out' || (outcome.kind === 'killed' && outcome.signal === 'output-limit');
    if (!isCutOff) {
      clearTimeout(this.#linger);
      this.#end();
    }
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#deadline);
    if (isCutOff) this.#linger = setTimeout(() => this.#end(), LINGER_MS);
    this.#resolve(outcome);
  }

  #attach(channel: ClientChannel): void {
    this.#channel = channel;
    if (this.#isSettled) {
      this.#drop();
      return;
    }
    channel.on('data', (chunk: Buffer) => this.#collect(this.#stdout, chunk));
    channel.stderr.on('data', (chunk: Buffer) => this.#collect(this.#stderr, chunk));
    channel.on('exit', (code: number | null, signal?: string) => {
      this.#exit = { code, ...(signal ? { signal } : {}) };
    });
    channel.on('error', () => undefined);
    channel.on('close', () => this.#closed());
    channel.end(this.command.stdin ?? '');
  }

  #collect(into: Collected, chunk: Buffer): void {
    const room = this.command.maxOutputBytes - into.bytes;
    into.bytes += chunk.length;
    if (chunk.length > room) this.#isTruncated = true;
    if (room > 0) into.chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    if (into.bytes > this.command.maxOutputBytes * DRAIN_FACTOR) {
      this.settle({
        kind: 'killed',
        signal: 'output-limit',
        ...this.#texts(),
        durationMs: this.#elapsedMs(),
      });
      this.#drop();
    }
  }

  #closed(): void {
    const exit = this.#exit;
    // Cut off, and the node did not say that the program ended: its session may still be counted.
    if (this.#isSettled && !exit) return;
    const ended = { ...this.#texts(), durationMs: this.#elapsedMs() };
    if (exit?.signal) this.settle({ kind: 'killed', signal: exit.signal, ...ended });
    else if (typeof exit?.code === 'number')
      this.settle({ kind: 'exited', exitCode: exit.code, truncated: this.#isTruncated, ...ended });
    else this.settle({ kind: 'unreachable', message: 'the channel closed without an exit status' });
  }

  #timedOut(): void {
    this.settle({ kind: 'timed-out', ...this.#texts(), timeoutMs: this.command.timeoutMs });
    this.#drop();
  }

  /** Asks the node to end it; sshd honours the signal for non-root logins only, `timeout` on the node does the rest. */
  #drop(): void {
    try {
      this.#channel?.signal('KILL');
      this.#channel?.close();
    } catch {
      // The channel or its connection is already gone, which is what was wanted.
    }
  }

  #texts(): { stdout: string; stderr: string } {
    return {
      stdout: Buffer.concat(this.#stdout.chunks).toString('utf8'),
      stderr: Buffer.concat(this.#stderr.chunks).toString('utf8'),
    };
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }
}
