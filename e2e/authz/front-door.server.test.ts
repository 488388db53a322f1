/**
 * What changes something is taken from Haven's own pages only (R11): every action, route and path, by every method, with
 * every Origin that is not ours, against the real front door; then without it, against each action and the real gateway.
 * And every kind of page carries the content security policy.
 */
import { once } from 'node:events';
import { Agent, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unstable_doesMiddlewareMatch } from 'next/experimental/testing/server';
import { NextRequest } from 'next/server';
import pino from 'pino';
import { io as connect } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { POST as authPost } from '@/app/api/auth/[...all]/route';
import { Tally } from '@/e2e/safety/tally';
import { HTTP_ENDPOINTS } from '@/lib/auth/auth';
import { config, proxy } from '@/proxy';
import { createHttp, type Http } from '@/server/http';
import { testDatabase } from '@/server/testing/database';
import { fingerprint } from './objects';
import { ofResult } from './outcome';
import { readSurface } from './surface';
import { come, type Guest, person, request } from './visitors';
import { WRITE_CASES } from './write-cases';

// Next's testing entry writes to the console through it, and finds it only where Next itself has started.
vi.hoisted(async () => {
  const { AsyncLocalStorage } = await import('node:async_hooks');
  Object.assign(globalThis, { AsyncLocalStorage });
});
vi.mock('next/headers', async () => {
  const { request: current } = await import('./visitors');
  return { headers: async () => current.headers, cookies: async () => ({ get: () => undefined }) };
});
vi.mock('next/cache', () => ({ revalidatePath: () => undefined }));

testDatabase();
const tally = new Tally('R11');
const surface = readSurface();
afterAll(() => tally.report());

/** Everything that is not the page's own origin, and most of it nearly so. Undefined: no Origin at all. */
function foreignOrigins(own: string): readonly (string | undefined)[] {
  const { protocol, hostname, port } = new URL(own);
  const other = protocol === 'http:' ? 'https:' : 'http:';
  return [
    undefined,
    '',
    'null',
    'https://evil.example',
    `${other}//${new URL(own).host}`,
    `${protocol}//${hostname}:${Number(port || 80) + 1}`,
    `${protocol}//${hostname}.evil.example:${port}`,
    `${protocol}//evil.${hostname}:${port}`,
    `${protocol}//evil.example@${new URL(own).host}`,
    `${protocol}//${new URL(own).host}@evil.example`,
    `${own}/`,
    `${own} `.concat('https://evil.example'),
    `${own}, https://evil.example`,
    `https://evil.example, ${own}`,
    'file://',
    '*',
    own.toUpperCase(),
  ];
}

const ENV = {
  isDevelopment: false,
  port: 0,
  host: '127.0.0.1',
  databaseUrl: '',
  practice: false,
  labDir: '',
  distDir: '',
  logLevel: 'silent',
};

interface Door {
  readonly address: string;
  /** What got through to the pages. */
  readonly seen: string[];
  stop(): Promise<void>;
}

async function openDoor(policy: { trustProxy: boolean; publicOrigin?: string }): Promise<Door> {
  const http: Http = createHttp({ ...ENV, ...policy }, pino({ level: 'silent' }));
  const seen: string[] = [];
  http.serve((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    response.end('page');
  });
  http.setReady();
  http.server.listen(0, '127.0.0.1');
  await once(http.server, 'listening');
  const address = `127.0.0.1:${(http.server.address() as AddressInfo).port}`;
  const stop = async () => {
    http.server.closeAllConnections();
    await http.io.close();
  };
  return { address, seen, stop };
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });
afterAll(() => agent.destroy());

