import type { DrbdConnection, DrbdDevice, DrbdPeerDevice, DrbdResource } from '@/lib/drbd/types';
import { evidenceOf, trouble } from './cell';
import { type Phrase, say } from './phrases';
import type { NodeSource } from './sources';
import type { CellFreshness, CellStatus, Flow, FlowState, Trouble } from './types';

/** Replication between two nodes as a flow, from both ends' views; the worse of the two is drawn. */

interface End {
  readonly source: NodeSource;
  readonly resource: DrbdResource;
  readonly connection: DrbdConnection | undefined;
  readonly peer: DrbdPeerDevice | undefined;
  readonly device: DrbdDevice | undefined;
}

/** @param rates - KiB per second sent, by node id and resource, where two reads allow to tell it. */
export function buildFlows(
  sources: readonly NodeSource[],
  rates: ReadonlyMap<string, number>,
): readonly Flow[] {
  const byResource = new Map<string, NodeSource[]>();
  for (const source of sources) {
    for (const resource of source.drbd.value?.resources ?? []) {
      const list = byResource.get(resource.name);
      if (list) list.push(source);
      else byResource.set(resource.name, [source]);
    }
  }
  return [...byResource].flatMap(([resource, holders]) =>
    pairs(holders).flatMap(([a, b]) => flowBetween(resource, a, b, holders.length, rates) ?? []),
  );
}

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as const));
}

function endOf(source: NodeSource, name: string, peerName: string, holders: number): End | undefined {
  const resource = source.drbd.value?.resources.find((one) => one.name === name);
  if (!resource) return undefined;
  // 8.4 has exactly one peer and does not know its name.
  const connection =
    resource.connections.find((one) => one.peerName === peerName) ??
    (holders === 2 ? resource.connections[0] : undefined);
  const peer = [...(connection?.peerDevices ?? [])].sort((x, y) => busy(y) - busy(x))[0];
  return {
    source,
    resource,
    connection,
    peer,
    device: resource.devices.find((device) => device.volume === peer?.volume) ?? resource.devices[0],
  };
}
const busy = (peer: DrbdPeerDevice): number =>
  peer.replication === 'Established' ? 0 : peer.replication === 'Off' ? 1 : 2;

function flowBetween(
  name: string,
  sourceA: NodeSource,
  sourceB: NodeSource,
  holders: number,
  rates: ReadonlyMap<string, number>,
): Flow | undefined {
  const a = endOf(sourceA, name, sourceB.node.name, holders);
  const b = endOf(sourceB, name, sourceA.node.name, holders);
  if (!a || !b) return undefined;
  const heard = [a, b].filter((end) => end.source.drbd.isCurrent);
  const linked = stateOf(heard);
  const diskless = [a, b].find((end) => end.source.drbd.isCurrent && isDiskless(end.device));
  // Connected, and yet only one side stores what is sent.
  const state = linked === 'established' && diskless ? 'behind' : linked;
  const [from, to, directed] = direction(a, b, state);
  const progress = heard.map((end) => end.peer?.progress).find((one) => one !== undefined);
  const outOfSyncKiB = heard.map((end) => end.peer?.outOfSyncKiB).find((one) => one !== undefined && one > 0);
  const freshness: CellFreshness = heard[0] ? { state: 'current' } : a.source.drbd.freshness;
  const rateKiBps =
    state === 'established' ? rates.get(`${from.source.node.id}/${name}`) : progress?.rateKiBps;
  const shared = { resource: name, from: from.source.node.name, to: to.source.node.name };
  const stalled = progress?.stalled ?? false;
  return {
    id: `flow:${name}:${a.source.node.id}:${b.source.node.id}`,
    resource: name,
    fromId: from.source.node.id,
    toId: to.source.node.id,
    directed,
    state,
    status: statusOf(state, stalled),
    percent: progress ? Math.floor(progress.percent * 10) / 10 : undefined,
    etaSeconds: progress?.etaSeconds,
    rateKiBps,
    outOfSyncKiB,
    stalled,
    words:
      linked === 'established' && diskless
        ? say('flowNoDisk', { ...shared, to: diskless.source.node.name })
        : wordsOf(state, stalled, shared),
    freshness,
    findings: findingsOf(linked, stalled, shared),
    evidence: evidenceOf([a.source.drbd, b.source.drbd]),
    serviceIds: [],
  };
}

const isDiskless = (device: DrbdDevice | undefined): boolean =>
  device !== undefined && !device.client && (device.disk === 'Diskless' || device.disk === 'Failed');

const LOST: ReadonlySet<string> = new Set([
  'Connecting',
  'Unconnected',
  'Timeout',
  'BrokenPipe',
  'NetworkFailure',
  'ProtocolError',
  'TearDown',
  'Disconnecting',
]);

