import type { DrbdDevice, DrbdResource } from '@/lib/drbd/types';
import { makeCell, trouble } from './cell';
import { say } from './phrases';
import type { NodeSource } from './sources';
import type { CellStatus, TopologyCell, Trouble } from './types';

/** The DRBD row of one node, from the node's own view. Contradictions between nodes are added by `disagreements.ts`. */

export function drbdCells(source: NodeSource): readonly TopologyCell[] {
  const { drbd } = source;
  if (drbd.value && drbd.value.resources.length > 0 && !drbd.absent)
    return drbd.value.resources.map((resource) => drbdCell(source, resource));
  const configured =
    source.drbdConfig.value?.resources.some((resource) =>
      resource.hosts.some((host) => host.name === source.node.name),
    ) ?? false;
  if (drbd.absent && configured) return [absentCell(source)];
  // Without a replica here there is nothing to draw; without any answer there is.
  if (drbd.isCurrent || drbd.absent) return configured ? [absentCell(source)] : [];
  return [
    makeCell({
      layer: 'drbd',
      source,
      name: 'DRBD',
      status: 'idle',
      words: say('drbdNotConfigured'),
      from: [drbd],
    }),
  ];
}

const absentCell = (source: NodeSource): TopologyCell =>
  makeCell({
    layer: 'drbd',
    source,
    name: 'DRBD',
    status: 'critical',
    words: say('drbdNotLoaded'),
    from: [source.drbd],
    findings: [trouble(say('drbdNotLoaded'), say('stepCheckNode', { node: source.node.name }))],
  });

function drbdCell(source: NodeSource, resource: DrbdResource): TopologyCell {
  const device = worstDevice(resource.devices);
  const disk = device?.disk ?? 'unknown';
  const sync = syncOf(resource);
  const findings = findingsOf(source, resource, device, sync !== undefined);
  const status = statusOf(resource, device, sync !== undefined, findings);
  return makeCell({
    layer: 'drbd',
    source,
    name: resource.name,
    status,
    words: say('drbdState', { role: resource.role, disk }),
    note: sync ? say('drbdSyncing', { percent: sync.percent }) : undefined,
    meter: sync ? { kind: 'progress', percent: sync.percent } : undefined,
    findings,
    from: [source.drbd],
    since:
      source.drbd.since[`drbd:${resource.name}/${device?.volume ?? 0}:disk`]?.at ??
      source.drbd.since[`drbd:${resource.name}:role`]?.at,
  });
}

const DISK_ORDER: readonly string[] = [
  'Failed',
  'Diskless',
  'Detaching',
  'Attaching',
  'Negotiating',
  'Inconsistent',
  'Outdated',
  'DUnknown',
  'unknown',
  'Consistent',
  'UpToDate',
];
/** A resource is as good as its worst volume. A diskless client is meant to have no disk. */
function worstDevice(devices: readonly DrbdDevice[]): DrbdDevice | undefined {
  return (
    [...devices]
      .filter((device) => !device.client)
      .sort((a, b) => DISK_ORDER.indexOf(a.disk) - DISK_ORDER.indexOf(b.disk))[0] ?? devices[0]
  );
}

/** This node is receiving data now. */
function syncOf(resource: DrbdResource): { readonly percent: number } | undefined {
  for (const connection of resource.connections) {
    for (const peer of connection.peerDevices) {
      if (peer.replication === 'SyncTarget' || peer.replication === 'PausedSyncT')
        return { percent: Math.floor((peer.progress?.percent ?? 0) * 10) / 10 };
    }
  }
  return undefined;
}

function findingsOf(
  source: NodeSource,
  resource: DrbdResource,
  device: DrbdDevice | undefined,
  syncing: boolean,
): readonly Trouble[] {
  const name = resource.name;
  const list: Trouble[] = [];
  if (resource.suspended.length > 0)
    list.push(
      trouble(
        say('drbdFrozen', { resource: name, why: resource.suspended.join(', ') }),
        say('stepCheckFencing'),
      ),
    );
  if (device?.quorum === false)
    list.push(trouble(say('drbdNoQuorum', { resource: name }), say('stepCheckQuorum')));
  if (device && !device.client && (device.disk === 'Diskless' || device.disk === 'Failed')) {
    list.push(
      trouble(
        say('drbdDiskLost', { resource: name, disk: device.disk, node: source.node.name }),
        say('stepReplaceDisk', { node: source.node.name }),
      ),
    );
  }
  if (device?.disk === 'Outdated' || device?.disk === 'Consistent')
    list.push(
      trouble(
        say('drbdOutdated', { resource: name, node: source.node.name }),
        say('stepCheckReplicationLink'),
      ),
    );
  if (device?.disk === 'Inconsistent' && !syncing)
    list.push(
      trouble(
        say('drbdInconsistent', { resource: name, node: source.node.name }),
        say('stepCheckReplicationLink'),
      ),
    );
  return list;
}

function statusOf(
  resource: DrbdResource,
  device: DrbdDevice | undefined,
  syncing: boolean,
  findings: readonly Trouble[],
): CellStatus {
  if (!device) return 'warning';
  if (device.client) return 'ready';
  if (resource.suspended.length > 0 || device.quorum === false) return 'critical';
  switch (device.disk) {
    case 'UpToDate':
      return findings.length > 0 ? 'warning' : 'ok';
    case 'Inconsistent':
      return syncing ? 'moving' : 'critical';
    case 'Diskless':
    case 'Failed':
      return 'critical';
    case 'Attaching':
    case 'Negotiating':
    case 'Detaching':
      return 'moving';
    case 'Outdated':
    case 'Consistent':
      return 'warning';
    default:
      return 'unknown';
  }
}
