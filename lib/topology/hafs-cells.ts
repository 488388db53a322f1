import type { MountedFilesystem } from '@/lib/host/types';
import type { PacemakerReading } from '@/lib/pacemaker/types';
import type { HafsBinding } from './anatomy';
import { makeCell, trouble } from './cell';
import { type Phrase, say } from './phrases';
import type { NodeSource, Seen } from './sources';
import type { CellStatus, TopologyCell, Trouble } from './types';

/** The HAFS row: where the file system is mounted (the node's own kernel says), and where it could be. */

const FULL_CRITICAL = 95;
const FULL_WARNING = 85;

export function hafsCells(
  source: NodeSource,
  hafs: readonly HafsBinding[],
  view: Seen<PacemakerReading> | undefined,
): readonly TopologyCell[] {
  return hafs.flatMap((binding) => hafsCell(source, binding, view) ?? []);
}

/** Whether the node's own mount table has it; `undefined` when that was never read. */
export function mountOf(source: NodeSource, binding: HafsBinding): MountedFilesystem | undefined {
  return source.mounts.value?.mounts.find(
    (mount) =>
      (binding.directory !== undefined && mount.target === binding.directory) ||
      (binding.device !== undefined && mount.source === binding.device) ||
      (binding.directory === undefined && mount.source.startsWith('/dev/drbd')),
  );
}

function hafsCell(
  source: NodeSource,
  binding: HafsBinding,
  view: Seen<PacemakerReading> | undefined,
): TopologyCell | undefined {
  const mount = mountOf(source, binding);
  const resource = view?.value?.resources.find(
    (one) => one.id === binding.resourceId && one.nodes.includes(source.node.name),
  );
  if (mount) return mountedCell(source, binding, mount);
  if (source.mounts.isCurrent && resource?.active && view?.isCurrent) {
    return base(source, binding, 'critical', say('hafsNotMounted'), [
      trouble(say('hafsPacemakerOnly'), say('stepCompareViews')),
    ]);
  }
  return absentCell(source, binding);
}

function mountedCell(source: NodeSource, binding: HafsBinding, mount: MountedFilesystem): TopologyCell {
  const total = (mount.usedBytes ?? 0) + (mount.availableBytes ?? 0);
  const percent = total > 0 ? Math.round(((mount.usedBytes ?? 0) / total) * 100) : undefined;
  const readOnly = mount.options.split(',').includes('ro');
  const findings: Trouble[] = [];
  if (readOnly)
    findings.push(
      trouble(say('hafsReadOnly', { path: mount.target }), say('stepCheckNode', { node: source.node.name })),
    );
  if (percent !== undefined && percent >= FULL_WARNING) {
    findings.push(
      trouble(
        say(percent >= FULL_CRITICAL ? 'hafsFull' : 'hafsNearlyFull', { path: mount.target, percent }),
        say('stepFreeSpace', { path: mount.target }),
      ),
    );
  }
  const drbd = source.drbd.value?.resources.find((one) => one.name === binding.drbd);
  if (source.drbd.isCurrent && drbd && drbd.role !== 'Primary')
    findings.unshift(trouble(say('hafsNotOnPrimary', { role: drbd.role }), say('stepCompareViews')));
  const critical =
    readOnly ||
    (percent ?? 0) >= FULL_CRITICAL ||
    (source.drbd.isCurrent && drbd !== undefined && drbd.role !== 'Primary');
  const status: CellStatus = critical ? 'critical' : findings.length > 0 ? 'warning' : 'ok';
  return {
    ...base(source, binding, status, say('hafsMounted', { path: mount.target }), findings),
    note: percent === undefined ? undefined : say('hafsUsed', { percent }),
    meter: percent === undefined ? undefined : { kind: 'full', percent },
    since: source.mounts.since[`mount:${mount.target}`]?.at,
  };
}

function absentCell(source: NodeSource, binding: HafsBinding): TopologyCell | undefined {
  if (!source.mounts.isCurrent && !source.mounts.value)
    return base(source, binding, 'idle', say('hafsNoCopy'), []);
  const drbd = source.drbd.value?.resources.find((one) => one.name === binding.drbd);
  // No replica here: HAFS can never be mounted here, and nothing is drawn.
  if (!drbd) return undefined;
  const disk = drbd.devices[0]?.disk ?? 'unknown';
  if (disk === 'UpToDate') return fromBoth(source, binding, 'ready', say('hafsReady'));
  return fromBoth(source, binding, 'warning', say('hafsCannot', { disk }));
}

function base(
  source: NodeSource,
  binding: HafsBinding,
  status: CellStatus,
  words: Phrase,
  findings: readonly Trouble[],
): TopologyCell {
  return makeCell({
    layer: 'hafs',
    source,
    name: binding.resourceId,
    label: 'HAFS',
    status,
    words,
    findings,
    from: [source.mounts],
    resourceId: binding.resourceId,
  });
}

/** "Would mount here" is a statement about DRBD as much as about the mount table. */
const fromBoth = (
  source: NodeSource,
  binding: HafsBinding,
  status: CellStatus,
  words: Phrase,
): TopologyCell =>
  makeCell({
    layer: 'hafs',
    source,
    name: binding.resourceId,
    label: 'HAFS',
    status,
    words,
    from: [source.mounts, source.drbd],
    resourceId: binding.resourceId,
  });