function ask(door: Door, method: string, path: string, headers: Record<string, string>): Promise<number> {
  const [hostname, port] = door.address.split(':');
  return new Promise((resolve, reject) => {
    const sent = send({ agent, hostname, port, path, method, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Every page takes server actions; every route its methods. And paths that look like the socket's, which has rules of its own. */
const PATHS: readonly string[] = [
  ...surface.pages.map(({ id }) => id),
  ...surface.routes.map(({ id }) => id.split(' ')[1] ?? '/'),
  '/live',
  '/live/../users',
  '/live/%2e%2e/users',
  '//live/',
  '/LIVE/',
  '/healthz/../users',
  '/_next/data/x.json',
  'http://haven.test/users',
].map((path) => path.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, 'x-$1'));
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'MOVE', 'PROPFIND'];

describe.each([
  ['as it listens', { trustProxy: false }, {}, (address: string) => `http://${address}`],
  [
    'behind a proxy with TLS',
    { trustProxy: true },
    { 'X-Forwarded-Proto': 'https' },
    (address: string) => `https://${address}`,
  ],
  [
    'with a public address',
    { trustProxy: true, publicOrigin: 'https://haven.example' },
    {},
    () => 'https://haven.example',
  ],
] as const)('the front door %s', (_, policy, headers, ownOf) => {
  it('lets no change through but from our own pages', async () => {
    const door = await openDoor(policy);
    const own = ownOf(door.address);
    for (const path of PATHS) {
      for (const method of METHODS) {
        for (const origin of foreignOrigins(own)) {
          const status = await ask(door, method, path, {
            ...headers,
            'Next-Action': 'abc',
            'X-HTTP-Method-Override': 'GET',
            ...(origin === undefined ? {} : { Origin: origin }),
          });
          const isRefused = status >= 400 && door.seen.length === 0;
          tally.add(`${method} ${path} from ${origin}`, isRefused ? undefined : `answered ${status}`);
          door.seen.length = 0;
        }
      }
    }
    expect(tally.failures).toEqual([]);
    expect(await ask(door, 'POST', '/users', { ...headers, Origin: own })).toBe(200);
    expect(door.seen).toEqual(['POST /users']);
    await door.stop();
  });

  it('lets no socket in but from our own pages', async () => {
    const door = await openDoor(policy);
    const own = ownOf(door.address);
    const tryOpen = (origin: string | undefined): Promise<boolean> => {
      const socket = connect(`http://${door.address}`, {
        path: '/live',
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        extraHeaders: { ...headers, ...(origin === undefined ? {} : { origin }) },
      });
      return new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('connect_error', () => resolve(false));
      }).finally(() => socket.disconnect());
    };
    for (const origin of foreignOrigins(own)) {
      tally.add(`socket from ${origin}`, (await tryOpen(origin)) ? 'connected' : undefined);
    }
    expect(tally.failures).toEqual([]);
    expect(await tryOpen(own)).toBe(true);
    await door.stop();
  });
});

it('a GET changes nothing: no route handler but the sign-in’s takes another method', () => {
  const methods = surface.routes.map(({ id }) => id).filter((id) => !id.startsWith('GET '));
  expect(methods.sort()).toEqual(
    [...HTTP_ENDPOINTS]
      .filter((id) => !id.startsWith('GET'))
      .map((id) => id.replace(' ', ' /api/auth'))
      .sort(),
  );
});

describe('without the front door', () => {
  let administrator: Guest;
  const own = 'http://haven.test';
  beforeAll(async () => {
    administrator = await person('administrator');
  });
  const origins = foreignOrigins(own).filter((origin) => origin !== `https://${new URL(own).host}`);

  it.each([...new Set(WRITE_CASES.flatMap(({ lines }) => lines.action ?? []))])('action %s', async (id) => {
    const one = WRITE_CASES.find(({ lines }) => lines.action === id);
    const object = await one?.make(administrator.actor, one.whose[0] ?? 'own');
    const before = await fingerprint();
    for (const origin of origins) {
      come(administrator, origin ?? null);
      request.headers.set('x-haven-local', '1');
      const outcome = ofResult(await one?.action?.(object));
      tally.add(`${id} from ${origin}`, outcome === 'foreign-origin' ? undefined : outcome);
    }
    tally.add(id, before === (await fingerprint()) ? undefined : 'refused, and changed something');
    expect(tally.failures).toEqual([]);
  });

  it('sign-in and sign-out', async () => {
    for (const path of ['/sign-in/email', '/sign-out']) {
      for (const origin of origins) {
        come(administrator, origin ?? null);
        const url = `http://localhost:3000/api/auth${path}`;
        const { status } = await authPost(new Request(url, { method: 'POST', headers: request.headers }));
        tally.add(`${path} from ${origin}`, status === 403 ? undefined : `answered ${status}`);
      }
    }
    expect(tally.failures).toEqual([]);
  });
});

describe('the content security policy', () => {
  const paths = [
    ...surface.pages.map(({ id }) => id),
    ...surface.routes.map(({ id }) => id.split(' ')[1] ?? '/'),
  ]
    .map((path) => path.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, 'x'))
    // Pages that are none are answered with HTML too.
    .concat(
      '/no-such-page',
      '/icon',
      '/iconic',
      '/icon.svg/x',
      '/favicon.ico.html',
      '/_next/staticfoo',
      '/users/_next/static/x',
    );

  it.each(paths)('of %s lets nothing inline run', (path) => {
    const url = `http://haven.test${path}`;
    expect(unstable_doesMiddlewareMatch({ config, url })).toBe(true);
    const response = proxy(new NextRequest(url));
    const policy = response.headers.get('content-security-policy') ?? '';
    const part = (name: string): string => policy.split('; ').find((one) => one.startsWith(`${name} `)) ?? '';
    const nonce = /'nonce-([^']+)'/.exec(part('script-src'))?.[1] ?? '';
    const isStrict =
      !policy.includes('unsafe') &&
      !policy.includes('*') &&
      nonce.length >= 32 &&
      part('style-src') === `style-src 'self' 'nonce-${nonce}'` &&
      part('object-src') === "object-src 'none'" &&
      part('base-uri') === "base-uri 'none'" &&
      part('frame-ancestors') === "frame-ancestors 'none'" &&
      part('form-action') === "form-action 'self'";
    tally.add(`policy of ${path}`, isStrict ? undefined : policy);
    expect(isStrict, policy).toBe(true);
    // A page gets the nonce from us and not from its visitor, and another one each time.
    expect(response.headers.get('x-middleware-request-x-nonce')).toBe(nonce);
    expect(proxy(new NextRequest(url)).headers.get('content-security-policy')).not.toBe(policy);
  });

  it('is left out for files of the build alone', () => {
    for (const path of ['/_next/static/chunks/a.js', '/favicon.ico', '/icon.svg'])
      expect(unstable_doesMiddlewareMatch({ config, url: `http://haven.test${path}` })).toBe(false);
  });
});
