/** Addresses, sockets and servers of a node as a scenario writes them → the facts a haproxy.cfg is held against. */
import { known, type Observation } from '@/lib/base/observation';
import type { HaproxyServerState } from '@/lib/haproxy/servers-state';
import type { HaproxyHostFacts } from '../facts';
import type { HaproxyHostFile } from './scenario';

export function readHaproxyHost(file: HaproxyHostFile, at: number): HaproxyHostFacts {
  const seen = <T, V>(written: T | undefined, read: (written: T) => V): Observation<V> =>
    written === undefined
      ? { state: 'unknown', reason: 'command-failed', since: at }
      : known(read(written), at);
  return {
    network: seen(file.addresses, (addresses) => ({
      interfaces: [
        {
          name: 'ens2f0',
          operState: 'UP',
          addresses: addresses.map((address) => ({
            address,
            prefixLength: 24,
            family: 'inet' as const,
            secondary: false,
          })),
        },
      ],
    })),
    nonlocalBind: seen(file.nonlocalBind, (inet) => ({ inet })),
    listeners: seen(file.listeners, (lines) => lines.map(readListener)),
    servers: seen(file.servers, (lines) => lines.map(readState)),
  };
}

function readListener(line: string) {
  const [place = '', process = ''] = line.split(' ');
  const colon = place.lastIndexOf(':');
  return { address: place.slice(0, colon), port: Number(place.slice(colon + 1)), process };
}

function readState(line: string): HaproxyServerState {
  const [place = '', state] = line.split(' ');
  const [backend = '', server = ''] = place.split('/');
  const isForcedMaintenance = state === 'maint';
  const isForcedDrain = state === 'drain';
  return {
    backend,
    server,
    address: '192.0.2.1',
    operational: 'running',
    isForcedMaintenance,
    isForcedDrain,
    adminState: isForcedMaintenance ? 1 : isForcedDrain ? 8 : 0,
    weight: 1,
  };
}
