import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import type { Command, Outcome } from '@/lib/base/command';
import { listAudit } from '@/lib/data/audit';
import {
  findConfigText,
  insertBaselines,
  loadBaselines,
  pruneConfigTexts,
  saveConfigText,
} from '@/lib/data/baselines';
import { database } from '@/lib/data/client';
import { loadDirectoryCluster } from '@/lib/data/clusters';
import { findPlan } from '@/lib/data/plans';
import { type ApachePlaces, COROSYNC_CONF, HAPROXY_CFG, PORTS_CONF } from '@/lib/host/config-files';
import { CIB_OBJECT, fileObject, ON_HAFS } from '@/lib/live/baseline';
import type { DirectoryCluster } from '@/lib/live/protocol';
import { parseCib } from '@/lib/pacemaker/cib';
import { steadyConfiguration } from '@/lib/pacemaker/cib-steady';
import type { PlanRecord } from '@/lib/plan/records';
import type { PlanStep } from '@/lib/plan/types';
import { acceptDrift, proposeReturn } from '@/lib/usecases/drift';
import { getDrift } from '@/lib/views/drift';
import { testDatabase } from '@/server/testing/database';
import type { Running } from '../access';
import { takeOverBaseline } from '../jobs/take-over';
import {
  approve,
  createActor,
  createCluster,
  createClusterRow,
  jobIn,
  propose,
  startWorker,
  until as untilGiven,
} from '../jobs/testing/stage';
import { LiveStore } from '../live/store';
import { startDriftWatcher } from './watcher';

/** What a cluster is held against: how it comes to be, who may change it, and what a job makes of it. */

testDatabase();

const until = (what: string, isSo: () => Promise<boolean>) =>
  untilGiven(async () => (await isSo()) || undefined, what);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const CFG = 'global\n\tmaxconn 1000\nlisten stats\n\tstats auth admin:geheim\n';
const EDITED = CFG.replace('1000', '2000');
const PORTS = 'Listen 192.168.10.100:80\n';
const PORTS_EDITED = 'Listen 80\n';
const RES = 'resource hafs {\n  net {\n    shared-secret "geheim";\n  }\n}\n';
const HAFS_RES = '/etc/drbd.d/hafs.res';

