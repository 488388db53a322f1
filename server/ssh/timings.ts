import { LINK_SUSPECT_MS, LINK_UNREACHABLE_MS } from '@/lib/live/protocol';

/** Every wait of one SSH connection, in milliseconds, in one place; tests pass shorter ones. */
export interface LinkTimings {
  /** TCP connect. Shorter gives up on a far, busy host; longer delays the next try after a packet was lost. */
  readonly connectMs: number;
  /**
   * From TCP connect to the first byte of the peer. A port forward or a half-booted host accepts and stays silent:
   * longer leaves a returning node unseen for that time; shorter gives up on one that is merely swapping.
   */
  readonly helloMs: number;
  /** From TCP connect to signed in. An emulated node needs 3 to 6 s for the key exchange; longer hides a hang. */
  readonly signInMs: number;
  /**
   * Between keepalive requests. A live node is heard at least this often plus a round trip: longer leaves a slow
   * node too little time before it is suspected, shorter costs the node CPU (each is one packet both ways).
   */
  readonly keepaliveMs: number;
  readonly suspectMs: number;
  readonly unreachableMs: number;
  /**
   * Waits before reconnecting, the last one repeated. The first are short because most losses are brief; the last
   * bounds how late a returned node is noticed against how often a dead one is knocked at.
   */
  readonly backoffMs: readonly number[];
  /**
   * Wait after a refused sign-in or a changed host key. Shorter trips fail2ban and fills the node's auth log;
   * longer delays the recovery after a person has put it right.
   */
  readonly refusedMs: number;
}

export const LINK_TIMINGS: LinkTimings = {
  connectMs: 5_000,
  helloMs: 6_000,
  signInMs: 25_000,
  keepaliveMs: 600,
  suspectMs: LINK_SUSPECT_MS,
  unreachableMs: LINK_UNREACHABLE_MS,
  backoffMs: [150, 300, 600, 1_200, 2_000],
  refusedMs: 30_000,
};
