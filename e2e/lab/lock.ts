/** One builder at a time: two `up`s of the same instance would tear at the same disks. */
import { readFileSync, rmSync } from 'node:fs';
import type { LabPaths } from './paths.ts';
import { LabError, readJson, writeAtomic } from './run.ts';

interface Holder {
  readonly pid: number;
  /** Clock ticks since the host's boot; tells the holder from a later process with the same pid. */
  readonly startTicks: string;
  readonly verb: string;
}

export async function withLock<T>(paths: LabPaths, verb: string, work: () => Promise<T>): Promise<T> {
  const holder = readJson<Holder>(paths.lock);
  if (holder && holder.pid !== process.pid && startTicks(holder.pid) === holder.startTicks) {
    throw new LabError(
      `The lab is busy: "${holder.verb}" is running (process ${holder.pid}).`,
      'Wait for it to end.',
    );
  }
  const release = (): void => rmSync(paths.lock, { force: true });
  const mine: Holder = { pid: process.pid, startTicks: startTicks(process.pid) ?? '', verb };
  writeAtomic(paths.lock, `${JSON.stringify(mine)}\n`);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function startTicks(pid: number): string | undefined {
  try {
    // The program's name, in parentheses, may contain blanks; the fields after it do not.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
}
