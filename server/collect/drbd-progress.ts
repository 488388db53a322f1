import type { DrbdReading } from '@/lib/drbd/types';

const MOVING = new Set([
  'SyncSource',
  'SyncTarget',
  'VerifyS',
  'VerifyT',
  'PausedSyncS',
  'PausedSyncT',
  'WFBitMapS',
  'WFBitMapT',
]);

/** Whether a resync or verify runs (or is about to): between its start and its end 8.4 prints no line at all. */
export const isSyncing = (drbd: DrbdReading | undefined): boolean =>
  drbd?.resources.some((resource) =>
    resource.connections.some((connection) =>
      connection.peerDevices.some((device) => MOVING.has(device.replication)),
    ),
  ) ?? false;
