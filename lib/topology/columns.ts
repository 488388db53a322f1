import type { ViewerClock } from '@/lib/live/freshness';
import type { CrmNode, PacemakerReading } from '@/lib/pacemaker/types';
import { trouble } from './cell';
import { type Phrase, say } from './phrases';
import { CURRENT, mayContradict, type NodeSource, type Seen } from './sources';
import type {
  CellFreshness,
  CellStatus,
  Disagreement,
  Heart,
  NodeMark,
  TopologyColumn,
  Trouble,
} from './types';

/** The head of a column: the node's heartbeat as Haven hears it, and what the cluster says of the node. */

export type ColumnHead = Pick<
  TopologyColumn,
  'heart' | 'status' | 'words' | 'marks' | 'findings' | 'disagreement' | 'freshness' | 'evidence'
>;

export function columnHead(
  source: NodeSource,
  sources: readonly NodeSource[],
  view: Seen<PacemakerReading> | undefined,
  clock: ViewerClock,
): ColumnHead {
  const crm = view?.value?.nodes.find((node) => node.name === source.node.name);
  const spoken = view?.isCurrent ? crm : undefined;
  const marks = marksOf(spoken, view);
  const disagreement = disagreementAbout(source, sources, clock.now);
  const findings = [
    ...linkFindings(source),
    ...markFindings(source.node.name, marks),
    ...(disagreement ? [trouble(say('nodePartition'), say('stepCompareViews'))] : []),
  ];
  return {
    heart: heartOf(source, clock),
    status: statusOf(source, marks, disagreement),
    words: wordsOf(source, marks),
    marks,
    findings,
    disagreement,
    freshness: headFreshness(source, clock),
    evidence: view
      ? [source.pacemaker.key, ...(view.key === source.pacemaker.key ? [] : [view.key])]
      : [source.pacemaker.key],
  };
}

const heartOf = (source: NodeSource, clock: ViewerClock): Heart => ({
  link: source.linkState,
  lastHeardAt: source.link?.lastHeardAt,
  since:
    source.linkState === source.link?.state ? source.link.since : (source.link?.lastHeardAt ?? clock.now),
  havenSilent: source.havenSilent,
});

function headFreshness(source: NodeSource, clock: ViewerClock): CellFreshness {
  if (source.havenSilent) return { state: 'stale', why: 'haven-silent', lastTrueAt: clock.heardAt };
  if (source.linkState === 'live') return CURRENT;
  if (source.linkState === 'connecting' || source.link?.lastHeardAt === undefined)
    return { state: 'unknown', reason: 'never-read', since: source.link?.since ?? clock.now };
  return {
    state: 'stale',
    why: source.linkState === 'suspect' ? 'link-suspect' : 'link-down',
    lastTrueAt: source.link?.lastHeardAt ?? source.link?.since ?? clock.now,
  };
}

function marksOf(crm: CrmNode | undefined, view: Seen<PacemakerReading> | undefined): readonly NodeMark[] {
  if (!crm || !view?.value) return [];
  const marks: NodeMark[] = [];
  if (crm.unclean) marks.push('unclean');
  if (!crm.online && !crm.pending) marks.push('offline');
  if (crm.pending) marks.push('pending');
  if (crm.shutdown) marks.push('shutdown');
  if (crm.standby || crm.standbyOnFail) marks.push('standby');
  if (crm.maintenance || view.value.options.maintenanceMode) marks.push('maintenance');
  if (!view.value.quorate) marks.push('no-quorum');
  if (crm.isDc) marks.push('dc');
  return marks;
}

function statusOf(
  source: NodeSource,
  marks: readonly NodeMark[],
  disagreement: Disagreement | undefined,
): CellStatus {
  if (source.havenSilent) return 'unknown';
  if (source.linkState === 'host-key-changed') return 'critical';
  // Another node, heard now, may know more than silence does.
  if (marks.includes('unclean') || marks.includes('no-quorum')) return 'critical';
  if (marks.includes('offline')) return 'critical';
  if (source.linkState !== 'live') return 'unknown';
  if (disagreement) return 'critical';
  if (marks.includes('pending') || marks.includes('shutdown')) return 'moving';
  return marks.includes('standby') || marks.includes('maintenance') ? 'warning' : 'ok';
}

