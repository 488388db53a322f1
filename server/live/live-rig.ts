import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io as connectSocket, type Socket } from 'socket.io-client';
import type { Actor } from '@/lib/auth/actor';
import type {
  ClientToServerEvents,
  Heartbeat,
  LiveState,
  Patch,
  ServerToClientEvents,
  Snapshot,
} from '@/lib/live/protocol';
import { emptyLiveState, reducePatch } from '@/lib/live/reduce';
import { type Gateway, type Handshake, type LiveServer, startGateway, type Viewer } from './gateway';
import type { LiveStore } from './store';

/** For tests: a gateway on a real HTTP server, and clients that keep their state as a browser does. */

export const ADMIN: Actor = { id: 'admin', name: 'Admin', email: 'admin@example.org', role: 'administrator' };
export const ORIGIN = 'http://haven.test';

export interface GatewayRig {
  readonly gateway: Gateway;
  readonly port: number;
  /** Who a cookie stands for; changed by tests. */
  readonly people: Map<string, Viewer>;
  stop(): Promise<void>;
}

export async function gatewayRig(store: LiveStore): Promise<GatewayRig> {
  const http: HttpServer = createServer();
  const io: LiveServer = new Server(http, { path: '/live', serveClient: false });
  const people = new Map<string, Viewer>([['admin', { kind: 'person', actor: ADMIN }]]);
  const authenticate = async ({ headers, wallToken }: Handshake): Promise<Viewer | undefined> =>
    people.get(wallToken ?? String(headers.cookie ?? ''));
  const gateway = startGateway({
    io,
    store,
    authenticate,
    isOwnOrigin: (origin) => origin === ORIGIN,
    build: 'test',
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    gateway,
    port,
    people,
    stop: async () => {
      await gateway.stop();
      await io.close();
    },
  };
}

export interface ClientOptions {
  readonly cookie?: string;
  readonly wallToken?: string;
  readonly origin?: string | null;
}

/** What a browser does with the channel, without a browser. */
export class RigClient {
  state: LiveState = emptyLiveState('none');
  readonly patches: Patch[] = [];
  readonly heartbeats: Heartbeat[] = [];
  readonly errors: string[] = [];
  isDisconnected = false;
  resyncs = 0;
  /** Patches to lose, as a broken proxy might. */
  losePatches = 0;
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;

  constructor(port: number, options: ClientOptions = {}) {
    const { cookie = 'admin', wallToken, origin = ORIGIN } = options;
    this.#socket = connectSocket(`http://127.0.0.1:${port}`, {
      path: '/live',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie, ...(origin === null ? {} : { origin }) },
      ...(wallToken ? { auth: { wallToken } } : {}),
    });
    this.#socket.on('connect', () => this.resync());
    this.#socket.on('connect_error', (error) => this.errors.push(error.message));
    this.#socket.on('disconnect', () => {
      this.isDisconnected = true;
    });
    this.#socket.on('heartbeat', (beat) => this.heartbeats.push(beat));
    this.#socket.on('patch', (patch) => this.#onPatch(patch));
  }

  get isReady(): boolean {
    return this.state.epoch !== 'none';
  }

  resync(): void {
    this.resyncs += 1;
    this.#socket.emit('resync', (snapshot: Snapshot) => {
      this.state = snapshot.state;
    });
  }

  agents(): Promise<unknown> {
    return this.#socket.timeout(5_000).emitWithAck('agents', { clusterId: 'c1', node: 'n1' });
  }

  preview(): Promise<unknown> {
    const place = { clusterId: 'c1', intent: { kind: 'node-standby', node: 'n1' } };
    return this.#socket.timeout(5_000).emitWithAck('preview', place);
  }

  raw(key: string): Promise<unknown> {
    return this.#socket.timeout(5_000).emitWithAck('raw', key as never);
  }

  close(): void {
    this.#socket.disconnect();
  }

  #onPatch(patch: Patch): void {
    if (this.losePatches > 0) {
      this.losePatches -= 1;
      return;
    }
    this.patches.push(patch);
    const next = reducePatch(this.state, patch);
    if (next === 'gap') this.resync();
    else this.state = next;
  }
}
