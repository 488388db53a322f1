import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '@/lib/i18n/define';
import { answerOf } from './answer';
import { evaluateGuards, GUARDS } from './guards';
import { FACTS_FRESH_MS } from './guards-cluster';
import { planMessages } from './messages';
import type { NodeFile, ScenarioFile } from './testing/scenario';
import { planScenario, readChange, readWorld } from './testing/world';
import { planWords } from './words-in';

const ROOT = join(import.meta.dirname, 'scenarios');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const load = (name: string) => {
  const file = JSON.parse(readFileSync(join(ROOT, name, 'input.json'), 'utf8')) as ScenarioFile;
  return { file, cib: readFileSync(join(ROOT, name, file.cib), 'utf8') };
};
const names = readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const plans = names.map((name) => {
  const { file, cib } = load(name);
  return { name, plan: planScenario(file, cib, sha256) };
});

const NEVER = ['service-on-hafs', 'fence-gone', 'verify-clean', 'simulated', 'nothing-blocked'];

describe('guards', () => {
  it('are each seen not to hold in some scenario', () => {
    const seen = new Set(
      plans.flatMap(({ plan }) =>
        plan.guards.filter((guard) => guard.verdict !== 'pass').map((guard) => guard.id),
      ),
    );
    // Those of a new cluster have worlds of their own (build-cluster.test.ts).
    const never = GUARDS.filter(({ appliesTo }) => appliesTo.some((kind) => kind !== 'build-cluster'))
      .map((guard) => guard.id)
      .filter((id) => !seen.has(id));
    // These need a broken tool or configuration; the cases below break them.
    expect(never).toEqual(NEVER);
  });

  it('all have words, in both languages, that name what blocks', () => {
    for (const locale of LOCALES) {
      const words = planWords(locale);
      for (const { id, invariant, level } of GUARDS) {
        expect(planMessages[locale]).toHaveProperty([`guard-${id}`]);
        const said = words.objection({
          id,
          invariant,
          level,
          verdict: 'fail',
          objects: ['node7 hafs/0'],
          params: { base: '0.1' },
        });
        expect(said, `${locale} ${id}`).toContain('node7 hafs/0');
      }
    }
  });

  it('refuse when any single reading is missing or old', () => {
    const { file, cib } = load('standby-healthy');
    for (const source of ['host', 'drbd', 'pacemaker', 'cib', 'corosync'])
      for (const why of ['timed-out', 'unparsable', 'stale'] as const) {
        const nodes = {
          ...file.nodes,
          node2: { ...(file.nodes.node2 as NodeFile), unknown: { [source]: why } },
        };
        const isSlow = source === 'host' && why === 'stale';
        const plan = planScenario({ ...file, nodes }, cib, sha256);
        expect(answerOf(plan.guards), `${source} ${why}`).toBe(isSlow ? 'confirm' : 'refused');
      }
  });

  it('do not take a slow answer for an old one, and a round of minutes for no moment at all', () => {
    const { file, cib } = load('standby-healthy');
    const judge = (readSince: number, observedAt: number) => {
      const world = readWorld(file, cib, sha256);
      const nodes = world.nodes.map((node) => ({
        ...node,
        drbd: { ...node.drbd, observedAt: world.now - observedAt },
      }));
      const slow = { ...world, nodes, readSince: world.now - readSince };
      return evaluateGuards({ intent: file.intent, world: slow }).find((guard) => guard.id === 'facts-known')
        ?.verdict;
    };
    expect(judge(40_000, 38_000)).toBe('pass');
    expect(judge(1_000, 14_000)).toBe('pass');
    expect(judge(1_000, FACTS_FRESH_MS + 1_000)).toBe('unknown');
    expect(judge(90_000, 80_000)).toBe('unknown');
  });

  it('refuse a service on HAFS whose rules did not come out', () => {
    const { file, cib } = load('protect-active-standby');
    const world = readWorld(file, cib, sha256);
    const told = (after: typeof world.cib) => {
      const change = { ...readChange(file.change as NonNullable<ScenarioFile['change']>), after };
      const guards = evaluateGuards({ intent: file.intent, world, change });
      return guards.find((guard) => guard.id === 'service-on-hafs');
    };
    expect(told(world.cib)).toMatchObject({
      verdict: 'fail',
      objects: ['colocation: notes → fs_hafs', 'order: notes → fs_hafs'],
    });
    expect(told({ ...world.cib, resources: [] })?.verdict).toBe('unknown');
  });

  it('do not let a person bury a node that another one still sees', () => {
    const { file, cib } = load('fence-confirm');
    const world = readWorld(file, cib, sha256);
    const [first] = world.nodes;
    if (first?.pacemaker.state !== 'known') throw new Error('not recorded');
    const view = first.pacemaker.value;
    const seen = view.nodes.map((node) => (node.name === 'node2' ? { ...node, online: true } : node));
    const nodes = [
      { ...first, pacemaker: { ...first.pacemaker, value: { ...view, nodes: seen } } },
      ...world.nodes.slice(1),
    ];
    const judge = (facts: typeof world) =>
      evaluateGuards({ intent: file.intent, world: facts }).find((guard) => guard.id === 'fence-gone')
        ?.verdict;
    expect(judge(world)).toBe('pass');
    expect(judge({ ...world, nodes })).toBe('fail');
  });

  it('refuse when the simulator or the verifier gave no answer, and when they object', () => {
    const { file, cib } = load('move-vip');
    const change = file.change as NonNullable<ScenarioFile['change']>;
    const refusedBy = (changed: Partial<typeof change>) =>
      planScenario({ ...file, change: { ...change, ...changed } }, cib, sha256).guards.flatMap((guard) =>
        guard.level === 'deny' && guard.verdict !== 'pass' ? [guard.id] : [],
      );
    expect(refusedBy({})).toEqual([]);
    expect(refusedBy({ newVerifyLines: 'unknown' })).toEqual(['verify-clean']);
    expect(refusedBy({ newVerifyLines: ['error: no such resource'] })).toEqual(['verify-clean']);
    expect(refusedBy({ simulation: { unknown: 'timed-out' } })).toContain('simulated');
    expect(refusedBy({ afterLoss: { node1: { unknown: 'timed-out' } } })).toEqual(['simulated']);
    const { simulation } = change;
    if ('unknown' in simulation) throw new Error('no simulation recorded');
    expect(
      refusedBy({ simulation: { ...simulation, fencing: [{ target: 'node2', task: 'reboot' }] } }),
    ).toEqual(['no-fencing']);
    expect(
      refusedBy({
        simulation: { ...simulation, actions: [{ action: 'stop', resource: 'fs', blocked: true }] },
      }),
    ).toEqual(['nothing-blocked']);
  });
});
