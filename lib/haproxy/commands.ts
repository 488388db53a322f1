/** Every command of HAProxy that changes something on a node, and nothing else does; how their answers are read. */
import { type Command, command, type Outcome } from '@/lib/base/command';
import { DEFAULT_HAPROXY_CONFIG, DEFAULT_HAPROXY_SOCKET, socketCommand } from './probes';
import { isPlainPath, isProxyName, isServerName } from './proxy-values';

/** Runs on the target node, because versions, certificates, users and `chroot` are that node's (reference 3.4). */
export const validateConfigCommand = (path: string): Command =>
  command(['haproxy', '-c', '-f', assertPath(path)], { asRoot: true, timeoutMs: 30_000 });

/** Hitless: the unit checks the file itself, then the new worker takes the listening sockets over (reference 3.4). */
export const reloadCommand = (): Command =>
  command(['systemctl', 'reload', 'haproxy.service'], { asRoot: true, timeoutMs: 60_000 });

/** Keeps the file that runs now, with its owner and mode. */
export const keepConfigCommand = (kept: string, path: string = DEFAULT_HAPROXY_CONFIG): Command =>
  command(['cp', '-p', '--', assertPath(path), assertPath(kept)], { asRoot: true });

/** Puts a staged file in place by renaming; both must be on one file system for the rename to be atomic. */
export const installConfigCommand = (staged: string, path: string = DEFAULT_HAPROXY_CONFIG): Command =>
  command(['mv', '-f', '--', assertPath(staged), assertPath(path)], { asRoot: true });

export const removeStagedCommand = (staged: string): Command =>
  command(['rm', '-f', '--', assertPath(staged)], { asRoot: true });

function assertPath(path: string): string {
  if (!isPlainPath(path)) throw new RangeError('not a plain path');
  return path;
}

export interface RuntimePlace {
  readonly backend: string;
  readonly server: string;
}
export type RuntimeState = 'ready' | 'drain' | 'maint';

/** Lost when HAProxy reloads, unless a state file is loaded (reference 3.4, 4): see `reloadKeepsState`. */
export const setServerStateCommand = (
  place: RuntimePlace,
  state: RuntimeState,
  socketPath: string = DEFAULT_HAPROXY_SOCKET,
): Command => socketCommand(socketPath, `set server ${written(place)} state ${state}\n`);

/** @param weight 0 to 256, or `50%` of the weight in the file */
export function setServerWeightCommand(
  place: RuntimePlace,
  weight: number | `${number}%`,
  socketPath: string = DEFAULT_HAPROXY_SOCKET,
): Command {
  const isAbsolute = typeof weight === 'number' && Number.isInteger(weight) && weight >= 0 && weight <= 256;
  const isRelative =
    typeof weight === 'string' && /^(\d{1,3})%$/.test(weight) && Number.parseInt(weight, 10) <= 256;
  if (!isAbsolute && !isRelative) throw new RangeError('not a weight');
  return socketCommand(socketPath, `set server ${written(place)} weight ${weight}\n`);
}

/** A semicolon or line break would begin another command on the socket: only names HAProxy itself allows get there. */
function written({ backend, server }: RuntimePlace): string {
  if (!isProxyName(backend) || !isServerName(server)) throw new RangeError('not a backend and server');
  return `${backend}/${server}`;
}

/** What the socket said to a change. `accepted` is no proof: read back (`serverStateReached`). */
export type RuntimeAnswer =
  | { readonly kind: 'accepted' }
  | {
      readonly kind:
        | 'no-such-server'
        | 'no-such-backend'
        | 'backend-disabled'
        | 'permission-denied'
        | 'unknown-command';
    }
  /** Some other text: bounded, shown to a person, never decided on. */
  | { readonly kind: 'refused'; readonly text: string }
  /** No answer came: it may have happened. */
  | { readonly kind: 'unknown'; readonly why: Outcome['kind'] | 'truncated' | 'no-socket' };

/** Sentences of HAProxy's `cli_find_server` and access check; success is an empty line (reference 3.5). */
const SENTENCES: readonly (readonly [
  RegExp,
  'no-such-server' | 'no-such-backend' | 'backend-disabled' | 'permission-denied' | 'unknown-command',
])[] = [
  [/^No such server\.$/, 'no-such-server'],
  [/^No such backend\.$/, 'no-such-backend'],
  [/^Proxy is disabled\.$/, 'backend-disabled'],
  [/^Permission denied$/, 'permission-denied'],
  [/^Unknown command/, 'unknown-command'],
];

export function readRuntimeAnswer(outcome: Outcome): RuntimeAnswer {
  if (outcome.kind !== 'exited') return { kind: 'unknown', why: outcome.kind };
  // socat exits 1 when nothing listens on the socket.
  if (outcome.exitCode !== 0) return { kind: 'unknown', why: 'no-socket' };
  if (outcome.truncated) return { kind: 'unknown', why: 'truncated' };
  // Every answer ends with a blank line; none at all means that the connection was cut.
  if (!outcome.stdout.endsWith('\n')) return { kind: 'unknown', why: 'truncated' };
  const text = outcome.stdout.trim();
  if (text === '') return { kind: 'accepted' };
  const kind = SENTENCES.find(([pattern]) => pattern.test(text.split('\n')[0] ?? ''))?.[1];
  return kind ? { kind } : { kind: 'refused', text: text.slice(0, 200) };
}
