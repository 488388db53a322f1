import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { known } from '@/lib/base/observation';
import { parseCib } from '@/lib/pacemaker/cib';
import { applyCibChanges } from '@/lib/pacemaker/cib-patch';
import { draftPlan } from './build';
import { fileKey, NO_FILE, value, type WorldFacts } from './facts';
import type { Draft, DraftStep } from './planner';
import type { ScenarioFile } from './testing/scenario';
import { readWorld } from './testing/world';
import type { Intent } from './types';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Situation {
  readonly world: WorldFacts;
  readonly cibXml: string;
}

function situation(name: string): Situation & { readonly intent: Intent } {
  const folder = join(import.meta.dirname, 'scenarios', name);
  const file = JSON.parse(readFileSync(join(folder, 'input.json'), 'utf8')) as ScenarioFile;
  const cibXml = readFileSync(join(folder, file.cib), 'utf8');
  return { world: readWorld(file, cibXml, sha256), cibXml, intent: file.intent };
}

const stepsOf = (draft: Draft): Extract<Draft, { kind: 'steps' }> => {
  if (draft.kind !== 'steps') throw new Error(JSON.stringify(draft));
  return draft;
};

/** The nodes as they are once every step has been carried out. */
const carriedOut = (start: Situation, steps: readonly DraftStep[]): Situation =>
  steps.filter((step) => step.recovers === undefined).reduce(carryOut, start);

function carryOut({ world, cibXml }: Situation, step: DraftStep): Situation {
  const { action, node = '' } = step;
  const put = (path: string, file: { readonly text: string; readonly sha256: string }): WorldFacts => ({
    ...world,
    files: { ...world.files, [fileKey({ node, path })]: known(file, world.now) },
  });
  switch (action.kind) {
    case 'cib-patch': {
      const applied = applyCibChanges(cibXml, action.changes);
      if (!applied.ok) throw new Error(applied.error.kind);
      const cib = parseCib(applied.value);
      if (!cib.ok) throw new Error(cib.error.what);
      return { world: { ...world, cib: cib.value }, cibXml: applied.value };
    }
    case 'write-file':
      return action.isReadOnly ? { world, cibXml } : { world: put(action.path, action), cibXml };
    case 'remove-file':
      return { world: put(action.path, NO_FILE), cibXml };
    case 'run': {
      const [program, verb] = action.argv;
      if (program !== 'systemctl' || (verb !== 'enable' && verb !== 'disable')) return { world, cibXml };
      const unit = action.argv.at(-1);
      const nodes = world.nodes.map((one) => {
        const units = one.units && value(one.units)?.units;
        if (one.name !== node || !units) return one;
        const switched = units.map((own) => (own.id === unit ? { ...own, unitFileState: `${verb}d` } : own));
        return { ...one, units: known({ units: switched }, world.now) };
      });
      return { world: { ...world, nodes }, cibXml };
    }
    default:
      return { world, cibXml };
  }
}

const NAMES = ['protect-active-active', 'protect-active-standby', 'protect-own-vip'];

describe('a protected service', () => {
  it.each(NAMES)('%s: its one undo brings back every file, unit and the configuration', (name) => {
    const { intent, ...start } = situation(name);
    const there = stepsOf(draftPlan({ intent, ...start, sha256 }));
    const changed = carriedOut(start, there.steps);
    expect(changed.world.cib.configurationText).not.toBe(start.world.cib.configurationText);
    if (!there.reverse) throw new Error('no undo');
    const back = stepsOf(draftPlan({ intent: there.reverse, ...changed, sha256 }));
    const restored = carriedOut(changed, back.steps);
    expect(restored.world.cib.configurationText).toBe(start.world.cib.configurationText);
    const sums = ({ world }: Situation) =>
      Object.fromEntries(Object.entries(world.files ?? {}).map(([key, file]) => [key, value(file)?.sha256]));
    expect(sums(restored)).toEqual(sums(start));
    const states = ({ world }: Situation) =>
      world.nodes.map((node) => node.units && value(node.units)?.units.map((unit) => unit.unitFileState));
    expect(states(restored)).toEqual(states(start));
  });

  it('is changed in one patch', () => {
    const { intent, ...start } = situation('protect-own-vip');
    const { steps } = stepsOf(draftPlan({ intent, ...start, sha256 }));
    expect(steps.filter((step) => step.action.kind === 'cib-patch')).toHaveLength(1);
  });

  it('has nothing to take back that an earlier try has taken back already', () => {
    const { intent, ...start } = situation('protect-active-standby');
    const there = stepsOf(draftPlan({ intent, ...start, sha256 }));
    const half = carriedOut(
      start,
      there.steps.filter((step) => step.action.kind === 'cib-patch'),
    );
    if (!there.reverse) throw new Error('no undo');
    const back = stepsOf(draftPlan({ intent: there.reverse, ...half, sha256 }));
    // What runs is brought to rest before it is taken out.
    expect(back.steps.map((step) => step.action.kind)).toEqual([
      'cib-patch',
      'wait-settled',
      'cib-patch',
      'wait-settled',
    ]);
  });

  it('refuses to be undone over the edit of somebody else', () => {
    const { intent, ...start } = situation('protect-active-active');
    const there = stepsOf(draftPlan({ intent, ...start, sha256 }));
    const changed = carriedOut(start, there.steps);
    const place = fileKey({ node: 'node2', path: '/etc/haproxy/haproxy.cfg' });
    const text = '# by hand\n';
    const files = { ...changed.world.files, [place]: known({ text, sha256: sha256(text) }, 0) };
    if (!there.reverse) throw new Error('no undo');
    const world = { ...changed.world, files };
    expect(draftPlan({ intent: there.reverse, cibXml: changed.cibXml, world, sha256 })).toEqual({
      kind: 'refused',
      refusal: { reason: 'file-changed', objects: [place] },
    });
  });
});
