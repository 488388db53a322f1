/**
 * What a machine is and how it is doing, from one `grep -H '' FILE…`: every line comes prefixed with its file, so that
 * one process reads many small files and none can be mistaken for another.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import type { HostReading } from './types';

export type HostFacts = Omit<HostReading, 'versions'> & {
  /** `ID` and `ID_LIKE` of os-release: decides how packages are asked for. */
  readonly osFamily: 'debian' | 'rpm' | 'other';
};

/** In this order on purpose: a cut output lacks the boot id at its end and is refused. */
export const HOST_FILES = {
  os: '/etc/os-release',
  memory: '/proc/meminfo',
  hostname: '/proc/sys/kernel/hostname',
  kernel: '/proc/sys/kernel/osrelease',
  uptime: '/proc/uptime',
  load: '/proc/loadavg',
  cpus: '/sys/devices/system/cpu/online',
  machineId: '/etc/machine-id',
  bootId: '/proc/sys/kernel/random/boot_id',
} as const;

/** Parses the prefixed lines; a missing file is an error that names it. */
export function parseHostFacts(text: string): Result<HostFacts, ParseError> {
  if (!text.endsWith('\n')) return parseError('the last line is incomplete');
  const files = splitFiles(text);
  if (!files) return parseError('a line of an unknown file', text);
  const first = (name: keyof typeof HOST_FILES): string => files.get(name)?.[0]?.trim() ?? '';
  const uptime = /^(\d+(?:\.\d+)?) \d/.exec(first('uptime'))?.[1];
  const load = /^(\d+\.\d+) \d/.exec(first('load'))?.[1];
  const cpuCount = countCpus(first('cpus'));
  const total = memoryKiB(files.get('memory') ?? [], 'MemTotal');
  const available = memoryKiB(files.get('memory') ?? [], 'MemAvailable');
  const release = osRelease(files.get('os') ?? []);
  if (!/^[0-9a-f]{32}$/.test(first('machineId'))) return parseError('no machine id', first('machineId'));
  if (!/^[0-9a-f-]{36}$/.test(first('bootId'))) return parseError('no boot id', first('bootId'));
  if (first('hostname') === '' || first('kernel') === '') return parseError('no host name or kernel');
  if (uptime === undefined || load === undefined) return parseError('no uptime or load');
  if (cpuCount === undefined || total === undefined || available === undefined)
    return parseError('no processors or memory');
  return ok({
    hostname: first('hostname'),
    kernel: first('kernel'),
    machineId: first('machineId'),
    bootId: first('bootId'),
    os: release.get('PRETTY_NAME') ?? release.get('NAME') ?? 'Linux',
    osFamily: familyOf(release),
    uptimeSeconds: Number(uptime),
    load1: Number(load),
    cpuCount,
    memoryTotalKiB: total,
    memoryAvailableKiB: available,
  });
}

function splitFiles(text: string): Map<string, string[]> | undefined {
  const names = new Map<string, string>(Object.entries(HOST_FILES).map(([name, path]) => [path, name]));
  const files = new Map<string, string[]>();
  for (const line of text.slice(0, -1).split('\n')) {
    const colon = line.indexOf(':');
    const name = names.get(line.slice(0, colon));
    if (name === undefined) return undefined;
    const lines = files.get(name) ?? [];
    lines.push(line.slice(colon + 1));
    files.set(name, lines);
  }
  return files;
}

/** `MemTotal:        1004020 kB`; the kernel's kB is KiB. */
function memoryKiB(lines: readonly string[], key: string): number | undefined {
  const line = lines.find((candidate) => candidate.startsWith(`${key}:`));
  const value = /:\s+(\d+) kB$/.exec(line ?? '')?.[1];
  return value === undefined ? undefined : Number(value);
}

/** `0-3,8` of the kernel's CPU list format. */
function countCpus(list: string): number | undefined {
  let count = 0;
  for (const range of list.split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(range);
    if (!match) return undefined;
    count += Number(match[2] ?? match[1]) - Number(match[1]) + 1;
  }
  return count > 0 ? count : undefined;
}

/** `KEY=value` with shell quoting (os-release(5)); only plain double or single quotes occur in practice. */
function osRelease(lines: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of lines) {
    const match = /^([A-Z_0-9]+)=(?:"([^"]*)"|'([^']*)'|(\S*))$/.exec(line.trimEnd());
    const value = match?.[2] ?? match?.[3] ?? match?.[4] ?? '';
    if (match?.[1] && value !== '') values.set(match[1], value);
  }
  return values;
}

function familyOf(release: ReadonlyMap<string, string>): HostFacts['osFamily'] {
  const ids = `${release.get('ID') ?? ''} ${release.get('ID_LIKE') ?? ''}`.split(' ');
  if (ids.some((id) => id === 'debian' || id === 'ubuntu')) return 'debian';
  return ids.some((id) => ['rhel', 'fedora', 'centos', 'suse', 'opensuse', 'sles'].includes(id))
    ? 'rpm'
    : 'other';
}
