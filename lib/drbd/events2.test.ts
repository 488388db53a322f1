import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import { parseEvents2Line } from './events2-line';
import { Events2Model, parseEvents2Now } from './events2-model';

const corpus = new URL('../../../shared/corpus/drbd/', import.meta.url);
const hasCorpus = existsSync(corpus);
if (!hasCorpus) console.warn('skipped: the corpus of DRBD streams is not here');
const vectors = hasCorpus ? readdirSync(corpus).filter((name) => name.startsWith('events2-')) : [];
const vector = (name: string): string => readFileSync(new URL(name, corpus), 'utf8');

function fold(text: string): Events2Model {
  const model = new Events2Model();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const parsed = parseEvents2Line(line);
    if (!parsed.ok) throw new Error(`${parsed.error.what}: ${line}`);
    model.apply(parsed.value);
  }
  return model;
}

/** Every field of `part`, at any depth, is the same in `whole`: statistics are only in the richer stream. */
const expectWithin = (part: unknown, whole: unknown): void => expect(whole).toMatchObject(part as object);

describe('events2 lines', () => {
  it('splits at the first colon only, so addresses survive', () => {
    const line =
      'exists path name:r peer-node-id:1 conn-name:n local:ipv6:[fe80::1]:7789 peer:ipv4:5.6.7.8:7790 established:no';
    const parsed = parseEvents2Line(line);
    if (!parsed.ok || parsed.value.kind !== 'event') throw new Error('refused');
    expect(parsed.value.fields.get('local')).toBe('ipv6:[fe80::1]:7789');
    expect(parsed.value.fields.get('peer')).toBe('ipv4:5.6.7.8:7790');
  });

  it('reads the timestamp in its own time zone', () => {
    const parsed = parseEvents2Line('2026-11-22T21:18:05.312648+09:00 destroy resource name:r');
    if (!parsed.ok || parsed.value.kind !== 'event') throw new Error('refused');
    expect(parsed.value.at).toBe(Date.UTC(2026, 10, 22, 12, 18, 5, 312));
  });

  it('tolerates keys and objects of newer tools', () => {
    expect(parseEvents2Line('change device name:r volume:0 minor:0 shiny:very').ok).toBe(true);
    expect(parseEvents2Line('exists new-thing name:r colour:blue')).toEqual({
      ok: true,
      value: { kind: 'other' },
    });
  });

  it.each([
    ['coloured', 'change resource name:r role:\u001b[1;36mPrimary\u001b[0m'],
    ['--diff', 'change resource name:r role:Secondary->Primary'],
    ['two lines run together', 'change resource name:r role:Primarychange resource name:r role:Secondary'],
    ['without identity', 'change peer-device name:r volume:0 replication:Off'],
    ['cut in a key', 'change resource name:r rol'],
    ['not a number', 'change peer-device name:r peer-node-id:1 conn-name:p volume:0 out-of-sync:many'],
    ['more than everything', 'change peer-device name:r peer-node-id:1 conn-name:p volume:0 done:137.00'],
    ['born without state', 'exists device name:r volume:0'],
    ['a shell', 'bash: drbdsetup: command not found'],
    ['binary', '\u0000\u0001\u0002'],
  ])('refuses a line that is %s', (_what, line) => {
    expect(parseEvents2Line(line).ok).toBe(false);
  });

  it('becomes unreliable when messages were skipped', () => {
    expect(fold('exists -\n- skipped 3\n').problem).toContain('3');
  });

  it('becomes unreliable when something unknown changes or goes', () => {
    const start = 'exists resource name:r role:Secondary suspended:no\nexists -\n';
    for (const line of [
      'change resource name:other role:Primary',
      'destroy resource name:other',
      'change device name:r volume:0 minor:0 disk:UpToDate',
      'destroy connection name:r peer-node-id:1 conn-name:p',
      'create peer-device name:r peer-node-id:1 conn-name:p volume:0 replication:Off peer-disk:DUnknown resync-suspended:no',
    ]) {
      expect(fold(start + line).problem, line).toBeDefined();
    }
  });

  it('follows a rename', () => {
    const model = fold(
      'exists resource name:a role:Primary suspended:no\nexists -\nrename resource name:a new_name:b\n',
    );
    expect(model.resources()).toMatchObject([{ role: 'Primary' }]);
    expect(model.problem).toBeUndefined();
    expect(model.resources()[0]?.name).toBe('b');
  });

  it('forgets the progress of a resync that has ended', () => {
    const start =
      'exists resource name:r role:Primary suspended:no\n' +
      'exists connection name:r peer-node-id:1 conn-name:p connection:Connected role:Secondary\n' +
      'exists peer-device name:r peer-node-id:1 conn-name:p volume:0 replication:SyncSource peer-disk:Inconsistent resync-suspended:no done:37.50 dbdt1:0.24 eta:10\n' +
      'exists -\n';
    const progress = (text: string) => fold(text).resources()[0]?.connections[0]?.peerDevices[0]?.progress;
    expect(progress(start)).toEqual({ percent: 37.5, etaSeconds: 10, rateKiBps: 246, stalled: false });
    const change = 'change peer-device name:r peer-node-id:1 conn-name:p volume:0 ';
    expect(progress(`${start}${change}done:50.00 dbdt1:0.00 eta:nan`)).toEqual({
      percent: 50,
      rateKiBps: 0,
      stalled: true,
    });
    expect(progress(`${start}${change}replication:Established peer-disk:UpToDate`)).toBeUndefined();
  });
});

