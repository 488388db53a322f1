import type { NodeLink } from '@/lib/live/protocol';
import { lastErrorLines } from '@/lib/pacemaker/redact';
import type { NodeConnection } from '@/server/ssh/node-connection';
import type { StreamCommand } from '@/server/ssh/remote-line';
import type { StreamEnd, StreamHandle } from '@/server/ssh/stream-channel';

/**
 * Keeps one follower running on a node for as long as its link lives: starts it, tells when it died, starts it again.
 * A program that cannot run here at all (not installed, not allowed) becomes `absent` and is only tried now and then.
 */

export type StreamState = NodeLink['streams'][string];

export interface SupervisedStream {
  readonly name: string;
  /** What to run; undefined: there is nothing to follow on this node now. */
  readonly command: () => StreamCommand | undefined;
  /** Called when it began, before any line. */
  readonly onStart?: (handle: StreamHandle) => void;
  readonly onLine: (line: string) => void;
  /** Called when it ended, with why. */
  readonly onEnd?: () => void;
  readonly onState: (state: StreamState, detail?: string) => void;
}

/** A program that lives this long is taken to run. Shorter calls a failing start "running", longer delays first reads. */
const SETTLED_MS = 300;
/** Ending sooner than this counts as a failed start. */
const SHORT_LIFE_MS = 3_000;
const FAILED_STARTS_TO_ABSENT = 3;
/** First restart at once, because its readings are unknown until then; the last bounds the load of a sick one. */
const RESTART_MS = [200, 1_000, 5_000] as const;
/** An absent one: somebody may have installed it. */
const ABSENT_RETRY_MS = 60_000;

export class StreamSupervisor {
  #handle: StreamHandle | undefined;
  #state: StreamState = 'absent';
  #timer: NodeJS.Timeout | undefined;
  #settled: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #failedStarts = 0;
  #isWanted = false;

  constructor(
    private readonly connection: NodeConnection,
    private readonly spec: SupervisedStream,
  ) {}

  get state(): StreamState {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** Starts it if there is something to follow; harmless when it runs already. */
  start(): void {
    this.#isWanted = true;
    if (this.#handle) return;
    clearTimeout(this.#timer);
    const command = this.spec.command();
    if (!command) {
      this.#set('absent');
      return;
    }
    this.#startedAt = performance.now();
    if (this.#state !== 'dead') this.#set('starting');
    let handle: StreamHandle | undefined;
    handle = this.connection.stream(command, {
      onStart: () => {
        this.#settled = setTimeout(() => this.#set('running'), SETTLED_MS);
        if (handle) this.spec.onStart?.(handle);
      },
      onLine: (line) => {
        this.#set('running');
        this.spec.onLine(line);
      },
      onEnd: (end) => this.#ended(end),
    });
    this.#handle = handle;
  }

  /** Ends it and starts it anew without ever counting it as dead: its program must look at something new. */
  renew(): void {
    this.#drop();
    this.#failedStarts = 0;
    this.start();
  }

  /** The link is gone or Haven stops. */
  stop(): void {
    this.#isWanted = false;
    this.#drop();
    this.#failedStarts = 0;
    this.#state = 'absent';
  }

  #drop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#settled);
    const handle = this.#handle;
    this.#handle = undefined;
    handle?.stop();
    if (handle) this.spec.onEnd?.();
  }

  #ended(end: StreamEnd): void {
    clearTimeout(this.#settled);
    this.#handle = undefined;
    this.spec.onEnd?.();
    if (!this.#isWanted || end.kind === 'link-lost') return;
    const isShort = performance.now() - this.#startedAt < SHORT_LIFE_MS;
    this.#failedStarts = isShort ? this.#failedStarts + 1 : 0;
    const isHopeless = end.kind === 'exited' && (end.exitCode === 127 || end.exitCode === 126);
    if (isHopeless || this.#failedStarts >= FAILED_STARTS_TO_ABSENT) {
      this.#set('absent', wordsOf(end));
      this.#timer = setTimeout(() => this.start(), ABSENT_RETRY_MS);
    } else {
      this.#set('dead', wordsOf(end));
      const waitMs = RESTART_MS[Math.min(this.#failedStarts, RESTART_MS.length - 1)] ?? 1_000;
      this.#timer = setTimeout(() => this.start(), waitMs);
    }
  }

  #set(state: StreamState, detail?: string): void {
    if (this.#state === state) return;
    this.#state = state;
    this.spec.onState(state, detail);
  }
}

function wordsOf(end: StreamEnd): string {
  switch (end.kind) {
    case 'exited':
      return `exited ${end.exitCode}: ${lastErrorLines(end.stderr, 2)}`;
    case 'killed':
      return `killed by ${end.signal}`;
    case 'refused':
    case 'link-lost':
      return end.message;
  }
}
