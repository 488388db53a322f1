import { describe, expect, it } from 'vitest';
import { blocking, type HafsAction, preconditionsOf } from './action-checks';
import type { Readings } from './precondition';
import type { DrbdDiskState, DrbdReading, DrbdReplicationState, DrbdRole } from './types';

interface Look {
  readonly role?: DrbdRole;
  readonly disk?: DrbdDiskState;
  readonly replication?: DrbdReplicationState;
  readonly kernel?: string;
  readonly oos?: number;
  readonly alone?: boolean;
}

function node({
  role = 'Secondary',
  disk = 'UpToDate',
  replication = 'Established',
  kernel = '8.4.11',
  oos = 0,
  alone,
}: Look): DrbdReading {
  return {
    version: { kernel, generation: kernel.startsWith('8') ? '8.4' : '9' },
    resources: [
      {
        name: 'hafs',
        role,
        suspended: [],
        devices: [{ volume: 0, minor: 0, disk }],
        connections: alone
          ? []
          : [
              {
                peerName: 'peer',
                peerNodeId: 0,
                connection: 'Connected',
                peerRole: 'Secondary',
                peerDevices: [
                  { volume: 0, replication, peerDisk: 'UpToDate', resyncSuspended: [], outOfSyncKiB: oos },
                ],
              },
            ],
      },
    ],
  };
}

const GOOD: Readings = { node1: node({ role: 'Primary' }), node2: node({}) };
const blockers = (action: HafsAction, readings: Readings): readonly string[] =>
  blocking(action.kind, preconditionsOf(action, readings, 'hafs')).map(
    ({ id, verdict }) => `${id} ${verdict}`,
  );

const GIB = 1024 ** 3;
const RUNNING: readonly HafsAction[] = [
  { kind: 'grow-backing' },
  { kind: 'grow', sizes: { node1: 2 * GIB, node2: 2 * GIB }, wantedBytes: 2 * GIB },
  { kind: 'adjust', generation: '8.4' },
  { kind: 'verify', algorithms: { node1: 'crc32c', node2: 'crc32c' } },
  { kind: 'invalidate', victim: 'node2' },
  { kind: 'disconnect', node: 'node2' },
  { kind: 'down', node: 'node2' },
  { kind: 'remove', keep: 'node1' },
];

describe.each(RUNNING)('$kind', (action) => {
  it('goes ahead on a good pair', () => expect(blockers(action, GOOD)).toEqual([]));
  it('is blocked while a node is silent', () => {
    expect(blockers(action, { ...GOOD, node1: undefined })).toContain('readings-known unknown');
    expect(blockers(action, { ...GOOD, node2: undefined })).toContain('readings-known unknown');
  });
  it('is blocked during a resync', () => {
    const syncing = {
      node1: node({ role: 'Primary', replication: 'SyncSource' }),
      node2: node({ disk: 'Inconsistent', replication: 'SyncTarget' }),
    };
    expect(blockers(action, syncing)).toContain('no-resync fail');
  });
});

