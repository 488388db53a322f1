/**
 * Running other programs, with a time limit and an outcome that is never mistaken for success, and small
 * atomic file writes. No shell: arguments are arrays.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface RunResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface RunOptions {
  readonly timeoutMs: number;
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Appends both output streams here as they come, so that a long build can be followed. */
  readonly logFile?: string;
  readonly onLine?: (line: string) => void;
}

/** An error whose message is for a person and whose hint names the next step. */
export class LabError extends Error {
  readonly hint: string;
  constructor(message: string, hint = '') {
    super(message);
    this.name = 'LabError';
    this.hint = hint;
  }
}

export function run(argv: readonly string[], options: RunOptions): Promise<RunResult> {
  const [program, ...args] = argv;
  if (program === undefined) throw new Error('run: empty command');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    let partial = '';
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeoutMs);
    const take = (chunk: string): void => {
      if (options.logFile) appendFileSync(options.logFile, chunk);
      if (!options.onLine) return;
      const lines = (partial + chunk).split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) options.onLine(line);
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      take(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
      take(chunk);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new LabError(`Cannot start ${program}: ${error.message}`));
    });
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, stdout, stderr, timedOut });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

/** Like `run`, but anything except exit code 0 throws with the end of what the program said. */
export async function runOrThrow(argv: readonly string[], options: RunOptions): Promise<string> {
  const result = await run(argv, options);
  if (result.exitCode === 0) return result.stdout;
  const why = result.timedOut
    ? `no end after ${Math.round(options.timeoutMs / 1000)} s`
    : `exit ${result.exitCode}`;
  const said = (result.stderr || result.stdout).trim().split('\n').slice(-8).join('\n');
  throw new LabError(`${argv.slice(0, 3).join(' ')} failed (${why}): ${said}`);
}

/** Replaces a file in one step: a reader sees the old content or the new, and a crash leaves no half. */
export function writeAtomic(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, content, { mode });
  renameSync(beside, path);
}

/** Undefined when the file does not exist or is not JSON: both mean "not there yet" to every caller. */
export function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
