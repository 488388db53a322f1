import type { Severity } from '@/lib/base/finding';
import type { DrbdAlarmKind } from '@/lib/drbd/alarms';
import type { ui } from '@/lib/i18n/areas/ui';
import type { DirectoryCluster, LiveEvent } from '@/lib/live/protocol';

/** What a changed fact means in words. Pure; facts are those of `lib/live/facts.ts`, one it does not know is told as it is. */
type EventKey = Extract<keyof (typeof ui)['en'], `event${string}`>;

export interface EventWords {
  /** Message id in the area `ui`. */
  readonly key: EventKey;
  readonly params: Readonly<Record<string, string>>;
  readonly severity: Severity;
}

interface Pattern {
  readonly fact: RegExp;
  readonly words: (
    match: RegExpExecArray,
    event: LiveEvent,
    node: string,
    cluster: DirectoryCluster | undefined,
  ) => EventWords | null;
}

const to = (event: LiveEvent): string => event.to ?? '–';
const isGone = (event: LiveEvent): boolean => event.to === undefined;

const GOOD =
  /^(?:UpToDate|Connected|Established|Primary|Secondary|online|connected|up|UP|OPEN|active|quorate|yes|off$)/;
const BAD =
  /^(?:Diskless|Failed|StandAlone|unclean|DOWN|failed|none|no\b|unreachable|host-key-changed|auth-failed)/;

function severityOf(word: string | undefined): Severity {
  if (word === undefined) return 'info';
  if (BAD.test(word)) return 'critical';
  return GOOD.test(word) ? 'ok' : 'warning';
}

function say(
  key: EventKey,
  event: LiveEvent,
  params: Readonly<Record<string, string>>,
  severity = severityOf(event.to),
): EventWords {
  return { key, params: { from: event.from ?? '–', to: to(event), ...params }, severity };
}

/** What the kernel or a helper call says once and no state shows afterwards (`lib/drbd/alarms.ts`). */
const ALARMS: Readonly<Record<DrbdAlarmKind, readonly [EventKey, Severity]>> = {
  'split-brain': ['eventSplitBrain', 'critical'],
  'split-brain-found': ['eventSplitBrainFound', 'critical'],
  'split-brain-solved': ['eventSplitBrainSolved', 'warning'],
  'unrelated-data': ['eventUnrelatedData', 'critical'],
  'io-error': ['eventIoError', 'critical'],
  'out-of-sync-found': ['eventBlocksDiffer', 'warning'],
  'fence-peer-called': ['eventFencePeer', 'warning'],
};
const isAlarm = (word: string): word is DrbdAlarmKind => Object.hasOwn(ALARMS, word);

