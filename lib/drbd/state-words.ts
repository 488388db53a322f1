import type { DrbdConnectionState, DrbdDiskState, DrbdReplicationState, DrbdRole } from './types';

/**
 * DRBD's state words. A word this code has never seen is `unknown`, which no health rule reads as healthy; text that
 * is no word at all is refused where it is read. 8.4's own names are translated as drbdsetup-84 does (reference 1.7.4).
 */

const DISKS: ReadonlySet<string> = new Set<DrbdDiskState>([
  'Diskless',
  'Attaching',
  'Detaching',
  'Failed',
  'Negotiating',
  'Inconsistent',
  'Outdated',
  'DUnknown',
  'Consistent',
  'UpToDate',
]);
const CONNECTIONS: ReadonlySet<string> = new Set<DrbdConnectionState>([
  'StandAlone',
  'Disconnecting',
  'Unconnected',
  'Timeout',
  'BrokenPipe',
  'NetworkFailure',
  'ProtocolError',
  'TearDown',
  'Connecting',
  'Connected',
]);
const REPLICATIONS: ReadonlySet<string> = new Set<DrbdReplicationState>([
  'Off',
  'Established',
  'StartingSyncS',
  'StartingSyncT',
  'WFBitMapS',
  'WFBitMapT',
  'WFSyncUUID',
  'SyncSource',
  'SyncTarget',
  'VerifyS',
  'VerifyT',
  'PausedSyncS',
  'PausedSyncT',
  'Ahead',
  'Behind',
]);

/** States in which blocks are being copied or compared, so that progress has a meaning. */
const RUNNING: ReadonlySet<string> = new Set<DrbdReplicationState>([
  'SyncSource',
  'SyncTarget',
  'VerifyS',
  'VerifyT',
  'PausedSyncS',
  'PausedSyncT',
]);

export const isStateWord = (text: string): boolean => /^[A-Za-z]{1,30}$/.test(text);

export const toDisk = (word: string | undefined): DrbdDiskState | 'unknown' =>
  word !== undefined && DISKS.has(word) ? (word as DrbdDiskState) : 'unknown';

export const toConnection = (word: string | undefined): DrbdConnectionState | 'unknown' =>
  word !== undefined && CONNECTIONS.has(word) ? (word as DrbdConnectionState) : 'unknown';

export const toReplication = (word: string | undefined): DrbdReplicationState | 'unknown' =>
  word !== undefined && REPLICATIONS.has(word) ? (word as DrbdReplicationState) : 'unknown';

export const toRole = (word: string | undefined): DrbdRole =>
  word === 'Primary' || word === 'Secondary' ? word : 'Unknown';

export const isSyncOrVerify = (replication: string | undefined): boolean =>
  replication !== undefined && RUNNING.has(replication);

/**
 * Splits 8.4's single `cs:` field of `/proc/drbd` into connection and replication state.
 * Source: reference 1.6 and 1.7.4 (WFConnection is Connecting; WFReportParams is Connected with replication Off).
 */
export function splitConnectionState(cs: string): {
  connection: DrbdConnectionState | 'unknown';
  replication: DrbdReplicationState | 'unknown';
} {
  if (cs === 'WFConnection') return { connection: 'Connecting', replication: 'Off' };
  if (cs === 'WFReportParams') return { connection: 'Connected', replication: 'Off' };
  if (cs === 'Connected') return { connection: 'Connected', replication: 'Established' };
  if (CONNECTIONS.has(cs)) return { connection: toConnection(cs), replication: 'Off' };
  if (REPLICATIONS.has(cs)) return { connection: 'Connected', replication: toReplication(cs) };
  return { connection: 'unknown', replication: 'unknown' };
}
