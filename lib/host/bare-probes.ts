/** What tells a machine on which nothing of a cluster is from one where something was (all read-only). */
import { command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';

/** Where a cluster leaves what it was: its configuration, its database, its replicated devices. */
const PLACES = ['/etc/corosync', '/etc/drbd.d', '/var/lib/pacemaker/cib'] as const;
/** What the packages bring along themselves says nothing. */
const PACKAGED: readonly string[] = ['/etc/drbd.d/global_common.conf'];

/** Files of an earlier cluster. A folder that is not there makes `find` end with 1 and say so on stderr only. */
export const remainsProbe: Probe<readonly string[]> = {
  id: 'host.remains',
  command: command(
    [
      'find',
      ...PLACES,
      '-type',
      'f',
      '(',
      '-name',
      '*.conf',
      '-o',
      '-name',
      '*.res',
      '-o',
      '-name',
      'cib.xml',
      ')',
    ],
    { asRoot: true, timeoutMs: 30_000 },
  ),
  okExitCodes: [0, 1],
  parse: parseRemains,
};

export function parseRemains(text: string): Result<readonly string[], ParseError> {
  const lines = text.split('\n').filter((line) => line !== '');
  if (text !== '' && !text.endsWith('\n')) return parseError('the last line is incomplete', text);
  const strange = lines.find((line) => !PLACES.some((place) => line.startsWith(`${place}/`)));
  if (strange !== undefined) return parseError('not a file of a cluster', strange);
  return ok(lines.filter((line) => !PACKAGED.includes(line)).sort());
}

/** The DRBD module that the running kernel would load: `8.4.11`. Absent (exit 1): there is none. */
export const drbdModuleProbe: Probe<string> = {
  id: 'host.drbd-module',
  command: command(['modinfo', '--field', 'version', 'drbd'], { asRoot: true, timeoutMs: 20_000 }),
  absentExitCodes: [1, 127],
  parse: (text) => {
    const version = text.trim();
    return /^\d+\.\d+\.\d+/.test(version) ? ok(version) : parseError('not a version', text);
  },
};
