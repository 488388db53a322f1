/** Every command of systemd that changes which units start by themselves, and the question that goes with them. */
import { type Command, command } from '@/lib/base/command';
import type { Probe } from '@/lib/base/probe';
import { parseUnits, UNIT_PROPERTIES } from './show-output';
import type { UnitsReading } from './types';

/** Reads every unit file anew; an emulated node with many of them takes its time. */
const RELOAD_TIMEOUT_MS = 60_000;
/** Stopping waits for the service's own time-out. */
const SWITCH_TIMEOUT_MS = 120_000;

/** As in unitsToWatch: a leading dash would be read as an option. */
const UNIT_NAME = /^[A-Za-z0-9:_.][A-Za-z0-9:_.@-]{0,200}\.[a-z]+$/;
export const isUnitName = (name: string): boolean => UNIT_NAME.test(name);

export const reloadUnitsCommand = (): Command =>
  command(['systemctl', 'daemon-reload'], { asRoot: true, timeoutMs: RELOAD_TIMEOUT_MS });

/**
 * Whether systemd starts a unit at boot.
 * @param isNow starts or stops it as well
 * @throws RangeError for what is no whole unit name
 */
export function unitAtBootCommand(unit: string, isOn: boolean, isNow: boolean): Command {
  if (!isUnitName(unit)) throw new RangeError('not a unit name');
  const verb = isOn ? 'enable' : 'disable';
  return command(['systemctl', verb, ...(isNow ? ['--now'] : []), unit], {
    asRoot: true,
    timeoutMs: SWITCH_TIMEOUT_MS,
  });
}

/** Just these units, installed or not. */
export function unitStatesProbe(units: readonly string[]): Probe<UnitsReading> {
  if (!units.every(isUnitName)) throw new RangeError('not a unit name');
  return {
    id: 'systemd.unit-states',
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
