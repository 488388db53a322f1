import { describe, expect, it } from 'vitest';
import { type SampleName, sampleState } from '@/e2e/preview/sample-state';
import { SAMPLE_NOW } from '@/e2e/preview/sample-world';
import { inconsistentMessages } from '@/lib/base/finding-words.testing';
import { COROSYNC_CONF, HAPROXY_CFG } from '@/lib/host/config-files';
import { CIB_OBJECT, fileObject } from '@/lib/live/baseline';
import { type DirectoryCluster, itemKey, type LiveItem, type LiveState } from '@/lib/live/protocol';
import { type ClusterDrift, clusterDrift, driftFindings } from './drift';
import { driftMessages } from './drift-messages';
import { viewCluster } from './view';

interface Changes {
  readonly cluster?: (cluster: DirectoryCluster) => DirectoryCluster;
  readonly state?: (state: LiveState) => LiveState;
}
function driftIn(name: SampleName, { cluster, state }: Changes = {}): ClusterDrift {
  const sample = sampleState(name);
  const found = sample.state.clusters['cl-main'];
  if (!found) throw new Error('no cluster');
  const { clock } = sample;
  return clusterDrift(
    viewCluster(cluster?.(found) ?? found, state?.(sample.state) ?? sample.state, clock),
    clock.now,
  );
}
const stateOf = (drift: ClusterDrift, object: string) =>
  drift.items.find((item) => item.object === object)?.state;
const keys = (drift: ClusterDrift) => driftFindings(drift).map(({ key, object }) => `${key} ${object.id}`);

/** One reading of a node as somebody's change would make it. */
const withFiles =
  (
    node: string,
    edit: (files: readonly { path: string; sha256: string }[]) => readonly { path: string; sha256: string }[],
    how?: { at: number },
  ) =>
  (state: LiveState): LiveState => {
    const id = state.clusters['cl-main']?.nodes.find((each) => each.name === node)?.id ?? '';
    const key = itemKey('cl-main', id, 'configFiles');
    const item = state.items[key] as LiveItem<'configFiles'>;
    if (item.observation.state !== 'known') throw new Error('not known');
    const value = { files: edit(item.observation.value.files) };
    const since = how
      ? { [`config:${HAPROXY_CFG}`]: { value: 'x', at: how.at, how: 'changed' as const } }
      : item.since;
    return {
      ...state,
      items: { ...state.items, [key]: { ...item, since, observation: { ...item.observation, value } } },
    };
  };

describe('drift', () => {
  it('is none where everything is as it was, with the age of the oldest reading', () => {
    const drift = driftIn('healthy');
    expect(new Set(drift.items.map(({ state }) => state))).toEqual(new Set(['same']));
    expect(driftFindings(drift)).toEqual([]);
    expect(drift.between).toEqual([]);
    expect(drift.checkedAt).toBe(SAMPLE_NOW - 8_000);
  });

  it('is named object by object, and between nodes', () => {
    const drift = driftIn('drifted');
    expect(keys(drift)).toEqual([
      'configuration-differs cib',
      `file-differs ${fileObject('node1', COROSYNC_CONF)}`,
      `file-differs ${fileObject('node1', HAPROXY_CFG)}`,
    ]);
    expect(drift.between).toMatchObject([
      { path: COROSYNC_CONF, isExplained: true },
      { path: HAPROXY_CFG, isExplained: true },
    ]);
    expect(stateOf(drift, fileObject('node2', HAPROXY_CFG))).toBe('same');
  });

  it('of a silent node is unknown and never "as it was"', () => {
    const drift = driftIn('node2-silent');
    expect(stateOf(drift, fileObject('node2', HAPROXY_CFG))).toBe('unknown');
    expect(stateOf(drift, fileObject('node1', HAPROXY_CFG))).toBe('same');
    expect(stateOf(drift, CIB_OBJECT)).toBe('same');
    expect(drift.checkedAt).toBeUndefined();
  });

  it('of everything is unknown while Haven is silent or has read nothing', () => {
    for (const name of ['haven-silent', 'never-read'] as const)
      expect(new Set(driftIn(name).items.map(({ state }) => state))).toEqual(new Set(['unknown']));
  });

  it('is not claimed before there is something to compare with', () => {
    const drift = driftIn('healthy', { cluster: ({ baselines: _, ...cluster }) => cluster });
    expect(new Set(drift.items.map(({ state }) => state))).toEqual(new Set(['no-baseline']));
    expect(driftFindings(drift)).toEqual([]);
  });

  it('waits a moment before it is claimed: Haven’s own change is on record right after it happened', () => {
    const changed = (ageMs: number) =>
      withFiles(
        'node1',
        (files) =>
          files.map((file) => (file.path === HAPROXY_CFG ? { ...file, sha256: 'e'.repeat(64) } : file)),
        { at: SAMPLE_NOW - ageMs },
      );
    const seen = (ageMs: number) =>
      stateOf(driftIn('healthy', { state: changed(ageMs) }), fileObject('node1', HAPROXY_CFG));
    expect(seen(1_000)).toBe('settling');
    expect(seen(4_000)).toBe('differs');
  });

  it('is a file that came, and one that went', () => {
    const path = '/etc/drbd.d/new.res';
    const came = driftIn('healthy', {
      state: withFiles('node1', (files) => [...files, { path, sha256: 'e'.repeat(64) }]),
    });
    expect(stateOf(came, fileObject('node1', path))).toBe('differs');
    // Another node may well not carry a resource.
    expect(came.between).toEqual([]);
    const went = driftIn('healthy', {
      state: withFiles('node1', (files) => files.filter((file) => file.path !== HAPROXY_CFG)),
    });
    const gone = went.items.find(({ object }) => object === fileObject('node1', HAPROXY_CFG));
    expect(gone).toMatchObject({ state: 'differs', seenSha256: null });
    expect(went.between.map((one) => one.path)).toEqual([HAPROXY_CFG]);
  });

  it('between nodes is a finding while both are as they were found', () => {
    const sha256 = 'e'.repeat(64);
    const drift = driftIn('healthy', {
      state: withFiles('node1', (files) =>
        files.map((file) => (file.path === COROSYNC_CONF ? { ...file, sha256 } : file)),
      ),
      cluster: (cluster) => ({
        ...cluster,
        baselines: (cluster.baselines ?? []).map((note) =>
          note.object === fileObject('node1', COROSYNC_CONF) ? { ...note, sha256 } : note,
        ),
      }),
    });
    expect(keys(drift)).toEqual([`nodes-differ ${COROSYNC_CONF}`]);
  });

  it('between nodes is no finding once a person has accepted it on each', () => {
    const sha256 = 'e'.repeat(64);
    const object = fileObject('node1', HAPROXY_CFG);
    const state = withFiles('node1', (files) =>
      files.map((file) => (file.path === HAPROXY_CFG ? { ...file, sha256 } : file)),
    );
    const drift = driftIn('healthy', {
      state,
      cluster: (cluster) => ({
        ...cluster,
        baselines: (cluster.baselines ?? []).map((note) =>
          note.object === object ? { ...note, sha256 } : note,
        ),
      }),
    });
    expect(drift.between).toMatchObject([{ path: HAPROXY_CFG, isAccepted: true }]);
    expect(driftFindings(drift)).toEqual([]);
  });
});

it('has words in both languages', () => expect(inconsistentMessages(driftMessages)).toEqual([]));
