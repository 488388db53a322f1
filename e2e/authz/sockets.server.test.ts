/**
 * The live channel as everybody (R10): the real front door, the real gateway and real sessions; every event that a
 * socket may send, answered as the permission table says. Handshakes of foreign pages are in front-door.server.test.ts.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { io as connect, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tally } from '@/e2e/safety/tally';
import { mayReach, SOCKET_EVENTS } from '@/lib/auth/permission-table';
import type { ClientToServerEvents } from '@/lib/live/protocol';
import { createHttp, type Http } from '@/server/http';
import { type Gateway, startGateway } from '@/server/live/gateway';
import { LiveStore } from '@/server/live/store';
import { testDatabase } from '@/server/testing/database';
import { authenticateViewer } from '@/server/viewer';
import { everybody, type Guest } from './visitors';

testDatabase();

const tally = new Tally('R10');
const store = new LiveStore();
let http: Http;
let gateway: Gateway;
let origin = '';
let guests: readonly Guest[] = [];

/** Whatever an event brings when it is let through, so that a refusal cannot look like it. */
const CONTENT = 'content of the cluster';
const ENV = {
  isDevelopment: false,
  port: 0,
  host: '127.0.0.1',
  databaseUrl: '',
  practice: false,
  labDir: '',
  distDir: '',
  logLevel: 'silent',
  trustProxy: false,
};

beforeAll(async () => {
  guests = await everybody();
  http = createHttp(ENV, pino({ level: 'silent' }));
  gateway = startGateway({
    io: http.io,
    store,
    build: 'test',
    authenticate: authenticateViewer,
    isOwnOrigin: () => true, // the front door has compared it; here it is the persons that count
    readFile: async () => ({ text: CONTENT, sha256: '' }),
    agents: {
      list: async () => ({ groups: [{ spec: CONTENT, names: [] }], unread: [] }),
      describe: async () => ({ metadata: { name: CONTENT } as never }),
    },
    readStorage: async () => ({ nodes: [{ node: CONTENT }] }),
    previews: { ask: async () => ({ error: CONTENT }) as never, end: () => undefined },
  });
  store.setCluster({
    id: 'c1',
    name: CONTENT,
    practice: false,
    nodes: [{ id: 'n1', name: 'node1' }],
    networks: [],
    vips: [],
    services: [],
  });
  store.setKnown('c1', 'n1', 'network', { interfaces: [] }, [
    { command: CONTENT, at: 1, outcome: 'exit 0', stdout: '', stderr: '' },
  ]);
  http.setReady();
  http.server.listen(0, '127.0.0.1');
  await once(http.server, 'listening');
  origin = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await gateway.stop();
  await http.io.close();
  store.stop();
  tally.report();
});

/** What is sent with each event: a place that exists. A new event needs an entry, or this does not compile. */
const ARGUMENTS: Readonly<Record<keyof ClientToServerEvents, readonly unknown[]>> = {
  resync: [],
  raw: ['c1/n1/network'],
  file: [{ clusterId: 'c1', node: 'node1', path: '/etc/haproxy/haproxy.cfg' }],
  agents: [{ clusterId: 'c1', node: 'node1' }],
  agent: [{ clusterId: 'c1', node: 'node1', agent: 'ocf:heartbeat:IPaddr2' }],
  storage: ['c1'],
  preview: [{ clusterId: 'c1', intent: { kind: 'node-standby', node: 'node1' } }],
  previewEnd: [],
};
/** Shapes that no page sends; none may bring anything, or bring the gateway down. */
const NONSENSE: readonly unknown[] = [
  null,
  {},
  [],
  0,
  '__proto__',
  { clusterId: {}, node: [], path: 1 },
  'x'.repeat(10_000),
];

function open({ cookie, wallToken }: Guest): Promise<Socket | undefined> {
  const socket = connect(origin, {
    path: '/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { origin, ...(cookie ? { cookie } : {}) },
    ...(wallToken ? { auth: { wallToken } } : {}),
  });
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', () => resolve(undefined));
  });
}

/** All that are answered. */
const EVENTS = Object.entries(SOCKET_EVENTS).filter(([event]) => event !== 'previewEnd');

describe('each event, as everybody', () => {
  it.each(EVENTS)('%s', async (event, line) => {
    for (const guest of guests) {
      const socket = await open(guest);
      const mayConnect = mayReach(SOCKET_EVENTS.resync, guest.visitor);
      if (mayConnect !== (socket !== undefined)) {
        tally.add(`${event} as ${guest.name}`, socket ? 'connected' : 'could not connect');
        continue;
      }
      const ask = (...given: readonly unknown[]): Promise<unknown> =>
        (socket as Socket).timeout(5_000).emitWithAck(event, ...given);
      const told = socket
        ? JSON.stringify(await ask(...(ARGUMENTS[event as 'raw'] as readonly unknown[])))
        : '';
      const isGiven = told.includes(CONTENT);
      const wanted = mayReach(line, guest.visitor);
      tally.add(`${event} as ${guest.name}`, isGiven === wanted ? undefined : `answered ${told}`);
      if (socket && !wanted) {
        for (const nonsense of NONSENSE) {
          const answer = JSON.stringify(await ask(nonsense));
          tally.add(`${event} with nonsense as ${guest.name}`, answer.includes(CONTENT) ? answer : undefined);
        }
      }
      socket?.disconnect();
    }
    expect(tally.failures).toEqual([]);
  });

  it('an event that is in no table is answered with nothing, and the channel lives on', async () => {
    const administrator = guests.find(({ name }) => name === 'administrator');
    const socket = administrator && (await open(administrator));
    await expect(socket?.timeout(300).emitWithAck('constructor', 'x')).rejects.toThrow();
    expect(JSON.stringify(await socket?.timeout(5_000).emitWithAck('resync'))).toContain(CONTENT);
    socket?.disconnect();
  });
});
