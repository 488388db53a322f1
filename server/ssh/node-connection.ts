import type { Client } from 'ssh2';
import type { Command, Outcome } from '@/lib/base/command';
import type { NodeLinkState } from '@/lib/live/protocol';
import { ExecQueue, type Urgency } from './exec-queue';
import { type CloseReason, type OpenClient, openClient, type SshTarget } from './open-client';
import { remoteLine, remoteStreamLine, type StreamCommand } from './remote-line';
import { type Refused, type RunningCommand, runOnChannel } from './run-channel';
import { StreamChannel, type StreamHandle, type StreamHandlers } from './stream-channel';
import { LINK_TIMINGS, type LinkTimings } from './timings';

/**
 * The one SSH connection to a node, kept for ever: signs in, notices silence, reconnects. Every command on it ends with
 * an outcome that says what is known. Times are milliseconds since the epoch on Haven's clock.
 */

export interface LinkStatus {
  readonly state: NodeLinkState;
  readonly since: number;
  readonly lastHeardAt?: number;
  readonly detail?: string;
  /** The reason behind a state that is not live, for those who must tell them apart. */
  readonly reason?: CloseReason;
}

export interface NodeConnectionOptions {
  readonly timings?: Partial<LinkTimings>;
  readonly onStatus?: (status: LinkStatus) => void;
}

/** Sessions of commands that were cut off end within seconds: asked again this often until then. */
const REFUSED_RETRY_MS = 300;
/** Refused for so long, sessions hang on the node; only a new connection gets rid of them. */
const REFUSING_MS = 45_000;

export class NodeConnection {
  readonly #timings: LinkTimings;
  readonly #onStatus: (status: LinkStatus) => void;
  readonly #queue = new ExecQueue();
  readonly #runs = new Set<RunningCommand>();
  readonly #streams = new Set<StreamChannel>();
  #status: LinkStatus = { state: 'connecting', since: Date.now() };
  #heardAtMono = 0;
  #open: OpenClient | undefined;
  #client: Client | undefined;
  #retries = 0;
  #retryTimer: NodeJS.Timeout | undefined;
  #silenceTimer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #refusedSince: number | undefined;
  #onClosedOnce: (() => void) | undefined;

  constructor(
    readonly target: SshTarget,
    options: NodeConnectionOptions = {},
  ) {
    this.#timings = { ...LINK_TIMINGS, ...options.timings };
    this.#onStatus = options.onStatus ?? (() => undefined);
  }

  /** The link as it is now; `lastHeardAt` moves without a status callback. */
  get status(): LinkStatus {
    return this.#status;
  }

