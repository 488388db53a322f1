import { describe, expect, it } from 'vitest';
import { inconsistentMessages, wordsOf } from '@/lib/base/finding-words.testing';
import { alarmFinding, drbdHealth, formatSeconds } from './health';
import { drbdMessages } from './messages';
import { drbdPairHealth } from './pair-health';
import type { DrbdConnection, DrbdDevice, DrbdPeerDevice, DrbdReading, DrbdResource } from './types';

interface Parts {
  readonly resource?: Partial<DrbdResource>;
  readonly device?: Partial<DrbdDevice>;
  readonly connection?: Partial<DrbdConnection>;
  readonly peerDevice?: Partial<DrbdPeerDevice>;
}

/** A healthy pair with the given parts replaced. */
function reading(parts: Parts = {}): DrbdReading {
  const peerDevice: DrbdPeerDevice = {
    volume: 0,
    replication: 'Established',
    peerDisk: 'UpToDate',
    resyncSuspended: [],
    outOfSyncKiB: 0,
    ...parts.peerDevice,
  };
  const connection: DrbdConnection = {
    peerName: 'node2',
    peerNodeId: 1,
    connection: 'Connected',
    peerRole: 'Secondary',
    peerDevices: [peerDevice],
    ...parts.connection,
  };
  const device: DrbdDevice = { volume: 0, minor: 0, disk: 'UpToDate', ...parts.device };
  const resource: DrbdResource = {
    name: 'hafs',
    role: 'Primary',
    suspended: [],
    devices: [device],
    connections: [connection],
    ...parts.resource,
  };
  return { version: { generation: '8.4', kernel: '8.4.11' }, resources: [resource] };
}

const said = (parts: Parts): readonly string[] =>
  drbdHealth(reading(parts), 'node1').map(({ severity, key }) => `${severity} ${key.replace('drbd.', '')}`);

describe('DRBD health', () => {
  it.each<[string, Parts, readonly string[]]>([
    ['is well', {}, ['ok healthy']],
    ['lost its disk', { device: { disk: 'Diskless' } }, ['critical disk-diskless', 'warning one-copy-left']],
    ['has a failed disk', { device: { disk: 'Failed' } }, ['critical disk-failed', 'warning one-copy-left']],
    [
      'is a client without disk by design',
      { device: { disk: 'Diskless', client: true } },
      ['info diskless-client', 'warning one-copy-left'],
    ],
    ['is outdated', { device: { disk: 'Outdated' } }, ['warning disk-outdated', 'warning one-copy-left']],
    [
      'has a disk state of the future',
      { device: { disk: 'unknown' } },
      ['unknown disk-unknown', 'warning one-copy-left'],
    ],
    [
      'stands alone',
      { connection: { connection: 'StandAlone' } },
      ['warning one-copy-left', 'critical connection-standalone'],
    ],
    [
      'waits for its peer',
      { connection: { connection: 'Connecting' } },
      ['warning one-copy-left', 'warning connection-connecting'],
    ],
    [
      'lost the network',
      { connection: { connection: 'NetworkFailure' } },
      ['warning one-copy-left', 'warning connection-failed'],
    ],
    ['has no peer at all', { resource: { connections: [] } }, ['warning one-copy-left', 'warning no-peer']],
    [
      'reaches no good copy',
      { device: { disk: 'Inconsistent' }, connection: { connection: 'Connecting' } },
      ['warning disk-inconsistent', 'critical no-copy-up-to-date', 'warning connection-connecting'],
    ],
    [
      'copies to its peer',
      {
        peerDevice: {
          replication: 'SyncSource',
          peerDisk: 'Inconsistent',
          progress: { percent: 25, etaSeconds: 30, rateKiBps: 9, stalled: false },
        },
      },
      ['warning one-copy-left', 'info resync-running'],
    ],
    [
      'copies without telling how far',
      { peerDevice: { replication: 'WFBitMapS', peerDisk: 'Outdated' } },
      ['warning one-copy-left', 'info resync-running-no-progress'],
    ],
    [
      'stalls',
      {
        peerDevice: {
          replication: 'SyncSource',
          peerDisk: 'Inconsistent',
          progress: { percent: 25, stalled: true },
        },
      },
      ['warning one-copy-left', 'warning resync-stalled'],
    ],
    [
      'is told to pause',
      { peerDevice: { replication: 'SyncSource', peerDisk: 'Inconsistent', resyncSuspended: ['user'] } },
      ['warning one-copy-left', 'warning resync-paused'],
    ],
    [
      'pauses',
      { peerDevice: { replication: 'PausedSyncS', peerDisk: 'Inconsistent' } },
      ['warning one-copy-left', 'warning resync-paused'],
    ],
    ['verifies', { peerDevice: { replication: 'VerifyS' } }, ['info verify-running', 'ok healthy']],
    ['differs though it replicates', { peerDevice: { outOfSyncKiB: 4 } }, ['warning out-of-sync']],
    [
      'lags',
      { peerDevice: { replication: 'Ahead', peerDisk: 'Consistent' } },
      ['warning one-copy-left', 'warning replica-behind'],
    ],
    [
      'replicates in a way of the future',
      { peerDevice: { replication: 'unknown' } },
      ['unknown replication-unknown'],
    ],
    ['is frozen', { resource: { suspended: ['fencing'] } }, ['critical io-suspended']],
    ['lost quorum', { device: { quorum: false } }, ['critical quorum-lost']],
    ['sees two primaries', { connection: { peerRole: 'Primary' } }, ['critical two-primaries']],
  ])('of a resource that %s', (_what, parts, wanted) => {
    expect(said(parts)).toEqual(wanted);
  });

  it('misses a configured resource that is down', () => {
    const down = { version: { generation: '8.4' as const, kernel: '8.4.11' }, resources: [] };
    expect(drbdHealth(down, 'node2', ['hafs'])).toMatchObject([
      { severity: 'warning', key: 'drbd.resource-down' },
    ]);
    expect(drbdHealth(reading(), 'node1', ['hafs'])).toMatchObject([{ key: 'drbd.healthy' }]);
  });

  it('does not vouch for a module it does not know', () => {
    const strange = { ...reading(), version: { generation: 'unknown' as const, kernel: '11.0.0' } };
    expect(drbdHealth(strange, 'node1')[0]).toMatchObject({
      severity: 'unknown',
      key: 'drbd.generation-unknown',
    });
  });
});

