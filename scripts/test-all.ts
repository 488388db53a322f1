/**
 * Everything that shows that Haven works, in named phases; the last line is the count. `--quick` (npm run check) leaves
 * out what needs a database or a browser. `--only NAME` runs one phase; `--long` adds the stories of an hour and more.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasStories, runStories } from './stories';
import { ensureSystemPackages } from './system-packages';
import {
  addCounts,
  beginCheck,
  type Count,
  check,
  countLine,
  PASSED,
  phase,
  ROOT,
  vitest,
  vitestTwice,
} from './test-phase';

const BIN = join(ROOT, 'node_modules');
const isQuick = process.argv.includes('--quick');
const only = process.argv.includes('--only')
  ? process.argv.at(process.argv.indexOf('--only') + 1)
  : undefined;
if (process.argv.includes('--long')) process.env.HAVEN_STORIES_LONG = '1';
const workDir = mkdtempSync(join(tmpdir(), 'haven-run-'));
mkdirSync(join(ROOT, 'test-results'), { recursive: true });

const isWanted = (name: string): boolean => only === undefined || only === name;
const types = isWanted('types')
  ? beginCheck([join(BIN, 'typescript/bin/tsc'), '--noEmit'])
  : async () => PASSED;

const phases: readonly (readonly [name: string, work: () => Promise<Count>, isSlow?: 'slow'])[] = [
  ['lint', () => check([join(BIN, '@biomejs/biome/bin/biome'), 'ci', '--colors=off', '.'])],
  ['boundaries', () => vitest('boundaries', workDir)],
  ['unit', () => vitest('unit', workDir)],
  ['types', () => types()],
  ['server', () => vitestTwice('server', workDir), 'slow'],
  ['packages', installPackages, 'slow'],
  ['stories', stories, 'slow'],
];

async function installPackages(): Promise<Count> {
  const advice = ensureSystemPackages((line) => console.log(line));
  if (advice) throw new Error(advice);
  return PASSED;
}

async function stories(): Promise<Count> {
  if (hasStories()) return runStories(workDir);
  console.log('there are no stories yet');
  return { passed: 0, failed: 0, skipped: 0 };
}

const started = performance.now();
let total: Count = { passed: 0, failed: 0, skipped: 0 };
for (const [name, work, isSlow] of phases) {
  if (!isWanted(name) || (isQuick && isSlow)) continue;
  total = addCounts(total, await phase(name, work));
}
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s; reports in ${workDir}`);
console.log(countLine(total));
process.exit(total.failed === 0 ? 0 : 1);
