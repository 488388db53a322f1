/** Read-only commands about systemd units: one process for all of them. */
import { command } from '@/lib/base/command';
import type { Probe } from '@/lib/base/probe';
import { parseUnits, UNIT_PROPERTIES } from './show-output';
import type { UnitsReading } from './types';
import { unitsToWatch } from './units';

/**
 * State of every watched unit. `us+utc` is understood from systemd 248 on and does not depend on the node's time zone.
 * @param extraUnits names from the inventory, see `unitsToWatch`
 */
export function unitsProbe(extraUnits: readonly string[] = []): Probe<UnitsReading> {
  const units = unitsToWatch(extraUnits);
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

/** One probe gives the whole reading. */
export const combineUnits = (units: UnitsReading): UnitsReading => units;
