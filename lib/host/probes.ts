/**
 * Read-only commands about the machine itself. `hostFacts` and `clock` are one cheap process each; package versions
 * read a large database, so ask for them once per connection and again after an upgrade, not with every reading.
 */
import { command } from '@/lib/base/command';
import { optional } from '@/lib/base/optional';
import type { Probe } from '@/lib/base/probe';
import { LSBLK_COLUMNS, LSBLK_DETAIL_COLUMNS, parseLsblk, parseNvmeSmartLog } from './block-devices';
import { parseDate } from './clock';
import { HOST_FILES, type HostFacts, parseHostFacts } from './facts';
import { type FilesystemSize, parseDf, parseFindmnt } from './mounts';
import type { BlockDevice, DisksReading, HostReading, MountsReading, NvmeHealth } from './types';
import { PACKAGE_NAMES, type PackageVersions, parsePackageVersions } from './versions';

export const hostFactsProbe: Probe<HostFacts> = {
  id: 'host.facts',
  command: command(['grep', '-H', '', ...Object.values(HOST_FILES)]),
  parse: parseHostFacts,
};

/** The clock probe's run must be timed by the caller: see `combineClock`. */
export const clockProbe: Probe<number> = {
  id: 'host.clock',
  command: command(['date', '+%s.%N']),
  parse: parseDate,
};

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
const DPKG_FORMAT = '${Package} ${db:Status-Status} ${Version}\\n';

/** Exit code 1: some of the packages are not known; the others are printed all the same. */
export function versionsProbe(family: HostFacts['osFamily']): Probe<PackageVersions> | undefined {
  if (family === 'other') return undefined;
  return {
    id: 'host.versions',
    command:
      family === 'debian'
        ? command(['dpkg-query', '-W', `-f=${DPKG_FORMAT}`, ...PACKAGE_NAMES])
        : command(['rpm', '-q', '--qf', '%{NAME} installed %{VERSION}-%{RELEASE}\\n', ...PACKAGE_NAMES]),
    // rpm counts the packages it did not find.
    okExitCodes:
      family === 'debian' ? [0, 1] : Array.from({ length: PACKAGE_NAMES.length + 1 }, (_, count) => count),
    absentExitCodes: [127],
    parse: parsePackageVersions,
  };
}

/** RAM disks (1) and loop devices (7) say nothing about a node's storage. Reads sysfs and udev's database, no device. */
export const blockDevicesProbe: Probe<readonly BlockDevice[]> = {
  id: 'host.block-devices',
  command: command(['lsblk', '-J', '-b', '-e', '1,7', '-o', LSBLK_COLUMNS]),
  parse: parseLsblk,
};

/** Read before a device is chosen or written: the same tree with partition tables and write protection. */
export const blockDetailsProbe: Probe<readonly BlockDevice[]> = {
  id: 'host.block-details',
  command: command(['lsblk', '-J', '-b', '-e', '1,7', '-o', LSBLK_DETAIL_COLUMNS]),
  parse: parseLsblk,
};

/**
 * One disk's wear and errors. Not every device answers: a failure leaves that disk without health, nothing else.
 * @param path from `nvmePaths` (block-devices.ts)
 */
export function nvmeHealthProbe(path: string): Probe<NvmeHealth> {
  if (!/^\/dev\/nvme\d+n\d+$/.test(path)) throw new RangeError('not an NVMe device');
  return {
    id: `host.nvme-health:${path}`,
    command: command(['nvme', 'smart-log', path, '-o', 'json'], { asRoot: true }),
    absentExitCodes: [1, 127],
    parse: (text) => parseNvmeSmartLog(path, text),
  };
}

/** From the kernel's mount table: answers even while a file system hangs. */
export const mountTableProbe: Probe<MountsReading> = {
  id: 'host.mount-table',
  command: command(['findmnt', '--real', '-J', '-l', '-o', 'SOURCE,TARGET,FSTYPE,OPTIONS']),
  parse: parseFindmnt,
};

/**
 * Sizes of local file systems. Can hang on a frozen device, hence the short deadline: longer only delays the mount
 * table that waits with it, shorter cuts a slow but healthy node. Exit code 1: one of them did not answer.
 */
export const filesystemSizesProbe: Probe<ReadonlyMap<string, FilesystemSize>> = {
  id: 'host.filesystem-sizes',
  command: command(['df', '-l', '-B1', '--output=size,used,avail,target'], { timeoutMs: 5_000 }),
  okExitCodes: [0, 1],
  parse: parseDf,
};

/**
 * @param versions undefined when the packages could not be asked for
 * @param drbdKernel the loaded module's version, from the DRBD reading
 */
export function combineHost(
  facts: HostFacts,
  versions: PackageVersions | undefined,
  drbdKernel?: string,
): HostReading {
  const { osFamily: _, ...host } = facts;
  return { ...host, versions: { ...versions, ...optional('drbdKernel', drbdKernel) } };
}

export const combineDisks = (devices: readonly BlockDevice[], nvme: readonly NvmeHealth[]): DisksReading => ({
  devices,
  nvme,
});

/** @param sizes undefined when df did not answer in time: the mounts are known all the same */
export function combineMounts(
  table: MountsReading,
  sizes: ReadonlyMap<string, FilesystemSize> | undefined,
): MountsReading {
  return { mounts: table.mounts.map((mount) => ({ ...mount, ...sizes?.get(mount.target) })) };
}
