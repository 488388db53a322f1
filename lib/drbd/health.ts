/**
 * What one node's DRBD reading means. Judged on state words only; a word Haven does not know is `unknown`, never fine.
 * Several nodes' views are compared in `pair-health.ts`.
 */
import type { Finding, FindingObject, Severity } from '@/lib/base/finding';
import type { DrbdAlarm } from './alarms';
import type { DrbdMessageId } from './messages';
import type {
  DrbdConnection,
  DrbdDevice,
  DrbdDiskState,
  DrbdPeerDevice,
  DrbdReading,
  DrbdResource,
} from './types';

export type DrbdFinding = Finding<DrbdMessageId>;

interface Verdict {
  readonly severity: Severity;
  readonly key: DrbdMessageId;
}

const DISK_VERDICTS: Readonly<Record<DrbdDiskState | 'unknown', Verdict | undefined>> = {
  UpToDate: undefined,
  // Services go on through the peer, which is exactly why it must be loud (reference 1.9.3).
  Diskless: { severity: 'critical', key: 'drbd.disk-diskless' },
  Failed: { severity: 'critical', key: 'drbd.disk-failed' },
  Inconsistent: { severity: 'warning', key: 'drbd.disk-inconsistent' },
  Outdated: { severity: 'warning', key: 'drbd.disk-outdated' },
  Consistent: { severity: 'warning', key: 'drbd.disk-consistent' },
  Attaching: { severity: 'info', key: 'drbd.disk-changing' },
  Detaching: { severity: 'info', key: 'drbd.disk-changing' },
  Negotiating: { severity: 'info', key: 'drbd.disk-changing' },
  DUnknown: { severity: 'unknown', key: 'drbd.disk-unknown' },
  unknown: { severity: 'unknown', key: 'drbd.disk-unknown' },
};

const CONNECTION_VERDICTS: Readonly<Record<DrbdConnection['connection'], Verdict | undefined>> = {
  Connected: undefined,
  StandAlone: { severity: 'critical', key: 'drbd.connection-standalone' },
  Connecting: { severity: 'warning', key: 'drbd.connection-connecting' },
  Timeout: { severity: 'warning', key: 'drbd.connection-failed' },
  BrokenPipe: { severity: 'warning', key: 'drbd.connection-failed' },
  NetworkFailure: { severity: 'warning', key: 'drbd.connection-failed' },
  ProtocolError: { severity: 'warning', key: 'drbd.connection-failed' },
  Disconnecting: { severity: 'info', key: 'drbd.connection-changing' },
  Unconnected: { severity: 'info', key: 'drbd.connection-changing' },
  TearDown: { severity: 'info', key: 'drbd.connection-changing' },
  unknown: { severity: 'unknown', key: 'drbd.connection-unknown' },
};

/**
 * Findings about every resource of one node.
 * @param node the name shown to people; also part of every finding's object
 * @param configured names of the resources this node has in its configuration; those that are down are said
 * @returns for a resource without any other finding than information, one `drbd.healthy`
 */
export function drbdHealth(
  reading: DrbdReading,
  node: string,
  configured: readonly string[] = [],
): readonly DrbdFinding[] {
  const findings: DrbdFinding[] = [];
  if (reading.version.generation === 'unknown') {
    findings.push({
      severity: 'unknown',
      key: 'drbd.generation-unknown',
      params: { version: reading.version.kernel ?? '?', node },
      object: { kind: 'drbd-module', id: node, node },
    });
  }
  for (const resource of configured) {
    if (reading.resources.some((running) => running.name === resource)) continue;
    // After `drbdadm down`, on a node in standby, or without module: the copy ages unseen.
    const object = { kind: 'drbd-resource', id: resource, node };
    findings.push({ severity: 'warning', key: 'drbd.resource-down', params: { resource, node }, object });
  }
  for (const resource of reading.resources) {
    const found = resourceFindings(resource, node);
    findings.push(...found);
    if (found.every((finding) => finding.severity === 'info')) {
      findings.push({ severity: 'ok', key: 'drbd.healthy', ...about(resource, node) });
    }
  }
  return findings;
}

