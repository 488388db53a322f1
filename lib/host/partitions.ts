/** Partition tables from `sfdisk -J` (seen: util-linux 2.38), and the room between partitions. */

import { command } from '@/lib/base/command';
import { asRecord, asRecords, numberOf, own, parseJson, textOf } from '@/lib/base/json-record';
import { optional } from '@/lib/base/optional';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { assertDevicePath } from './device-names';

export interface Partition {
  readonly path: string;
  readonly startSector: number;
  readonly sectors: number;
  /** GUID on gpt, hexadecimal byte on dos. */
  readonly type?: string;
}

export interface PartitionTable {
  readonly device: string;
  readonly label: 'gpt' | 'dos' | 'other';
  readonly sectorBytes: number;
  /** First and last sector a partition may have; only gpt says so. */
  readonly firstSector?: number;
  readonly lastSector?: number;
  readonly partitions: readonly Partition[];
}

/** `sfdisk` exits 1 when the disk has no table it knows, and says so on stderr: a fact, but not proof of blankness. */
export function partitionTableProbe(device: string): Probe<PartitionTable> {
  assertDevicePath(device);
  return {
    id: `host.partitions:${device}`,
    command: command(['sfdisk', '--json', device], { asRoot: true }),
    absentExitCodes: [1, 127],
    parse: parseSfdisk,
  };
}

export function parseSfdisk(text: string): Result<PartitionTable, ParseError> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const table = asRecord(own(asRecord(json.value) ?? {}, 'partitiontable'));
  const [device, label] = [table && textOf(table, 'device'), table && textOf(table, 'label')];
  if (!table || !device || !label) return parseError('no partition table', text);
  // Sectors are the only unit; older versions print no `sectorsize`, and then it is 512.
  if (textOf(table, 'unit') !== 'sectors') return parseError('the unit is not sectors', text);
  const list = own(table, 'partitions');
  const records = list === undefined ? [] : asRecords(list);
  const partitions: Partition[] = [];
  for (const record of records ?? []) {
    const [path, startSector, sectors] = [
      textOf(record, 'node'),
      numberOf(record, 'start'),
      numberOf(record, 'size'),
    ];
    if (!path || startSector === undefined || sectors === undefined)
      return parseError('a partition without start or size', JSON.stringify(record));
    partitions.push({ path, startSector, sectors, ...optional('type', textOf(record, 'type')) });
  }
  if (!records) return parseError('partitions are not a list', text);
  return ok({
    device,
    label: label === 'gpt' || label === 'dos' ? label : 'other',
    sectorBytes: numberOf(table, 'sectorsize') ?? 512,
    ...optional('firstSector', numberOf(table, 'firstlba')),
    ...optional('lastSector', numberOf(table, 'lastlba')),
    partitions,
  });
}

export interface FreeRange {
  readonly startSector: number;
  readonly sectors: number;
}

/** Partitions start and end on whole MiB: no flash page or RAID stripe is cut, whatever its size. */
const ALIGNMENT_BYTES = 1024 * 1024;

/**
 * Aligned room between partitions, largest first. Only gpt: a dos table has extended partitions and a limit of 2 TiB, and
 * a wrong guess there destroys a neighbour.
 */
export function freeRanges(table: PartitionTable): readonly FreeRange[] {
  const { firstSector, lastSector, sectorBytes, partitions } = table;
  if (table.label !== 'gpt' || firstSector === undefined || lastSector === undefined) return [];
  const step = ALIGNMENT_BYTES / sectorBytes;
  if (!Number.isInteger(step) || step < 1) return [];
  const taken = [...partitions].sort((a, b) => a.startSector - b.startSector);
  const ranges: FreeRange[] = [];
  let from = firstSector;
  for (const { startSector, sectors } of [...taken, { startSector: lastSector + 1, sectors: 0 }]) {
    const start = Math.ceil(from / step) * step;
    const end = Math.floor(startSector / step) * step;
    if (end > start) ranges.push({ startSector: start, sectors: end - start });
    from = Math.max(from, startSector + sectors);
  }
  return ranges.sort((a, b) => b.sectors - a.sectors);
}

/** The lowest number no partition has, which is the one parted and sfdisk give to a new partition. */
export function nextPartitionPath({ device, partitions }: PartitionTable): string {
  const separator = /\d$/.test(device) ? 'p' : '';
  const taken = new Set(partitions.map((partition) => partition.path));
  for (let number = 1; number <= 128; number += 1) {
    const path = `${device}${separator}${number}`;
    if (!taken.has(path)) return path;
  }
  throw new RangeError('the partition table is full');
}