describe('what is blocked', () => {
  it.each<readonly [string, HafsAction, Readings, string]>([
    [
      'a second Primary',
      { kind: 'adjust', generation: '8.4' },
      { node1: node({ role: 'Primary' }), node2: node({ role: 'Primary' }) },
      'at-most-one-primary fail',
    ],
    [
      'growing without a Primary',
      { kind: 'grow-backing' },
      { node1: node({}), node2: node({}) },
      'one-primary fail',
    ],
    [
      'growing before every device has grown',
      { kind: 'grow', sizes: { node1: 2 * GIB, node2: GIB }, wantedBytes: 2 * GIB },
      GOOD,
      'backing-devices-grown fail',
    ],
    [
      'growing with a device nobody measured',
      { kind: 'grow', sizes: { node1: 2 * GIB, node2: undefined }, wantedBytes: 2 * GIB },
      GOOD,
      'backing-devices-grown unknown',
    ],
    [
      'throwing away the last good copy',
      { kind: 'invalidate', victim: 'node1' },
      { node1: node({}), node2: node({ disk: 'Outdated' }) },
      'other-copy-up-to-date fail',
    ],
    [
      'taking down the last good copy',
      { kind: 'down', node: 'node1' },
      { node1: node({}), node2: node({ disk: 'Inconsistent' }) },
      'other-copy-up-to-date fail',
    ],
    ['a Primary as the victim', { kind: 'invalidate', victim: 'node1' }, GOOD, 'victim-not-primary fail'],
    [
      'keeping a copy that is not good',
      { kind: 'remove', keep: 'node2' },
      { ...GOOD, node2: node({ disk: 'Outdated' }) },
      'kept-copy-up-to-date fail',
    ],
    [
      'a verify without algorithm',
      { kind: 'verify', algorithms: { node1: 'crc32c', node2: null } },
      GOOD,
      'verify-algorithm-set fail',
    ],
    [
      'a verify of a copy that is not good',
      { kind: 'verify', algorithms: { node1: 'a', node2: 'a' } },
      { ...GOOD, node2: node({ disk: 'Outdated' }) },
      'all-up-to-date fail',
    ],
    [
      'a verify without connection',
      { kind: 'verify', algorithms: { node1: 'a', node2: 'a' } },
      { ...GOOD, node2: node({ alone: true }) },
      'connected fail',
    ],
    [
      'a first sync over good copies',
      { kind: 'first-sync' },
      { node1: node({}), node2: node({}) },
      'all-inconsistent fail',
    ],
    ['skipping the first sync over a Primary', { kind: 'skip-first-sync' }, GOOD, 'no-primary fail'],
    ['a file of the other generation', { kind: 'adjust', generation: '9' }, GOOD, 'one-generation fail'],
    ['a repair of nothing', { kind: 'repair', victim: 'node2' }, GOOD, 'differs fail'],
    [
      'connecting two Primaries',
      { kind: 'connect' },
      { node1: node({ role: 'Primary' }), node2: node({ role: 'Primary' }) },
      'at-most-one-primary fail',
    ],
    [
      'connecting to the unknown',
      { kind: 'connect' },
      { ...GOOD, node2: undefined },
      'readings-known unknown',
    ],
    ['pausing what does not run', { kind: 'pause-sync' }, GOOD, 'resync-runs fail'],
  ])('%s', (_what, action, readings, blocker) => {
    expect(blockers(action, readings)).toContain(blocker);
  });

  it('a new resource on data, or with a minor in use', () => {
    const create = (kind: 'blank' | 'holds' | 'unknown', minors: readonly number[]): HafsAction => ({
      kind: 'create',
      generation: '8.4',
      minors,
      blank: { 'node1 /dev/vg/x': { kind: 'blank' }, 'node2 /dev/vg/x': { kind } },
    });
    const readings = { node1: { ...node({}), resources: [] }, node2: { ...node({}), resources: [] } };
    expect(blockers(create('blank', [1]), readings)).toEqual([]);
    expect(blockers(create('holds', [1]), readings)).toEqual(['devices-blank fail']);
    expect(blockers(create('unknown', [1]), readings)).toEqual(['devices-blank unknown']);
    expect(blockers(create('blank', [0]), GOOD)).toEqual(['name-and-minor-free fail']);
    expect(blockers({ ...create('blank', [1]), blank: {} } as HafsAction, readings)).toEqual([
      'devices-blank unknown',
    ]);
  });
});

it('a good pair without connection may be taken down, as nothing resyncs', () => {
  const readings = { node1: node({ alone: true }), node2: node({ alone: true }) };
  expect(blockers({ kind: 'down', node: 'node2' }, readings)).toEqual([]);
});

it('a paused resync may be resumed while a node is silent', () => {
  const readings = { node1: node({ replication: 'PausedSyncS' }), node2: undefined };
  expect(blockers({ kind: 'resume-sync' }, readings)).toEqual([]);
  expect(blockers({ kind: 'pause-sync' }, readings)).toEqual(['readings-known unknown']);
});
