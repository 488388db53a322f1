import type { Server, Socket } from 'socket.io';
import type { Actor } from '@/lib/auth/actor';
import { mayReach, SOCKET_EVENTS } from '@/lib/auth/permission-table';
import {
  type AgentAnswer,
  type AgentPlace,
  type AgentsAnswer,
  type AgentsPlace,
  type ClientToServerEvents,
  type FileAnswer,
  type FilePlace,
  HEARTBEAT_MS,
  type ItemKey,
  type Patch,
  type PreviewAnswer,
  type RawEvidence,
  type ServerToClientEvents,
  type Snapshot,
  type StorageAnswer,
} from '@/lib/live/protocol';
import type { Running } from '@/server/access';
import { redactEvidence } from './redact-evidence';
import type { LiveStore } from './store';
import { type WallView, wallView } from './wall-view';

/**
 * The live channel's server end. A socket is authenticated before it joins anything, its origin must be Haven's own, and
 * it only ever reads. Every batch is encoded once per audience, not once per browser.
 */

/** Who looks: a signed-in person, or a wall display with its token. */
export type Viewer =
  | { readonly kind: 'person'; readonly actor: Actor }
  | { readonly kind: 'wall'; readonly wallId: string; readonly showNames: boolean };

export interface Handshake {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly wallToken?: string;
}

export type LiveServer = Server<ClientToServerEvents, ServerToClientEvents>;
type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

export interface GatewayOptions {
  readonly io: LiveServer;
  readonly store: LiveStore;
  /** Who this is, or undefined when refused. Throws when it cannot be known (the database is away). */
  readonly authenticate: (handshake: Handshake) => Promise<Viewer | undefined>;
  /** Whether a browser page of this origin may connect. A missing origin is refused before this is asked. */
  readonly isOwnOrigin: (origin: string, handshake: Handshake) => boolean;
  /** Build of the running Haven; pages of another one reload. */
  readonly build: string;
  readonly log?: (message: string) => void;
  /** Reads one configuration file of a node afresh, and puts on record who asked. */
  readonly readFile?: (actor: Actor, place: FilePlace) => Promise<FileAnswer>;
  /** What resource and fence agents a node has, and what each says about itself. */
  readonly agents?: {
    list(place: AgentsPlace): Promise<AgentsAnswer>;
    describe(place: AgentPlace): Promise<AgentAnswer>;
  };
  /** Reads LVM of every node of a cluster afresh. */
  readonly readStorage?: (clusterId: string) => Promise<StorageAnswer>;
  /** What a change would do. One question per asker: the next replaces it. */
  readonly previews?: {
    ask(
      asker: string,
      place: { readonly clusterId: string; readonly intent: unknown },
    ): Promise<PreviewAnswer>;
    end(asker: string): void;
  };
}

export interface Gateway extends Running {
  /** Signed out, banned or changed role: their sockets end now. */
  dropUser(userId: string): void;
  dropWall(wallId: string): void;
  /** A job moved: pages that show it fetch it again. */
  job(change: { readonly jobId: string; readonly clusterId: string }): void;
}

/** Whether it is an object with these words in it; nothing else of it is believed. */
function isPlace<K extends string>(value: unknown, keys: readonly K[]): value is Readonly<Record<K, string>> {
  const words = (value ?? {}) as Partial<Record<K, unknown>>;
  return keys.every((key) => {
    const word = words[key];
    return typeof word === 'string' && word.length <= 200;
  });
}

/** Everybody who sees everything, and walls that must not show names. */
const OPEN_ROOM = 'open';
const VEILED_ROOM = 'veiled';

/** Sessions end without telling us (they expire): asked again this often. Shorter asks the database for nothing. */
const RECHECK_MS = 60_000;
/** Messages waiting for one slow browser before it is cut off; it comes back and takes a snapshot. About ten seconds. */
const MAX_BACKLOG = 200;

export function startGateway(options: GatewayOptions): Gateway {
  return new LiveGateway(options);
}

class LiveGateway implements Gateway {
  readonly #veil: WallView = wallView();
  readonly #timers: NodeJS.Timeout[];
  readonly #unsubscribe: () => void;
  #isStopped = false;

