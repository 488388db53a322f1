/**
 * LVM's own JSON (`--reportformat json`, seen: lvm2 2.03.16). Every value is text; sizes are bytes because the probes ask
 * with `--units b --nosuffix`. An empty report is a fact (no volume group), a missing one is not.
 */

import { command } from '@/lib/base/command';
import {
  asRecord,
  asRecords,
  type JsonRecord,
  numberOf,
  own,
  parseJson,
  textOf,
} from '@/lib/base/json-record';
import { optional } from '@/lib/base/optional';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';

/** LVM's own default extent, which a group made for the purpose will have. */
export const DEFAULT_EXTENT_BYTES = 4 * 1024 * 1024;

export interface PhysicalVolume {
  readonly path: string;
  /** Undefined for a physical volume in no group. */
  readonly group?: string;
  readonly sizeBytes: number;
  readonly freeBytes: number;
}

export interface VolumeGroup {
  readonly name: string;
  readonly sizeBytes: number;
  readonly extentBytes: number;
  readonly freeExtents: number;
  /** Writable, complete, not exported: new volumes may be made in it. */
  readonly isUsable: boolean;
}

export interface LogicalVolume {
  readonly name: string;
  readonly group: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** `linear`, `striped`, `thin`, `raid1` …; a kept copy on anything but `linear` or `striped` deserves a look. */
  readonly segmentType: string;
  readonly origin?: string;
  readonly pool?: string;
}

/** The path under which lsblk and mounts know a logical volume: hyphens are doubled (dmsetup's own escaping). */
export const mapperPath = (group: string, name: string): string =>
  `/dev/mapper/${group.replaceAll('-', '--')}-${name.replaceAll('-', '--')}`;

const ARGS = ['--reportformat', 'json', '--units', 'b', '--nosuffix'] as const;
const PV_FIELDS = 'pv_name,vg_name,pv_size,pv_free';
const VG_FIELDS = 'vg_name,vg_size,vg_extent_size,vg_free_count,vg_attr,vg_missing_pv_count';
const LV_FIELDS = 'lv_name,vg_name,lv_path,lv_size,segtype,origin,pool_lv';

const probe = <T>(
  id: string,
  program: 'pvs' | 'vgs' | 'lvs',
  fields: string,
  parse: Probe<T>['parse'],
): Probe<T> => ({
  id,
  command: command([program, ...ARGS, '-o', fields], { asRoot: true, timeoutMs: 30_000 }),
  absentExitCodes: [127],
  parse,
});

/** Absent (127) means that lvm2 is not installed, so nothing on this node is a physical volume in use. */
export const physicalVolumesProbe = probe('host.pvs', 'pvs', PV_FIELDS, parsePvs);
export const volumeGroupsProbe = probe('host.vgs', 'vgs', VG_FIELDS, parseVgs);
export const logicalVolumesProbe = probe('host.lvs', 'lvs', LV_FIELDS, parseLvs);

function rows<T>(
  text: string,
  kind: 'pv' | 'vg' | 'lv',
  read: (record: JsonRecord) => T | undefined,
): Result<readonly T[], ParseError> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const reports = asRecords(own(asRecord(json.value) ?? {}, 'report'));
  const lists = reports?.map((report) => asRecords(own(report, kind)));
  if (!lists || lists.length === 0) return parseError('not an LVM report', text);
  const values: T[] = [];
  for (const list of lists) {
    if (!list) return parseError(`an LVM report without ${kind}`, text);
    for (const record of list) {
      const value = read(record);
      if (!value) return parseError(`a row of ${kind} without name or size`, JSON.stringify(record));
      values.push(value);
    }
  }
  return ok(values);
}

export function parsePvs(text: string): Result<readonly PhysicalVolume[], ParseError> {
  return rows(text, 'pv', (record) => {
    const [path, sizeBytes, freeBytes] = [
      textOf(record, 'pv_name'),
      numberOf(record, 'pv_size'),
      numberOf(record, 'pv_free'),
    ];
    if (!path || sizeBytes === undefined || freeBytes === undefined) return undefined;
    return { path, ...optional('group', textOf(record, 'vg_name')), sizeBytes, freeBytes };
  });
}

export function parseVgs(text: string): Result<readonly VolumeGroup[], ParseError> {
  return rows(text, 'vg', (record) => {
    const [name, attributes] = [textOf(record, 'vg_name'), textOf(record, 'vg_attr')];
    const [sizeBytes, extentBytes, freeExtents, missing] = [
      numberOf(record, 'vg_size'),
      numberOf(record, 'vg_extent_size'),
      numberOf(record, 'vg_free_count'),
      numberOf(record, 'vg_missing_pv_count'),
    ];
    if (!name || !attributes || sizeBytes === undefined || !extentBytes || freeExtents === undefined)
      return undefined;
    // vg_attr: 1 writable, 3 exported, 4 partial, 6 clustered or shared (vgs(8)).
    const isUsable =
      attributes[0] === 'w' && attributes[2] !== 'x' && attributes[3] !== 'p' && attributes[5] === '-';
    return { name, sizeBytes, extentBytes, freeExtents, isUsable: isUsable && missing === 0 };
  });
}

export function parseLvs(text: string): Result<readonly LogicalVolume[], ParseError> {
  return rows(text, 'lv', (record) => {
    const [name, group] = [textOf(record, 'lv_name'), textOf(record, 'vg_name')];
    const sizeBytes = numberOf(record, 'lv_size');
    if (!name || !group || sizeBytes === undefined) return undefined;
    return {
      name,
      group,
      // Hidden parts of pools have no path of their own.
      path: textOf(record, 'lv_path') ?? '',
      sizeBytes,
      segmentType: textOf(record, 'segtype') ?? 'unknown',
      ...optional('origin', textOf(record, 'origin')),
      ...optional('pool', textOf(record, 'pool_lv')),
    };
  });
}