const LINK_WORDS = {
  connecting: 'linkConnecting',
  live: 'linkLive',
  suspect: 'linkSuspect',
  unreachable: 'linkUnreachable',
  'auth-failed': 'linkAuthFailed',
  'host-key-changed': 'linkHostKeyChanged',
} as const;
const MARK_WORDS = {
  unclean: 'nodeUnclean',
  offline: 'nodeOffline',
  pending: 'nodePending',
  shutdown: 'nodeShutdown',
  standby: 'nodeStandby',
  maintenance: 'nodeMaintenance',
  'no-quorum': 'nodeNoQuorum',
  dc: 'nodeDc',
} as const satisfies Record<NodeMark, string>;

export const markWords = (mark: NodeMark): Phrase => say(MARK_WORDS[mark]);

function wordsOf(source: NodeSource, marks: readonly NodeMark[]): Phrase {
  if (source.havenSilent) return say('linkHavenSilent');
  const loud = marks.find((mark) => mark !== 'dc');
  if (loud) return markWords(loud);
  return source.linkState === 'live'
    ? say('nodeOnline')
    : say(LINK_WORDS[source.linkState], { node: source.node.name });
}

function linkFindings(source: NodeSource): readonly Trouble[] {
  const node = source.node.name;
  if (source.havenSilent) return [];
  switch (source.linkState) {
    case 'unreachable':
    case 'suspect':
      return [trouble(say(LINK_WORDS[source.linkState], { node }), say('stepCheckSsh', { node }))];
    case 'auth-failed':
      return [trouble(say('linkAuthFailed', { node }), say('stepCheckSsh', { node }))];
    case 'host-key-changed':
      return [trouble(say('linkHostKeyChanged', { node }), say('stepHostKey', { node }))];
    default:
      return [];
  }
}

function markFindings(node: string, marks: readonly NodeMark[]): readonly Trouble[] {
  const list: Trouble[] = [];
  if (marks.includes('unclean')) list.push(trouble(say('nodeUnclean', { node }), say('stepCheckFencing')));
  else if (marks.includes('offline'))
    list.push(trouble(say('nodeOffline', { node }), say('stepCheckNode', { node })));
  if (marks.includes('no-quorum')) list.push(trouble(say('nodeNoQuorum', { node }), say('stepCheckQuorum')));
  if (marks.includes('standby'))
    list.push(trouble(say('nodeStandby', { node }), say('stepBringOnline', { node })));
  if (marks.includes('maintenance'))
    list.push(trouble(say('nodeMaintenance', { node }), say('stepEndMaintenance')));
  if (marks.includes('pending')) list.push(trouble(say('nodePending', { node }), say('stepWait')));
  return list;
}

/** Nodes, all heard now, that say different things about whether this node is in the cluster. */
function disagreementAbout(
  source: NodeSource,
  sources: readonly NodeSource[],
  now: number,
): Disagreement | undefined {
  const opinions = sources.flatMap((observer) => {
    const crm = observer.pacemaker.value?.nodes.find((node) => node.name === source.node.name);
    return crm && observer.pacemaker.isCurrent ? [{ observer, isIn: crm.online && !crm.unclean }] : [];
  });
  const first = opinions[0];
  if (!first) return undefined;
  const contradicts = opinions.some(
    (one) => one.isIn !== first.isIn && mayContradict(one.observer.pacemaker, first.observer.pacemaker, now),
  );
  if (!contradicts) return undefined;
  return {
    views: opinions.map(({ observer, isIn }) => ({
      source: observer.node.name,
      words: say(isIn ? 'nodeOnline' : 'nodeOffline'),
      status: isIn ? 'ok' : 'critical',
    })),
  };
}