const running: Running[] = [];
let admin: Actor;
beforeEach(async () => {
  admin = await createActor('administrator');
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

function steadyOf(xml: string): string {
  const cib = parseCib(xml);
  const steady = cib.ok ? steadyConfiguration(cib.value.configurationText) : cib;
  if (!steady.ok) throw new Error(steady.error.what);
  return steady.value;
}

describe('what is found first', () => {
  let clusterId = '';
  let directory: DirectoryCluster;
  let files: Map<string, string>;
  let store: LiveStore;
  let fetched: string[];
  const read = (node = 'node1', places: ApachePlaces = {}) => {
    const id = directory.nodes.find(({ name }) => name === node)?.id ?? '';
    const value = {
      files: [...files].map(([path, text]) => ({ path, sha256: sha256(text) })),
      ...places,
    };
    store.setKnown(clusterId, id, 'configFiles', value, []);
  };

  beforeEach(async () => {
    clusterId = await createClusterRow();
    const found = await loadDirectoryCluster(clusterId);
    if (!found) throw new Error('no cluster');
    directory = found;
    files = new Map([
      [HAPROXY_CFG, CFG],
      [HAFS_RES, RES],
    ]);
    fetched = [];
    store = new LiveStore();
    running.push({ stop: async () => store.stop() });
    const run = async (_cluster: string, _node: string, { argv }: Command): Promise<Outcome> => {
      const path = argv.at(-1) ?? '';
      fetched.push(path);
      return {
        kind: 'exited',
        exitCode: 0,
        stdout: files.get(path) ?? '',
        stderr: '',
        truncated: false,
        durationMs: 1,
      };
    };
    const access = {
      directory: () => directory,
      state: () => store.state(),
      run,
      read: async () => Promise.reject(new Error('not asked')),
    };
    running.push(startDriftWatcher({ access, store, log: () => undefined }));
  });

  it('becomes the baseline, that a file is not there included; secrets stay on the node', async () => {
    read();
    await until('baselines', async () => (await loadBaselines(clusterId)).length === 4);
    const notes = new Map((await loadBaselines(clusterId)).map((note) => [note.object, note]));
    expect(notes.get(fileObject('node1', HAPROXY_CFG))).toMatchObject({
      sha256: sha256(CFG),
      origin: 'found',
    });
    expect(notes.get(fileObject('node1', COROSYNC_CONF))).toMatchObject({ sha256: null });
    expect(await findConfigText(clusterId, sha256(RES))).toContain('{{secret 1}}');
    const shown = { object: fileObject('node1', HAPROXY_CFG), before: sha256(CFG), after: sha256(CFG) };
    expect(JSON.stringify(await getDrift(admin, clusterId, shown))).not.toContain('geheim');
    expect(await getDrift(await createActor('faculty'), clusterId, shown)).toBeUndefined();
  });

  it('keeps its text however old it is; a text that nothing is held against goes after long', async () => {
    const [kept, gone, fresh] = ['listen a\n', 'listen b\n', 'listen c\n'];
    const old = new Date('2025-01-01T00:00:00Z');
    await insertBaselines(clusterId, [{ object: 'node1:/a', sha256: sha256(kept), origin: 'found' }]);
    for (const text of [kept, gone, fresh]) await saveConfigText(clusterId, sha256(text), text);
    await database().configText.updateMany({
      where: { sha256: { in: [kept, gone, fresh].map(sha256) } },
      data: { seenAt: old },
    });
    // Seen again: it is what a node has now.
    await saveConfigText(clusterId, sha256(fresh), fresh);
    await pruneConfigTexts(old.getTime() + 1);
    const left = await Promise.all(
      [kept, gone, fresh].map((text) => findConfigText(clusterId, sha256(text))),
    );
    expect(left).toEqual([kept, undefined, fresh]);
  });

  it('is not moved by what is found later; its text is fetched once', async () => {
    read();
    await until('baselines', async () => (await loadBaselines(clusterId)).length === 4);
    directory = { ...directory, baselines: await loadBaselines(clusterId) };
    files.set(HAPROXY_CFG, EDITED);
    files.set('/etc/drbd.d/new.res', 'resource new {\n}\n');
    read();
    await until('the new text', async () => (await findConfigText(clusterId, sha256(EDITED))) !== undefined);
    await until('the new file', async () => fetched.includes('/etc/drbd.d/new.res'));
    read();
    const notes = await loadBaselines(clusterId);
    expect(notes.map(({ object }) => object)).not.toContain(fileObject('node1', '/etc/drbd.d/new.res'));
    expect(notes.find(({ object }) => object.endsWith('haproxy.cfg'))?.sha256).toBe(sha256(CFG));
    expect(fetched.filter((path) => path === HAPROXY_CFG)).toHaveLength(2);
  });

  it('is the cluster’s where Apache2’s files lie on HAFS, and stays so in a failover', async () => {
    const onHafs = { onHafs: [PORTS_CONF, '/etc/apache2/sites-enabled'] };
    const elsewhere = { elsewhere: onHafs.onHafs };
    const object = fileObject(ON_HAFS, PORTS_CONF);
    const alone = new Map(files);
    const withApache = new Map([...files, [PORTS_CONF, PORTS]]);
    files = withApache;
    read('node1', onHafs);
    files = alone;
    read('node2', elsewhere);
    files = withApache;
    await until('both nodes', async () => (await loadBaselines(clusterId)).length === 7);
    const notes = await loadBaselines(clusterId);
    expect(notes.find((note) => note.object === object)).toMatchObject({
      sha256: sha256(PORTS),
      origin: 'found',
    });
    expect(notes.filter((note) => note.object.endsWith('ports.conf'))).toHaveLength(1);
    // Over to the other node, where somebody then edits it.
    directory = { ...directory, baselines: notes };
    files = alone;
    read('node1', elsewhere);
    files = withApache;
    files.set(PORTS_CONF, PORTS_EDITED);
    read('node2', onHafs);
    await until(
      'the edit',
      async () => (await findConfigText(clusterId, sha256(PORTS_EDITED))) !== undefined,
    );
    expect(await loadBaselines(clusterId)).toEqual(notes);
    const shown = {
      clusterId,
      object,
      node: 'node2',
      baselineSha256: sha256(PORTS),
      seenSha256: sha256(PORTS_EDITED),
    };
    const place = { object, before: shown.baselineSha256, after: shown.seenSha256 };
    expect(await getDrift(admin, clusterId, place)).toEqual({ before: PORTS, after: PORTS_EDITED });
    const made = await proposeReturn(admin, shown);
    expect((await findPlan(made.ok ? made.value : ''))?.intent).toMatchObject({
      kind: 'edit-file',
      tool: 'apache',
      files: [{ node: 'node2', path: PORTS_CONF, baseSha256: shown.seenSha256, text: PORTS }],
    });
    expect(await acceptDrift(admin, shown, 'every address')).toEqual({ ok: true, value: null });
    const held = (await loadBaselines(clusterId)).find((note) => note.object === object);
    expect(held).toMatchObject({ sha256: sha256(PORTS_EDITED), origin: 'accepted' });
  });
});

describe('a person', () => {
  let clusterId = '';
  const object = fileObject('node1', HAPROXY_CFG);
  const shown = () => ({ clusterId, object, baselineSha256: sha256(CFG), seenSha256: sha256(EDITED) });
  const baseline = async () => (await loadBaselines(clusterId)).find((note) => note.object === object);

  beforeEach(async () => {
    clusterId = await createClusterRow();
    await saveConfigText(clusterId, sha256(CFG), CFG);
    await saveConfigText(clusterId, sha256(EDITED), EDITED);
    await insertBaselines(clusterId, [{ object, sha256: sha256(CFG), origin: 'found' }]);
  });

  it('adopts what was shown, with a reason, on record', async () => {
    const operator = await createActor('operator');
    expect(await acceptDrift(operator, shown(), ' more load ')).toEqual({ ok: true, value: null });
    expect(await baseline()).toMatchObject({
      sha256: sha256(EDITED),
      origin: 'accepted',
      who: operator.name,
      why: 'more load',
    });
    const [entry] = await listAudit({ limit: 1, filter: { action: 'baseline.accept' } });
    expect(entry).toMatchObject({ actorId: operator.id, phase: 'outcome', objectName: object });
  });

  it('is refused without the role, and that is on record too', async () => {
    for (const role of ['viewer', 'faculty'] as const) {
      const actor = await createActor(role);
      const forbidden = { ok: false, error: { problem: 'forbidden' } };
      expect(await acceptDrift(actor, shown(), 'because')).toMatchObject(forbidden);
      expect(await proposeReturn(actor, shown())).toMatchObject(forbidden);
      const entries = await listAudit({ limit: 5, filter: { actorId: actor.id } });
      expect(entries.map(({ phase }) => phase)).toEqual(['refused', 'refused']);
    }
    expect((await baseline())?.sha256).toBe(sha256(CFG));
  });

  it('is refused when the baseline is another by now, of two at once exactly one', async () => {
    const both = await Promise.all([acceptDrift(admin, shown(), 'one'), acceptDrift(admin, shown(), 'two')]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const late = { ok: false, error: { problem: 'not-what-was-shown' } };
    expect(await acceptDrift(admin, shown(), 'three')).toMatchObject(late);
    expect(await proposeReturn(admin, shown())).toMatchObject(late);
  });

  it('cannot adopt what Haven never saw, nor without a reason', async () => {
    expect(await acceptDrift(admin, { ...shown(), seenSha256: 'f'.repeat(64) }, 'because')).toMatchObject({
      error: { problem: 'not-found' },
    });
    expect(await acceptDrift(admin, shown(), '  x ')).toMatchObject({ error: { problem: 'reason-missing' } });
  });

  it('has it planned back as an ordinary proposal, bound to the text that was shown', async () => {
    const made = await proposeReturn(admin, shown());
    const plan = await findPlan(made.ok ? made.value : '');
    expect(plan).toMatchObject({
      status: 'proposing',
      proposedById: admin.id,
      intent: {
        kind: 'edit-file',
        files: [{ node: 'node1', baseSha256: sha256(EDITED), text: CFG, sha256: sha256(CFG) }],
      },
    });
    expect((await baseline())?.sha256).toBe(sha256(CFG));
  });

  it('is told that no plan writes corosync.conf', async () => {
    const corosync = fileObject('node1', COROSYNC_CONF);
    await insertBaselines(clusterId, [{ object: corosync, sha256: sha256(CFG), origin: 'found' }]);
    expect(await proposeReturn(admin, { ...shown(), object: corosync })).toMatchObject({
      error: { problem: 'not-plannable' },
    });
    expect(await database().plan.count({ where: { clusterId } })).toBe(0);
  });
});

describe('a job', () => {
  const STANDBY = { kind: 'node-standby', node: 'node1' } as const;
  const stickiness = (xml: string) => xml.replace('value="200"', 'value="100"');

  it('makes its own change the baseline, and leaves what somebody changed before as drift', async () => {
    const cluster = await createCluster();
    const { clusterId } = cluster;
    const adopted = steadyOf(cluster.cib);
    await saveConfigText(clusterId, sha256(adopted), adopted);
    await insertBaselines(clusterId, [{ object: CIB_OBJECT, sha256: sha256(adopted), origin: 'found' }]);
    cluster.editByHand(stickiness);
    running.push(await startWorker(cluster));
    const plan = await propose(admin, cluster, STANDBY);
    expect((await jobIn(await approve(admin, plan), 'succeeded', 'failed')).status).toBe('succeeded');
    const [note] = await loadBaselines(clusterId);
    expect(note).toMatchObject({ origin: 'job', planId: plan.id, who: admin.name });
    const text = await findConfigText(clusterId, note?.sha256 ?? '');
    expect(text).toContain('name="standby"');
    expect(text).toContain('value="200"');
    const seen = steadyOf(cluster.cib);
    expect(seen).toContain('value="100"');
    await saveConfigText(clusterId, sha256(seen), seen);
    const detail = await getDrift(admin, clusterId, {
      object: CIB_OBJECT,
      before: note?.sha256 ?? null,
      after: sha256(seen),
    });
    expect(detail?.differences?.map(({ change, attributes }) => [change, attributes[0]?.after])).toEqual([
      ['changed', '100'],
    ]);
    // And back: a plan of the one edit, after which nothing differs.
    const back = await proposeReturn(admin, {
      clusterId,
      object: CIB_OBJECT,
      baselineSha256: note?.sha256 ?? null,
      seenSha256: sha256(seen),
    });
    await until('the plan', async () => (await findPlan(back.ok ? back.value : ''))?.status === 'proposed');
    const returning = await findPlan(back.ok ? back.value : '');
    if (!returning) throw new Error('no plan');
    await jobIn(await approve(admin, returning), 'succeeded');
    expect(sha256(steadyOf(cluster.cib))).toBe(note?.sha256);
    expect((await loadBaselines(clusterId))[0]?.sha256).toBe(note?.sha256);
  });

  it('makes its file of Apache2 on HAFS the baseline, whichever node it ran on', async () => {
    const clusterId = await createClusterRow();
    const object = fileObject(ON_HAFS, PORTS_CONF);
    await saveConfigText(clusterId, sha256(PORTS), PORTS);
    const nowhere = {
      object: fileObject('node2', HAPROXY_CFG),
      sha256: sha256(PORTS),
      origin: 'found',
    } as const;
    await insertBaselines(clusterId, [{ object, sha256: sha256(PORTS), origin: 'found' }, nowhere]);
    const step = {
      node: 'node2',
      action: {
        kind: 'write-file',
        path: PORTS_CONF,
        baseSha256: sha256(PORTS),
        sha256: sha256(PORTS_EDITED),
        text: PORTS_EDITED,
        check: ['true'],
      },
    } as unknown as PlanStep;
    const record = { id: 'p1', clusterId } as PlanRecord;
    await database().$transaction((tx) => takeOverBaseline(tx, record, step, 'Kim'));
    const notes = await loadBaselines(clusterId);
    expect(notes).toHaveLength(2);
    expect(notes.find((note) => note.object === object)).toMatchObject({
      sha256: sha256(PORTS_EDITED),
      origin: 'job',
      planId: 'p1',
      who: 'Kim',
    });
    expect(notes.find((note) => note.object === nowhere.object)).toMatchObject(nowhere);
    expect(await findConfigText(clusterId, sha256(PORTS_EDITED))).toBe(PORTS_EDITED);
  });

  it('that is refused as out of date says what was changed at the command line, object by object', async () => {
    const cluster = await createCluster();
    const first = await startWorker(cluster);
    const plan = await propose(admin, cluster, STANDBY);
    await first.stop();
    cluster.editByHand(stickiness);
    const jobId = await approve(admin, plan);
    running.push(await startWorker(cluster));
    const job = await jobIn(jobId, 'failed');
    expect(job.result.problem?.id).toBe('stale');
    expect(job.result.problem?.configuration).toMatchObject([
      { change: 'changed', attributes: [{ before: '200', after: '100' }] },
    ]);
    expect(cluster.applied).toEqual([]);
  });
});