describe('DRBD health across nodes', () => {
  const cut = (connection: DrbdConnection['connection'], role: DrbdResource['role'] = 'Secondary') =>
    reading({ connection: { connection }, resource: { role } });
  const keys = (a: DrbdReading, b: DrbdReading) =>
    drbdPairHealth([
      { node: 'node1', reading: a },
      { node: 'node2', reading: b },
    ]).map((finding) => finding.key);

  it('suspects a split-brain when one side stands alone and the other is cut', () => {
    expect(keys(cut('StandAlone'), cut('StandAlone'))).toEqual(['drbd.split-brain-suspected']);
    expect(keys(cut('StandAlone'), cut('Connecting'))).toEqual(['drbd.split-brain-suspected']);
  });

  it('does not when the link is merely down', () => {
    expect(keys(cut('Connecting'), cut('Connecting'))).toEqual([]);
  });

  it('sees two Primaries that do not see each other', () => {
    expect(keys(cut('Connecting', 'Primary'), cut('Connecting', 'Primary'))).toEqual(['drbd.two-primaries']);
  });
});

describe('the words', () => {
  it('exist in both languages with the same parameters', () => {
    expect(inconsistentMessages(drbdMessages)).toEqual([]);
  });

  it('say everything there is to say about a resync', () => {
    const parts: Parts = {
      peerDevice: {
        replication: 'SyncSource',
        peerDisk: 'Inconsistent',
        progress: { percent: 25.1, etaSeconds: 3723, stalled: false },
      },
    };
    const finding = drbdHealth(reading(parts), 'node1').find(({ key }) => key === 'drbd.resync-running');
    if (!finding) throw new Error('no finding');
    expect(wordsOf(drbdMessages, 'en', finding)).toBe(
      'hafs/0: resync between node1 and node2, 25.1% done, about 1:02:03 left.',
    );
    expect(wordsOf(drbdMessages, 'ko', finding)).toContain('25.1%');
  });

  it('exist for every alarm', () => {
    for (const kind of [
      'split-brain',
      'split-brain-found',
      'split-brain-solved',
      'unrelated-data',
      'io-error',
      'out-of-sync-found',
      'fence-peer-called',
    ] as const) {
      const finding = alarmFinding({ kind, resource: 'hafs', at: 5 }, 'node1');
      expect(finding.since).toBe(5);
      expect(wordsOf(drbdMessages, 'ko', finding)).toContain('hafs');
    }
  });

  it('write durations as the kernel does', () => {
    expect([0, 59.6, 3723, 360_000].map(formatSeconds)).toEqual([
      '0:00:00',
      '0:01:00',
      '1:02:03',
      '100:00:00',
    ]);
  });
});