function resourceFindings(resource: DrbdResource, node: string): DrbdFinding[] {
  const findings: DrbdFinding[] = [];
  if (resource.suspended.length > 0) {
    findings.push({
      severity: 'critical',
      key: 'drbd.io-suspended',
      ...about(resource, node, { reasons: resource.suspended.join(', ') }),
    });
  }
  for (const device of resource.devices) findings.push(...deviceFindings(resource, device, node));
  for (const connection of resource.connections)
    findings.push(...connectionFindings(resource, connection, node));
  if (resource.devices.length === 0) {
    findings.push({ severity: 'warning', key: 'drbd.no-volume', ...about(resource, node) });
  }
  if (resource.connections.length === 0)
    findings.push({ severity: 'warning', key: 'drbd.no-peer', ...about(resource, node) });
  if (
    resource.role === 'Primary' &&
    resource.connections.some((connection) => connection.peerRole === 'Primary')
  ) {
    const peers = resource.connections
      .filter((connection) => connection.peerRole === 'Primary')
      .map((c) => c.peerName);
    findings.push({
      severity: 'critical',
      key: 'drbd.two-primaries',
      ...about(resource, node, { nodes: [node, ...peers].join(', ') }),
    });
  }
  return findings;
}

function deviceFindings(resource: DrbdResource, device: DrbdDevice, node: string): DrbdFinding[] {
  const findings: DrbdFinding[] = [];
  const object = volumeObject(resource, device.volume, node);
  const params = { resource: resource.name, volume: device.volume, node, state: device.disk };
  const isClient = device.client === true && device.disk === 'Diskless';
  const verdict = isClient
    ? { severity: 'info' as const, key: 'drbd.diskless-client' as const }
    : DISK_VERDICTS[device.disk];
  if (verdict) findings.push({ ...verdict, params, object });
  if (device.quorum === false)
    findings.push({ severity: 'critical', key: 'drbd.quorum-lost', params, object });
  const upToDate = copiesUpToDate(resource, device);
  if (upToDate === 0) findings.push({ severity: 'critical', key: 'drbd.no-copy-up-to-date', params, object });
  if (upToDate === 1) findings.push({ severity: 'warning', key: 'drbd.one-copy-left', params, object });
  return findings;
}

/** Copies this node knows to be good: its own, and those of peers it is connected to. */
export function copiesUpToDate(resource: DrbdResource, device: DrbdDevice): number {
  const peers = resource.connections.filter((connection) => connection.connection === 'Connected');
  const disks = peers.flatMap((connection) =>
    connection.peerDevices
      .filter((peerDevice) => peerDevice.volume === device.volume)
      .map((peerDevice) => peerDevice.peerDisk),
  );
  return [device.disk, ...disks].filter((disk) => disk === 'UpToDate').length;
}

function connectionFindings(resource: DrbdResource, connection: DrbdConnection, node: string): DrbdFinding[] {
  const verdict = CONNECTION_VERDICTS[connection.connection];
  const params = { resource: resource.name, node, peer: connection.peerName, state: connection.connection };
  if (verdict) {
    const id = `${resource.name}:${connection.peerName}`;
    return [{ ...verdict, params, object: { kind: 'drbd-connection', id, node } }];
  }
  return connection.peerDevices.flatMap((peerDevice) =>
    peerDeviceFindings(resource, connection, peerDevice, node),
  );
}

function peerDeviceFindings(
  resource: DrbdResource,
  connection: DrbdConnection,
  peerDevice: DrbdPeerDevice,
  node: string,
): DrbdFinding[] {
  const object = volumeObject(resource, peerDevice.volume, node);
  const params = {
    resource: resource.name,
    volume: peerDevice.volume,
    node,
    peer: connection.peerName,
    state: peerDevice.replication,
  };
  const replication = replicationFinding(peerDevice);
  const findings: DrbdFinding[] = [];
  if (replication) findings.push({ ...replication, params: { ...params, ...replication.params }, object });
  if (
    peerDevice.peerDisk === 'unknown' ||
    (peerDevice.replication === 'Established' && peerDevice.peerDisk !== 'UpToDate')
  ) {
    const severity = peerDevice.peerDisk === 'unknown' ? 'unknown' : 'warning';
    // A diskless peer is part of a quorum set-up (9.x); its absence of data is seen by the count of copies.
    const isDisklessPeer = peerDevice.peerDisk === 'Diskless' && resource.connections.length > 1;
    if (!isDisklessPeer)
      findings.push({
        severity,
        key: 'drbd.peer-disk',
        params: { ...params, state: peerDevice.peerDisk },
        object,
      });
  }
  return findings;
}

