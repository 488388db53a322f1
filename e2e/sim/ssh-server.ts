import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import ssh2, { type Server, type ServerChannel } from 'ssh2';
import { generateEd25519 } from '@/server/ssh/generate-key';
import { type RemoteCall, readRemoteLine } from './shell-line';

/** The SSH half of a simulated node: a real SSH server on loopback whose programs are functions of the test. */

export interface SimReply {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly delayMs?: number;
  /** Never answers; the channel stays open. */
  readonly isHanging?: boolean;
  /** Keeps sending this many bytes of nonsense. */
  readonly floodBytes?: number;
}

/** A program that stays: the test (or model) writes lines until the channel closes. */
export interface SimStream {
  readonly call: RemoteCall;
  write(text: string): void;
  end(exitCode: number, stderr?: string): void;
  readonly isOpen: boolean;
}

export interface SimPrograms {
  /** A command's answer. Undefined means unexpected: it is recorded and fails the test. */
  run(call: RemoteCall, stdin: string): SimReply | undefined;
  /** Whether this call is a program that stays, and what to do with it. `onInput` gets what Haven writes. */
  follow?(call: RemoteCall, stream: SimStream): { onInput?: (text: string) => void } | undefined;
}

export interface SimAccounts {
  readonly [login: string]: {
    password?: string;
    /** Keys that open the account now. */
    publicKeys: string[];
    /** Those among them that Haven did not put there. */
    handKeys: readonly string[];
    sudo: 'all' | 'none';
  };
}

export interface SimKeyPair {
  readonly private: string;
  readonly public: string;
}

/** PKCS8 is not OpenSSH's form for ed25519; ssh2 makes the latter itself. */
export function makeKeyPair(): SimKeyPair {
  const pair = generateEd25519();
  return { private: pair.private, public: pair.public.trim() };
}

