/**
 * What was seen on one node, and when. Unknown is a value with a reason and a time, never an absence; the last
 * good value stays with it so that a person still sees what was true before the source fell silent.
 */

export type UnknownReason =
  | 'never-read'
  | 'not-installed'
  | 'not-running'
  | 'unreachable'
  | 'auth-failed'
  | 'host-key-changed'
  | 'permission-denied'
  | 'timed-out'
  | 'command-failed'
  | 'unparsable'
  | 'stream-dead';

/** Times are milliseconds since the epoch on Haven's clock. */
export type Observation<T> =
  | { readonly state: 'known'; readonly value: T; readonly observedAt: number }
  | {
      readonly state: 'unknown';
      readonly reason: UnknownReason;
      /** The tool's own words, bounded and free of secrets. */
      readonly detail?: string;
      readonly since: number;
      readonly last?: { readonly value: T; readonly observedAt: number };
    };

export const known = <T>(value: T, observedAt: number): Observation<T> => ({
  state: 'known',
  value,
  observedAt,
});

/** The unknown that follows `previous`: keeps its last good value and, while the reason stays, its start. */
export function unknownAfter<T>(
  previous: Observation<T> | undefined,
  reason: UnknownReason,
  now: number,
  detail?: string,
): Observation<T> {
  const last =
    previous?.state === 'known' ? { value: previous.value, observedAt: previous.observedAt } : previous?.last;
  const since = previous?.state === 'unknown' && previous.reason === reason ? previous.since : now;
  return { state: 'unknown', reason, since, ...(detail ? { detail } : {}), ...(last ? { last } : {}) };
}

/** The value to draw, current or not: the known one, or the last good one of an unknown. */
export function lastValue<T>(observation: Observation<T> | undefined): T | undefined {
  if (!observation) return undefined;
  return observation.state === 'known' ? observation.value : observation.last?.value;
}
