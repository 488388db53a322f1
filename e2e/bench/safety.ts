/**
 * The safety figures: the very tests that stand for them, with as many attempts as asked for, and what they
 * printed. A figure is printed by the test that tried it, and only added up here.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import type { Stops } from './stops';

const ROOT = join(import.meta.dirname, '../..');

interface Suite {
  readonly files: readonly string[];
  /** How the tests are told how much to try. */
  readonly env: (attempts: number) => Readonly<Record<string, string>>;
  readonly attempts: number;
}

/** Tries all there is. */
const allOf = (...files: readonly string[]): Suite => ({ files, env: () => ({}), attempts: 0 });

const KILLS: Suite = {
  files: ['server/jobs/faults.test.ts'],
  env: (attempts) => ({ HAVEN_FAULT_KILLS: `${attempts}` }),
  attempts: 1_000,
};

export const SAFETY: Readonly<Record<string, Suite>> = {
  R2: KILLS,
  R3: {
    files: ['faults', 'wire-faults', 'people-faults'].map((name) => `server/jobs/${name}.test.ts`),
    // A kill counts the steps that ran, two or more; half is double submissions.
    env: (attempts) => ({
      HAVEN_FAULT_KILLS: `${Math.ceil(attempts / 4)}`,
      HAVEN_FAULT_WIRES: attempts < 1_000 ? `${Math.ceil(attempts / 10)}` : 'all',
      HAVEN_FAULT_SUBMISSIONS: `${Math.ceil(attempts / 2)}`,
    }),
    attempts: 10_000,
  },
  R4: KILLS,
  R5: {
    files: ['server/jobs/people-faults.test.ts'],
    env: (attempts) => ({ HAVEN_FAULT_EDITS: `${attempts}` }),
    attempts: 10_000,
  },
  R7: {
    files: ['server/jobs/postgres-faults.test.ts'],
    env: (attempts) => ({ HAVEN_FAULT_RESTARTS: `${attempts}` }),
    attempts: 30,
  },
  R8: {
    files: ['server/ssh/half-open.test.ts'],
    env: (attempts) => ({ HAVEN_FAULT_LINKS: `${attempts}` }),
    attempts: 100,
  },
  R9: {
    files: ['e2e/injection/plans.test.ts', 'e2e/injection/stored.server.test.ts'],
    env: (attempts) => ({ HAVEN_ATTEMPTS: `${attempts}` }),
    attempts: 50_000,
  },
  R10: allOf('e2e/authz/matrix.server.test.ts', 'e2e/authz/sockets.server.test.ts'),
  R11: allOf('e2e/authz/front-door.server.test.ts'),
  R12: allOf('e2e/secrets/canaries.server.test.ts'),
};

export interface SafetyLine {
  readonly id: string;
  readonly pass: boolean;
  readonly [field: string]: unknown;
}

/** The figure in one line of a test's output; undefined: another line. */
export function safetyLine(id: string, line: string): SafetyLine | undefined {
  if (!line.startsWith(`{"id":"${id}"`)) return undefined;
  const { pass, ...rest } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  return { ...rest, id, pass: pass === true };
}

/** Several tests try the same thing in their own ways: one figure, which holds only if each of them does. */
export function addedUp(lines: readonly SafetyLine[], isWhole: boolean): SafetyLine | undefined {
  const [first, ...more] = lines;
  if (!first) return undefined;
  const pass = isWhole && lines.every((line) => line.pass);
  if (more.length === 0) return { ...first, pass };
  const sum = (field: string): number => lines.reduce((all, line) => all + Number(line[field]), 0);
  const { id, target } = first;
  return {
    id,
    attempts: sum('attempts'),
    failures: sum('failures'),
    target: `${target}`.replace(/ \(by [^)]*\)$/, ''),
    pass,
    notes: lines.map(({ attempts, failures, target: of }) => ({ attempts, failures, target: of })),
  };
}

/** @throws Error when the tests printed no figure */
export async function measureSafety(
  id: string,
  attempts: number | undefined,
  stops: Stops,
  say: (line: string) => void,
): Promise<SafetyLine> {
  const suite = SAFETY[id];
  if (!suite) throw new Error(`there is no safety figure ${id}`);
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  // One after another: a figure that is a duration must not be measured beside the other tests.
  const args = [vitest, 'run', '--no-file-parallelism', '--testTimeout=3600000', ...suite.files];
  const env = { ...process.env, ...suite.env(attempts ?? suite.attempts) };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  stops.add(() => Promise.resolve(child.kill('SIGTERM')));
  const lines: SafetyLine[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  for await (const shown of createInterface({ input: child.stdout })) {
    const line = stripVTControlCharacters(shown);
    const found = safetyLine(id, line);
    if (found) lines.push(found);
    else if (line.trim() !== '' && !line.startsWith('{"id":')) say(line);
  }
  const made = addedUp(lines, (await ended) === 0);
  if (!made) throw new Error(`the tests of ${id} printed no figure`);
  return made;
}
