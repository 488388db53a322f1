/**
 * `drbdsetup status --json` of 9.x (reference 1.7.2). The 8.4 tool has no such option. Readings use events2, which both
 * generations speak; this is for evidence and for tools that already hold such a document.
 */
import {
  asRecords,
  booleanOf,
  type JsonRecord,
  numberOf,
  own,
  parseJson,
  textOf,
} from '@/lib/base/json-record';
import { optional } from '@/lib/base/optional';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { isSyncOrVerify, toConnection, toDisk, toReplication, toRole } from './state-words';
import type { DrbdConnection, DrbdDevice, DrbdPeerDevice, DrbdProgress, DrbdResource } from './types';

/** Printed as `estimated-seconds-to-finish` while the rate is not positive. */
const ETA_UNKNOWN = 987_654_321;

/** Parses the array of resources. Fields of newer and older utils are optional; identity and state words are not. */
export function parseDrbdStatusJson(text: string): Result<readonly DrbdResource[], ParseError> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const records = asRecords(json.value);
  const resources = records?.map(readResource);
  if (!resources?.every((resource) => resource !== undefined))
    return parseError('a resource without name, role or parts', text);
  return ok(resources);
}

function readResource(record: JsonRecord): DrbdResource | undefined {
  const [name, role] = [textOf(record, 'name'), textOf(record, 'role')];
  const devices = asRecords(own(record, 'devices'))?.map(readDevice);
  const connections = asRecords(own(record, 'connections'))?.map(readConnection);
  if (!name || !role || !devices?.every((device) => device !== undefined)) return undefined;
  if (!connections?.every((connection) => connection !== undefined)) return undefined;
  return { name, role: toRole(role), suspended: suspendedReasons(record), devices, connections };
}

/** `suspended` is a boolean; which reasons hold is told apart only since 9.21. */
function suspendedReasons(record: JsonRecord): readonly string[] {
  const reasons = ['user', 'no-data', 'fencing', 'quorum'].filter((reason) =>
    booleanOf(record, `suspended-${reason}`),
  );
  return reasons.length === 0 && booleanOf(record, 'suspended') ? ['unknown'] : reasons;
}

function readDevice(record: JsonRecord): DrbdDevice | undefined {
  const [volume, minor, disk] = [
    numberOf(record, 'volume'),
    numberOf(record, 'minor'),
    textOf(record, 'disk-state'),
  ];
  if (volume === undefined || minor === undefined || disk === undefined) return undefined;
  return {
    volume,
    minor,
    disk: toDisk(disk),
    ...optional('sizeKiB', numberOf(record, 'size')),
    ...optional('readKiB', numberOf(record, 'read')),
    ...optional('writtenKiB', numberOf(record, 'written')),
    ...optional('quorum', booleanOf(record, 'quorum')),
    ...optional('client', booleanOf(record, 'client')),
  };
}

function readConnection(record: JsonRecord): DrbdConnection | undefined {
  const [peerNodeId, state] = [numberOf(record, 'peer-node-id'), textOf(record, 'connection-state')];
  const peerDevices = asRecords(own(record, 'peer_devices'))?.map(readPeerDevice);
  if (peerNodeId === undefined || state === undefined) return undefined;
  if (!peerDevices?.every((peerDevice) => peerDevice !== undefined)) return undefined;
  return {
    peerName: textOf(record, 'name') ?? '',
    peerNodeId,
    connection: toConnection(state),
    peerRole: toRole(textOf(record, 'peer-role')),
    ...optional('congested', booleanOf(record, 'congested')),
    peerDevices,
  };
}

function readPeerDevice(record: JsonRecord): DrbdPeerDevice | undefined {
  const [volume, replication] = [numberOf(record, 'volume'), textOf(record, 'replication-state')];
  const peerDisk = textOf(record, 'peer-disk-state');
  if (volume === undefined || replication === undefined || peerDisk === undefined) return undefined;
  const suspended = textOf(record, 'resync-suspended') ?? 'no';
  return {
    volume,
    replication: toReplication(replication),
    peerDisk: toDisk(peerDisk),
    resyncSuspended: suspended === 'no' ? [] : suspended.split(','),
    ...optional('outOfSyncKiB', numberOf(record, 'out-of-sync')),
    ...optional('sentKiB', numberOf(record, 'sent')),
    ...optional('receivedKiB', numberOf(record, 'received')),
    ...optional('progress', readProgress(record, replication)),
  };
}

function readProgress(record: JsonRecord, replication: string): DrbdProgress | undefined {
  const percent = numberOf(record, 'percent-resync-done');
  if (percent === undefined || percent < 0 || percent > 100 || !isSyncOrVerify(replication)) return undefined;
  const eta = numberOf(record, 'estimated-seconds-to-finish');
  const rate = numberOf(record, 'db/dt [MiB/s]');
  const isMoving = eta !== undefined && eta !== ETA_UNKNOWN && eta >= 0;
  return {
    percent,
    ...(isMoving ? { etaSeconds: eta } : {}),
    ...optional('rateKiBps', rate === undefined || rate < 0 ? undefined : Math.round(rate * 1024)),
    stalled: eta === ETA_UNKNOWN,
  };
}
