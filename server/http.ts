/**
 * The front door. Decides before Next sees a request: who it comes from, whether its page is ours, and what every
 * answer carries. WebSocket upgrades for our path go to socket.io, all others to Next through a server that never
 * listens (Next ends upgrades whose path it takes for a page).
 */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { Server as SocketServer } from 'socket.io';
import type { ClientToServerEvents, ServerToClientEvents } from '@/lib/live/protocol';
import type { Env } from './env';
import type { Log } from './log';
import { clientAddress, isFromThisMachine, isMutation, isOwnOrigin } from './request';

/** Handshake data set by the gateway: who the socket belongs to. */
export type LiveServer = SocketServer<ClientToServerEvents, ServerToClientEvents>;

export const SOCKET_PATH = '/live';
/** Answers whether Haven is up: 200 when the control plane runs, 503 before. For proxies and systemd. */
export const HEALTH_PATH = '/healthz';

export interface Http {
  readonly server: Server;
  /** Next registers its upgrade handler here. */
  readonly nextSide: Server;
  readonly io: LiveServer;
  /** Requests wait for Next's handler until it is set. */
  serve(handler: RequestListener): void;
  /** The control plane runs: sockets that waited are let in, and the health page says so. */
  setReady(): void;
}

const HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

export function createHttp(env: Env, log: Log): Http {
  const nextSide = createServer();
  const next = later<RequestListener>();
  const controlPlane = later<void>();
  let isReady = false;

  const server = createServer((request, response) => {
    if (request.url === HEALTH_PATH)
      return answer(response, isReady ? 200 : 503, isReady ? 'ok' : 'starting');
    setHeaders(request, response, env);
    if (isMutation(request.method) && !isOwnOrigin(request.headers, env)) {
      log.warn(
        { method: request.method, origin: request.headers.origin ?? null },
        'refused a request from a foreign page',
      );
      return answer(response, 403, 'This request did not come from a page of Haven.');
    }
    void next.promise.then((handler) => handler(request, response));
  });
  // Node's default of 5 s closes connections that a proxy in front still holds for use.
  server.keepAliveTimeout = 65_000;

  const io = createSocketServer(server, env, controlPlane.promise);
  routeUpgrades(server, nextSide, io);
  return {
    server,
    nextSide,
    io,
    serve: next.resolve,
    setReady: () => {
      isReady = true;
      controlPlane.resolve();
    },
  };
}

function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((set) => {
    resolve = set;
  });
  return { promise, resolve };
}

function setHeaders(request: IncomingMessage, response: ServerResponse, env: Env): void {
  const { headers, socket } = request;
  headers['x-haven-local'] = isFromThisMachine(headers, socket.remoteAddress) ? '1' : '0';
  // Next fills this in only when it is absent, so a client could choose the address it is limited by.
  headers['x-forwarded-for'] = clientAddress(headers, socket.remoteAddress, env);
  // Next compares it with the Origin of server actions; only the Host header counts here.
  delete headers['x-forwarded-host'];
  if (!env.trustProxy) delete headers['x-forwarded-proto'];
  // Set by proxy.ts for Next's own use; never believed from outside.
  delete headers['x-nonce'];
  delete headers['content-security-policy'];
  if (env.publicOrigin) headers.host = new URL(env.publicOrigin).host;

  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const isHttps = env.publicOrigin?.startsWith('https:') || headers['x-forwarded-proto'] === 'https';
  if (isHttps) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
}

function answer(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(`${text}\n`);
}

function createSocketServer(server: Server, env: Env, controlPlane: Promise<void>): LiveServer {
  return new SocketServer<ClientToServerEvents, ServerToClientEvents>(server, {
    path: SOCKET_PATH,
    serveClient: false,
    // The upgrade dispatcher below ends what belongs to nobody; engine.io must not end Next's.
    destroyUpgrade: false,
    // Only WebSockets: their handshake always carries an Origin, and no answer of theirs can be read from another page.
    transports: ['websocket'],
    // Nobody is let in before the gateway is there to ask who it is.
    allowRequest: (request, callback) =>
      void controlPlane.then(() => callback(null, isOwnOrigin(request.headers, env))),
    // Twice the gateway's own heartbeat, which is what tells a browser that Haven is dead.
    pingInterval: 2_000,
    pingTimeout: 4_000,
    maxHttpBufferSize: 64 * 1024,
    cleanupEmptyChildNamespaces: true,
  });
}

function routeUpgrades(server: Server, nextSide: Server, io: LiveServer): void {
  // engine.io has put its listener on the server: from here on, one dispatcher decides.
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = request.url?.split('?')[0] ?? '';
    if (path === SOCKET_PATH || path === `${SOCKET_PATH}/`) {
      // engine.io takes node's request and adds its own fields to it.
      io.engine.handleUpgrade(request as Parameters<typeof io.engine.handleUpgrade>[0], socket, head);
    } else if (nextSide.listenerCount('upgrade') > 0) {
      nextSide.emit('upgrade', request, socket, head);
    } else {
      socket.destroy();
    }
  });
}
