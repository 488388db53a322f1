/** What libblkid and wipefs find written on a device: file systems, RAID, LVM, partition tables, DRBD metadata. */

import { command, type Outcome } from '@/lib/base/command';
import { asRecord, asRecords, own, parseJson, textOf } from '@/lib/base/json-record';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { assertDevicePath } from './device-names';

/** Types as printed: `ext4`, `LVM2_member`, `gpt`, `PMBR`, `drbd`. */
export type Signatures = readonly string[];

/** Exits 0 with an empty list for a device without signatures, 1 for one that cannot be read (util-linux 2.38). */
export function signaturesProbe(device: string): Probe<Signatures> {
  assertDevicePath(device);
  return {
    id: `host.signatures:${device}`,
    command: command(['wipefs', '--no-act', '--json', device], { asRoot: true, timeoutMs: 30_000 }),
    absentExitCodes: [127],
    parse: parseWipefs,
  };
}

export function parseWipefs(text: string): Result<Signatures, ParseError> {
  const json = parseJson(text);
  // Before util-linux 2.38 an empty result was no text at all; that cannot be told from a cut one.
  if (!json.ok) return json;
  const records = asRecords(own(asRecord(json.value) ?? {}, 'signatures'));
  const types = records?.map((record) => textOf(record, 'type'));
  if (!types?.every((type) => type !== undefined)) return parseError('no list of signatures', text);
  return ok(types);
}

/** Low-level probing: past the cache and by content, unlike plain `blkid`. */
export function probeBlkid(device: string) {
  assertDevicePath(device);
  return command(['blkid', '--probe', '--output', 'export', device], { asRoot: true, timeoutMs: 30_000 });
}

export type BlkidAnswer =
  | { readonly kind: 'found'; readonly types: Signatures }
  /**
   * Exit code 2. It also stands for a device that does not exist or cannot be opened (measured, 2.38.1), so it proves
   * nothing by itself.
   */
  | { readonly kind: 'nothing' }
  /** Exit code 8: several contradicting signatures. */
  | { readonly kind: 'ambivalent' }
  | { readonly kind: 'unknown' };

/** Reads the outcome of `probeBlkid`; the exit code decides (blkid(8)). */
export function readBlkid(outcome: Outcome): BlkidAnswer {
  if (outcome.kind !== 'exited' || outcome.truncated) return { kind: 'unknown' };
  if (outcome.exitCode === 2) return { kind: 'nothing' };
  if (outcome.exitCode === 8) return { kind: 'ambivalent' };
  if (outcome.exitCode !== 0) return { kind: 'unknown' };
  const types = [...outcome.stdout.matchAll(/^(?:TYPE|PTTYPE)=(.+)$/gm)].map((match) => match[1] ?? '');
  return types.length > 0 ? { kind: 'found', types } : { kind: 'unknown' };
}
