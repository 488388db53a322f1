/** Every command of HAProxy that changes something on a node, and nothing else does. */
import { type Command, command } from '@/lib/base/command';
import { DEFAULT_HAPROXY_SOCKET, isPlainSocket, socketCommand } from './probes';
import { isPlainPath, isProxyName, isServerName } from './proxy-values';

/**
 * HAProxy's own check of a file, whose name is added as the last word. It runs on the target node, because versions,
 * certificates, users and `chroot` are that node's (reference 3.4).
 */
export const CONFIG_CHECK = ['haproxy', '-c', '-f'] as const;

/** systemd waits for the new worker; an emulated node needs seconds for what hardware does in milliseconds. */
const RELOAD_TIMEOUT_MS = 60_000;
const SAVE_TIMEOUT_MS = 30_000;

/** Hitless: the unit checks the file itself, then the new worker takes the listening sockets over (reference 3.4). */
export const reloadCommand = (): Command =>
  command(['systemctl', 'reload', 'haproxy.service'], { asRoot: true, timeoutMs: RELOAD_TIMEOUT_MS });

/** $1 the state file, $2 the admin socket. Its first line is the version of its format: anything else is no answer. */
const SAVE_STATES = [
  'set -eu',
  'file=$1 socket=$2',
  'folder=$(dirname -- "$file")',
  'if [ ! -d "$folder" ]; then echo "no folder $folder: HAProxy loads no states from it"; exit 0; fi',
  'printf "show servers state\\n" | socat -t5 - "UNIX-CONNECT:$socket" > "$file.haven-new"',
  'if [ "$(head -n 1 "$file.haven-new")" != 1 ]; then rm -f -- "$file.haven-new"; exit 1; fi',
  'mv -f -- "$file.haven-new" "$file"',
].join('\n');

/**
 * Writes what HAProxy says of its servers into the file it loads when it reloads, so that drain, maintenance and
 * weights survive. A file of an earlier day would bring back the states of that day.
 */
export function saveServerStatesCommand(file: string, socketPath: string = DEFAULT_HAPROXY_SOCKET): Command {
  if (!isPlainPath(file)) throw new RangeError('not a plain path');
  if (!isPlainSocket(socketPath)) throw new RangeError('not a plain socket path');
  return command(['sh', '-c', SAVE_STATES, 'haven-states', file, socketPath], {
    asRoot: true,
    timeoutMs: SAVE_TIMEOUT_MS,
  });
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

/** A semicolon or line break would begin another command on the socket: only names HAProxy itself allows get there. */
function written({ backend, server }: RuntimePlace): string {
  if (!isProxyName(backend) || !isServerName(server)) throw new RangeError('not a backend and server');
  return `${backend}/${server}`;
}
