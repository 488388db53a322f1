import type { UnknownReason } from '@/lib/base/observation';
import type { Freshness } from '@/lib/live/freshness';

/** Message ids (area `ui`) of why something is not current. */
const REASONS = {
  'never-read': 'reasonNeverRead',
  'not-installed': 'reasonNotInstalled',
  'not-running': 'reasonNotRunning',
  unreachable: 'reasonUnreachable',
  'auth-failed': 'reasonAuthFailed',
  'host-key-changed': 'reasonHostKeyChanged',
  'permission-denied': 'reasonPermissionDenied',
  'timed-out': 'reasonTimedOut',
  'command-failed': 'reasonCommandFailed',
  unparsable: 'reasonUnparsable',
  'stream-dead': 'reasonStreamDead',
} as const satisfies Readonly<Record<UnknownReason, string>>;

const WHYS = {
  'haven-silent': 'whyHavenSilent',
  'link-suspect': 'whyLinkSuspect',
  'link-down': 'whyLinkDown',
  overdue: 'whyOverdue',
} as const;

export type FreshnessMessage = (typeof REASONS)[UnknownReason] | (typeof WHYS)[keyof typeof WHYS];

export function whyNotCurrent(freshness: Exclude<Freshness, { state: 'current' }>): FreshnessMessage {
  return freshness.state === 'unknown' ? REASONS[freshness.reason] : WHYS[freshness.why];
}

/** Since when it is not current: the last moment it was true, else the moment it became unknown. */
export function notCurrentSince(freshness: Exclude<Freshness, { state: 'current' }>): number {
  return freshness.state === 'unknown' ? (freshness.lastTrueAt ?? freshness.since) : freshness.lastTrueAt;
}
