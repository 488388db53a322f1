/**
 * The safety figures R9 to R12 (targets.md): runs the very tests that stand for them, asks for as many cases as wanted, and
 * adds up what they counted.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stops } from './stops';

export interface SafetyFigure {
  readonly id: string;
  readonly attempts: number;
  readonly failures: number;
  readonly target: string;
  readonly pass: boolean;
}

interface Suite {
  readonly files: readonly string[];
  readonly target: string;
  /** Fewer cases prove too little. */
  readonly atLeast: number;
}

export const SUITES: Readonly<Record<string, Suite>> = {
  R9: {
    files: ['e2e/injection/plans.test.ts', 'e2e/injection/stored.server.test.ts'],
    target: '0 in 50,000 field × payload × sink cases',
    atLeast: 50_000,
  },
  R10: {
    files: ['e2e/authz/matrix.server.test.ts', 'e2e/authz/sockets.server.test.ts'],
    target: '100 % as the permission table says',
    atLeast: 1_000,
  },
  R11: {
    files: ['e2e/authz/front-door.server.test.ts'],
    target: '100 % of foreign, missing and null Origins refused; CSP without unsafe-inline',
    atLeast: 1_000,
  },
  R12: { files: ['e2e/secrets/canaries.server.test.ts'], target: '0 bytes of a secret', atLeast: 100 },
};

/** @param attempts how many cases to ask the suite for; it may have fewer, or judge several of one */
export async function measureSafety(
  id: string,
  attempts: number | undefined,
  stops: Stops,
): Promise<SafetyFigure> {
  const suite = SUITES[id];
  if (!suite) throw new Error(`there is no safety figure ${id}`);
  const folder = await mkdtemp(join(tmpdir(), 'haven-tally-'));
  stops.add(() => rm(folder, { recursive: true, force: true }));
  const tally = join(folder, 'tally');
  const code = await run(
    suite.files,
    { HAVEN_TALLY: tally, HAVEN_ATTEMPTS: `${attempts ?? suite.atLeast}` },
    stops,
  );
  const lines = (await readFile(tally, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  const counted = lines.map((line) => JSON.parse(line) as { attempts: number; failures: number });
  const sum = (of: 'attempts' | 'failures') => counted.reduce((total, one) => total + one[of], 0);
  const figure = { id, attempts: sum('attempts'), failures: sum('failures'), target: suite.target };
  const isWhole =
    counted.length >= suite.files.length &&
    figure.attempts >= Math.min(attempts ?? suite.atLeast, suite.atLeast);
  // A suite that ended badly, or told of less than all its files, has proven nothing.
  return { ...figure, pass: code === 0 && isWhole && figure.failures === 0 };
}

function run(files: readonly string[], env: Readonly<Record<string, string>>, stops: Stops): Promise<number> {
  const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--testTimeout=3600000', ...files], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, ...env },
    // Standard output is for the figure.
    stdio: ['ignore', 2, 2],
  });
  stops.add(async () => void child.kill());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
