import { io, type Socket } from 'socket.io-client';
import type { ViewerClock } from '@/lib/live/freshness';
import type {
  AgentAnswer,
  AgentPlace,
  AgentsAnswer,
  AgentsPlace,
  ClientToServerEvents,
  FileAnswer,
  FilePlace,
  Heartbeat,
  ItemKey,
  LiveState,
  PreviewAnswer,
  PreviewPlace,
  RawEvidence,
  ServerToClientEvents,
  Snapshot,
  StorageAnswer,
} from '@/lib/live/protocol';
import { emptyLiveState, NO_EPOCH, reducePatch } from '@/lib/live/reduce';

/**
 * The browser's end of the live channel: one socket, one state, subscribers that are told only about what they watch.
 * It never decides what is fresh; it keeps the two clocks with which `lib/live/freshness` does.
 */
export type ChannelState = 'connecting' | 'live' | 'offline' | 'refused';

type Listener = () => void;
type LiveSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export interface LiveClientOptions {
  /** Wall token; absent for signed-in people, whose cookie is the credential. */
  readonly wallToken?: string;
  readonly initial?: LiveState;
}

/** Each agent is a program of its own that is started on the node; slow ones take most of half a minute. */
const AGENT_TIMEOUT_MS = 45_000;
/** A snapshot that does not come within this time is asked for again; shorter doubles the load of a slow start. */
const RESYNC_RETRY_MS = 4_000;
/** Shorter knocks at a starting server without use; longer leaves a page dark after Haven is back. */
/** Haven has it at hand. */
const RAW_TIMEOUT_MS = 10_000;
/** The node itself gets fifteen seconds to answer. */
const FILE_TIMEOUT_MS = 20_000;
/** Within a second on a cluster that answers; a person who still looks at a slow one waits this long, not longer. */
const PREVIEW_TIMEOUT_MS = 60_000;
const COME_BACK_MS = 1_000;

export class LiveClient {
  #state: LiveState;
  #channel: ChannelState = 'connecting';
  #socket: LiveSocket | undefined;
  #heardAtLocal = 0;
  #offsetMs = 0;
  #build: string | undefined;
  #resyncAskedAt = 0;
  readonly #listeners = new Set<Listener>();
  readonly #jobListeners = new Set<(jobId: string) => void>();

  constructor(private readonly options: LiveClientOptions = {}) {
    this.#state = options.initial ?? emptyLiveState(NO_EPOCH);
  }

