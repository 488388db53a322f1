import type { BlockDevice, NvmeHealth } from '@/lib/host/types';
import { makeCell, trouble } from './cell';
import { type Phrase, say } from './phrases';
import type { NodeSource } from './sources';
import type { CellStatus, TopologyCell, Trouble } from './types';

/** The NVMe row of one node: the disks that carry DRBD, else every NVMe disk. */

/** Drive lifetime used, in percent, from which a person should order a new one; the vendor's promise ends at 100. */
const WORN_WARNING = 85;
/** Above this most drives throttle (typical warning threshold of their own `wctemp` is 70 to 80 °C). */
const HOT_CELSIUS = 70;

export function diskCells(source: NodeSource): readonly TopologyCell[] {
  const { disks } = source;
  if (!disks.value)
    return disks.isCurrent || disks.absent
      ? []
      : [
          makeCell({
            layer: 'nvme',
            source,
            name: 'NVMe',
            status: 'idle',
            words: say('nvmeNone'),
            from: [disks],
          }),
        ];
  const carrying = new Set(backingPaths(source).map(normalisePath));
  const roots = disks.value.devices.filter((device) => carries(device, carrying));
  const chosen = roots.length > 0 ? roots : disks.value.devices.filter(isNvme);
  return chosen.map((device) =>
    diskCell(
      source,
      device,
      disks.value?.nvme.find((health) => sameDisk(health.device, device)),
      carries(device, carrying),
    ),
  );
}

const isNvme = (device: BlockDevice): boolean =>
  device.transport === 'nvme' || device.name.startsWith('nvme');
const sameDisk = (path: string, device: BlockDevice): boolean =>
  path === device.path ||
  path.replace('/dev/', '').startsWith(device.name) ||
  device.name.startsWith(path.replace('/dev/', ''));

function backingPaths(source: NodeSource): readonly string[] {
  const running =
    source.drbd.value?.resources.flatMap((resource) =>
      resource.devices.flatMap((device) => device.backingDevice ?? []),
    ) ?? [];
  const configured =
    source.drbdConfig.value?.resources.flatMap((resource) =>
      resource.hosts
        .filter((host) => host.name === source.node.name)
        .flatMap((host) => host.volumes.flatMap((volume) => volume.disk ?? [])),
    ) ?? [];
  return [...running, ...configured];
}

/** `/dev/vg/lv` and `/dev/mapper/vg-lv` are one device (device-mapper doubles dashes inside names). */
function normalisePath(path: string): string {
  const lv = path.match(/^\/dev\/(?!mapper\/)([^/]+)\/([^/]+)$/);
  return lv ? `/dev/mapper/${lv[1]?.replaceAll('-', '--')}-${lv[2]?.replaceAll('-', '--')}` : path;
}
const carries = (device: BlockDevice, paths: ReadonlySet<string>): boolean =>
  paths.has(normalisePath(device.path)) || device.children.some((child) => carries(child, paths));

function diskCell(
  source: NodeSource,
  device: BlockDevice,
  health: NvmeHealth | undefined,
  carriesDrbd: boolean,
): TopologyCell {
  const node = source.node.name;
  const findings = healthFindings(health, device.name, node);
  const dropped = carriesDrbd && droppedByDrbd(source);
  if (dropped)
    findings.unshift(
      trouble(say('nvmeDropped', { disk: device.name, node }), say('stepReplaceDisk', { node })),
    );
  return makeCell({
    layer: 'nvme',
    source,
    name: device.name,
    status: statusOf(health, findings, dropped),
    words: dropped ? say('nvmeOut') : wordsOf(health),
    findings,
    from: [source.disks],
  });
}

const droppedByDrbd = (source: NodeSource): boolean =>
  source.drbd.isCurrent &&
  (source.drbd.value?.resources.some((resource) =>
    resource.devices.some(
      (device) => !device.client && (device.disk === 'Diskless' || device.disk === 'Failed'),
    ),
  ) ??
    false);

function wordsOf(health: NvmeHealth | undefined): Phrase {
  if (health?.percentUsed !== undefined && health.temperatureCelsius !== undefined)
    return say('nvmeHealth', { worn: health.percentUsed, celsius: health.temperatureCelsius });
  if (health?.percentUsed !== undefined) return say('nvmeWear', { worn: health.percentUsed });
  return say('nvmeNoHealth');
}

function healthFindings(health: NvmeHealth | undefined, disk: string, node: string): Trouble[] {
  if (!health) return [];
  const list: Trouble[] = [];
  const replace = say('stepReplaceDisk', { node });
  if ((health.criticalWarning ?? 0) > 0)
    list.push(trouble(say('nvmeWarning', { disk, code: health.criticalWarning ?? 0 }), replace));
  if (health.availableSparePercent !== undefined && health.availableSparePercent < 10)
    list.push(trouble(say('nvmeSpareLow', { disk, percent: health.availableSparePercent }), replace));
  if ((health.percentUsed ?? 0) >= WORN_WARNING)
    list.push(trouble(say('nvmeWornOut', { disk, percent: health.percentUsed ?? 0 }), replace));
  if ((health.mediaErrors ?? 0) > 0)
    list.push(trouble(say('nvmeMediaErrors', { disk, count: health.mediaErrors ?? 0 }), replace));
  if ((health.temperatureCelsius ?? 0) >= HOT_CELSIUS)
    list.push(
      trouble(
        say('nvmeHot', { disk, celsius: health.temperatureCelsius ?? 0 }),
        say('stepCheckNode', { node }),
      ),
    );
  return list;
}

function statusOf(
  health: NvmeHealth | undefined,
  findings: readonly Trouble[],
  dropped: boolean,
): CellStatus {
  if (dropped || (health?.criticalWarning ?? 0) > 0 || (health?.availableSparePercent ?? 100) < 10)
    return 'critical';
  if (findings.length > 0) return 'warning';
  // A virtual disk reports no health: present, but nothing is known to be good about it.
  return health?.percentUsed === undefined ? 'ready' : 'ok';
}
