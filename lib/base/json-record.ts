import { parseError } from './parse-error';
import type { ParseError } from './probe';
import { ok, type Result } from './result';

/** Reading JSON that a tool printed: every field may be missing, null or of another type than last year. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export function parseJson(text: string): Result<unknown, ParseError> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    return parseError(
      `not JSON: ${error instanceof Error ? error.message.slice(0, 120) : 'unreadable'}`,
      text,
    );
  }
}

export function asRecord(value: unknown): JsonRecord | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonRecord)
    : undefined;
}

/** A list of records; undefined when it is not a list or holds anything else. */
export function asRecords(value: unknown): readonly JsonRecord[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const records = value.map(asRecord);
  return records.every((record) => record !== undefined) ? records : undefined;
}

/** The record's own key only: a key such as `constructor` must not read what it inherits. */
export function own(record: JsonRecord, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function textOf(record: JsonRecord, key: string): string | undefined {
  const value = own(record, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A finite number; numbers written as strings (older lsblk, nvme) are accepted. */
export function numberOf(record: JsonRecord, key: string): number | undefined {
  const value = own(record, key);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** A boolean; older util-linux writes `"1"` and `"0"`. */
export function booleanOf(record: JsonRecord, key: string): boolean | undefined {
  const value = own(record, key);
  if (typeof value === 'boolean') return value;
  if (value === '1' || value === 1) return true;
  return value === '0' || value === 0 ? false : undefined;
}
