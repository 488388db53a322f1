/** Checks of one machine itself: what is installed, what runs, and whether it has found the others. */
import type { Observation } from '@/lib/base/observation';
import type { CorosyncReading } from '@/lib/corosync/types';
import type { PackageOffers } from '@/lib/host/packages';
import type { PacemakerReading } from '@/lib/pacemaker/types';
import type { UnitsReading } from '@/lib/systemd/types';
import { crmNode, value } from './facts';
import type { Check, GuardVerdict, MachineCheck } from './types';

/** Read only where a check asks for it. */
export interface MachineReadings {
  readonly packages?: Observation<PackageOffers>;
  readonly units?: Observation<UnitsReading>;
  readonly corosync?: Observation<CorosyncReading>;
}

interface Seen {
  readonly verdict: GuardVerdict;
  readonly seen?: string;
}

const UNREAD: Seen = { verdict: 'unknown' };
const see = (is: boolean, seen: string): Seen => ({ verdict: is ? 'pass' : 'fail', seen });
const of = <T>(observation: Observation<T> | undefined): T | undefined => observation && value(observation);

const KINDS: readonly Check['kind'][] = ['packages', 'unit', 'quorate', 'all-online'];
export const isMachineCheck = (check: Check): check is MachineCheck => KINDS.includes(check.kind);

export function seenOnMachine(
  check: MachineCheck,
  readings: MachineReadings & { readonly pacemaker: Observation<PacemakerReading> },
): Seen {
  switch (check.kind) {
    case 'packages': {
      const offers = of(readings.packages);
      if (!offers) return UNREAD;
      const missing = check.names.filter((name) => offers[name]?.installed === undefined);
      return see(missing.length === 0, missing.length === 0 ? `${check.names.length}` : missing.join(', '));
    }
    case 'unit': {
      const unit = of(readings.units)?.units.find((one) => one.id === check.unit);
      if (!unit) return UNREAD;
      // A unit that comes from an init script is `generated`: what is not enabled is not started at boot.
      const seen = check.is === 'active' ? unit.activeState : unit.unitFileState;
      return see(seen === check.is, seen);
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
