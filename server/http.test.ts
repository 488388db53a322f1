import { once } from 'node:events';
import { type IncomingHttpHeaders, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { io as connect } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp, type Http } from './http';

let http: Http | undefined;
const seen: { method?: string; headers: IncomingHttpHeaders }[] = [];

afterEach(async () => {
  seen.length = 0;
  await http?.io.close();
  http = undefined;
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly host: string;
}

async function start(policy: { trustProxy?: boolean; publicOrigin?: string } = {}): Promise<string> {
  const env = {
    isDevelopment: false,
    port: 0,
    host: '127.0.0.1',
    databaseUrl: '',
    practice: false,
    labDir: '',
    distDir: '',
    logLevel: 'silent',
  };
  http = createHttp({ trustProxy: false, ...env, ...policy }, pino({ level: 'silent' }));
  http.serve((request, response) => {
    seen.push({ method: request.method, headers: request.headers });
    response.end('page');
  });
  http.server.listen(0, '127.0.0.1');
  await once(http.server, 'listening');
  return `127.0.0.1:${(http.server.address() as AddressInfo).port}`;
}

function ask(
  host: string,
  options: { method?: string; path?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const [hostname, port] = host.split(':');
  return new Promise((resolve, reject) => {
    const request = send(
      {
        hostname,
        port,
        path: options.path ?? '/',
        method: options.method ?? 'GET',
        headers: options.headers,
      },
      (response) => {
        response.resume();
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, host }),
        );
      },
    );
    request.on('error', reject);
    request.end();
  });
}

describe('the front door', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'refuses %s with a foreign, a null and no Origin before a page sees it',
    async (method) => {
      const host = await start();
      for (const headers of [{ Origin: 'https://evil.example' }, { Origin: 'null' }, {}]) {
        expect((await ask(host, { method, headers: headers as Record<string, string> })).status).toBe(403);
      }
      expect(seen).toEqual([]);
      expect((await ask(host, { method, headers: { Origin: `http://${host}` } })).status).toBe(200);
    },
  );

  it('does not believe headers that only a proxy may set', async () => {
    const host = await start();
    const headers = {
      'X-Forwarded-For': '6.6.6.6',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      'X-Nonce': 'made-up',
      'X-Haven-Local': '1',
    };
    await ask(host, { headers });
    expect(seen[0]?.headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(seen[0]?.headers['x-forwarded-host']).toBeUndefined();
    expect(seen[0]?.headers['x-forwarded-proto']).toBeUndefined();
    expect(seen[0]?.headers['x-nonce']).toBeUndefined();
    expect(seen[0]?.headers['x-haven-local']).toBe('0');
  });

  it('tells browsers to stay on HTTPS when people come by HTTPS', async () => {
    const host = await start({ trustProxy: true, publicOrigin: 'https://haven.example' });
    const answer = await ask(host);
    expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d+/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(seen[0]?.headers.host).toBe('haven.example');
  });

  it('says whether it is up', async () => {
    const host = await start();
    expect((await ask(host, { path: '/healthz' })).status).toBe(503);
    http?.setReady();
    expect((await ask(host, { path: '/healthz' })).status).toBe(200);
  });

  it('takes a socket for nothing but a WebSocket', async () => {
    const host = await start();
    http?.setReady();
    const path = '/live/?EIO=4&transport=polling';
    for (const headers of [{}, { Origin: 'https://evil.example' }, { Origin: `http://${host}` }] as const)
      expect((await ask(host, { path, headers: headers as Record<string, string> })).status).toBe(400);
  });

  it('lets no socket in before there is a gateway to ask who it is', async () => {
    const host = await start();
    const socket = connect(`http://${host}`, {
      path: '/live',
      transports: ['websocket'],
      extraHeaders: { origin: `http://${host}` },
    });
    const opened = new Promise((resolve) => socket.once('connect', () => resolve('open')));
    const first = await Promise.race([opened, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))]);
    expect(first).toBe('waits');
    http?.setReady();
    expect(await opened).toBe('open');
    socket.close();
  });
});