describe('a dump of events2 --now', () => {
  const healthy = 'exists resource name:r role:Secondary suspended:no\nexists -\n';

  it('is empty and complete on a node without resources', () => {
    expect(parseEvents2Now('exists -\n')).toEqual({ ok: true, value: [] });
  });

  it.each([
    ['nothing', ''],
    ['no end', 'exists resource name:r role:Secondary suspended:no\n'],
    ['text after the end', `${healthy}change resource name:r role:Primary\n`],
    ['a change inside', `change resource name:r role:Primary\n${healthy}`],
    ['a skipped message', `- skipped 1\n${healthy}`],
    ['an error message', `Could not connect to 'drbd' generic netlink family\n${healthy}`],
    ['a child without its parent', 'exists device name:r volume:0 minor:0 disk:UpToDate\nexists -\n'],
  ])('is refused with %s', (_what, text) => {
    expect(parseEvents2Now(text).ok).toBe(false);
  });
});

describe('recorded streams', () => {
  it.each(['node1', 'node2'])('fold to the state after the last line, seen from %s', (node) => {
    const text = readFileSync(new URL(`./fixtures/events2-stream-84-${node}.txt`, import.meta.url), 'utf8');
    const model = fold(text);
    expect(model.problem).toBeUndefined();
    expect(model.isComplete).toBe(true);
    expect(model.resources()).toMatchObject([
      {
        name: 'r0',
        role: 'Secondary',
        devices: [{ disk: 'UpToDate' }],
        connections: [
          {
            connection: 'Connected',
            peerDevices: [{ replication: 'Established', peerDisk: 'UpToDate', outOfSyncKiB: 0 }],
          },
        ],
      },
    ]);
  });
});

describe.skipIf(!hasCorpus)("drbd-utils' own vectors", () => {
  const coloured = vectors.filter((name) => vector(name).includes('^[['));
  const diffs = vectors.filter((name) => name.includes('-diff'));
  const plain = vectors.filter((name) => !coloured.includes(name) && !diffs.includes(name));

  it('are there', () => {
    expect(plain.length).toBeGreaterThan(15);
    expect(diffs.length).toBeGreaterThan(0);
    expect(coloured.length).toBeGreaterThan(0);
  });

  it.each(plain)('%s folds without doubt', (name) => {
    expect(fold(vector(name)).problem).toBeUndefined();
  });

  it.each([...diffs, ...coloured])('%s is refused: Haven never asks for it', (name) => {
    expect(() => fold(vector(name))).toThrow();
  });

  it('give the same state plain, with statistics and in full', () => {
    const of = (kind: string) => fold(vector(`events2-all-create-change.${kind}.txt`)).resources();
    expectWithin(of('1-plain'), of('4-full'));
    expectWithin(of('1-plain'), of('3-stat'));
    expect(of('3-stat')).toEqual(of('4-full'));
    expectWithin(
      fold(vector('events2-sync.1-plain.txt')).resources(),
      fold(vector('events2-sync.2-stat.txt')).resources(),
    );
  });

  it('end where they say', () => {
    expect(fold(vector('events2-all-create-destroy.1-plain.txt')).resources()).toEqual([]);
    expect(
      fold(vector('events2-sync.2-stat.txt')).resources()[0]?.connections[0]?.peerDevices[0]?.progress,
    ).toEqual({
      percent: 37.5,
      etaSeconds: 10,
      rateKiBps: 246,
      stalled: false,
    });
    expect(fold(vector('events2-may-promote-quorum.1-plain.txt')).resources()[0]?.devices[0]?.quorum).toBe(
      false,
    );
  });
});

describe('any stream', () => {
  const disks = ['UpToDate', 'Inconsistent', 'Outdated', 'Diskless'];
  const replications = ['Established', 'Off', 'SyncSource', 'SyncTarget'];
  const step = fc.record({
    role: fc.constantFrom('Primary', 'Secondary'),
    disk: fc.constantFrom(...disks),
    replication: fc.constantFrom(...replications),
    changes: fc.subarray(['role', 'disk', 'replication'] as const),
  });

  /** The same history as a stream that prints what changed, and as one that prints everything each time. */
  function streams(
    steps: readonly { role: string; disk: string; replication: string; changes: readonly string[] }[],
  ) {
    const now = { role: 'Secondary', disk: 'Diskless', replication: 'Off' };
    const lines = { plain: birth(now), full: birth(now) };
    for (const next of steps) {
      for (const change of next.changes as (keyof typeof now)[]) {
        now[change] = next[change];
        const { object, key } = {
          role: { object: 'resource name:r', key: 'role' },
          disk: { object: 'device name:r volume:0 minor:0', key: 'disk' },
          replication: {
            object: 'peer-device name:r peer-node-id:1 conn-name:p volume:0',
            key: 'replication',
          },
        }[change];
        const rest = {
          role: ' suspended:no',
          disk: ' client:no quorum:yes',
          replication: ' peer-disk:UpToDate resync-suspended:no',
        }[change];
        lines.plain.push(`change ${object} ${key}:${now[change]}`);
        lines.full.push(`change ${object} ${key}:${now[change]}${rest}`);
      }
    }
    return lines;
  }
  const birth = (now: { role: string; disk: string; replication: string }): string[] => [
    `exists resource name:r role:${now.role} suspended:no`,
    'exists connection name:r peer-node-id:1 conn-name:p connection:Connected role:Secondary',
    `exists device name:r volume:0 minor:0 disk:${now.disk} client:no quorum:yes`,
    `exists peer-device name:r peer-node-id:1 conn-name:p volume:0 replication:${now.replication} peer-disk:UpToDate resync-suspended:no`,
    'exists -',
  ];

  it('folds to the same state whether it prints changes or everything', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { plain, full } = streams(steps);
        expect(fold(plain.join('\n')).resources()).toEqual(fold(full.join('\n')).resources());
      }),
    );
  });
});