/** An RSA key in PEM, for a server that changed the kind of its key. */
export function makeRsaPem(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

export const sha256Of = (publicKey: string): string =>
  `SHA256:${createHash('sha256')
    .update(Buffer.from(publicKey.split(' ')[1] ?? '', 'base64'))
    .digest('base64')
    .replace(/=+$/, '')}`;

export class SimSshServer {
  readonly calls: RemoteCall[] = [];
  readonly unexpected: string[] = [];
  readonly streams = new Set<SimStream>();
  authAttempts = 0;
  openSessions = 0;
  mostSessions = 0;
  /** sshd's `MaxSessions`: further ones are refused. */
  maxSessions = 10;
  refusals = 0;
  readonly #sockets = new Set<Socket>();
  readonly #ssh: Server;
  readonly #listener: NetServer;

  private constructor(
    hostKey: string,
    private readonly accounts: SimAccounts,
    private readonly programs: SimPrograms,
  ) {
    this.#ssh = this.#makeServer(hostKey);
    // A listener of its own: ssh2's waits for ever for a caller that left in the middle of the key exchange.
    this.#listener = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
      this.#ssh.injectSocket(socket);
    });
  }

  static async start(hostKey: string, accounts: SimAccounts, programs: SimPrograms): Promise<SimSshServer> {
    const server = new SimSshServer(hostKey, accounts, programs);
    await new Promise<void>((resolve) => server.#listener.listen(0, '127.0.0.1', () => resolve()));
    return server;
  }

  get port(): number {
    const address = this.#listener.address();
    return address && typeof address === 'object' ? address.port : 0;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#listener.close(() => resolve()));
  }

  #makeServer(hostKey: string): Server {
    return new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
      let login = '';
      client.on('authentication', (context) => {
        this.authAttempts += 1;
        const account = this.accounts[context.username];
        login = context.username;
        if (!account) context.reject(['publickey', 'password']);
        else if (context.method === 'password' && account.password !== undefined) {
          if (context.password === account.password) context.accept();
          else context.reject(['publickey', 'password']);
        } else if (context.method === 'publickey' && keyMatches(account.publicKeys, context))
          context.accept();
        else context.reject(['publickey', 'password']);
      });
      client.on('session', (accept, reject) => {
        if (this.openSessions >= this.maxSessions) {
          this.refusals += 1;
          reject();
          return;
        }
        const session = accept();
        session.on('exec', (acceptExec, _reject, info) => this.#exec(login, info.command, acceptExec()));
      });
      client.on('error', () => undefined);
    });
  }

  #exec(login: string, line: string, channel: ServerChannel): void {
    this.openSessions += 1;
    this.mostSessions = Math.max(this.mostSessions, this.openSessions);
    channel.on('close', () => {
      this.openSessions -= 1;
    });
    channel.on('error', () => undefined);
    channel.stderr.on('error', () => undefined);
    const call = readRemoteLine(line);
    this.calls.push(call);
    const asksSudo = call.isSudo || call.argv[0] === 'sudo';
    if (asksSudo && this.accounts[login]?.sudo !== 'all') {
      // Unread input would keep the session open for ever.
      channel.resume();
      this.#finish(channel, { stderr: 'sudo: a password is required\n', exitCode: 1 });
      return;
    }
    if (this.#follow(call, channel)) return;
    let stdin = '';
    channel.on('data', (chunk: Buffer) => {
      stdin += chunk.toString('utf8');
    });
    channel.on('end', () => this.#answer(call, stdin, channel));
  }

  #answer(call: RemoteCall, stdin: string, channel: ServerChannel): void {
    const reply = this.programs.run(call, stdin);
    if (!reply) {
      this.unexpected.push(call.argv.join(' '));
      this.#finish(channel, { stderr: `sim: unexpected command\n`, exitCode: 127 });
    } else if (reply.floodBytes) flood(channel, reply.floodBytes);
    else if (!reply.isHanging) setTimeout(() => this.#finish(channel, reply), reply.delayMs ?? 0);
  }

  #finish(channel: ServerChannel, reply: SimReply): void {
    if (reply.stderr) channel.stderr.write(reply.stderr);
    if (reply.stdout) channel.write(reply.stdout);
    if (reply.signal) channel.exit(reply.signal, false, '');
    else channel.exit(reply.exitCode ?? 0);
    channel.end();
  }

  #follow(call: RemoteCall, channel: ServerChannel): boolean {
    let isOpen = true;
    const stream: SimStream = {
      call,
      get isOpen() {
        return isOpen;
      },
      write: (text) => {
        if (isOpen) channel.write(text);
      },
      end: (exitCode, stderr) => {
        if (!isOpen) return;
        isOpen = false;
        this.streams.delete(stream);
        this.#finish(channel, { exitCode, ...(stderr ? { stderr } : {}) });
      },
    };
    const followed = this.programs.follow?.(call, stream);
    if (!followed) return false;
    this.streams.add(stream);
    channel.on('data', (chunk: Buffer) => followed.onInput?.(chunk.toString('utf8')));
    // What the tether does on a real node: end of input ends the program.
    channel.on('end', () => stream.end(143));
    channel.on('close', () => {
      isOpen = false;
      this.streams.delete(stream);
    });
    return true;
  }
}

function flood(channel: ServerChannel, bytes: number): void {
  const chunk = Buffer.alloc(32 * 1024, 'x');
  let left = bytes;
  const pump = (): void => {
    while (left > 0 && channel.writable) {
      left -= chunk.length;
      if (!channel.write(chunk)) {
        channel.once('drain', pump);
        return;
      }
    }
    if (left <= 0) {
      channel.exit(0);
      channel.end();
    }
  };
  pump();
}

function keyMatches(
  allowed: readonly string[],
  context: {
    readonly key: { algo: string; data: Buffer };
    readonly signature?: Buffer;
    readonly blob?: Buffer;
    readonly hashAlgo?: string;
  },
): boolean {
  const offered = `${context.key.algo} ${context.key.data.toString('base64')}`;
  const known = allowed.find((key) => key.split(/\s+/).slice(0, 2).join(' ') === offered);
  if (!known) return false;
  if (!context.signature || !context.blob) return true;
  const parsed = ssh2.utils.parseKey(known);
  if (parsed instanceof Error) return false;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  return key?.verify(context.blob, context.signature, context.hashAlgo) === true;
}
