import { connect, type Socket } from 'node:net';
import ssh2, { Client, type PasswordAuthMethod, type PublicKeyAuthMethod } from 'ssh2';
import { algorithmsFor, fingerprintOfKey, type HostKey, hostKeyOf, isPinned } from './host-key';
import type { LinkTimings } from './timings';

/** Where a node is and how to sign in there. `hostKey` is the pinned key in OpenSSH form. */
export interface SshTarget {
  readonly host: string;
  readonly port: number;
  readonly login: string;
  readonly hostKey: string;
  readonly credential:
    | { readonly kind: 'key'; readonly privateKey: string }
    | { readonly kind: 'password'; readonly password: string };
}

/** Why a connection is over. `code` is the socket's or resolver's own (`ECONNREFUSED`, `ENOTFOUND`, …). */
export type CloseReason =
  | { readonly kind: 'host-key-changed'; readonly expected: string; readonly seen: string }
  | { readonly kind: 'auth-failed'; readonly message: string }
  | { readonly kind: 'unreachable'; readonly message: string; readonly code?: string };

export interface ClientHooks {
  /** Signed in: channels may be opened. */
  onReady(client: Client): void;
  /** Bytes came from the peer. */
  onHeard(): void;
  /** Once, however it ends. */
  onClosed(reason: CloseReason): void;
}

export interface OpenClient {
  /** Ends it at once; `onClosed` follows with this message. */
  destroy(message: string): void;
  /** Says goodbye first, so that the node's sshd ends its sessions now. */
  end(): void;
}

/**
 * Opens one SSH connection over a socket of its own (so that every byte heard is seen here). The host key is compared
 * before anything but the key exchange is sent; on a mismatch the socket is destroyed, so not even a farewell follows.
 */
export function openClient(target: SshTarget, timings: LinkTimings, hooks: ClientHooks): OpenClient {
  return new Opening(target, timings, hooks);
}

class Opening implements OpenClient {
  readonly #socket: Socket;
  readonly #client = new Client();
  readonly #timers: NodeJS.Timeout[] = [];
  #reason: CloseReason | undefined;
  #isClosed = false;
  #isHeard = false;
  #isReady = false;

  constructor(
    private readonly target: SshTarget,
    private readonly timings: LinkTimings,
    private readonly hooks: ClientHooks,
  ) {
    this.#socket = connect({ host: target.host, port: target.port, noDelay: true });
    this.#after(timings.connectMs, () => this.destroy('no answer to the TCP connection', 'ETIMEDOUT'));
    this.#socket.once('connect', () => this.#handshake());
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#reason ??= {
        kind: 'unreachable',
        message: error.message,
        ...(error.code ? { code: error.code } : {}),
      };
    });
    this.#socket.once('close', () => this.#closed());
    this.#client.on('error', (error) => this.#failed(error));
    this.#client.once('ready', () => {
      this.#clearTimers();
      this.#isReady = true;
      hooks.onReady(this.#client);
    });
  }

  destroy(message: string, code?: string): void {
    this.#reason ??= { kind: 'unreachable', message, ...(code ? { code } : {}) };
    this.#socket.destroy();
  }

  end(): void {
    this.#reason ??= { kind: 'unreachable', message: 'closed by Haven' };
    if (this.#isReady) {
      this.#client.end();
      // A peer that does not close its side keeps the socket half open for ever.
      this.#after(500, () => this.#socket.destroy());
    } else this.#socket.destroy();
  }

  #handshake(): void {
    this.#clearTimers();
    this.#after(this.timings.helloMs, () => {
      if (!this.#isHeard) this.destroy('connected, but nothing speaks SSH there', 'ETIMEDOUT');
    });
    this.#after(this.timings.signInMs, () => this.destroy('sign-in took too long', 'ETIMEDOUT'));
    this.#socket.on('data', () => {
      this.#isHeard = true;
      this.hooks.onHeard();
    });
    try {
      this.#connectClient();
    } catch (error) {
      // ssh2 throws for a private key it cannot read, before anything was sent.
      this.#reason = {
        kind: 'auth-failed',
        message: error instanceof Error ? error.message : 'unusable credential',
      };
      this.#socket.destroy();
    }
  }

  #connectClient(): void {
    const { login, credential, hostKey } = this.target;
    if (credential.kind === 'key') {
      const parsed = ssh2.utils.parseKey(credential.privateKey);
      if (parsed instanceof Error) throw parsed;
    }
    this.#client.connect({
      sock: this.#socket,
      username: login,
      readyTimeout: 0,
      keepaliveInterval: this.timings.keepaliveMs,
      // Silence is judged by the link itself; ssh2 must not close earlier with a less telling error.
      keepaliveCountMax: 1_000_000,
      algorithms: { serverHostKey: algorithmsFor(hostKey) },
      hostVerifier: (blob: Buffer) => this.#isTrusted(blob),
      // Exactly one way in, tried once: no `none` probe, no other key.
      authHandler: [authMethodOf(login, credential)],
    });
  }

  #isTrusted(blob: Buffer): boolean {
    const seen = hostKeyOf(blob);
    if (seen && isPinned(seen, this.target.hostKey)) return true;
    this.#distrust(seen);
    return false;
  }

  #distrust(seen: HostKey | undefined): void {
    this.#reason = {
      kind: 'host-key-changed',
      expected: fingerprintOfKey(this.target.hostKey),
      seen: seen?.sha256 ?? 'another kind of key',
    };
    this.#socket.destroy();
  }

  #failed(error: Error & { level?: string; code?: unknown }): void {
    // The server has no key of the pinned kind any more: it cannot prove to be the same machine.
    if (error.level === 'handshake' && /no matching host key/i.test(error.message)) this.#distrust(undefined);
    else if (error.level === 'client-authentication')
      this.#reason ??= { kind: 'auth-failed', message: 'the node refused this credential' };
    else this.#reason ??= { kind: 'unreachable', message: error.message };
    this.#socket.destroy();
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#clearTimers();
    this.hooks.onClosed(this.#reason ?? { kind: 'unreachable', message: 'the node closed the connection' });
  }

  #after(ms: number, action: () => void): void {
    this.#timers.push(setTimeout(action, ms));
  }

  #clearTimers(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }
}

function authMethodOf(
  username: string,
  credential: SshTarget['credential'],
): PublicKeyAuthMethod | PasswordAuthMethod {
  return credential.kind === 'key'
    ? { type: 'publickey', username, key: credential.privateKey }
    : { type: 'password', username, password: credential.password };
}
