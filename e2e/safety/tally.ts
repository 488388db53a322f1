import { safetyFigure } from './safety-figure';

/**
 * Counts the cases of a safety figure while a test runs them, and prints it: `npm run bench -- R10` runs the same test and
 * reads that line.
 */
const TARGETS = {
  R9: '0 in 50,000 field × payload × sink cases',
  R10: '100 % as the permission table says',
  R11: '100 % of foreign, missing and null Origins refused; CSP without unsafe-inline',
  R12: '0 bytes of a secret',
} as const;

export class Tally {
  attempts = 0;
  readonly failures: string[] = [];

  constructor(readonly id: keyof typeof TARGETS) {}

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
    console.log(safetyFigure(id, { attempts, failures: failures.length }, TARGETS[id]));
  }
}

/** How many cases a suite is asked for; a test run without the variable takes the smaller number. */
export const wantedAttempts = (usual: number): number => Number(process.env.HAVEN_ATTEMPTS) || usual;