function stateOf(heard: readonly End[]): FlowState {
  if (heard.length === 0) return 'unknown';
  const connections = heard.map((end) => end.connection?.connection ?? 'unknown');
  const standalone = connections.filter((one) => one === 'StandAlone').length;
  const lost = connections.some((one) => LOST.has(one));
  const primaries = heard.filter((end) => end.resource.role === 'Primary').length;
  // Both refuse each other, or both write while apart: the data have two histories until a person chooses.
  if (standalone === 2 || (standalone + (lost ? 1 : 0) > 0 && primaries === 2)) return 'split-brain';
  if (standalone === 1) return 'standalone';
  if (lost) return 'cut';
  const replication = heard.map((end) => end.peer?.replication ?? 'unknown');
  const any = (...wanted: string[]): boolean => replication.some((one) => wanted.includes(one));
  if (any('PausedSyncS', 'PausedSyncT')) return 'paused';
  if (any('SyncSource', 'SyncTarget')) return 'syncing';
  if (any('VerifyS', 'VerifyT')) return 'verifying';
  if (any('StartingSyncS', 'StartingSyncT', 'WFBitMapS', 'WFBitMapT', 'WFSyncUUID')) return 'starting';
  if (any('Ahead', 'Behind')) return 'behind';
  if (any('Established')) return 'established';
  return any('Off') ? 'cut' : 'unknown';
}

const SENDING: ReadonlySet<string> = new Set([
  'SyncSource',
  'PausedSyncS',
  'VerifyS',
  'StartingSyncS',
  'WFBitMapS',
  'Ahead',
]);
const RECEIVING: ReadonlySet<string> = new Set([
  'SyncTarget',
  'PausedSyncT',
  'VerifyT',
  'StartingSyncT',
  'WFBitMapT',
  'WFSyncUUID',
  'Behind',
]);

function direction(a: End, b: End, state: FlowState): readonly [End, End, boolean] {
  const heard = (end: End): string => (end.source.drbd.isCurrent ? (end.peer?.replication ?? '') : '');
  if (SENDING.has(heard(a)) || RECEIVING.has(heard(b))) return [a, b, true];
  if (SENDING.has(heard(b)) || RECEIVING.has(heard(a))) return [b, a, true];
  const led = state === 'established' || state === 'unknown' || state === 'cut';
  if (a.resource.role === 'Primary' && b.resource.role !== 'Primary') return [a, b, led];
  if (b.resource.role === 'Primary' && a.resource.role !== 'Primary') return [b, a, led];
  return [a, b, false];
}

function statusOf(state: FlowState, stalled: boolean): CellStatus {
  switch (state) {
    case 'established':
      return 'ok';
    case 'syncing':
      return stalled ? 'warning' : 'moving';
    case 'verifying':
    case 'starting':
      return 'moving';
    case 'paused':
    case 'behind':
      return 'warning';
    case 'cut':
    case 'standalone':
    case 'split-brain':
      return 'critical';
    case 'unknown':
      return 'unknown';
  }
}

const WORDS = {
  established: 'flowEstablished',
  syncing: 'flowSyncing',
  paused: 'flowPaused',
  verifying: 'flowVerifying',
  starting: 'flowStarting',
  behind: 'flowBehind',
  cut: 'flowCut',
  'split-brain': 'flowSplitBrain',
  standalone: 'flowStandalone',
  unknown: 'flowUnknown',
} as const satisfies Record<FlowState, string>;

const wordsOf = (state: FlowState, stalled: boolean, params: Record<string, string>): Phrase =>
  say(state === 'syncing' && stalled ? 'flowStalled' : WORDS[state], params);

function findingsOf(state: FlowState, stalled: boolean, params: Record<string, string>): readonly Trouble[] {
  switch (state) {
    case 'syncing':
      return stalled
        ? [trouble(say('flowStalled', params), say('stepCheckReplicationLink'))]
        : [trouble(say('flowSyncing', params), say('stepWaitResync'))];
    case 'paused':
      return [trouble(say('flowPaused', params), say('stepResume'))];
    case 'cut':
      return [trouble(say('flowCut', params), say('stepCheckReplicationLink'))];
    case 'behind':
      return [trouble(say('flowBehind', params), say('stepCheckReplicationLink'))];
    case 'standalone':
      return [trouble(say('flowStandalone', params), say('stepSplitBrain'))];
    case 'split-brain':
      return [trouble(say('flowSplitBrain', params), say('stepSplitBrain'))];
    default:
      return [];
  }
}

/**
 * KiB per second sent between two reads of the same counters; undefined when the counter was reset or time stood still.
 */
export function sendingRate(
  previous: { readonly at: number; readonly sentKiB: number } | undefined,
  next: { readonly at: number; readonly sentKiB: number },
): number | undefined {
  if (!previous || next.at <= previous.at || next.sentKiB < previous.sentKiB) return undefined;
  return ((next.sentKiB - previous.sentKiB) * 1000) / (next.at - previous.at);
}
