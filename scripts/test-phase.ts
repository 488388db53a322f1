import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const PASSED: Count = { passed: 1, failed: 0, skipped: 0 };
export const FAILED: Count = { passed: 0, failed: 1, skipped: 0 };

export const addCounts = (a: Count, b: Count): Count => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

export const countLine = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** Runs a phase under its name; a phase that throws has failed once. */
export async function phase(name: string, work: () => Promise<Count>): Promise<Count> {
  console.log(`\n=== ${name}`);
  const started = performance.now();
  let count: Count;
  try {
    count = await work();
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    count = FAILED;
  }
  console.log(`--- ${name}: ${countLine(count)} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return count;
}

/** Runs a program with its output shown; resolves with its exit code, 1 for a signal. */
export function runShown(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const child = spawn(process.execPath, argv, {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** For a tool that counts nothing itself: one check. */
export async function check(argv: readonly string[]): Promise<Count> {
  return (await runShown(argv)) === 0 ? PASSED : FAILED;
}

/** As `check`, begun at once and shown when its turn comes: the compiler uses one core, the other is free meanwhile. */
export function beginCheck(argv: readonly string[]): () => Promise<Count> {
  const child = spawn(process.execPath, argv, {
    cwd: ROOT,
    env: process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', resolve);
  });
  return async () => {
    const result = await code;
    process.stdout.write(output);
    return result === 0 ? PASSED : FAILED;
  };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

interface Run extends Count {
  /** Files in which something failed, with how many tests passed in them all the same. */
  readonly failedFiles: readonly { readonly name: string; readonly passed: number }[];
}

export const vitest = (project: string, outputDir: string): Promise<Count> =>
  runVitest(project, join(outputDir, `${project}.json`), []);

/**
 * For tests of real processes, sockets and deadlines, which a busy machine can fail: files that failed are run once
 * more, one after another, and both runs are told.
 */
export async function vitestTwice(project: string, outputDir: string): Promise<Count> {
  const first = await runVitest(project, join(outputDir, `${project}-1.json`), []);
  if (first.failed === 0 || first.failedFiles.length === 0) return first;
  const names = first.failedFiles.map(({ name }) => name);
  console.log(`\n${first.failed} failed, in ${names.join(', ')}; once more`);
  const args = ['--no-file-parallelism', ...names];
  const second = await runVitest(project, join(outputDir, `${project}-2.json`), args);
  console.log(`first run: ${countLine(first)}; second run, of what failed: ${countLine(second)}`);
  const again = first.failedFiles.reduce((sum, { passed }) => sum + passed, 0);
  return {
    passed: first.passed - again + second.passed,
    failed: second.failed,
    skipped: first.skipped,
  };
}

async function runVitest(project: string, report: string, args: readonly string[]): Promise<Run> {
  const code = await runShown([
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ...args,
  ]);
  const result = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
  const failedFiles = result.testResults.filter(({ status }) => status === 'failed');
  const has = (wanted: string, { assertionResults }: VitestReport['testResults'][number]): number =>
    assertionResults.filter(({ status }) => status === wanted).length;
  // A file that does not even load has no test that could fail.
  const broken = failedFiles.filter((file) => has('failed', file) === 0).length;
  const failed = result.numFailedTests + broken;
  return {
    passed: result.numPassedTests,
    // An error outside of any test fails the run too.
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: result.numPendingTests,
    failedFiles: failedFiles.map((file) => ({ name: file.name, passed: has('passed', file) })),
  };
}
