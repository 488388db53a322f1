import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RemoteCall } from './shell-line';
import {
  makeKeyPair,
  type SimAccounts,
  type SimKeyPair,
  type SimPrograms,
  type SimReply,
  SimSshServer,
  type SimStream,
} from './ssh-server';
import { Wire } from './wire';

/**
 * One simulated node: answers the read-only commands of Haven with what a real node printed (recorded from the practice
 * cluster), parts of which a test changes. Whatever it does not know fails the test (`unexpected`).
 */

/** Names of the recorded answers. */
export type AnswerKey =
  | 'host'
  | 'versions'
  | 'lsblk'
  | 'nvme'
  | 'findmnt'
  | 'df'
  | 'ip'
  | 'speed'
  | 'crm_mon'
  | 'cib'
  | 'proc-drbd'
  | 'events2'
  | 'drbdadm-version'
  | 'dump-xml'
  | 'quorum'
  | 'links'
  | 'cmap'
  | 'haproxy.cfg'
  | 'haproxy'
  | 'units'
  | 'date'
  | 'lose-node1'
  | 'lose-node2';

export type StreamKey = 'drbd' | 'cluster-log' | 'network' | 'journal' | 'haproxy';

interface Recorded {
  readonly exitCode: number;
  readonly stdout: string;
}

const recorded = (name: string): Record<AnswerKey, Recorded> =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8')) as Record<
    AnswerKey,
    Recorded
  >;

export interface SimNodeOptions {
  readonly name: 'node1' | 'node2';
  readonly accounts: SimAccounts;
  readonly hostKey?: SimKeyPair;
  /** Tools that sudo does not allow for non-root logins. */
  readonly sudoRefuses?: readonly string[];
}

export class SimNode implements SimPrograms {
  readonly answers: Record<AnswerKey, Recorded>;
  /** Answers instead of the recorded ones: hanging, flooding, malformed, with other exit codes. */
  readonly instead = new Map<AnswerKey, SimReply>();
  readonly streams = new Map<StreamKey, SimStream>();
  /** Followers that do not start: they end at once with this exit code. */
  readonly brokenStreams = new Map<StreamKey, number>();
  readonly counts = new Map<string, number>();
  /** Every answer is held back this long, as on a slow machine. */
  delayMs = 0;
  authorizedKeys = '# written by hand\n';
  isAuthorizedKeysReadOnly = false;
  #server: SimSshServer | undefined;
  #wire: Wire | undefined;

  private constructor(
    readonly options: SimNodeOptions,
    readonly hostKey: SimKeyPair,
  ) {
    this.answers = recorded(options.name);
  }

  static async start(options: SimNodeOptions): Promise<SimNode> {
    const node = new SimNode(options, options.hostKey ?? makeKeyPair());
    await node.#open(node.hostKey);
    return node;
  }

  get name(): string {
    return this.options.name;
  }
  get server(): SimSshServer {
    if (!this.#server) throw new Error('the node is stopped');
    return this.#server;
  }
  get wire(): Wire {
    if (!this.#wire) throw new Error('the node is stopped');
    return this.#wire;
  }
  get port(): number {
    return this.wire.port;
  }

  async stop(): Promise<void> {
    await this.#wire?.close();
    await this.#server?.stop();
  }

  /** The same address, another machine. */
  async changeHostKey(): Promise<void> {
    const port = this.port;
    await this.stop();
    this.streams.clear();
    await this.#open(makeKeyPair(), port);
  }

  /** Changes a recorded answer. */
  edit(key: AnswerKey, change: (text: string) => string): void {
    const before = this.answers[key];
    const stdout = change(before.stdout);
    if (stdout === before.stdout) throw new Error(`nothing to change in ${key} of ${this.name}`);
    this.answers[key] = { ...before, stdout };
  }

  /** A line on a follower; false when it does not run. */
  say(stream: StreamKey, line: string): boolean {
    const open = this.streams.get(stream);
    open?.write(`${line}\n`);
    return open?.isOpen ?? false;
  }

  countOf(program: string): number {
    return this.counts.get(program) ?? 0;
  }

  run(call: RemoteCall, stdin: string): SimReply | undefined {
    const program = call.argv[0] ?? '';
    this.counts.set(program, this.countOf(program) + 1);
    const reply = this.#keysFile(call, stdin) ?? this.#sudoList(call) ?? this.#answer(call, stdin);
    return reply && { ...reply, delayMs: (reply.delayMs ?? 0) + this.delayMs };
  }

  follow(call: RemoteCall, stream: SimStream): { onInput?: (text: string) => void } | undefined {
    const key = streamKeyOf(call);
    if (!key) return undefined;
    const broken = this.brokenStreams.get(key);
    if (broken !== undefined) {
      setImmediate(() => stream.end(broken, 'cannot run'));
      return {};
    }
    this.streams.set(key, stream);
    if (key === 'drbd') setImmediate(() => stream.write(this.answers.events2.stdout));
    return key === 'haproxy' ? { onInput: (text) => this.#haproxyInput(stream, text) } : {};
  }

  async #open(hostKey: SimKeyPair, port = 0): Promise<void> {
    this.#server = await SimSshServer.start(hostKey.private, this.options.accounts, this);
    this.#wire = await Wire.open(this.#server.port, port);
  }

  #answer(call: RemoteCall, stdin: string): SimReply | undefined {
    // Whether something is at a path: there is nothing.
    if (call.argv[0] === 'test') return { exitCode: 1 };
    // The listing of watched files: /etc is there, none of the folders is.
    if (call.argv.includes('/etc/drbd.d')) return { exitCode: 1, stdout: 'f 1 /etc/passwd\n' };
    // Neither of Apache2's places is there: it is not installed.
    if (call.argv.includes('/etc/apache2/ports.conf')) return { exitCode: 1 };
    if (call.argv.includes('sha256sum')) return { stdout: hashesOf(call.argv) };
    const key = answerKeyOf(call, stdin);
    if (!key) return undefined;
    const instead = this.instead.get(key);
    if (instead) return instead;
    if (key === 'date') return { stdout: `${(Date.now() / 1000).toFixed(3)}000000\n` };
    if (key === 'units') return { stdout: unitBlocks(this.answers.units.stdout, call.argv) };
    const { exitCode, stdout } = this.answers[key];
    if (key === 'cib' && call.argv.includes('--no-children')) return { stdout: rootOnly(stdout) };
    return { exitCode, stdout };
  }

  #haproxyInput(stream: SimStream, text: string): void {
    for (const line of text.split('\n')) {
      if (line === 'prompt') stream.write('\n> ');
      else if (line !== '') {
        this.counts.set('haproxy-socket', this.countOf('haproxy-socket') + 1);
        const instead = this.instead.get('haproxy');
        if (!instead?.isHanging) stream.write(`${instead?.stdout ?? this.answers.haproxy.stdout}> `);
      }
    }
  }

