import { appendFileSync } from 'node:fs';

/**
 * Counts the cases of a safety figure (targets.md, R9 to R12) while a test runs them. `npm run bench -- R10` runs the same
 * test and reads the count from the file that `HAVEN_TALLY` names: one suite, whether as a test or as a figure.
 */
export class Tally {
  attempts = 0;
  readonly failures: string[] = [];

  constructor(readonly id: string) {}

  /** One case. @param problem what went wrong; undefined: nothing did */
  add(name: string, problem: string | undefined): void {
    this.attempts += 1;
    if (problem !== undefined) this.failures.push(`${name}: ${problem}`);
  }

  /** The same for many that were judged together. */
  addMany(attempts: number, failures: readonly string[]): void {
    this.attempts += attempts;
    this.failures.push(...failures);
  }

  /** Call when everything ran. */
  report(): void {
    const { id, attempts, failures } = this;
    const file = process.env.HAVEN_TALLY;
    if (file) appendFileSync(file, `${JSON.stringify({ id, attempts, failures: failures.length })}\n`);
  }
}

/** How many cases a suite is asked for; a test run without the variable takes the smaller number. */
export const wantedAttempts = (usual: number): number => Number(process.env.HAVEN_ATTEMPTS) || usual;
