/**
 * Mounted file systems. What is mounted comes from the kernel's table and cannot hang; sizes need a call into each file
 * system, which a frozen DRBD device or a dead NFS server can hold for ever, so they are read apart and may be missing.
 */
import { asRecord, asRecords, own, parseJson, textOf } from '@/lib/base/json-record';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import type { MountedFilesystem, MountsReading } from './types';

export interface FilesystemSize {
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly availableBytes: number;
}

/** Parses `findmnt --real -J -l`. An empty list is refused: the root file system is always mounted. */
export function parseFindmnt(text: string): Result<MountsReading, ParseError> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const records = asRecords(own(asRecord(json.value) ?? {}, 'filesystems'));
  if (!records || records.length === 0) return parseError('findmnt printed no filesystems', text);
  const mounts: MountedFilesystem[] = [];
  for (const record of records) {
    const [target, fsType] = [textOf(record, 'target'), textOf(record, 'fstype')];
    if (!target || !fsType) return parseError('a mount without target or type', JSON.stringify(record));
    mounts.push({
      source: textOf(record, 'source') ?? '',
      target,
      fsType,
      options: textOf(record, 'options') ?? '',
    });
  }
  return ok({ mounts });
}

/** Parses `df --output=size,used,avail,target -B1` by mount point; `-` (pseudo file systems) is skipped. */
export function parseDf(text: string): Result<ReadonlyMap<string, FilesystemSize>, ParseError> {
  if (!text.endsWith('\n')) return parseError('the last line is incomplete');
  const [header = '', ...rows] = text.slice(0, -1).split('\n');
  if (!/^ *1B-blocks +Used +Avail +\S/.test(header)) return parseError('no df header', header, 1);
  const sizes = new Map<string, FilesystemSize>();
  for (const [index, row] of rows.entries()) {
    const match = /^ *(\d+|-) +(\d+|-) +(\d+|-) (\/.*)$/.exec(row);
    if (!match?.[4]) return parseError('not a row of df', row, index + 2);
    if (match.slice(1, 4).includes('-')) continue;
    // A later row of the same target is mounted over the earlier one.
    sizes.set(match[4], {
      sizeBytes: Number(match[1]),
      usedBytes: Number(match[2]),
      availableBytes: Number(match[3]),
    });
  }
  return ok(sizes);
}
