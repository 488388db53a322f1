/** Checks of what one node says of itself: HAProxy, kernel, systemd, packages, and whether it has found the others. */
import { isApacheProcess } from '@/lib/apache/probes';
import { isSameAddress } from '@/lib/base/address';
import type { Observation } from '@/lib/base/observation';
import type { CorosyncReading } from '@/lib/corosync/types';
import type { HaproxyReading } from '@/lib/haproxy/types';
import type { PackageOffers } from '@/lib/host/packages';
import type { Listener, NonlocalBind } from '@/lib/network/vip-probes';
import type { PacemakerReading } from '@/lib/pacemaker/types';
import type { UnitsReading } from '@/lib/systemd/types';
import { crmNode, value } from './facts';
import type { Check, GuardVerdict, HostCheck } from './types';

/** Read only where a check asks for it. */
export interface HostReadings {
  readonly nonlocalBind?: Observation<NonlocalBind>;
  readonly units?: Observation<UnitsReading>;
  readonly listeners?: Observation<readonly Listener[]>;
  readonly packages?: Observation<PackageOffers>;
  readonly corosync?: Observation<CorosyncReading>;
}

interface Seen {
  readonly verdict: GuardVerdict;
  readonly seen?: string;
}

const UNREAD: Seen = { verdict: 'unknown' };
const see = (is: boolean, seen: string): Seen => ({ verdict: is ? 'pass' : 'fail', seen });

const of = <T>(observation: Observation<T> | undefined): T | undefined => observation && value(observation);

/** As `ss` writes a socket for every address. */
const EVERY = ['*', '0.0.0.0', '::'];

const KINDS: readonly Check['kind'][] = [
  'backend-up',
  'kernel-setting',
  'unit',
  'listens',
  'packages',
  'quorate',
  'all-online',
];
export const isHostCheck = (check: Check): check is HostCheck => KINDS.includes(check.kind);

export function seenOnHost(
  check: HostCheck,
  readings: HostReadings & {
    readonly haproxy: Observation<HaproxyReading>;
    readonly pacemaker: Observation<PacemakerReading>;
  },
): Seen {
  switch (check.kind) {
    case 'backend-up': {
      const reading = value(readings.haproxy);
      if (!reading) return UNREAD;
      const own = reading.backends.find((one) => one.name === check.backend);
      if (!own) return see(false, '–');
      const passed = own.servers.filter((server) => /^UP\b/.test(server.status)).map((server) => server.name);
      const isEnough =
        check.servers.length === 0 ? passed.length > 0 : check.servers.every((name) => passed.includes(name));
      return see(/^UP\b/.test(own.status) && isEnough, passed.join(', ') || own.status);
    }
    case 'kernel-setting': {
      const reading = of(readings.nonlocalBind);
      if (!reading || check.key !== 'net.ipv4.ip_nonlocal_bind' || reading.inet === undefined) return UNREAD;
      const seen = reading.inet ? '1' : '0';
      return see(seen === check.value, seen);
    }
    case 'unit': {
      const reading = of(readings.units);
      const own = reading?.units.find((unit) => unit.id === check.unit);
      if (!own) return UNREAD;
      const seen = check.field === 'active' ? own.activeState : own.unitFileState;
      return see(check.values.includes(seen), seen || '–');
    }
    case 'listens': {
      const listeners = of(readings.listeners);
      if (!listeners) return UNREAD;
      const own = listeners.filter(({ port, process }) => port === check.port && isApacheProcess(process));
      const isOpen = own.some(({ address }) =>
        check.address === '*' ? EVERY.includes(address) : isSameAddress(address, check.address),
      );
      return see(
        isOpen === check.isOn,
        own.map(({ address, port }) => `${address}:${port}`).join(', ') || '–',
      );
    }
    case 'packages': {
      const offers = of(readings.packages);
      if (!offers) return UNREAD;
      const missing = check.names.filter((name) => offers[name]?.installed === undefined);
      return see(missing.length === 0, missing.length === 0 ? `${check.names.length}` : missing.join(', '));
    }
    case 'quorate': {
      const corosync = of(readings.corosync);
      if (!corosync) return UNREAD;
      return see(
        corosync.quorate && corosync.members.length === check.members,
        `${corosync.members.length}${corosync.quorate ? '' : ' –'}`,
      );
    }
    case 'all-online': {
      const view = value(readings.pacemaker);
      if (!view) return UNREAD;
      const away = check.names.filter((name) => {
        const node = crmNode(view, name);
        return !node?.online || node.pending;
      });
      return see(away.length === 0, away.join(', ') || check.names.join(', '));
    }
  }
}
