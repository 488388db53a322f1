import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderPlan } from './render';
import type { ScenarioFile } from './testing/scenario';
import { planScenario } from './testing/world';

const ROOT = join(import.meta.dirname, 'scenarios');
const names = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The plan's text is the promise: what an operator would review. `UPDATE_GOLDEN=1` writes it anew. */
describe('the plan of', () => {
  it('at least forty behaviours is written down', () => expect(names.length).toBeGreaterThanOrEqual(40));

  it.each(names.map((entry) => entry.name))('%s', (name) => {
    const folder = join(ROOT, name);
    const file = JSON.parse(readFileSync(join(folder, 'input.json'), 'utf8')) as ScenarioFile;
    const plan = planScenario(file, readFileSync(join(folder, file.cib), 'utf8'), sha256);
    const text = `# ${file.about}\n\n${renderPlan(plan)}`;
    const golden = join(folder, 'plan.txt');
    if (process.env.UPDATE_GOLDEN === '1' || !existsSync(golden)) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });
});
