/** The steps of P3: each appends its node's name to a file of its own, so that afterwards it can be counted. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const STEPS = 20;

export interface Steps {
  /** One file for each step; nodes share it. */
  readonly files: readonly string[];
}

export async function makeSteps(folder: string): Promise<Steps> {
  await mkdir(folder);
  return { files: Array.from({ length: STEPS }, (_, index) => join(folder, `step-${index + 1}`)) };
}

/** What a step runs, with the node's name as its standard input. `tee` appends with one write. */
export const stepArgv = (file: string): readonly [string, ...string[]] => ['tee', '-a', '--', file];

/** @throws Error unless every step happened on every node exactly once */
export async function countSteps({ files }: Steps, nodes: readonly string[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const problem = wrongCount(text, nodes);
    if (problem) throw new Error(`step ${index + 1}: ${problem}`);
  }
}

/** @param text what a step's file holds: a line for each node on which it happened */
export function wrongCount(text: string, nodes: readonly string[]): string | undefined {
  const lines = text.split('\n').filter((line) => line !== '');
  const off = nodes.filter((node) => lines.filter((line) => line === node).length !== 1);
  if (off.length > 0) return `not exactly once on ${off.join(', ')}`;
  return lines.length === nodes.length ? undefined : `${lines.length} times on ${nodes.length} nodes`;
}
