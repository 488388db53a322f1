/**
 * The meaning of the `status` column. Source: HAProxy 2.6 `stats.c`, reference 3.5. `UP 1/3` is still up and failing,
 * `DOWN 1/2` is still down and recovering; text in brackets says why, not what.
 */
export type ServerState =
  | 'up'
  | 'going-down'
  | 'down'
  | 'coming-up'
  | 'no-check'
  | 'nolb'
  | 'maint'
  | 'drain'
  | 'unknown';

export function serverState(status: string): ServerState {
  if (status === 'no check') return 'no-check';
  const match = /^(UP|DOWN|NOLB|MAINT|DRAIN)(?: (\d+\/\d+))?(?: \(.*\))?$/.exec(status);
  if (!match) return 'unknown';
  const isBetween = match[2] !== undefined;
  if (match[1] === 'UP') return isBetween ? 'going-down' : 'up';
  if (match[1] === 'DOWN') return isBetween ? 'coming-up' : 'down';
  if (match[1] === 'NOLB') return 'nolb';
  return match[1] === 'MAINT' ? 'maint' : 'drain';
}

/** Takes new connections. A server without check is believed to; nobody knows. */
export const takesTraffic = (state: ServerState): boolean =>
  state === 'up' || state === 'going-down' || state === 'no-check';

/** What a server's status in `show stat` is in the words in which it is set: an administrator's, not a check's. */
export function settableStateOf(status: string): 'ready' | 'drain' | 'maint' {
  if (status.startsWith('MAINT')) return 'maint';
  return status.startsWith('DRAIN') ? 'drain' : 'ready';
}
