import { describe, expect, it } from 'vitest';
import { type SampleName, sampleState } from '@/e2e/preview/sample-state';
import { SAMPLE_NOW } from '@/e2e/preview/sample-world';
import { inconsistentMessages } from '@/lib/base/finding-words.testing';
import { COROSYNC_CONF, type ConfigFilesReading, HAPROXY_CFG, PORTS_CONF } from '@/lib/host/config-files';
import { type BaselineNote, CIB_OBJECT, fileObject, ON_HAFS } from '@/lib/live/baseline';
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

describe('drift of Apache2', () => {
  const SITES = '/etc/apache2/sites-enabled';
  const SITE = `${SITES}/000-portal.conf`;
  const [WAS, IS] = ['7'.repeat(64), '8'.repeat(64)];
  const away = { elsewhere: [PORTS_CONF, SITES] };
  const hafs = (site: string | null = WAS) => ({
    onHafs: [PORTS_CONF, SITES],
    files: [{ path: PORTS_CONF, sha256: WAS }, ...(site === null ? [] : [{ path: SITE, sha256: site }])],
  });
  const note = (place: string, path: string, sha256: string | null = WAS): BaselineNote => ({
    object: fileObject(place, path),
    sha256,
    origin: 'found',
    at: 1,
  });
  const shared = [note(ON_HAFS, PORTS_CONF), note(ON_HAFS, SITE)];

  /** Both nodes' readings with what they have of Apache beside what they had. */
  function seen(
    name: SampleName,
    notes: readonly BaselineNote[],
    readings: Readonly<Record<string, Partial<ConfigFilesReading>>>,
  ): ClusterDrift {
    const state = (old: LiveState): LiveState => {
      const items = { ...old.items };
      for (const [node, more] of Object.entries(readings)) {
        const id = old.clusters['cl-main']?.nodes.find((each) => each.name === node)?.id ?? '';
        const key = itemKey('cl-main', id, 'configFiles');
        const item = items[key] as LiveItem<'configFiles'>;
        const { observation } = item;
        const last = observation.state === 'known' ? observation : observation.last;
        if (!last) throw new Error('never read');
        const files = [...last.value.files, ...(more.files ?? [])];
        const read = { ...last, value: { ...last.value, ...more, files } };
        items[key] = {
          ...item,
          observation:
            observation.state === 'known' ? { ...observation, ...read } : { ...observation, last: read },
        };
      }
      return { ...old, items };
    };
    const cluster = (old: DirectoryCluster) => ({ ...old, baselines: [...(old.baselines ?? []), ...notes] });
    return driftIn(name, { state, cluster });
  }
  const apache = ({ items }: ClusterDrift) =>
    items
      .filter(({ path }) => path?.startsWith('/etc/apache2/'))
      .map(({ object, node, state }) => `${object} ${node} ${state}`);

  it('is one line for a file on HAFS, on whichever node it is: a failover is none', () => {
    for (const [here, there] of [
      ['node1', 'node2'],
      ['node2', 'node1'],
    ] as const) {
      const drift = seen('healthy', shared, { [here]: hafs(), [there]: away });
      expect(apache(drift)).toEqual([`*:${PORTS_CONF} ${here} same`, `*:${SITE} ${here} same`]);
      expect(driftFindings(drift)).toEqual([]);
      expect(drift.between).toEqual([]);
    }
  });

  it('is a hand edit, a site that came and one that went, on the node that has HAFS', () => {
    const edited = seen('healthy', shared, { node1: away, node2: hafs(IS) });
    expect(keys(edited)).toEqual([`file-differs *:${SITE}`]);
    expect(driftFindings(edited)[0]).toMatchObject({ params: { node: 'node2' }, object: { node: 'node2' } });
    expect(keys(seen('healthy', shared.slice(0, 1), { node1: hafs(), node2: away }))).toEqual([
      `file-differs *:${SITE}`,
    ]);
    const went = seen('healthy', shared, { node1: hafs(null), node2: away });
    expect(went.items.find(({ path }) => path === SITE)).toMatchObject({
      state: 'differs',
      seenSha256: null,
      node: 'node1',
    });
  });

  it('is unknown, and no removal, while HAFS is mounted nowhere or its node is silent', () => {
    const nowhere = seen('healthy', shared, { node1: away, node2: away });
    expect(apache(nowhere)).toEqual([`*:${PORTS_CONF} node1 unknown`, `*:${SITE} node1 unknown`]);
    const silent = seen('node2-silent', shared, { node1: away, node2: hafs() });
    expect(apache(silent)).toEqual([`*:${PORTS_CONF} node2 unknown`, `*:${SITE} node2 unknown`]);
    expect(driftFindings(nowhere)).toEqual([]);
  });

  it('is not claimed of a link that leads to nothing where the rest of HAFS is', () => {
    const drift = seen('healthy', shared, {
      node1: { files: [{ path: SITE, sha256: WAS }], onHafs: [SITES], elsewhere: [PORTS_CONF] },
      node2: away,
    });
    expect(apache(drift)).toEqual([`*:${PORTS_CONF} node1 unknown`, `*:${SITE} node1 same`]);
  });

  it('is held against the node’s own where the files are its own', () => {
    const own = [note('node1', PORTS_CONF), note('node2', PORTS_CONF, null)];
    const file = (sha256: string) => ({ files: [{ path: PORTS_CONF, sha256 }] });
    expect(apache(seen('healthy', own, { node1: file(WAS) }))).toEqual([`node1:${PORTS_CONF} node1 same`]);
    expect(keys(seen('healthy', own, { node1: file(IS) }))).toEqual([
      `file-differs ${fileObject('node1', PORTS_CONF)}`,
    ]);
    // Apache2 was installed on the other node too: a file that came, and no difference between nodes before that.
    expect(keys(seen('healthy', own, { node1: file(WAS), node2: file(WAS) }))).toEqual([
      `file-differs ${fileObject('node2', PORTS_CONF)}`,
    ]);
  });

  it('is nothing at all on nodes without it, silent ones too', () => {
    const none = [note('node1', PORTS_CONF, null), note('node2', PORTS_CONF, null)];
    expect(apache(seen('healthy', none, {}))).toEqual([]);
    expect(apache(seen('node2-silent', none, {}))).toEqual([]);
  });

  it('waits for its first reading where a cluster was adopted before it was watched', () => {
    const drift = seen('healthy', [], { node1: hafs(), node2: away });
    expect(apache(drift)).toEqual([`*:${PORTS_CONF} node1 no-baseline`, `*:${SITE} node1 no-baseline`]);
    expect(driftFindings(drift)).toEqual([]);
  });
});

it('has words in both languages', () => expect(inconsistentMessages(driftMessages)).toEqual([]));
