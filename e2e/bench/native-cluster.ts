/**
 * A cluster at native speed without virtual machines: two nodes as namespaces of this machine, with real corosync,
 * Pacemaker, HAProxy, journal and sshd. No systemd and no DRBD (a kernel module is the whole machine's), so Haven rightly
 * says of those that they are not there. Everything ends with this process, also when it is killed: the nodes' first
 * process is, and with it their processes, networks and mounts. Only a folder stays, which the next run removes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, runOrThrow } from '@/e2e/lab/run';
import { generateEd25519 } from '@/server/ssh/generate-key';
import { fingerprintOfKey } from '@/server/ssh/host-key';
import type { BenchCluster, BenchNode } from './bench-cluster';
import {
  HOST_ADDRESS,
  NATIVE_CLUSTER,
  NATIVE_NODES,
  type NativeNode,
  nativeCib,
  nativeFiles,
} from './native-files';
import { requireNativePackages } from './native-packages';
import { NodeShell } from './node-shell';
import type { Stops } from './stops';

const FOLDER = 'haven-native-';
/** Corosync's membership, the election of a DC and the first starts take seconds; a busy machine several times that. */
const START_TIMEOUT_MS = 120_000;
const COMMAND_MS = 10_000;
/** The nodes are cut off from this machine's file descriptors and environment, but keep their last words. */
const KEPT_LINES = 15;

const hostLink = ({ id }: NativeNode): string => `havenbench${id}`;

