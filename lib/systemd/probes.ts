/** Read-only commands about systemd units: one process for all of them. */
import { command } from '@/lib/base/command';
import type { Probe } from '@/lib/base/probe';
import { parseUnits, UNIT_PROPERTIES } from './show-output';
import type { UnitsReading } from './types';
import { unitsToWatch } from './units';

/**
 * State of watched units. `us+utc` is understood from systemd 248 on and does not depend on the node's time zone.
 *
 * Asking for names that are not installed is what costs: 44 names took 1.1 s of an emulated processor, the nine
 * installed ones 0.3 s. So ask for all of them once per connection and every ten minutes, else pass what was read.
 * @param extraUnits names from the inventory, see `unitsToWatch`
 * @param previous the last full reading: units it did not find are left out
 */
export function unitsProbe(extraUnits: readonly string[] = [], previous?: UnitsReading): Probe<UnitsReading> {
  const absent = new Set(
    previous?.units.filter((unit) => unit.loadState === 'not-found').map((unit) => unit.id),
  );
  const watched = unitsToWatch(extraUnits);
  const installed = watched.filter((unit) => !absent.has(unit));
  const units = installed.length > 0 ? installed : watched;
  return {
    id: 'systemd.units',
    command: command([
      'systemctl',
      'show',
      '--no-pager',
      '--timestamp=us+utc',
      `--property=${UNIT_PROPERTIES.join(',')}`,
      '--',
      ...units,
    ]),
    parse: (text) => parseUnits(text, units.length),
  };
}

/** Adds the units that were not asked for again because `previous` had not found them. */
export function combineUnits(fresh: UnitsReading, previous?: UnitsReading): UnitsReading {
  const read = new Set(fresh.units.map((unit) => unit.id));
  const absent = (previous?.units ?? []).filter(
    (unit) => unit.loadState === 'not-found' && !read.has(unit.id),
  );
  return { units: [...fresh.units, ...absent] };
}

/** A few units by name, for a change that is about them. */
export const namedUnitsProbe = (units: readonly string[]): Probe<UnitsReading> => ({
  id: 'systemd.named-units',
  command: command([
    'systemctl',
    'show',
    '--no-pager',
    '--timestamp=us+utc',
    `--property=${UNIT_PROPERTIES.join(',')}`,
    '--',
    ...units,
  ]),
  parse: (text) => parseUnits(text, units.length),
});
