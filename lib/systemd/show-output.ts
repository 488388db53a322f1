/** `systemctl show` of several units: blocks of `Key=value`, separated by a blank line. */
import { optional } from '@/lib/base/optional';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import type { SystemdUnit, UnitsReading } from './types';

/** Properties asked for, in no particular order: systemd prints them in its own. */
export const UNIT_PROPERTIES = [
  'Id',
  'LoadState',
  'ActiveState',
  'SubState',
  'UnitFileState',
  'StateChangeTimestamp',
  'NRestarts',
  'MemoryCurrent',
  'MainPID',
  'Result',
] as const;

type Properties = ReadonlyMap<string, string>;

/**
 * Parses the output for `expectedUnits` units.
 * @returns ParseError when a block lacks its state or there are fewer blocks than names: then it was cut. Aliases of
 *   one unit (chrony, chronyd) give one unit.
 */
export function parseUnits(text: string, expectedUnits: number): Result<UnitsReading, ParseError> {
  if (text !== '' && !text.endsWith('\n')) return parseError('the last line is incomplete');
  const blocks: Properties[] = [];
  let block = new Map<string, string>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') {
      if (block.size > 0) blocks.push(block);
      block = new Map();
      continue;
    }
    const equals = line.indexOf('=');
    const key = line.slice(0, equals);
    if (equals < 1 || !/^[A-Za-z0-9]+$/.test(key) || block.has(key))
      return parseError('not a property', line, index + 1);
    block.set(key, line.slice(equals + 1));
  }
  if (blocks.length !== expectedUnits)
    return parseError(`${blocks.length} units where ${expectedUnits} were asked for`);
  const units = new Map<string, SystemdUnit>();
  for (const properties of blocks) {
    const unit = readUnit(properties);
    if (!unit)
      return parseError(
        'a unit without its state',
        [...properties].map(([key, value]) => `${key}=${value}`).join(' '),
      );
    units.set(unit.id, unit);
  }
  return ok({ units: [...units.values()] });
}

function readUnit(properties: Properties): SystemdUnit | undefined {
  const state = (key: string): string | undefined => {
    const value = properties.get(key) ?? '';
    return /^[a-z][a-z-]*$/.test(value) ? value : undefined;
  };
  const [loadState, activeState, subState] = [state('LoadState'), state('ActiveState'), state('SubState')];
  const id = properties.get('Id');
  if (!id || !loadState || !activeState || !subState || !properties.has('UnitFileState')) return undefined;
  const mainPid = numberOf(properties, 'MainPID');
  return {
    id,
    loadState,
    activeState,
    subState,
    unitFileState: properties.get('UnitFileState') ?? '',
    ...optional('changedAt', parseSystemdTime(properties.get('StateChangeTimestamp') ?? '')),
    ...optional('restarts', numberOf(properties, 'NRestarts')),
    ...optional('memoryBytes', numberOf(properties, 'MemoryCurrent')),
    ...optional('mainPid', mainPid === 0 ? undefined : mainPid),
    ...optional('result', state('Result')),
  };
}

/** `[not set]`, an empty value and 2^64-1 all mean "no value". */
function numberOf(properties: Properties, key: string): number | undefined {
  const value = properties.get(key) ?? '';
  return /^\d{1,18}$/.test(value) ? Number(value) : undefined;
}

/**
 * Milliseconds since the epoch. `Sun 2026-11-22 12:18:05.312648 UTC` from `--timestamp=us+utc` (systemd 248 and later),
 * `@1795349884` from `--timestamp=unix` (251 and later); empty and `n/a` mean never.
 */
export function parseSystemdTime(text: string): number | undefined {
  const unix = /^@(\d{1,12})$/.exec(text)?.[1];
  if (unix !== undefined) return Number(unix) * 1000;
  const utc = /^[A-Z][a-z]{2} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))? UTC$/.exec(text);
  if (!utc) return undefined;
  const at = Date.parse(`${utc[1]}T${utc[2]}.${(utc[3] ?? '').padEnd(3, '0').slice(0, 3)}Z`);
  return Number.isFinite(at) ? at : undefined;
}