  start(): void {
    if (!this.#isStopped && !this.#open) this.#connect();
  }

  /** Ends everything of it, saying goodbye to the node. Resolves when the socket is closed. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#silenceTimer);
    for (const stream of [...this.#streams]) stream.stop();
    this.#streams.clear();
    this.#loseChannels('Haven closed the connection');
    const open = this.#open;
    if (!open) return;
    await new Promise<void>((resolve) => {
      this.#onClosedOnce = resolve;
      open.end();
    });
  }

  /**
   * Runs one command. Never throws; without a live connection the outcome is at hand at once, except while the first
   * connection is still being made, which it does not wait for either.
   */
  async run(command: Command, urgency: Urgency = 'now'): Promise<Outcome> {
    const deadline = performance.now() + command.timeoutMs;
    for (;;) {
      const outcome = await this.#tryRun(command, urgency);
      if (outcome.kind !== 'refused') return outcome;
      this.#refusedSince ??= performance.now();
      if (performance.now() - this.#refusedSince > REFUSING_MS)
        this.#open?.destroy('the node opens no more sessions');
      if (performance.now() > deadline)
        return { kind: 'timed-out', stdout: '', stderr: outcome.message, timeoutMs: command.timeoutMs };
      await new Promise((resolve) => setTimeout(resolve, REFUSED_RETRY_MS));
    }
  }

  async #tryRun(command: Command, urgency: Urgency): Promise<Outcome | Refused> {
    if (!this.#client) return this.#outcomeWithoutLink();
    const release = await this.#queue.acquire(urgency);
    const client = this.#client;
    if (!release || !client) {
      release?.();
      return this.#outcomeWithoutLink();
    }
    const running = runOnChannel(client, command, remoteLine(command, this.target.login));
    this.#runs.add(running);
    void running.over.then(() => {
      this.#runs.delete(running);
      release();
    });
    const outcome = await running.outcome;
    if (outcome.kind !== 'refused') this.#refusedSince = undefined;
    return outcome;
  }

  /** Follows a program's lines until it ends or `stop`; it is not restarted here. */
  stream(command: StreamCommand, handlers: StreamHandlers): StreamHandle {
    const client = this.#client;
    if (!client) {
      let isStopped = false;
      queueMicrotask(() => {
        if (!isStopped) handlers.onEnd({ kind: 'link-lost', message: 'not connected' });
      });
      return {
        write: () => undefined,
        stop: () => {
          isStopped = true;
        },
      };
    }
    const channel: StreamChannel = new StreamChannel(client, remoteStreamLine(command, this.target.login), {
      ...(handlers.onStart ? { onStart: () => handlers.onStart?.() } : {}),
      onLine: (line) => handlers.onLine(line),
      onEnd: (end) => {
        this.#streams.delete(channel);
        handlers.onEnd(end);
      },
    });
    this.#streams.add(channel);
    return {
      write: (text) => channel.write(text),
      stop: () => {
        this.#streams.delete(channel);
        channel.stop();
      },
    };
  }

  #connect(): void {
    clearTimeout(this.#retryTimer);
    const open = openClient(this.target, this.#timings, {
      onReady: (client) => {
        this.#client = client;
        this.#retries = 0;
        this.#heard();
        this.#setStatus('live');
        this.#watchSilence();
      },
      onHeard: () => this.#heard(),
      onClosed: (reason) => this.#closed(reason),
    });
    this.#open = open;
  }

  #heard(): void {
    this.#heardAtMono = performance.now();
    // A host whose key or credential was refused also sends bytes: only a signed-in node counts as heard.
    if (!this.#client) return;
    this.#status = { ...this.#status, lastHeardAt: Date.now() };
    if (this.#status.state === 'suspect') this.#setStatus('live');
  }

  /**
   * One timer, set for the moment the present silence would matter. The verdict is given after the event loop has read
   * what the sockets hold; if Haven itself stalled, it has not asked either, so silence counts from now on only.
   */
  #watchSilence(): void {
    clearTimeout(this.#silenceTimer);
    const limit = this.#status.state === 'suspect' ? this.#timings.unreachableMs : this.#timings.suspectMs;
    const dueAt = this.#heardAtMono + limit;
    this.#silenceTimer = setTimeout(
      () => {
        const lateMs = performance.now() - dueAt;
        setImmediate(() => this.#judgeSilence(lateMs));
      },
      Math.max(5, dueAt - performance.now()),
    );
  }

  #judgeSilence(lateMs: number): void {
    if (!this.#client || this.#isStopped) return;
    if (lateMs > this.#timings.keepaliveMs) this.#heardAtMono = performance.now();
    const silentMs = performance.now() - this.#heardAtMono;
    if (silentMs >= this.#timings.unreachableMs) {
      this.#open?.destroy(`silent for ${(silentMs / 1000).toFixed(1)} s`);
      return;
    }
    if (silentMs >= this.#timings.suspectMs && this.#status.state === 'live') this.#setStatus('suspect');
    this.#watchSilence();
  }

  #closed(reason: CloseReason): void {
    clearTimeout(this.#silenceTimer);
    this.#open = undefined;
    this.#client = undefined;
    this.#loseChannels(detailOf(reason));
    this.#onClosedOnce?.();
    if (this.#isStopped) return;
    this.#setStatus(reason.kind, reason);
    this.#retryTimer = setTimeout(() => this.#connect(), this.#nextWaitMs(reason));
  }

  #nextWaitMs(reason: CloseReason): number {
    if (reason.kind !== 'unreachable') return this.#timings.refusedMs;
    const steps = this.#timings.backoffMs;
    const base = steps[Math.min(this.#retries, steps.length - 1)] ?? 1_000;
    this.#retries += 1;
    // Jitter, so that the nodes of a rack that lost its switch do not all come back in the same instant.
    return base * (0.75 + Math.random() * 0.5);
  }

  #loseChannels(message: string): void {
    this.#queue.clear();
    for (const run of [...this.#runs]) run.abandon(message);
    for (const stream of [...this.#streams]) stream.end({ kind: 'link-lost', message });
  }

  #outcomeWithoutLink(): Outcome {
    const { reason, detail } = this.#status;
    if (reason?.kind === 'host-key-changed') return reason;
    if (reason?.kind === 'auth-failed') return reason;
    return { kind: 'unreachable', message: detail ?? 'not connected' };
  }

  #setStatus(state: NodeLinkState, reason?: CloseReason): void {
    const previous = this.#status;
    const { lastHeardAt } = previous;
    this.#status = {
      state,
      since: previous.state === state ? previous.since : Date.now(),
      ...(lastHeardAt === undefined ? {} : { lastHeardAt }),
      ...(reason ? { reason, detail: detailOf(reason) } : {}),
    };
    if (previous.state !== state || previous.detail !== this.#status.detail) this.#onStatus(this.#status);
  }
}

function detailOf(reason: CloseReason): string {
  return reason.kind === 'host-key-changed'
    ? `expected ${reason.expected}, seen ${reason.seen}`
    : reason.message;
}
