import type { UnknownReason } from '@/lib/base/observation';
import type { LiveItem, NodeLink } from './protocol';
import { BROWSER_SILENCE_MS, LINK_SUSPECT_MS, LINK_UNREACHABLE_MS } from './protocol';
import { FRESH_FOR_MS } from './readings';

/**
 * Whether a value may be drawn as current. The only place that decides it: a value is current only while its reading is
 * known, young enough, its node's link is live, and the browser itself hears Haven. Everything else has a reason and a time.
 */
export type Freshness =
  | { readonly state: 'current'; readonly observedAt: number }
  | {
      readonly state: 'stale';
      readonly why: 'haven-silent' | 'link-suspect' | 'link-down' | 'overdue';
      /** Last moment at which it is known to have been true. */
      readonly lastTrueAt: number;
    }
  | {
      readonly state: 'unknown';
      readonly reason: UnknownReason;
      readonly since: number;
      readonly lastTrueAt?: number;
    };

/** What the viewer knows about its own connection. `heardAt` and `now` are on Haven's clock, in milliseconds. */
export interface ViewerClock {
  readonly now: number;
  /** When the viewer last heard anything from Haven; on the server itself, `now`. */
  readonly heardAt: number;
}

/** State of a link as the viewer must see it: silence counts even if no message said so. */
export function linkStateNow(link: NodeLink | undefined, clock: ViewerClock): NodeLink['state'] {
  if (!link) return 'connecting';
  if (link.state !== 'live') return link.state;
  // While Haven itself is silent nothing new is known about the node: judge its silence up to the last word of Haven.
  const silentMs = Math.min(clock.now, clock.heardAt) - (link.lastHeardAt ?? 0);
  if (silentMs > LINK_UNREACHABLE_MS) return 'unreachable';
  // Heartbeats carry lastHeardAt once a second: allow one missed beat before suspecting.
  if (silentMs > LINK_SUSPECT_MS + 1_000) return 'suspect';
  return 'live';
}

export const isHavenSilent = (clock: ViewerClock): boolean => clock.now - clock.heardAt > BROWSER_SILENCE_MS;

export function freshnessOf(
  item: LiveItem | undefined,
  link: NodeLink | undefined,
  clock: ViewerClock,
): Freshness {
  if (!item) return { state: 'unknown', reason: 'never-read', since: link?.since ?? clock.now };
  const { observation } = item;
  if (observation.state === 'unknown') {
    return {
      state: 'unknown',
      reason: observation.reason,
      since: observation.since,
      ...(observation.last ? { lastTrueAt: observation.last.observedAt } : {}),
    };
  }
  const lastTrueAt = observation.observedAt;
  if (isHavenSilent(clock)) return { state: 'stale', why: 'haven-silent', lastTrueAt: clock.heardAt };
  const state = linkStateNow(link, clock);
  if (state === 'suspect')
    return { state: 'stale', why: 'link-suspect', lastTrueAt: link?.lastHeardAt ?? lastTrueAt };
  if (state !== 'live')
    return { state: 'stale', why: 'link-down', lastTrueAt: link?.lastHeardAt ?? lastTrueAt };
  if (clock.now - lastTrueAt > FRESH_FOR_MS[item.reading])
    return { state: 'stale', why: 'overdue', lastTrueAt };
  return { state: 'current', observedAt: lastTrueAt };
}
