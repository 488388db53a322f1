/** Programs a benchmark compares with. Never installed in passing: a figure must not change the machine it is made on. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Stops } from './stops';

export interface DebianTool {
  readonly program: string;
  readonly package: string;
}

/** Not every account's PATH has them. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin'];

/** @throws Error that names the packages and the line that installs them */
export function requireTools(tools: readonly DebianTool[]): void {
  const missing = tools.filter(({ program }) => pathOf(program) === undefined);
  if (missing.length > 0) throw new Error(missingText(missing));
}

export function missingText(missing: readonly DebianTool[]): string {
  const packages = [...new Set(missing.map((tool) => tool.package))].join(' ');
  return `without ${missing.map(({ program }) => program).join(', ')} there is nothing to compare with; as root:\n  apt-get install --no-install-recommends ${packages}`;
}

export function pathOf(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs one program to its end, or until the benchmark is stopped. @throws Error with what it said, unless it ended well */
export function runTool(
  argv: readonly [string, ...string[]],
  stops: Stops,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [program, ...args] = argv;
  const options = { env: { ...process.env, ...env }, maxBuffer: MAX_OUTPUT_BYTES };
  return new Promise((resolve, reject) => {
    const child = execFile(pathOf(program) ?? program, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${argv.join(' ')}: ${error.message.split('\n')[0]}\n${stdout}${stderr}`));
      else resolve(stdout);
    });
    child.stdin?.end();
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    // Waited for: its folder is taken away next.
    stops.add(() => {
      child.kill('SIGTERM');
      return child.exitCode === null && child.signalCode === null ? ended : undefined;
    });
  });
}