export async function startNativeCluster(stops: Stops, say: (line: string) => void): Promise<BenchCluster> {
  requireNativePackages();
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`));
  stops.add(() => rm(folder, { recursive: true, force: true }));
  say('starting two nodes as namespaces of this machine');
  const login = generateEd25519();
  const privateKeyPath = join(folder, 'login');
  await writeFile(privateKeyPath, login.private, { mode: 0o600 });
  const authkey = randomBytes(256);
  const started = await Promise.all(
    NATIVE_NODES.map((node) => startNode(node, join(folder, node.name), login.public, authkey, stops)),
  );
  const [first, second] = started;
  if (!first || !second) throw new Error('two nodes were to be started');
  await connect(first, second);
  await Promise.all(started.map(({ ready }) => ready));
  const nodes = started.map(
    ({ node, hostKeySha256 }): BenchNode => ({
      name: node.name,
      host: node.management,
      port: node.port,
      user: 'root',
      privateKeyPath,
      hostKeySha256,
    }),
  );
  await configure(nodes, stops);
  return { clusterName: NATIVE_CLUSTER, accelerator: 'none', nodes };
}

interface StartedNode {
  readonly node: NativeNode;
  readonly hostKeySha256: string;
  /** Its first process, as this machine numbers it. */
  readonly pid: number;
  readonly ready: Promise<void>;
}

async function startNode(
  node: NativeNode,
  folder: string,
  authorizedKey: string,
  authkey: Buffer,
  stops: Stops,
): Promise<StartedNode> {
  const hostKey = generateEd25519();
  await mkdir(join(folder, 'layer'), { recursive: true });
  const files = {
    ...nativeFiles(node, { hostKey: hostKey.private, authorizedKey }),
    'etc/corosync/authkey': authkey,
  };
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, 'files', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const script = join(import.meta.dirname, 'native-node.sh');
  const child = spawn(
    // Both kill: the one when this process ends, the other the node's first process with it, and so the whole node.
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'unshare', '--net', '--mount', '--pid', '--uts', '--ipc', '--fork'],
      ...['--kill-child=KILL', 'bash', script, node.name, folder, node.management, node.ten, node.one],
    ],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { NODE_ENV: 'production', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    },
  );
  stops.add(() => end(child));
  const words = new NodeWords(node.name, child);
  const pid = Number(await words.after('pid '));
  return {
    node,
    hostKeySha256: fingerprintOfKey(hostKey.public),
    pid,
    ready: words.after('started').then(() => undefined),
  };
}

/** What a node's first process says, line by line. */
class NodeWords {
  readonly #lines: string[] = [];
  readonly #waiting = new Map<string, (rest: string) => void>();
  readonly #ended: Promise<never>;

  constructor(name: string, child: ChildProcess) {
    if (!child.stdout) throw new Error('the node has no output');
    createInterface({ input: child.stdout }).on('line', (line) => this.#take(line));
    this.#ended = once(child, 'exit').then(() => {
      throw new Error(`${name} ended:\n${this.#lines.slice(-KEPT_LINES).join('\n')}`);
    });
    // Ending is an error only for who waits for a word.
    this.#ended.catch(() => undefined);
  }

  /** The rest of the first line that begins so. Ask before it can have come. */
  after(beginning: string): Promise<string> {
    const said = new Promise<string>((resolve) => this.#waiting.set(beginning, resolve));
    const late = sleep(START_TIMEOUT_MS, undefined, { ref: false }).then(() => {
      throw new Error(`the node never said "${beginning}":\n${this.#lines.slice(-KEPT_LINES).join('\n')}`);
    });
    return Promise.race([said, this.#ended, late]);
  }

  #take(line: string): void {
    this.#lines.push(line);
    for (const [beginning, resolve] of this.#waiting) {
      if (line.startsWith(beginning)) resolve(line.slice(beginning.length));
    }
  }
}

/** Cables: one from each node to this machine, two between them. They go with the namespaces. */
async function connect(first: StartedNode, second: StartedNode): Promise<void> {
  for (const name of ['ten0', 'one0'])
    await ip(
      'link',
      'add',
      'name',
      name,
      'netns',
      `${first.pid}`,
      'type',
      'veth',
      'peer',
      'name',
      name,
      'netns',
      `${second.pid}`,
    );
  for (const { node, pid } of [first, second]) {
    const link = hostLink(node);
    await ip('link', 'add', 'name', link, 'type', 'veth', 'peer', 'name', 'mgmt0', 'netns', `${pid}`);
    await ip('address', 'add', HOST_ADDRESS, 'peer', `${node.management}/32`, 'dev', link);
    await ip('link', 'set', link, 'up');
  }
}

const ip = (...args: readonly string[]): Promise<string> =>
  runOrThrow(['ip', ...args], { timeoutMs: COMMAND_MS });

/** Both in the cluster, then everything it holds in one change, then until all of it runs. */
async function configure(nodes: readonly BenchNode[], stops: Stops): Promise<void> {
  const home = nodes.at(-1);
  if (!home) throw new Error('there is no node');
  const shell = await NodeShell.open(home, stops);
  const summary = 'crm_mon -1 --output-as=text 2>&1';
  await untilTrue(shell, `${summary} | grep -F 'Online: [ node1 node2 ]'`, summary);
  await shell.must(
    `cibadmin --modify --allow-create --scope configuration --xml-text '${nativeCib(home.name)}'`,
  );
  await untilTrue(shell, `[ "$(${summary} | grep -cE 'Started')" -ge 5 ]`, summary);
  await untilTrue(
    shell,
    "echo 'show stat' | socat - UNIX-CONNECT:/run/haproxy/admin.sock | grep -c '^api,node.*,UP,' | grep -x 2",
    summary,
  );
}

async function untilTrue(shell: NodeShell, condition: string, explain: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    if ((await shell.run(condition)).exitCode === 0) return;
    if (performance.now() > deadline)
      throw new Error(`the cluster did not form: ${condition}\n${(await shell.run(explain)).stdout}`);
    await sleep(250);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Folders of runs that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(FOLDER) ? Number(name.slice(FOLDER.length).split('-')[0]) : undefined;
    if (owner !== undefined && !existsSync(`/proc/${owner}`))
      await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
  for (const node of NATIVE_NODES) {
    // A link of ours whose node lives belongs to another run; a killed one has taken its own along.
    const found = await run(['ip', 'link', 'show', hostLink(node)], { timeoutMs: COMMAND_MS });
    if (found.exitCode === 0) throw new Error('another native cluster runs on this machine');
  }
}
