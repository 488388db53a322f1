/**
 * OpenSSH's own server, started for one benchmark: own host key, one client key, a port for each node that it stands
 * for, everything in a folder that goes away again. Sessions run as whoever runs the benchmark.
 */
import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateEd25519 } from '@/server/ssh/generate-key';
import type { SshTarget } from '@/server/ssh/open-client';
import { freePort } from './free-port';
import type { Stops } from './stops';
import { pathOf } from './tools';

const HOST = '127.0.0.1';
const START_TIMEOUT_MS = 10_000;
/** As root sshd wants it, and Debian's unit makes it. It stays until the next boot: another sshd may be using it. */
const EMPTY_FOLDER = '/run/sshd';

export interface SshdNode {
  readonly name: string;
  readonly port: number;
}

export interface Sshd {
  readonly nodes: readonly SshdNode[];
  readonly login: string;
  /** `ssh-ed25519 AAAA…` */
  readonly hostKey: string;
  readonly privateKey: string;
  readonly privateKeyPath: string;
  target(node: SshdNode): SshTarget;
}

interface Places {
  readonly home: string;
  readonly ports: readonly number[];
  readonly hostKeyPath: string;
  readonly authorizedKeysPath: string;
}

/** Only what is said here differs from OpenSSH's defaults; sixteen sign-ins at once are not to be dropped at random. */
export const sshdConfig = ({ home, ports, hostKeyPath, authorizedKeysPath }: Places): string =>
  [
    ...ports.map((port) => `Port ${port}`),
    `ListenAddress ${HOST}`,
    `HostKey ${hostKeyPath}`,
    `AuthorizedKeysFile ${authorizedKeysPath}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'MaxStartups 100:30:200',
    'MaxSessions 10',
    // bash reads ~/.bashrc for every command of an SSH session: what a person keeps there is not to be measured.
    `SetEnv HOME=${home}`,
    '',
  ].join('\n');

export async function startSshd(folder: string, count: number, stops: Stops): Promise<Sshd> {
  const [host, client] = [generateEd25519(), generateEd25519()];
  const at = (name: string): string => join(folder, name);
  const ports: number[] = [];
  while (ports.length < count) {
    const port = await freePort();
    if (!ports.includes(port)) ports.push(port);
  }
  const places = {
    home: at('home'),
    ports,
    hostKeyPath: at('host-key'),
    authorizedKeysPath: at('authorized-keys'),
  };
  await mkdir(places.home);
  await writeFile(places.hostKeyPath, host.private, { mode: 0o600 });
  await writeFile(at('client-key'), client.private, { mode: 0o600 });
  await writeFile(places.authorizedKeysPath, `${client.public.trim()}\n`);
  await writeFile(at('sshd.conf'), sshdConfig(places));
  // The account that signs in must be able to pass through.
  await chmod(folder, 0o711);
  if (process.getuid?.() === 0) await mkdir(EMPTY_FOLDER, { recursive: true, mode: 0o755 });
  await run(at('sshd.conf'), ports, stops);
  const login = userInfo().username;
  const hostKey = host.public.trim().split(' ').slice(0, 2).join(' ');
  return {
    nodes: ports.map((port, index) => ({ name: `node${index + 1}`, port })),
    login,
    hostKey,
    privateKey: client.private,
    privateKeyPath: at('client-key'),
    target: ({ port }) => ({
      host: HOST,
      port,
      login,
      hostKey,
      credential: { kind: 'key', privateKey: client.private },
    }),
  };
}

async function run(config: string, ports: readonly number[], stops: Stops): Promise<void> {
  // By its whole path: sshd starts itself anew for every connection.
  const child = spawn(pathOf('sshd') ?? 'sshd', ['-D', '-e', '-f', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2_000);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  stops.add(() => {
    child.kill('SIGTERM');
    return ended;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (const port of ports)
    while (!(await answers(port))) {
      if (child.exitCode !== null || performance.now() > deadline)
        throw new Error(`sshd does not start: ${said}`);
      await sleep(50);
    }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
