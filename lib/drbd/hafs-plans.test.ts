import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backingAt, growBacking, removeBacking } from '@/lib/host/backing-steps';
import { pacemakerPart } from './hafs-build';
import { planGrow, planOptions, planRepair, planVerify } from './hafs-change';
import { planConnection } from './hafs-connection';
import { type CreateHafs, planCreate } from './hafs-create';
import { planRemove } from './hafs-remove';
import { renderHafsPlan } from './hafs-render';
import type { HafsPlan } from './hafs-steps';
import { rateEdits } from './res-edits';
import { parseResFile } from './res-file';
import { renderResource } from './res-render';

const GIB = 1024 ** 3;
const folder = new URL('./scenarios/', import.meta.url);

/** The plan's text is the promise: what an operator would review. `UPDATE_GOLDEN=1` writes it anew. */
function golden(name: string, plan: HafsPlan): void {
  const text = renderHafsPlan(plan);
  const file = new URL(`${name}.txt`, folder);
  mkdirSync(folder, { recursive: true });
  if (process.env.UPDATE_GOLDEN === '1' || !existsSync(file)) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const host = (n: number) => ({ name: `node${n}`, address: `10.10.0.${n}`, port: 7788, nodeId: n - 1 });
const place = {
  kind: 'volume-group',
  group: 'vg_nvme',
  extentBytes: 4 * 1024 ** 2,
  freeBytes: 100 * GIB,
} as const;
const backing = backingAt(place, 20 * GIB, 'hafs', 'vg_nvme');
const PAIR: CreateHafs = {
  generation: '8.4',
  source: 'node1',
  filesystem: { type: 'xfs', directory: '/srv/hafs' },
  backing: { node1: backing, node2: backing },
  description: {
    name: 'hafs',
    protocol: 'C',
    protection: { kind: 'fencing', timeoutSeconds: 180 },
    hosts: [host(1), host(2)],
    volumes: [
      {
        volume: 0,
        minor: 0,
        disks: { node1: backing.device, node2: backing.device },
        metadata: 'internal',
      },
    ],
    options: { 'net.verify-alg': 'crc32c', 'disk.on-io-error': 'detach', 'disk.c-max-rate': '400M' },
    handlers: {},
    sharedSecret: 'hunter2 is secret',
  },
};
const partition = (path: string) =>
  backingAt(
    {
      kind: 'partition',
      disk: path.replace(/p\d+$/, ''),
      path,
      startSector: 2048,
      sectorBytes: 512,
      freeBytes: 30 * GIB,
    },
    20 * GIB,
    'hafs',
    'vg',
  );
const [at1, at2] = [partition('/dev/nvme0n1p3'), partition('/dev/nvme1n1p1')];
const TRIO: CreateHafs = {
  ...PAIR,
  generation: '9',
  maxPeers: 2,
  filesystem: { type: 'ext4', directory: '/srv/hafs' },
  skipFirstSync: 'both-read-as-zeros',
  backing: { node1: at1, node2: at2 },
  description: {
    ...PAIR.description,
    protection: { kind: 'quorum', onNoQuorum: 'io-error' },
    hosts: [host(1), host(2), host(3)],
    volumes: [{ volume: 0, minor: 0, disks: { node1: at1.device, node2: at2.device }, metadata: 'internal' }],
  },
};
const RES = must(renderResource({ ...PAIR.description }, '8.4'));
const RES9 = must(renderResource({ ...TRIO.description }, '9'));

describe('the plan to', () => {
  it('make a HAFS on 8.4', () => golden('create-84', must(planCreate(PAIR))));
  it('make a HAFS on 9 with a tiebreaker, without first synchronisation', () =>
    golden('create-9-tiebreaker', must(planCreate(TRIO))));

  it.each(['8.4', '9'] as const)('grow a HAFS on %s', (generation) => {
    const grow = {
      step: growBacking('vg_nvme', 'hafs', 40 * GIB, 4 * 1024 ** 2),
      sizeBytes: 40 * GIB,
    };
    golden(
      `grow-${generation.replace('.', '')}`,
      must(
        planGrow({
          resource: 'hafs',
          volume: 0,
          minor: 0,
          generation,
          maxPeers: 2,
          grow: { node1: grow, node2: grow },
          primary: 'node1',
          filesystem: { type: generation === '9' ? 'ext4' : 'xfs', directory: '/srv/hafs' },
        }),
      ),
    );
  });

  it('change rates on 8.4', () =>
    golden(
      'options-84',
      must(
        planOptions({
          resource: 'hafs',
          nodes: {
            node1: { text: RES, generation: '8.4', mode: 0o644 },
            node2: { text: RES, generation: '8.4', mode: 0o644 },
          },
          order: ['node2', 'node1'],
          edits: rateEdits({ kind: 'resource', name: 'hafs' }, { 'c-max-rate': '200M', 'c-min-rate': '20M' }),
          approved: 'options',
        }),
      ),
    ));

  it('change rates on 9', () =>
    golden(
      'options-9',
      must(
        planOptions({
          resource: 'hafs',
          nodes: {
            node1: { text: RES9, generation: '9', mode: 0o644 },
            node2: { text: RES9, generation: '9', mode: 0o644 },
          },
          order: ['node2', 'node1'],
          edits: rateEdits({ kind: 'resource', name: 'hafs' }, { 'c-max-rate': '200M' }),
          approved: 'options',
        }),
      ),
    ));

  const verify = { resource: 'hafs', volume: 0, secondary: 'node2', peer: 'node1' } as const;
  it('compare and repair on 8.4', () => {
    golden('verify-84', planVerify({ ...verify, generation: '8.4' }));
    golden('repair-84', planRepair({ ...verify, generation: '8.4', canKeepBitmap: false }));
  });
  it('compare and repair on 9', () => {
    golden('verify-9', planVerify({ ...verify, generation: '9' }));
    golden('repair-9', planRepair({ ...verify, generation: '9', canKeepBitmap: true }));
  });

  it.each(['8.4', '9'] as const)('remove a HAFS on %s and keep one copy', (generation) =>
    golden(
      `remove-${generation.replace('.', '')}`,
      must(
        planRemove({
          resource: 'hafs',
          generation,
          ...(generation === '9'
            ? {}
            : { pacemaker: pacemakerPart('hafs', ['node1', 'node2'], PAIR.filesystem) }),
          files: { node1: RES, node2: RES },
          keep: 'node1',
          wipe: { node2: { device: backing.device, minor: 0, steps: [removeBacking('vg_nvme', 'hafs')] } },
        }),
      ),
    ),
  );

  it.each(['connect', 'disconnect', 'pause-sync', 'resume-sync'] as const)('%s', (change) =>
    golden(change, planConnection('node2', 'hafs', change)),
  );
});

describe('a plan', () => {
  const all = [must(planCreate(PAIR)), must(planCreate(TRIO))];
  it('has unique step ids, and reads in Korean without gaps', () => {
    for (const plan of all) {
      const ids = plan.steps.map((step) => step.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(renderHafsPlan(plan, 'ko')).not.toMatch(/\{(object|node)\}/);
    }
  });

  it('shows no secret', () => {
    for (const plan of all) expect(renderHafsPlan(plan)).not.toContain('hunter2');
  });

  it('proves a device blank before each create-md, and forces nothing but the first synchronisation', () => {
    for (const { steps } of all) {
      for (const [at, step] of steps.entries()) {
        if (step.kind !== 'run') continue;
        if (step.command.argv.includes('create-md')) {
          expect(steps[at - 1]?.goal.kind).toBe('blank');
          expect(steps[at - 1]?.node).toBe(step.node);
        }
        const isForced = step.command.argv.some((word) => /force|^-f$|^-F$/.test(word));
        expect(isForced).toBe(step.title === 'step-first-sync');
      }
    }
  });

  it('writes the same file everywhere, and one our own parser reads', () => {
    for (const { steps } of all) {
      const contents = steps.flatMap((step) => (step.kind === 'write-file' ? [step.content] : []));
      expect(new Set(contents).size).toBe(1);
      expect(parseResFile(contents[0] ?? '').ok).toBe(true);
    }
  });

  it('never mounts: Pacemaker does', () => {
    for (const { steps } of all)
      for (const step of steps) if (step.kind === 'run') expect(step.command.argv).not.toContain('mount');
  });
});

describe('a plan is refused', () => {
  const codes = (change: Partial<CreateHafs>) => {
    const plan = planCreate({ ...PAIR, ...change });
    return plan.ok ? [] : plan.error.map(({ code }) => code);
  };
  it.each([
    [
      'devices of different size',
      { backing: { node1: backing, node2: { ...backing, sizeBytes: 1 } } },
      'size-mismatch',
    ],
    ['a device nobody prepared', { backing: { node1: backing } }, 'backing-mismatch'],
    ['a source without disk', { source: 'node9' }, 'not-a-source'],
    ['a mount point by way of ..', { filesystem: { type: 'xfs', directory: '/srv/../etc' } }, 'bad-name'],
    ['the wrong generation', { description: TRIO.description, backing: TRIO.backing }, 'host-count'],
  ] as const)('for %s', (_what, change, code) => {
    expect(codes(change as unknown as Partial<CreateHafs>)).toContain(code);
  });

  it('when the kept copy would be wiped, or is nowhere', () => {
    const request = { resource: 'hafs', generation: '9', files: { node1: '', node2: '' }, wipe: {} } as const;
    expect(planRemove({ ...request, keep: 'node3' })).toMatchObject({ error: { code: 'nothing-kept' } });
    const wipe = { node1: { device: '/dev/x', minor: 0, steps: [] } };
    expect(planRemove({ ...request, keep: 'node1', wipe })).toMatchObject({
      error: { code: 'kept-is-wiped' },
    });
  });

  it('and is empty when the files already say so', () => {
    const plan = planOptions({
      resource: 'hafs',
      nodes: { node1: { text: RES, generation: '8.4', mode: 0o644 } },
      order: ['node1'],
      edits: rateEdits({ kind: 'resource', name: 'hafs' }, { 'c-max-rate': '400M' }),
      approved: 'options',
    });
    expect(must(plan).steps).toEqual([]);
  });
});
