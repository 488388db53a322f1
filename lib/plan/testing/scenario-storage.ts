/** Storage of one node in a scenario's file, one thing a line, and what `drbdadm dump-xml` would say of its files. */
import { known, type Observation } from '@/lib/base/observation';
import { parseDryRun } from '@/lib/drbd/dry-run';
import { parseResFile } from '@/lib/drbd/res-file';
import { resResources } from '@/lib/drbd/res-view';
import type { DrbdConfigReading } from '@/lib/drbd/types';
import type { StorageFacts } from '../facts';

export interface StorageFile {
  /** `vg_nvme 160`: free extents of 4 MiB. */
  readonly groups: readonly string[];
  /** `vg_nvme/hafs 384`: MiB, and the kind of segment where it is not linear. */
  readonly volumes: readonly string[];
  /** `/dev/drbd0 /srv/hafs ext4 360`: MiB. */
  readonly mounts: readonly string[];
  /** `/dev/nvme1n1 512`: MiB, and what is on it; left out where drives are not read. */
  readonly disks?: readonly string[];
  /** What `drbdadm --dry-run adjust` prints. */
  readonly adjust?: string;
  /** State of the unit file of drbd.service; `disabled` when left out. */
  readonly drbdService?: string;
}

const MIB = 1024 * 1024;
const EXTENT = 4 * MIB;

export function readStorageFile(
  file: StorageFile,
  files: Readonly<Record<string, string>>,
  at: number,
): StorageFacts {
  const seen = <T>(value: T): Observation<T> => known(value, at);
  const calls = parseDryRun(file.adjust ?? '');
  if (!calls.ok) throw new Error(calls.error.what);
  return {
    groups: seen(
      file.groups.map((line) => {
        const [name = '', free = '0'] = line.split(' ');
        return {
          name,
          sizeBytes: 4096 * MIB,
          extentBytes: EXTENT,
          freeExtents: Number(free),
          isUsable: true,
        };
      }),
    ),
    volumes: seen(
      file.volumes.map((line) => {
        const [place = '', size = '0', segmentType = 'linear'] = line.split(' ');
        const [group = '', name = ''] = place.split('/');
        return { group, name, path: `/dev/${place}`, sizeBytes: Number(size) * MIB, segmentType };
      }),
    ),
    mounts: seen({
      mounts: file.mounts.map((line) => {
        const [source = '', target = '', fsType = '', size = '0'] = line.split(' ');
        return { source, target, fsType, options: 'rw', sizeBytes: Number(size) * MIB };
      }),
    }),
    config: seen(configOf(files)),
    units: seen({
      units: [
        {
          id: 'drbd.service',
          loadState: 'loaded',
          activeState: 'inactive',
          subState: 'dead',
          unitFileState: file.drbdService ?? 'disabled',
        },
      ],
    }),
    adjust: seen(calls.value),
    ...(file.disks
      ? {
          disks: seen(
            file.disks.map((line) => {
              const [path = '', size = '0', ...holds] = line.split(' ');
              return { path, sizeBytes: Number(size) * MIB, holds };
            }),
          ),
        }
      : {}),
  };
}

function configOf(files: Readonly<Record<string, string>>): DrbdConfigReading {
  const resources = Object.entries(files)
    .filter(([path]) => path.endsWith('.res'))
    .flatMap(([, text]) => {
      const parsed = parseResFile(text);
      return parsed.ok ? resResources(parsed.value) : [];
    });
  return {
    resources: resources.map(({ name, hosts, volumes, options, handlers }) => ({
      name,
      ...(options['net.protocol'] ? { protocol: options['net.protocol'] } : {}),
      hosts: hosts.map((host) => ({
        name: host.names[0] ?? '',
        ...(host.address === undefined ? {} : { address: host.address }),
        ...(host.port === undefined ? {} : { port: host.port }),
        volumes: volumes.map(({ volume, device, disk, metaDisk }) => ({
          volume,
          ...(device === undefined ? {} : { device }),
          ...(disk === undefined ? {} : { disk }),
          ...(metaDisk === undefined ? {} : { metaDisk }),
        })),
      })),
      options,
      handlers,
    })),
  };
}
