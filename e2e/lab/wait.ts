/** Waiting for a named condition, with a deadline. The only way the lab waits for anything. */
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from './run.ts';

export interface WaitOptions {
  readonly timeoutMs: number;
  /** Pause between two looks. */
  readonly everyMs?: number;
  /** Hears what is still missing, whenever that changes. */
  readonly say?: (line: string) => void;
}

/**
 * Looks until `check` returns true. Otherwise `check` returns what is missing, in a few words; that text ends
 * up in the error when the deadline passes. An exception from `check` ends the wait at once.
 */
export async function waitFor(
  condition: string,
  check: () => Promise<true | string>,
  options: WaitOptions,
): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  let last = '';
  for (;;) {
    const answer = await check();
    if (answer === true) return;
    if (answer !== last) options.say?.(`waiting for ${condition}: ${answer}`);
    last = answer;
    if (Date.now() > deadline) {
      const seconds = Math.round(options.timeoutMs / 1000);
      throw new LabError(`Waited ${seconds} s for ${condition}; still: ${last}`);
    }
    await delay(options.everyMs ?? 1000);
  }
}
