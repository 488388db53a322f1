/** One line of JSON per safety figure, as the targets want it (README, Figures). */
export interface Attempts {
  readonly attempts: number;
  readonly failures: number;
  readonly notes?: unknown;
}

export const safetyFigure = (id: string, { attempts, failures, notes }: Attempts, target: string): string =>
  JSON.stringify({
    id,
    attempts,
    failures,
    target,
    // Nothing tried has proven nothing.
    pass: attempts > 0 && failures === 0,
    ...(notes === undefined ? {} : { notes }),
  });
