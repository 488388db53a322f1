/** Addresses, sockets and servers of a node as a scenario writes them → the facts a haproxy.cfg is held against. */
import { known, type Observation } from '@/lib/base/observation';
import type { HaproxyServerState } from '@/lib/haproxy/servers-state';
import type { VipFreeAnswer } from '@/lib/network/vip-probes';
import type { UnitsReading } from '@/lib/systemd/types';
import type { HaproxyHostFacts } from '../facts';
import type { HaproxyHostFile, NodeFile } from './scenario';

export function readHaproxyHost(file: HaproxyHostFile, at: number): HaproxyHostFacts {
  const seen = <T, V>(written: T | undefined, read: (written: T) => V): Observation<V> =>
    written === undefined
      ? { state: 'unknown', reason: 'command-failed', since: at }
      : known(read(written), at);
  return {
    network: seen(file.nics ?? file.addresses, (lines) => ({
      interfaces: file.nics
        ? lines.map(readNic)
        : [{ name: 'ens2f0', operState: 'UP', addresses: lines.map(asOwn) }],
    })),
    nonlocalBind: seen(file.nonlocalBind, (inet) => ({ inet })),
    listeners: seen(file.listeners, (lines) => lines.map(readListener)),
    servers: seen(file.servers, (lines) => lines.map(readState)),
  };
}

const asOwn = (address: string) => ({
  address,
  prefixLength: 24,
  family: 'inet' as const,
  secondary: false,
});

function readNic(line: string) {
  const [name = '', places = '', speed] = line.split(' ');
  return {
    name,
    operState: 'UP',
    ...(speed === undefined ? {} : { speedMbps: Number(speed) }),
    addresses: places.split(',').map((place, index) => {
      const [address = '', prefix] = place.split('/');
      return { ...asOwn(address), prefixLength: Number(prefix), secondary: index > 0 };
    }),
  };
}

/** `glance-api.service loaded enabled active` */
export const readUnits = (lines: readonly string[], at: number): Observation<UnitsReading> =>
  known(
    {
      units: lines.map((line) => {
        const [id = '', loadState = '', unitFileState = '', activeState = 'inactive'] = line.split(' ');
        const state = unitFileState === '-' ? '' : unitFileState;
        return { id, loadState, unitFileState: state, activeState, subState: 'dead' };
      }),
    },
    at,
  );

export const readWireFile = (wire: NonNullable<NodeFile['wire']>, at: number) =>
  Object.fromEntries(
    Object.entries(wire).map(([address, word]) => {
      const answer: VipFreeAnswer =
        word === 'free'
          ? { kind: 'free' }
          : word === 'taken'
            ? { kind: 'taken', mac: '52:54:00:00:00:99' }
            : { kind: 'unknown', why: 'timed-out' };
      return [address, known(answer, at)] as const;
    }),
  );

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
