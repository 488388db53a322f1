/**
 * What makes one lab instance itself: its ports on loopback, its secrets, its SSH keys. Made once per lab
 * folder and kept, because snapshots hold them (a host key, a fencing password, the port of a power
 * controller). Never in the repository.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { LabPaths } from './paths.ts';
import { LabError, readJson, runOrThrow, writeAtomic } from './run.ts';
import { maximumNodes, nodeSpecs } from './settings.ts';

export interface LabInstance {
  readonly version: 1;
  /** TCP on loopback, forwarded to the node's sshd. */
  readonly sshPorts: Readonly<Record<string, number>>;
  /** UDP on loopback, the node's power controller; baked into the CIB. */
  readonly powerPorts: Readonly<Record<string, number>>;
  /** UDP on loopback, the clock the nodes follow; baked into chrony.conf. */
  readonly timePort: number;
  readonly fencePassword: string;
  readonly drbdSecret: string;
  /** Corosync's 128-byte key in base64. */
  readonly corosyncKey: string;
}

export async function ensureInstance(paths: LabPaths): Promise<LabInstance> {
  const existing = readJson<LabInstance>(paths.instance);
  if (existing) return existing;
  mkdirSync(paths.lab, { recursive: true });
  const names = nodeSpecs(maximumNodes).map((node) => node.name);
  const tcp = await freePorts('tcp', names.length);
  const udp = await freePorts('udp', names.length + 1);
  const instance: LabInstance = {
    version: 1,
    sshPorts: Object.fromEntries(names.map((name, index) => [name, tcp[index] ?? 0])),
    powerPorts: Object.fromEntries(names.map((name, index) => [name, udp[index] ?? 0])),
    timePort: udp[names.length] ?? 0,
    // ipmi_sim takes at most 16 characters.
    fencePassword: randomBytes(8).toString('hex').slice(0, 15),
    drbdSecret: randomBytes(24).toString('hex'),
    corosyncKey: randomBytes(128).toString('base64'),
  };
  writeAtomic(paths.instance, `${JSON.stringify(instance, null, 2)}\n`, 0o600);
  return instance;
}

export function readInstance(paths: LabPaths): LabInstance | undefined {
  return readJson<LabInstance>(paths.instance);
}

/**
 * Below the range the kernel hands out for outgoing connections: a port picked from that range could be some
 * connection's own end when the lab is started the next time.
 */
const firstPort = 20_000;
const lastPort = 32_000;

/** Holds every port found until the last one is, so that none comes twice. */
async function freePorts(kind: 'tcp' | 'udp', count: number): Promise<number[]> {
  const held: { port: number; release: () => void }[] = [];
  for (let attempt = 0; held.length < count && attempt < 1000; attempt += 1) {
    const found = await tryHold(kind, firstPort + Math.floor(Math.random() * (lastPort - firstPort)));
    if (found) held.push(found);
  }
  for (const { release } of held) release();
  if (held.length < count) throw new LabError(`No free ${kind} ports between ${firstPort} and ${lastPort}.`);
  return held.map(({ port }) => port);
}

function tryHold(
  kind: 'tcp' | 'udp',
  port: number,
): Promise<{ port: number; release: () => void } | undefined> {
  return new Promise((resolve) => {
    if (kind === 'tcp') {
      const server = createServer();
      server.on('error', () => resolve(undefined));
      server.listen(port, '127.0.0.1', () => resolve({ port, release: () => server.close() }));
      return;
    }
    const socket = createSocket('udp4');
    socket.on('error', () => resolve(undefined));
    socket.bind(port, '127.0.0.1', () => resolve({ port, release: () => socket.close() }));
  });
}

export interface LabKeys {
  readonly rootKey: string;
  readonly havenKey: string;
  readonly hostKey: (node: string) => string;
}

export function labKeys(paths: LabPaths): LabKeys {
  return {
    rootKey: join(paths.keys, 'root_ed25519'),
    havenKey: join(paths.keys, 'haven_ed25519'),
    hostKey: (node) => join(paths.keys, `${node}_host_ed25519`),
  };
}

/** Makes the keys that do not exist yet. Host keys stay the same for the life of the instance. */
export async function ensureKeys(paths: LabPaths): Promise<LabKeys> {
  mkdirSync(paths.keys, { recursive: true, mode: 0o700 });
  const keys = labKeys(paths);
  const wanted: [string, string][] = [
    [keys.rootKey, 'haven-lab-root'],
    [keys.havenKey, 'haven-lab-haven'],
    ...nodeSpecs(maximumNodes).map(({ name }): [string, string] => [keys.hostKey(name), name]),
  ];
  for (const [file, comment] of wanted) {
    if (existsSync(file) && existsSync(`${file}.pub`)) continue;
    rmSync(file, { force: true });
    await runOrThrow(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file], {
      timeoutMs: 30_000,
    });
  }
  return keys;
}

/** `SHA256:…` of a public key file, as `ssh-keygen -l` and known_hosts prompts print it. */
export function fingerprint(publicKeyFile: string): string {
  const blob = readFileSync(publicKeyFile, 'utf8').trim().split(/\s+/)[1] ?? '';
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}