  /** `sudo -n -l TOOL` asks whether it would be allowed. */
  #sudoList({ argv }: RemoteCall): SimReply | undefined {
    if (argv[0] !== 'sudo' || argv[2] !== '-l') return undefined;
    const tool = argv[3] ?? '';
    const isRefused = this.options.sudoRefuses?.includes(tool) ?? false;
    return isRefused ? { exitCode: 1 } : { stdout: `/usr/sbin/${tool}\n` };
  }

  #keysFile({ argv }: RemoteCall, stdin: string): SimReply | undefined {
    if (argv[0] === 'cat' && argv[1] === '.ssh/authorized_keys') return { stdout: this.authorizedKeys };
    if (argv[0] !== 'sh' || !argv[2]?.includes('authorized_keys')) return undefined;
    if (this.isAuthorizedKeysReadOnly)
      return { exitCode: 1, stderr: 'sh: 1: cannot create .ssh/authorized_keys: Permission denied\n' };
    this.authorizedKeys = argv[2].includes('>>"$f"') ? this.authorizedKeys + stdin : stdin;
    for (const account of Object.values(this.options.accounts)) {
      account.publicKeys = [
        ...account.handKeys,
        ...this.authorizedKeys.split('\n').filter((line) => line.startsWith('ssh-')),
      ];
    }
    return {};
  }
}

function streamKeyOf({ argv, isStream }: RemoteCall): StreamKey | undefined {
  if (argv[0] === 'socat') return argv[1] === '-' ? 'haproxy' : undefined;
  if (!isStream) return undefined;
  if (argv[0] === 'drbdsetup') return 'drbd';
  if (argv[0] === 'tail') return 'cluster-log';
  if (argv[0] === 'ip') return 'network';
  return argv[0] === 'journalctl' ? 'journal' : undefined;
}

const BY_PROGRAM: Readonly<Record<string, AnswerKey>> = {
  lsblk: 'lsblk',
  nvme: 'nvme',
  findmnt: 'findmnt',
  df: 'df',
  find: 'speed',
  crm_mon: 'crm_mon',
  'corosync-quorumtool': 'quorum',
  'corosync-cfgtool': 'links',
  'corosync-cmapctl': 'cmap',
  'dpkg-query': 'versions',
  grep: 'host',
  date: 'date',
};

/** The same text lies at a path of every node. */
const hashesOf = (argv: readonly string[]): string =>
  argv
    .slice(argv.indexOf('--') + 1)
    .map((path) => `${createHash('sha256').update(path).digest('hex')}  ${path}\n`)
    .join('');

function answerKeyOf({ argv }: RemoteCall, stdin: string): AnswerKey | undefined {
  const [program = '', first] = argv;
  const last = argv.at(-1) ?? '';
  if (program === 'cat')
    return last === '/proc/drbd'
      ? 'proc-drbd'
      : last === '/etc/haproxy/haproxy.cfg'
        ? 'haproxy.cfg'
        : undefined;
  if (program === 'ip') return stdin.startsWith('addr show') ? 'ip' : undefined;
  if (program === 'drbdsetup') return argv.includes('--now') ? 'events2' : undefined;
  if (program === 'drbdadm')
    return first === '--version' ? 'drbdadm-version' : first === 'dump-xml' ? 'dump-xml' : undefined;
  if (program === 'cibadmin') return argv.includes('--query') ? 'cib' : undefined;
  if (program === 'systemctl') return first === 'show' ? 'units' : undefined;
  if (program === 'socat') return stdin.includes('show stat') ? 'haproxy' : undefined;
  if (program === 'crm_simulate') {
    if (argv.includes('--node-fail=node1')) return 'lose-node1';
    return argv.includes('--node-fail=node2') ? 'lose-node2' : undefined;
  }
  return BY_PROGRAM[program];
}

const rootOnly = (cib: string): string =>
  `${(/<cib [^>]*>/.exec(cib)?.[0] ?? '<cib>').replace(/>$/, '/>')}\n`;

/** One block per unit asked for; those the recording does not have are not installed. */
function unitBlocks(recordedText: string, argv: readonly string[]): string {
  const blocks = new Map(
    recordedText
      .trimEnd()
      .split('\n\n')
      .map((block) => [/^Id=(.*)$/m.exec(block)?.[1] ?? '', block] as const),
  );
  const missing = blocks.get('no-such.service') ?? '';
  const units = argv.slice(argv.indexOf('--') + 1);
  return `${units.map((unit) => blocks.get(unit) ?? missing.replaceAll('no-such.service', unit)).join('\n\n')}\n`;
}
