/** Recorded worlds to plan in: a cluster as Haven read it, with its configuration and files. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScenarioFile } from '@/lib/plan/testing/scenario';
import type { Words } from './fields';

const ROOT = join(import.meta.dirname, '../../lib/plan/scenarios');

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface World {
  readonly name: string;
  readonly file: ScenarioFile;
  readonly cibXml: string;
}

export const WORLDS: readonly World[] = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const file = JSON.parse(readFileSync(join(ROOT, name, 'input.json'), 'utf8')) as ScenarioFile;
    return { name, file, cibXml: readFileSync(join(ROOT, name, file.cib), 'utf8') };
  });

const found = new Map<string, World>();

/** The world in which something of these kinds was planned before; the one that was worked with most, where several fit. */
export function worldFor(kinds: readonly string[]): World {
  const known = found.get(kinds.join());
  if (known) return known;
  const score = ({ file }: World): number => {
    const text = JSON.stringify(file.intent);
    return kinds.filter((kind) => text.includes(`"${kind}"`)).length * 1_000 + (file.about.length % 7);
  };
  const [best] = [...WORLDS].sort((a, b) => score(b) - score(a));
  if (!best) throw new Error('there are no scenarios');
  found.set(kinds.join(), best);
  return best;
}

/** Every value of what was asked there, by the name of its field: names that exist in that world. */
export function wordsOf(world: World): Words {
  const words: Record<string, unknown> = {
    id: 'vip_10g',
    resource: 'vip_10g',
    group: 'g_api',
    node: 'node1',
    nodes: ['node1', 'node2'],
    server: 'node1',
    address: '10.10.0.11',
    port: 8_080,
    interval: '10s',
    score: 'INFINITY',
  };
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value) && key !== 'kind' && key !== 'do') words[key] = inner;
      collect(inner);
    }
  };
  collect(world.file.intent);
  return words;
}