const PATTERNS: readonly Pattern[] = [
  {
    fact: /^link$/,
    words: (_, event, node) => say('eventLink', event, { node }, event.to === 'live' ? 'ok' : 'unknown'),
  },
  {
    fact: /^vip:(.+)$/,
    words: ([, address = ''], event, node, cluster) => {
      // Every address is a fact; only VIPs are worth a line.
      if (!cluster?.vips.some((vip) => vip.address === address)) return null;
      return say(isGone(event) ? 'eventVipLeft' : 'eventVipCame', event, { node, address }, 'info');
    },
  },
  {
    fact: /^drbd:([^/@:]+):role$/,
    words: ([, resource = ''], event, node) => say('eventDrbdRole', event, { node, resource }, 'info'),
  },
  {
    fact: /^drbd:([^/@:]+)\/\d+:disk$/,
    words: ([, resource = ''], event, node) => say('eventDrbdDisk', event, { node, resource }),
  },
  // While a resource is StandAlone its peer has no name; it comes with the name again, and that is told.
  {
    fact: /^drbd:([^/@:]+)@:connection$/,
    words: ([, resource = ''], event, node) =>
      isGone(event) ? null : say('eventDrbdConnection', event, { node, resource }),
  },
  { fact: /^drbd:.*@:replication$/, words: () => null },
  {
    fact: /^drbd:([^/@:]+)@[^:]+:connection$/,
    words: ([, resource = ''], event, node) => say('eventDrbdConnection', event, { node, resource }),
  },
  {
    fact: /^drbd:([^/@:]+)\/\d+@[^:]+:replication$/,
    words: ([, resource = ''], event, node) =>
      say('eventDrbdReplication', event, { node, resource }, event.to === 'Established' ? 'ok' : 'info'),
  },
  // The peer's side of the same change is told by the peer.
  { fact: /^drbd:.*@.*:(?:role|disk)$/, words: () => null },
  {
    fact: /^drbd-alarm:(.+)$/,
    words: ([, resource = ''], event, node) => {
      const kind = to(event);
      if (!isAlarm(kind)) return say('eventOther', event, { node, fact: event.fact }, 'warning');
      const [key, severity] = ALARMS[kind];
      return say(key, event, { node, resource }, severity);
    },
  },
  {
    fact: /^node:(.+)$/,
    words: ([, name = ''], event) =>
      say(
        'eventNode',
        event,
        { name },
        event.to === 'standby' || event.to === 'maintenance' ? 'info' : severityOf(event.to),
      ),
  },
  {
    fact: /^resource:(.+)$/,
    words: ([, resource = ''], event) =>
      say('eventResource', event, { resource }, /failed|blocked/.test(to(event)) ? 'critical' : 'info'),
  },
  {
    fact: /^failure:(.+)@(.+)$/,
    words: ([, resource = '', name = ''], event) =>
      say(
        isGone(event) ? 'eventFailureGone' : 'eventFailure',
        event,
        { resource, name },
        isGone(event) ? 'ok' : 'critical',
      ),
  },
  {
    fact: /^fencing:(.+)$/,
    words: ([, name = ''], event) =>
      say(
        isGone(event) ? 'eventFencingEnded' : 'eventFencing',
        event,
        { name },
        isGone(event) ? 'info' : 'warning',
      ),
  },
  { fact: /^dc$/, words: (_, event) => say('eventDc', event, {}, event.to === 'none' ? 'critical' : 'info') },
  {
    fact: /^(?:crm-quorum|quorate)$/,
    words: (_, event, node) =>
      say(severityOf(event.to) === 'ok' ? 'eventQuorumBack' : 'eventQuorumLost', event, { node }),
  },
  {
    fact: /^crm-maintenance$/,
    words: (_, event) =>
      say(
        event.to === 'on' ? 'eventMaintenanceOn' : 'eventMaintenanceOff',
        event,
        {},
        event.to === 'on' ? 'warning' : 'ok',
      ),
  },
  { fact: /^members$/, words: (_, event) => say('eventMembers', event, {}, 'info') },
  {
    fact: /^corosync:(.+)\/(\d+)$/,
    words: ([, name = '', link = ''], event, node) => say('eventCorosyncLink', event, { node, name, link }),
  },
  {
    fact: /^nic:(.+)$/,
    words: ([, nic = ''], event, node) =>
      say('eventNic', event, { node, nic }, to(event) === 'up' ? 'ok' : 'critical'),
  },
  {
    fact: /^haproxy:(.+)\/BACKEND$/,
    words: ([, backend = ''], event, node) => say('eventBackend', event, { node, backend }),
  },
  {
    fact: /^haproxy:(.+)\/(.+)$/,
    words: ([, backend = '', server = ''], event, node) =>
      say(
        'eventServer',
        event,
        { node, backend, server },
        severityOf(event.to) === 'critical' ? 'warning' : severityOf(event.to),
      ),
  },
  {
    fact: /^unit:(.+?)(?:\.service)?$/,
    words: ([, unit = ''], event, node) =>
      say('eventUnit', event, { node, unit }, event.to === 'failed' ? 'critical' : 'info'),
  },
  { fact: /^configuration$/, words: (_, event) => say('eventConfiguration', event, {}, 'info') },
  {
    fact: /^config:(.+)$/,
    words: ([, path = ''], event, node) =>
      say(isGone(event) ? 'eventFileGone' : 'eventFile', event, { node, path }, 'info'),
  },
  {
    fact: /^mount:(.+)$/,
    words: ([, target = ''], event, node) =>
      say(isGone(event) ? 'eventUnmounted' : 'eventMounted', event, { node, target }, 'info'),
  },
];

/** `null`: the fact is the other side of one that is told, or nothing a person acts on. */
export function eventWords(event: LiveEvent, cluster: DirectoryCluster | undefined): EventWords | null {
  const node = cluster?.nodes.find((each) => each.id === event.nodeId)?.name ?? '–';
  for (const { fact, words } of PATTERNS) {
    const match = fact.exec(event.fact);
    if (match) return words(match, event, node, cluster);
  }
  return say('eventOther', event, { node, fact: event.fact }, 'info');
}
