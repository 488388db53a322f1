/** Checks of what HAProxy, the kernel and systemd say on one node. */
import type { Observation } from '@/lib/base/observation';
import type { HaproxyReading } from '@/lib/haproxy/types';
import type { NonlocalBind } from '@/lib/network/vip-probes';
import type { UnitsReading } from '@/lib/systemd/types';
import { value } from './facts';
import type { Check, GuardVerdict, HostCheck } from './types';

/** Read only where a check asks for it. */
export interface HostReadings {
  readonly nonlocalBind?: Observation<NonlocalBind>;
  readonly units?: Observation<UnitsReading>;
}

interface Seen {
  readonly verdict: GuardVerdict;
  readonly seen?: string;
}

const UNREAD: Seen = { verdict: 'unknown' };
const see = (is: boolean, seen: string): Seen => ({ verdict: is ? 'pass' : 'fail', seen });

const KINDS: readonly Check['kind'][] = ['backend-up', 'kernel-setting', 'unit'];
export const isHostCheck = (check: Check): check is HostCheck => KINDS.includes(check.kind);

export function seenOnHost(
  check: HostCheck,
  readings: HostReadings & { readonly haproxy: Observation<HaproxyReading> },
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
      const reading = readings.nonlocalBind && value(readings.nonlocalBind);
      if (!reading || check.key !== 'net.ipv4.ip_nonlocal_bind' || reading.inet === undefined) return UNREAD;
      const seen = reading.inet ? '1' : '0';
      return see(seen === check.value, seen);
    }
    case 'unit': {
      const reading = readings.units && value(readings.units);
      const own = reading?.units.find((unit) => unit.id === check.unit);
      if (!own) return UNREAD;
      const seen = check.field === 'active' ? own.activeState : own.unitFileState;
      return see(check.values.includes(seen), seen || '–');
    }
  }
}