  start(): void {
    if (this.#socket) return;
    const socket: LiveSocket = io({
      path: '/live',
      transports: ['websocket'],
      reconnectionDelay: 250,
      reconnectionDelayMax: 2_000,
      ...(this.options.wallToken ? { auth: { wallToken: this.options.wallToken } } : {}),
    });
    this.#socket = socket;
    socket.on('connect', () => this.#resync());
    socket.on('snapshot', (snapshot) => this.#onSnapshot(snapshot));
    socket.on('patch', (patch) => {
      this.#heard();
      const next = reducePatch(this.#state, patch);
      if (next === 'gap') this.#resync();
      else this.#set(next);
    });
    socket.on('heartbeat', (beat) => this.#onHeartbeat(beat));
    socket.on('job', ({ jobId }) => {
      for (const listener of this.#jobListeners) listener(jobId);
    });
    socket.on('disconnect', () => {
      this.#setChannel('offline');
      this.#comeBack(socket);
    });
    socket.on('connect_error', (error) => {
      const isRefused = error.message === 'unauthorized' || error.message === 'forbidden-origin';
      this.#setChannel(isRefused ? 'refused' : 'offline');
      if (!isRefused) this.#comeBack(socket);
    });
  }

  stop(): void {
    this.#socket?.disconnect();
    this.#socket = undefined;
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  onJob(listener: (jobId: string) => void): () => void {
    this.#jobListeners.add(listener);
    return () => this.#jobListeners.delete(listener);
  }

  readonly state = (): LiveState => this.#state;
  readonly channel = (): ChannelState => this.#channel;

  /** Now and the last word of Haven, both on Haven's clock. */
  clock(): ViewerClock {
    const now = Date.now() + this.#offsetMs;
    return { now, heardAt: this.#heardAtLocal === 0 ? 0 : this.#heardAtLocal + this.#offsetMs };
  }

  raw(key: ItemKey): Promise<RawEvidence | { readonly error: string }> {
    return this.#ask<RawEvidence | { readonly error: string }>((socket, done) =>
      socket.timeout(RAW_TIMEOUT_MS).emit('raw', key, done),
    );
  }

  file(place: FilePlace): Promise<FileAnswer> {
    return this.#ask<FileAnswer>((socket, done) => socket.timeout(FILE_TIMEOUT_MS).emit('file', place, done));
  }

  agents(place: AgentsPlace): Promise<AgentsAnswer> {
    return this.#ask<AgentsAnswer>((socket, done) =>
      socket.timeout(AGENT_TIMEOUT_MS).emit('agents', place, done),
    );
  }

  agent(place: AgentPlace): Promise<AgentAnswer> {
    return this.#ask<AgentAnswer>((socket, done) =>
      socket.timeout(AGENT_TIMEOUT_MS).emit('agent', place, done),
    );
  }

  async storage(clusterId: string): Promise<StorageAnswer> {
    const answer = await this.#ask<StorageAnswer>((socket, done) =>
      socket.timeout(FILE_TIMEOUT_MS).emit('storage', clusterId, done),
    );
    return 'error' in answer ? { nodes: [] } : answer;
  }

  /** What a change would do. Asking again, or ending, gives up on what was asked before. */
  preview(place: PreviewPlace): Promise<PreviewAnswer> {
    return this.#ask<PreviewAnswer>((socket, done) =>
      socket.timeout(PREVIEW_TIMEOUT_MS).emit('preview', place, done),
    );
  }

  endPreview(): void {
    if (this.#socket?.connected) this.#socket.emit('previewEnd');
  }

  /** One question, one answer: what cannot be asked is `offline`, what does not come back is `timed-out`. */
  #ask<T>(
    send: (socket: LiveSocket, done: (error: Error | null, answer: T) => void) => void,
  ): Promise<T | { readonly error: string }> {
    const socket = this.#socket;
    if (!socket?.connected) return Promise.resolve({ error: 'offline' });
    return new Promise((resolve) => {
      send(socket, (error, answer) => resolve(error ? { error: 'timed-out' } : answer));
    });
  }

  /** socket.io gives up after the server itself ended the socket or could not check it (its database away). */
  #comeBack(socket: LiveSocket): void {
    if (socket.active) return;
    setTimeout(() => {
      if (this.#socket === socket && !socket.connected) socket.connect();
    }, COME_BACK_MS);
  }

  #resync(): void {
    const now = Date.now();
    if (now - this.#resyncAskedAt < RESYNC_RETRY_MS && this.#channel === 'live') return;
    this.#resyncAskedAt = now;
    this.#socket?.emit('resync', (snapshot) => this.#onSnapshot(snapshot));
  }

  #onSnapshot(snapshot: Snapshot): void {
    this.#resyncAskedAt = 0;
    this.#offsetMs = snapshot.serverTime - Date.now();
    this.#heard();
    if (this.#build !== undefined && this.#build !== snapshot.build) {
      // Haven was upgraded under this page: its code and messages may not match any more.
      window.location.reload();
      return;
    }
    this.#build = snapshot.build;
    this.#channel = 'live';
    this.#set(snapshot.state);
  }

  #onHeartbeat(beat: Heartbeat): void {
    this.#offsetMs = beat.serverTime - Date.now();
    this.#heard();
    if (beat.epoch !== this.#state.epoch || beat.revision > this.#state.revision) this.#resync();
    const links = { ...this.#state.links };
    for (const [nodeId, lastHeardAt] of Object.entries(beat.heard)) {
      const link = links[nodeId];
      if (link) links[nodeId] = { ...link, lastHeardAt };
    }
    this.#set({ ...this.#state, links });
  }

  #heard(): void {
    this.#heardAtLocal = Date.now();
  }

  #setChannel(channel: ChannelState): void {
    this.#channel = channel;
    this.#emit();
  }

  #set(state: LiveState): void {
    this.#state = state;
    this.#emit();
  }

  #emit(): void {
    for (const listener of this.#listeners) listener();
  }
}
