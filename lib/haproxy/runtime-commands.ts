/** Changes over the admin socket: in force at once, and gone with the next reload (reference 3.5). */
import type { Command } from '@/lib/base/command';
import { DEFAULT_HAPROXY_SOCKET, socketCommand } from './probes';

export type SettableState = 'ready' | 'drain' | 'maint';

/** HAProxy's own alphabet for names of proxies and servers: nothing in it can end a word or a command. */
const NAME = /^[A-Za-z0-9_.:-]{1,128}$/;
export const isProxyName = (name: string): boolean => NAME.test(name);

/** @throws RangeError for a name that HAProxy could not have */
export function setServerStateCommand(
  backend: string,
  server: string,
  state: SettableState,
  socketPath: string = DEFAULT_HAPROXY_SOCKET,
): Command {
  if (!isProxyName(backend) || !isProxyName(server)) throw new RangeError('not a name of HAProxy');
  return socketCommand(socketPath, `set server ${backend}/${server} state ${state}\n`);
}

/** What a server's status in `show stat` is in these words: an administrator's, not a check's. */
export function settableStateOf(status: string): SettableState {
  if (status.startsWith('MAINT')) return 'maint';
  return status.startsWith('DRAIN') ? 'drain' : 'ready';
}
