import { connect } from 'node:net';
import { Client } from 'ssh2';
import { err, ok, type Result } from '@/lib/base/result';
import { FIRST_CONTACT_ALGORITHMS, type HostKey, hostKeyOf } from './host-key';

/** Why no host key could be fetched; `code` is the socket's or resolver's own. */
export interface HostKeyFailure {
  readonly kind: 'refused' | 'name-not-found' | 'timed-out' | 'unreachable';
  readonly message: string;
}

/** Long enough for the key exchange of an emulated node; longer keeps a person waiting for a wrong address. */
const FETCH_TIMEOUT_MS = 15_000;

/**
 * Asks a server for its host key and hangs up: the key exchange happens, no user name and no credential is sent.
 * Works without a pinned key, so its answer is worth nothing until a person has confirmed it.
 */
export function fetchHostKey(
  host: string,
  port: number,
  timeoutMs = FETCH_TIMEOUT_MS,
): Promise<Result<HostKey, HostKeyFailure>> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    const client = new Client();
    const settle = (result: Result<HostKey, HostKeyFailure>): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(
      () => settle(err({ kind: 'timed-out', message: 'no SSH key exchange in time' })),
      timeoutMs,
    );
    const fail = (error: NodeJS.ErrnoException): void => settle(err(failureOf(error)));
    socket.on('error', fail);
    socket.once('close', () =>
      settle(err({ kind: 'unreachable', message: 'closed before showing a host key' })),
    );
    client.on('error', fail);
    socket.once('connect', () =>
      client.connect({
        sock: socket,
        username: 'nobody',
        readyTimeout: 0,
        algorithms: { serverHostKey: FIRST_CONTACT_ALGORITHMS },
        hostVerifier: (blob: Buffer) => {
          const key = hostKeyOf(blob);
          settle(key ? ok(key) : err({ kind: 'unreachable', message: 'a host key of an unknown kind' }));
          return false;
        },
      }),
    );
  });
}

function failureOf(error: NodeJS.ErrnoException): HostKeyFailure {
  const message = error.message;
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return { kind: 'name-not-found', message };
  if (error.code === 'ECONNREFUSED') return { kind: 'refused', message };
  if (error.code === 'ETIMEDOUT') return { kind: 'timed-out', message };
  return { kind: 'unreachable', message };
}
