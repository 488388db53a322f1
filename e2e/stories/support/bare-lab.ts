/** The lab of bare machines, beside the cluster of the other stories: always through its own command line. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LabInstance } from '@/e2e/lab/instance';
import type { LabInfo } from '@/e2e/lab/lab-info';
import { bareLabDir } from '@/e2e/lab/paths';

const MAIN = join(import.meta.dirname, '../../lab/main.ts');
const run = promisify(execFile);

/** Image and boot may be needed first. */
const UP_MS = 1_800_000;

async function lab(words: readonly string[], timeout: number): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', MAIN, ...words], { timeout });
  return stdout;
}

export interface BareLab {
  readonly info: LabInfo;
  readonly instance: Pick<LabInstance, 'fencePassword' | 'powerPorts' | 'timePort'>;
}

/** Machines as they were when they were first booted: what an earlier story built on them is gone. */
export async function freshBareLab(): Promise<BareLab> {
  await lab(['down', '--bare'], UP_MS);
  await lab(['up', '--bare'], UP_MS);
  const read = (name: string): unknown => JSON.parse(readFileSync(join(bareLabDir(), name), 'utf8'));
  return { info: read('lab.json') as LabInfo, instance: read('instance.json') as LabInstance };
}

export const stopBareLab = (): Promise<string> => lab(['down', '--bare'], UP_MS);

/** An independent read as root, past Haven. */
export const onBareNode = (node: string, script: string): Promise<string> =>
  lab(['ssh', '--bare', node, script], 120_000);