  constructor(private readonly options: GatewayOptions) {
    const { io, store } = options;
    io.use((socket, next) => {
      this.#admit(socket).then(
        (error) => next(error),
        () => next(new Error('unavailable')),
      );
    });
    io.on('connection', (socket) => this.#joined(socket));
    this.#unsubscribe = store.onPatch((patch) => this.#publish(patch));
    this.#timers = [
      setInterval(() => this.#beat(), HEARTBEAT_MS),
      setInterval(() => void this.#recheck(), RECHECK_MS),
    ];
  }

  dropUser(userId: string): void {
    this.#drop((viewer) => viewer.kind === 'person' && viewer.actor.id === userId);
  }

  dropWall(wallId: string): void {
    this.#drop((viewer) => viewer.kind === 'wall' && viewer.wallId === wallId);
  }

  job(change: { readonly jobId: string; readonly clusterId: string }): void {
    this.options.io.to(OPEN_ROOM).emit('job', change);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe();
    for (const timer of this.#timers) clearInterval(timer);
    this.options.io.disconnectSockets(true);
  }

  async #admit(socket: LiveSocket): Promise<Error | undefined> {
    const handshake = handshakeOf(socket);
    const origin = socket.handshake.headers.origin;
    // A WebSocket is not held back by the browser's same-origin rule: its origin is the only thing that tells.
    if (!origin || !this.options.isOwnOrigin(origin, handshake)) return new Error('forbidden-origin');
    const viewer = await this.options.authenticate(handshake);
    if (!viewer || !mayAsk(viewer, 'resync')) return new Error('unauthorized');
    socket.data.viewer = viewer;
    return undefined;
  }

  #joined(socket: LiveSocket): void {
    const viewer = viewerOf(socket);
    void socket.join(isVeiled(viewer) ? VEILED_ROOM : OPEN_ROOM);
    socket.on('resync', (answer) => {
      if (typeof answer === 'function') answer(this.#snapshotFor(viewer));
    });
    socket.on('raw', (key, answer) => {
      if (typeof answer === 'function') answer(this.#rawFor(viewer, key));
    });
    socket.on('file', (place, answer) => {
      if (typeof answer !== 'function') return;
      this.#fileFor(viewer, place).then(answer, () => answer({ error: 'unavailable' }));
    });
    socket.on('agents', (place, answer) => {
      if (typeof answer !== 'function') return;
      this.#agentsFor(viewer, place).then(answer, () => answer({ error: 'unavailable' }));
    });
    socket.on('agent', (place, answer) => {
      if (typeof answer !== 'function') return;
      this.#agentFor(viewer, place).then(answer, () => answer({ error: 'unavailable' }));
    });
    socket.on('storage', (clusterId, answer) => {
      if (typeof answer !== 'function') return;
      this.#storageFor(viewer, clusterId).then(answer, () => answer({ nodes: [] }));
    });
    socket.on('preview', (place, answer) => {
      if (typeof answer !== 'function') return;
      this.#previewFor(socket.id, viewer, place).then(answer, () => answer({ error: 'unavailable' }));
    });
    socket.on('previewEnd', () => this.options.previews?.end(socket.id));
    socket.on('disconnect', () => this.options.previews?.end(socket.id));
  }

  #snapshotFor(viewer: Viewer): Snapshot {
    const { store, build } = this.options;
    const live = store.state();
    const heard = store.heard();
    const links = Object.fromEntries(
      Object.entries(live.links).map(([nodeId, link]) => {
        const lastHeardAt = heard[nodeId];
        return [nodeId, lastHeardAt === undefined ? link : { ...link, lastHeardAt }];
      }),
    );
    const state = { ...live, links };
    return { serverTime: Date.now(), build, state: isVeiled(viewer) ? this.#veil.state(state) : state };
  }

  #rawFor(viewer: Viewer, key: unknown): RawEvidence | { readonly error: string } {
    if (!mayAsk(viewer, 'raw')) return { error: 'forbidden' };
    if (typeof key !== 'string') return { error: 'not-found' };
    const evidence = this.options.store.evidence(key as ItemKey);
    return evidence ? redactEvidence(evidence) : { error: 'not-found' };
  }

  async #fileFor(viewer: Viewer, place: unknown): Promise<FileAnswer> {
    if (viewer.kind !== 'person' || !mayAsk(viewer, 'file')) return { error: 'forbidden' };
    const { readFile } = this.options;
    const isAsked = isPlace(place, ['clusterId', 'node', 'path']);
    return readFile && isAsked ? readFile(viewer.actor, place) : { error: 'not-found' };
  }

