import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';

export interface HaproxyInfo {
  /** `Version`, e.g. `2.6.12-1+deb12u4`. */
  readonly version: string;
  readonly uptimeSeconds?: number;
  readonly currentConnections?: number;
  readonly maximumConnections?: number;
  /** `Stopping: 1`: an old worker that only finishes its sessions answered. */
  readonly isStopping: boolean;
}

/** Parses `show info` (`Key: value` lines, ended by a blank line). */
export function parseShowInfo(text: string): Result<HaproxyInfo, ParseError> {
  if (!text.startsWith('Name: ')) return parseError('show info does not begin with Name', text, 1);
  if (!text.endsWith('\n\n')) return parseError('show info does not end with a blank line: it was cut');
  const values = new Map<string, string>();
  for (const [index, line] of text.trimEnd().split('\n').entries()) {
    const colon = line.indexOf(':');
    if (colon < 1) return parseError('not a key and value', line, index + 1);
    values.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const version = values.get('Version');
  if (!version || !/^\d+\.\d+/.test(version)) return parseError('show info has no version');
  return ok({
    version,
    ...number(values, 'uptimeSeconds', 'Uptime_sec'),
    ...number(values, 'currentConnections', 'CurrConns'),
    ...number(values, 'maximumConnections', 'Maxconn'),
    isStopping: values.get('Stopping') === '1',
  });
}

function number<K extends string>(
  values: ReadonlyMap<string, string>,
  key: K,
  name: string,
): Partial<Record<K, number>> {
  const value = values.get(name) ?? '';
  return /^\d+$/.test(value) ? ({ [key]: Number(value) } as Record<K, number>) : {};
}