type ReplicationVerdict = Verdict & { readonly params?: Readonly<Record<string, string | number>> };

function replicationFinding(peerDevice: DrbdPeerDevice): ReplicationVerdict | undefined {
  const { replication, resyncSuspended, outOfSyncKiB = 0 } = peerDevice;
  switch (replication) {
    case 'Established':
      return outOfSyncKiB > 0
        ? { severity: 'warning', key: 'drbd.out-of-sync', params: { kib: outOfSyncKiB } }
        : undefined;
    case 'unknown':
      return { severity: 'unknown', key: 'drbd.replication-unknown' };
    case 'Off':
      return { severity: 'warning', key: 'drbd.replication-off' };
    case 'Ahead':
    case 'Behind':
      return { severity: 'warning', key: 'drbd.replica-behind' };
    case 'PausedSyncS':
    case 'PausedSyncT':
      return {
        severity: 'warning',
        key: 'drbd.resync-paused',
        params: { reasons: resyncSuspended.join(', ') || replication },
      };
    case 'VerifyS':
    case 'VerifyT':
      return { severity: 'info', key: 'drbd.verify-running' };
    default:
      return resyncFinding(peerDevice);
  }
}

/** Resync itself needs no attention: only paused or stalled ones do (reference 1.7.7). */
function resyncFinding({ resyncSuspended, progress }: DrbdPeerDevice): ReplicationVerdict {
  if (resyncSuspended.length > 0)
    return {
      severity: 'warning',
      key: 'drbd.resync-paused',
      params: { reasons: resyncSuspended.join(', ') },
    };
  if (progress?.stalled)
    return { severity: 'warning', key: 'drbd.resync-stalled', params: { percent: progress.percent } };
  if (progress?.etaSeconds === undefined) return { severity: 'info', key: 'drbd.resync-running-no-progress' };
  return {
    severity: 'info',
    key: 'drbd.resync-running',
    params: { percent: progress.percent, eta: formatSeconds(progress.etaSeconds) },
  };
}

/** `0:03:27`, as `/proc/drbd` writes it: read the same in every language. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

const ALARM_VERDICTS: Readonly<Record<DrbdAlarm['kind'], Verdict>> = {
  'split-brain': { severity: 'critical', key: 'drbd.alarm-split-brain' },
  'split-brain-found': { severity: 'critical', key: 'drbd.alarm-split-brain-found' },
  'split-brain-solved': { severity: 'warning', key: 'drbd.alarm-split-brain-solved' },
  'unrelated-data': { severity: 'critical', key: 'drbd.alarm-unrelated-data' },
  'io-error': { severity: 'critical', key: 'drbd.alarm-io-error' },
  'out-of-sync-found': { severity: 'warning', key: 'drbd.alarm-out-of-sync-found' },
  'fence-peer-called': { severity: 'warning', key: 'drbd.alarm-fence-peer-called' },
};

/** The finding of one alarm; the caller keeps it until a person or a later state settles it. */
export function alarmFinding(alarm: DrbdAlarm, node: string): DrbdFinding {
  const resource = alarm.resource ?? (alarm.minor === undefined ? '?' : `minor ${alarm.minor}`);
  return {
    ...ALARM_VERDICTS[alarm.kind],
    params: { resource, node },
    object: { kind: 'drbd-resource', id: resource, node },
    ...(alarm.at === undefined ? {} : { since: alarm.at }),
  };
}

const volumeObject = (resource: DrbdResource, volume: number, node: string): FindingObject => ({
  kind: 'drbd-volume',
  id: `${resource.name}/${volume}`,
  node,
});

function about(resource: DrbdResource, node: string, params: Readonly<Record<string, string | number>> = {}) {
  return {
    params: { resource: resource.name, node, ...params },
    object: { kind: 'drbd-resource', id: resource.name, node },
  };
}
