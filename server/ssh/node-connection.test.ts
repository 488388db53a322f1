import { afterEach, describe, expect, it } from 'vitest';
import {
  makeKeyPair,
  makeRsaPem,
  type SimAccounts,
  type SimPrograms,
  SimSshServer,
  type SimStream,
} from '@/e2e/sim/ssh-server';
import { until } from '@/e2e/sim/until';
import { Wire } from '@/e2e/sim/wire';
import { command } from '@/lib/base/command';
import { fetchHostKey } from './fetch-host-key';
import { type LinkStatus, NodeConnection } from './node-connection';
import type { LinkTimings } from './timings';

const hostKeys = makeKeyPair();
const userKeys = makeKeyPair();
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Rig {
  readonly server: SimSshServer;
  readonly wire: Wire;
  readonly streams: SimStream[];
  readonly statuses: LinkStatus[];
  readonly connection: NodeConnection;
}

async function rig(
  run: SimPrograms['run'],
  options: {
    serverKey?: string;
    login?: string;
    accounts?: SimAccounts;
    timings?: Partial<LinkTimings>;
    userKey?: string;
  } = {},
): Promise<Rig> {
  const accounts: SimAccounts = options.accounts ?? {
    root: { publicKeys: [userKeys.public], handKeys: [], sudo: 'all' },
    haven: { publicKeys: [userKeys.public], handKeys: [], sudo: 'none' },
  };
  const streams: SimStream[] = [];
  const server = await SimSshServer.start(options.serverKey ?? hostKeys.private, accounts, {
    run,
    follow: (call, stream) => {
      if (!call.isStream && call.argv[0] !== 'socat') return undefined;
      streams.push(stream);
      return { onInput: (text) => stream.write(`echo ${text}`) };
    },
  });
  closers.push(() => server.stop());
  const wire = await Wire.open(server.port);
  closers.push(() => wire.close());
  const statuses: LinkStatus[] = [];
  const connection = new NodeConnection(
    {
      host: '127.0.0.1',
      port: wire.port,
      login: options.login ?? 'root',
      hostKey: hostKeys.public,
      credential: { kind: 'key', privateKey: options.userKey ?? userKeys.private },
    },
    { onStatus: (status) => statuses.push(status), ...(options.timings ? { timings: options.timings } : {}) },
  );
  closers.push(() => connection.stop());
  connection.start();
  return { server, wire, streams, statuses, connection };
}

const live = (connection: NodeConnection): Promise<void> =>
  until('the link is live', () => connection.status.state === 'live');

