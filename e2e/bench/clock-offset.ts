/** Two clocks compared over a network: the round trip bounds the error, so the quickest answer is the best one. */

export interface ClockSample {
  /** This machine's clock before asking and after the answer, and the other's in between; all ms. */
  readonly sentAt: number;
  readonly nodeTime: number;
  readonly receivedAt: number;
}

export interface ClockOffset {
  /** Other clock minus ours. */
  readonly offsetMs: number;
  /** The truth lies within this, either way. */
  readonly errorMs: number;
}

export function bestOffset(samples: readonly ClockSample[]): ClockOffset {
  const [first, ...rest] = samples;
  if (!first) throw new RangeError('no clock sample');
  const roundTrip = (sample: ClockSample): number => sample.receivedAt - sample.sentAt;
  const best = rest.reduce((held, next) => (roundTrip(next) < roundTrip(held) ? next : held), first);
  const errorMs = roundTrip(best) / 2;
  return { offsetMs: best.nodeTime - (best.sentAt + errorMs), errorMs };
}
