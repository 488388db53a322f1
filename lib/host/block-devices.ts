/** `lsblk -J -b` (seen: util-linux 2.38) and nvme-cli's JSON. */
import {
  asRecord,
  asRecords,
  booleanOf,
  type JsonRecord,
  numberOf,
  own,
  parseJson,
  textOf,
} from '@/lib/base/json-record';
import { optional } from '@/lib/base/optional';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import type { BlockDevice, NvmeHealth } from './types';

export const LSBLK_COLUMNS = 'NAME,PATH,TYPE,SIZE,MODEL,SERIAL,TRAN,ROTA,FSTYPE,MOUNTPOINTS';
/** Besides: what decides whether a device may be written over (blank-proof.ts). */
export const LSBLK_DETAIL_COLUMNS = `${LSBLK_COLUMNS},PTTYPE,PARTTYPE,RO`;

/** Depth of stacked devices: disk, partition, RAID, LUKS, LVM, DRBD and some more. Deeper input is not from lsblk. */
const MAX_DEPTH = 32;

export function parseLsblk(text: string): Result<readonly BlockDevice[], ParseError> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const records = asRecords(own(asRecord(json.value) ?? {}, 'blockdevices'));
  if (!records) return parseError('lsblk printed no blockdevices', text);
  const devices = readDevices(records, 0);
  return devices ? ok(devices) : parseError('a block device without name, type or size', text);
}

function readDevices(records: readonly JsonRecord[], depth: number): readonly BlockDevice[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const devices = records.map((record) => readDevice(record, depth));
  return devices.every((device) => device !== undefined) ? devices : undefined;
}

function readDevice(record: JsonRecord, depth: number): BlockDevice | undefined {
  const [name, type, sizeBytes] = [textOf(record, 'name'), textOf(record, 'type'), numberOf(record, 'size')];
  const below = own(record, 'children');
  const childRecords = below === undefined || below === null ? [] : asRecords(below);
  const children = childRecords && readDevices(childRecords, depth + 1);
  if (!name || !type || sizeBytes === undefined || !children) return undefined;
  return {
    name,
    path: textOf(record, 'path') ?? `/dev/${name}`,
    type,
    sizeBytes,
    ...optional('model', textOf(record, 'model')?.trim()),
    ...optional('serial', textOf(record, 'serial')?.trim()),
    ...optional('transport', textOf(record, 'tran')),
    ...optional('rotational', booleanOf(record, 'rota')),
    ...optional('fsType', textOf(record, 'fstype')),
    ...optional('partitionTable', textOf(record, 'pttype')),
    ...optional('partitionType', textOf(record, 'parttype')),
    ...optional('readOnly', booleanOf(record, 'ro')),
    mountpoints: mountpointsOf(record),
    children,
  };
}

/** `[null]` when not mounted; before util-linux 2.37 only the single `mountpoint`. */
function mountpointsOf(record: JsonRecord): readonly string[] {
  const list = own(record, 'mountpoints');
  if (Array.isArray(list))
    return list.filter((entry): entry is string => typeof entry === 'string' && entry !== '');
  const single = textOf(record, 'mountpoint');
  return single === undefined ? [] : [single];
}

/** Every NVMe disk's path, from what lsblk showed. */
export function nvmePaths(devices: readonly BlockDevice[]): readonly string[] {
  return devices
    .filter((device) => device.type === 'disk' && /^\/dev\/nvme\d+n\d+$/.test(device.path))
    .map((device) => device.path);
}

/**
 * Parses `nvme smart-log DEVICE -o json`. Names differ between nvme-cli 1 and 2 (`avail_spare`, `percent_used`);
 * temperature is in kelvin. A value that is not there stays undefined.
 */
export function parseNvmeSmartLog(device: string, text: string): Result<NvmeHealth, ParseError> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const log = asRecord(json.value);
  if (!log || (own(log, 'critical_warning') === undefined && own(log, 'percent_used') === undefined)) {
    return parseError('not a smart log', text);
  }
  const kelvin = numberOf(log, 'temperature');
  // nvme-cli 2.x prints critical_warning as an object with `value` when asked for details.
  const warning =
    numberOf(log, 'critical_warning') ?? numberOf(asRecord(own(log, 'critical_warning')) ?? {}, 'value');
  return ok({
    device,
    ...optional('percentUsed', numberOf(log, 'percent_used') ?? numberOf(log, 'percentage_used')),
    // 0 K means that a virtual device does not measure.
    ...optional('temperatureCelsius', kelvin === undefined || kelvin < 200 ? undefined : kelvin - 273),
    ...optional('availableSparePercent', spareOf(log)),
    ...optional('mediaErrors', numberOf(log, 'media_errors')),
    ...optional('criticalWarning', warning),
  });
}

/** No spare and no threshold for it either: a device that does not keep count (seen on a virtual one), not an empty one. */
function spareOf(log: JsonRecord): number | undefined {
  const spare = numberOf(log, 'avail_spare') ?? numberOf(log, 'available_spare');
  const threshold = numberOf(log, 'spare_thresh') ?? numberOf(log, 'available_spare_threshold');
  return spare === 0 && threshold === 0 ? undefined : spare;
}