describe('a node connection', () => {
  it('runs a command with literal arguments, a fixed environment and a deadline on the node', async () => {
    const { connection, server } = await rig(() => ({ stdout: 'hello\n', stderr: 'warned\n', exitCode: 3 }));
    await live(connection);
    const hostile = "$(reboot); `id` 'quoted' \\ \n*";
    const outcome = await connection.run(command(['printf', '%s', hostile], { timeoutMs: 5_000 }));
    expect(outcome).toMatchObject({
      kind: 'exited',
      exitCode: 3,
      stdout: 'hello\n',
      stderr: 'warned\n',
      truncated: false,
    });
    expect(server.calls[0]).toMatchObject({
      argv: ['printf', '%s', hostile],
      environment: { LC_ALL: 'C', LANG: 'C', TZ: 'UTC', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      timeoutSeconds: 7,
    });
  });

  it('uses sudo only for root commands of a non-root login, and reports its refusal as the exit it is', async () => {
    const { connection, server } = await rig(() => ({ stdout: 'ok' }), { login: 'haven' });
    await live(connection);
    expect(await connection.run(command(['uname', '-n']))).toMatchObject({ kind: 'exited', exitCode: 0 });
    expect(await connection.run(command(['drbdsetup', 'status'], { asRoot: true }))).toMatchObject({
      kind: 'exited',
      exitCode: 1,
    });
    expect(server.calls.map((call) => call.isSudo)).toEqual([false, true]);
  });

  it('passes standard input and closes it', async () => {
    const { connection } = await rig((_call, stdin) => ({ stdout: `got ${stdin}` }));
    await live(connection);
    expect(await connection.run(command(['cat'], { stdin: 'patch' }))).toMatchObject({ stdout: 'got patch' });
  });

  it('reports death by signal and a missing exit status as what they are', async () => {
    const { connection } = await rig((call) =>
      call.argv[0] === 'a' ? { signal: 'SEGV' } : { isHanging: true },
    );
    await live(connection);
    expect(await connection.run(command(['a']))).toMatchObject({ kind: 'killed', signal: 'SIGSEGV' });
  });

  it('ends a hanging command at its deadline', async () => {
    const { connection } = await rig(() => ({ isHanging: true }));
    await live(connection);
    expect(await connection.run(command(['hang'], { timeoutMs: 200 }))).toMatchObject({
      kind: 'timed-out',
      timeoutMs: 200,
    });
  });

  it('keeps only the allowed output and says so, and cuts off a flood', async () => {
    const { connection } = await rig((call) =>
      call.argv[0] === 'flood' ? { floodBytes: 200_000_000 } : { stdout: 'x'.repeat(1_500) },
    );
    await live(connection);
    const cut = await connection.run(command(['big'], { maxOutputBytes: 1_000 }));
    expect(cut).toMatchObject({ kind: 'exited', truncated: true, stdout: 'x'.repeat(1_000) });
    const flood = await connection.run(command(['flood'], { maxOutputBytes: 100_000, timeoutMs: 30_000 }));
    expect(flood).toMatchObject({ kind: 'killed', signal: 'output-limit' });
    expect(await connection.run(command(['again']))).toMatchObject({ kind: 'exited' });
  });

  it('never holds more than four command channels, and lets people pass background reads', async () => {
    const started: string[] = [];
    const { connection, server } = await rig((call) => {
      started.push(call.argv[1] ?? '');
      return { delayMs: 60 };
    });
    await live(connection);
    const reads = Array.from({ length: 12 }, (_, index) =>
      connection.run(command(['read', `r${index}`]), 'background'),
    );
    const urgent = connection.run(command(['urgent', 'now']), 'now');
    await Promise.all([...reads, urgent]);
    expect(server.mostSessions).toBeLessThanOrEqual(4);
    expect(started.indexOf('now')).toBeLessThan(4);
    expect(started.filter((name) => name !== 'now')).toEqual(
      Array.from({ length: 12 }, (_, index) => `r${index}`),
    );
  });

  it('waits for a place when the node opens no session, and runs the command once', async () => {
    const { connection, server } = await rig((call) =>
      call.argv[0] === 'hang' ? { isHanging: true } : { stdout: 'ran' },
    );
    await live(connection);
    server.maxSessions = 0;
    const pending = connection.run(command(['id'], { timeoutMs: 20_000 }));
    await until('it was refused', () => server.refusals > 1);
    server.maxSessions = 10;
    expect(await pending).toMatchObject({ kind: 'exited', stdout: 'ran' });
    expect(server.calls).toHaveLength(1);
    server.maxSessions = 0;
    expect(await connection.run(command(['id'], { timeoutMs: 700 }))).toMatchObject({ kind: 'timed-out' });
  });

  it('keeps the place of a command that was cut off until the node has ended it', async () => {
    const { connection, server } = await rig((call) => (call.argv[0] === 'hang' ? { isHanging: true } : {}));
    await live(connection);
    await Promise.all(Array.from({ length: 4 }, () => connection.run(command(['hang'], { timeoutMs: 200 }))));
    expect(await connection.run(command(['next']))).toMatchObject({ kind: 'exited' });
    expect(server.mostSessions).toBeLessThanOrEqual(4);
  });

  it('sends nothing after the key exchange to a host with another key, raises the alarm and does not try on', async () => {
    const { connection, server, wire, statuses } = await rig(() => ({}), {
      serverKey: makeKeyPair().private,
    });
    await until('the alarm', () => connection.status.state === 'host-key-changed');
    const sent = wire.bytesFromCaller;
    expect(await connection.run(command(['id']))).toMatchObject({ kind: 'host-key-changed' });
    await until('the socket is closed', () => statuses.length === 1);
    expect(server.authAttempts).toBe(0);
    expect(server.calls).toEqual([]);
    expect(wire.bytesFromCaller).toBe(sent);
    expect(wire.connections).toBe(1);
  });

  it('takes a server without a key of the pinned kind for a changed one', async () => {
    const { connection, server } = await rig(() => ({}), { serverKey: makeRsaPem() });
    await until('the alarm', () => connection.status.state === 'host-key-changed');
    expect(server.authAttempts).toBe(0);
  });

  it('says auth-failed for a refused key, after one attempt', async () => {
    const { connection, server } = await rig(() => ({}), { userKey: makeKeyPair().private });
    await until('the refusal', () => connection.status.state === 'auth-failed');
    expect(await connection.run(command(['id']))).toMatchObject({ kind: 'auth-failed' });
    expect(server.authAttempts).toBe(1);
  });

  it('suspects a silent node, then gives it up, and settles what was running', async () => {
    const { connection, wire, statuses } = await rig(() => ({ isHanging: true }));
    await live(connection);
    const pending = connection.run(command(['hang'], { timeoutMs: 60_000 }));
    const mutedAt = performance.now();
    wire.mute();
    await until('suspect', () => statuses.some((status) => status.state === 'suspect'));
    const suspectAfter = performance.now() - mutedAt;
    await until('unreachable', () => connection.status.state === 'unreachable');
    const unreachableAfter = performance.now() - mutedAt;
    expect(suspectAfter).toBeLessThan(2_000);
    expect(unreachableAfter).toBeLessThan(4_500);
    expect(await pending).toMatchObject({ kind: 'unreachable' });
  });

  it('ends a command at its deadline even when the link went silent before', async () => {
    const { connection, wire } = await rig(() => ({ isHanging: true }), {
      timings: { suspectMs: 60_000, unreachableMs: 120_000 },
    });
    await live(connection);
    wire.mute();
    expect(await connection.run(command(['anything'], { timeoutMs: 300 }))).toMatchObject({
      kind: 'timed-out',
    });
  });

  it('comes back by itself when the node does', async () => {
    const { connection, wire, statuses } = await rig(() => ({ stdout: 'back' }));
    await live(connection);
    wire.refuse();
    await until('unreachable', () => connection.status.state === 'unreachable');
    wire.heal();
    await live(connection);
    expect(await connection.run(command(['id']))).toMatchObject({ stdout: 'back' });
    expect(statuses.map((status) => status.state)).toEqual(expect.arrayContaining(['live', 'unreachable']));
  });

  it('follows a program line by line, ends it with the channel, and tells when it dies', async () => {
    const { connection, streams } = await rig(() => undefined);
    await live(connection);
    const lines: string[] = [];
    const ends: string[] = [];
    const spec = { argv: ['ip', 'monitor'], asRoot: false, input: 'none' } as const;
    const handle = connection.stream(spec, {
      onLine: (line) => lines.push(line),
      onEnd: (end) => ends.push(end.kind),
    });
    await until('started', () => streams.length === 1);
    streams[0]?.write('one\ntw');
    streams[0]?.write('o\r\n');
    await until('two lines', () => lines.length === 2);
    expect(lines).toEqual(['one', 'two']);
    handle.stop();
    await until('the program ended', () => streams[0]?.isOpen === false);
    expect(ends).toEqual([]);
    connection.stream(spec, { onLine: () => undefined, onEnd: (end) => ends.push(end.kind) });
    await until('started again', () => streams.length === 2);
    streams[1]?.end(1, 'gone');
    await until('its end is told', () => ends.length === 1);
    expect(ends).toEqual(['exited']);
  });

  it('tells every stream when the link is lost', async () => {
    const { connection, streams, wire } = await rig(() => undefined);
    await live(connection);
    const ends: string[] = [];
    connection.stream(
      { argv: ['socat', '-'], asRoot: false, input: 'open' },
      { onLine: () => undefined, onEnd: (end) => ends.push(end.kind) },
    );
    await until('started', () => streams.length === 1);
    wire.dropAll();
    await until('told', () => ends.length === 1);
    expect(ends).toEqual(['link-lost']);
  });
});

describe('fetching a host key', () => {
  it('shows the fingerprint without signing in', async () => {
    const { server } = await rig(() => ({}), { userKey: makeKeyPair().private });
    const attempts = server.authAttempts;
    const result = await fetchHostKey('127.0.0.1', server.port);
    expect(result).toMatchObject({
      ok: true,
      value: { type: 'ssh-ed25519', key: hostKeys.public.split(' ').slice(0, 2).join(' ') },
    });
    expect(server.authAttempts - attempts).toBeLessThanOrEqual(1);
  });

  it('tells a closed port and a wrong name apart', async () => {
    const { server } = await rig(() => ({}));
    const port = server.port;
    for (const close of closers.splice(0).reverse()) await close();
    expect(await fetchHostKey('127.0.0.1', port)).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(await fetchHostKey('no-such-host.invalid', 22, 8_000)).toMatchObject({ ok: false });
  });
});