  async #agentsFor(viewer: Viewer, place: unknown): Promise<AgentsAnswer> {
    if (!mayAsk(viewer, 'agents')) return { error: 'forbidden' };
    const { agents } = this.options;
    return agents && isPlace(place, ['clusterId', 'node']) ? agents.list(place) : { error: 'not-found' };
  }

  async #agentFor(viewer: Viewer, place: unknown): Promise<AgentAnswer> {
    if (!mayAsk(viewer, 'agent')) return { error: 'forbidden' };
    const { agents } = this.options;
    const isAsked = isPlace(place, ['clusterId', 'node', 'agent']);
    return agents && isAsked ? agents.describe(place) : { error: 'not-found' };
  }

  async #storageFor(viewer: Viewer, clusterId: unknown): Promise<StorageAnswer> {
    const { readStorage } = this.options;
    return mayAsk(viewer, 'storage') && readStorage && typeof clusterId === 'string'
      ? readStorage(clusterId)
      : { nodes: [] };
  }

  async #previewFor(asker: string, viewer: Viewer, place: unknown): Promise<PreviewAnswer> {
    if (!mayAsk(viewer, 'preview')) return { error: 'forbidden' };
    const { previews } = this.options;
    if (!previews || !isPlace(place, ['clusterId'])) return { error: 'not-found' };
    const { intent } = place as { readonly intent?: unknown };
    return previews.ask(asker, { clusterId: place.clusterId, intent });
  }

  #publish(patch: Patch): void {
    const { io, store } = this.options;
    io.to(OPEN_ROOM).emit('patch', patch);
    // Hiding costs time: only for those who are there.
    if (this.#isAnyIn(VEILED_ROOM)) io.to(VEILED_ROOM).emit('patch', this.#veil.patch(patch, store.state()));
  }

  #isAnyIn(room: string): boolean {
    return (this.options.io.sockets.adapter.rooms.get(room)?.size ?? 0) > 0;
  }

  #beat(): void {
    const { io, store } = this.options;
    const heartbeat = {
      epoch: store.epoch,
      revision: store.revision,
      serverTime: Date.now(),
      heard: store.heard(),
    };
    io.to(OPEN_ROOM).emit('heartbeat', heartbeat);
    io.to(VEILED_ROOM).emit('heartbeat', heartbeat);
    for (const socket of io.sockets.sockets.values()) {
      if (backlogOf(socket) > MAX_BACKLOG) {
        this.options.log?.('a browser that does not keep up was cut off');
        socket.disconnect(true);
      }
    }
  }

  async #recheck(): Promise<void> {
    for (const socket of [...this.options.io.sockets.sockets.values()]) {
      if (this.#isStopped) return;
      try {
        const viewer = await this.options.authenticate(handshakeOf(socket));
        if (!viewer || !isSameViewer(viewer, viewerOf(socket))) socket.disconnect(true);
      } catch {
        // The database is away: whoever was let in stays, the live view never stops (targets R7).
      }
    }
  }

  #drop(match: (viewer: Viewer) => boolean): void {
    for (const socket of this.options.io.sockets.sockets.values()) {
      if (match(viewerOf(socket))) socket.disconnect(true);
    }
  }
}

const isVeiled = (viewer: Viewer): boolean => viewer.kind === 'wall' && !viewer.showNames;

/** By the permission table: who may not ask for a snapshot may not connect at all. */
const mayAsk = (viewer: Viewer, event: keyof ClientToServerEvents): boolean =>
  mayReach(
    SOCKET_EVENTS[event],
    viewer.kind === 'wall' ? { kind: 'wall' } : { kind: 'person', role: viewer.actor.role },
  );

function isSameViewer(a: Viewer, b: Viewer): boolean {
  if (a.kind === 'wall' || b.kind === 'wall')
    return a.kind === 'wall' && b.kind === 'wall' && a.wallId === b.wallId && a.showNames === b.showNames;
  return a.actor.id === b.actor.id && a.actor.role === b.actor.role;
}

/** Set before the socket joined anything. */
const viewerOf = (socket: Pick<LiveSocket, 'data'>): Viewer => socket.data.viewer as Viewer;

function handshakeOf(socket: LiveSocket): Handshake {
  const { headers, auth } = socket.handshake;
  const token: unknown = auth.wallToken;
  return { headers, ...(typeof token === 'string' && token !== '' ? { wallToken: token } : {}) };
}

/** Packets that engine.io holds back because the socket is not writable; not in its types, so read with care. */
function backlogOf(socket: LiveSocket): number {
  const buffer: unknown = (socket.conn as unknown as { writeBuffer?: unknown }).writeBuffer;
  return Array.isArray(buffer) ? buffer.length : 0;
}
