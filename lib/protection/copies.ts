import type { DrbdConnection, DrbdPeerDevice, DrbdResource } from '@/lib/drbd/types';
import type { ProtectionFinding } from './types';
import { type ClusterView, crmSince, type NodeView, sinceOf, storageName } from './view';

/** How many good copies of each DRBD resource there are now, and why not more. Judged from current readings only. */

export interface Copies {
  readonly resource: string;
  /** Nodes whose copy is UpToDate and, seen from the leading copy, connected. */
  readonly good: readonly string[];
  /** Nodes whose copy no current source tells about. */
  readonly unseen: readonly string[];
  readonly findings: readonly ProtectionFinding[];
  /** Both sides hold writes that the other lacks: there is no second copy, whatever each disk says. */
  readonly split: boolean;
}

interface Host {
  readonly view: NodeView;
  /** This node's own current word on the resource. */
  readonly own?: DrbdResource;
}

export function copiesOf(cluster: ClusterView): readonly Copies[] {
  return drbdResourceNames(cluster).map((name) => judgeResource(cluster, name));
}

function drbdResourceNames(cluster: ClusterView): readonly string[] {
  const names = new Set<string>();
  for (const view of cluster.nodes) {
    const seen = view.read('drbd');
    for (const resource of seen.last?.resources ?? []) names.add(resource.name);
  }
  return [...names].sort();
}

function judgeResource(cluster: ClusterView, name: string): Copies {
  const hosts = hostsOf(cluster, name);
  const split = splitBrain(name, hosts);
  const lead = leadOf(hosts);
  const good: string[] = [];
  const unseen: string[] = [];
  const bad: { host: Host; finding: (goodNames: string, count: number) => ProtectionFinding }[] = [];
  for (const host of hosts) {
    const verdict = judgeHost(cluster, name, host, lead, hosts.length);
    if (verdict === 'good') good.push(host.view.node.name);
    else if (verdict === 'unseen') unseen.push(host.view.node.name);
    else if (verdict !== 'client') bad.push({ host, finding: verdict });
  }
  // In a split "one copy left, it resyncs by itself" would be wrong advice: only the split is told.
  if (split.length > 0) return { resource: name, good, unseen, findings: split, split: true };
  const findings = bad.map((each) => each.finding(good.join(', '), good.length));
  for (const node of unseen) findings.push(finding('unknown', 'copy-unseen', name, node, { node }));
  if (good.length === 0 && unseen.length === 0)
    findings.unshift(finding('critical', 'no-copy', name, undefined, {}));
  return { resource: name, good, unseen, findings, split: false };
}

/** Nodes that carry the resource: by their own readings, old ones included, and by the configuration. */
function hostsOf(cluster: ClusterView, name: string): readonly Host[] {
  const configured = new Set<string>();
  for (const view of cluster.nodes) {
    const resource = view.read('drbdConfig').last?.resources.find((each) => each.name === name);
    for (const host of resource?.hosts ?? []) configured.add(host.name);
  }
  const hosts: Host[] = [];
  for (const view of cluster.nodes) {
    const drbd = view.read('drbd');
    const own = drbd.value?.resources.find((each) => each.name === name);
    const had = drbd.last?.resources.some((each) => each.name === name);
    if (own || had || configured.has(view.node.name)) hosts.push({ view, ...(own ? { own } : {}) });
  }
  return hosts;
}

const isGoodDisk = (resource: DrbdResource): boolean =>
  resource.devices.length > 0 && resource.devices.every((device) => device.disk === 'UpToDate');

/** The copy that the others are compared with: the Primary's, else any good one. */
function leadOf(hosts: readonly Host[]): Host | undefined {
  return (
    hosts.find((host) => host.own?.role === 'Primary' && isGoodDisk(host.own)) ??
    hosts.find((host) => host.own?.role === 'Primary') ??
    hosts.find((host) => host.own && isGoodDisk(host.own)) ??
    hosts.find((host) => host.own)
  );
}

type Verdict = 'good' | 'unseen' | 'client' | ((good: string, count: number) => ProtectionFinding);

function judgeHost(
  cluster: ClusterView,
  name: string,
  host: Host,
  lead: Host | undefined,
  hostCount: number,
): Verdict {
  const node = host.view.node.name;
  const { own } = host;
  if (own && own.devices.length > 0 && own.devices.every((device) => device.client)) return 'client';
  if (!lead) return 'unseen';
  if (host === lead) return own && isGoodDisk(own) ? 'good' : badDisk(name, host);
  const link = connectionBetween(lead, host, hostCount);
  const offline = cluster.crm(node)?.online === false;
  if (!own && offline) return nodeDown(cluster, name, host);
  if (!link) return own && isGoodDisk(own) ? standsAlone(name, host) : own ? badDisk(name, host) : 'unseen';
  if (link.connection.connection !== 'Connected') {
    // A silent node behind a broken link: its copy is seen by nobody, but it certainly does not follow.
    if (offline) return nodeDown(cluster, name, host);
    return linkDown(name, host, link.connection, link.fromLead ? lead : host);
  }
  const sync = link.connection.peerDevices.find(isCopying);
  if (sync) return syncing(name, host, sync);
  if (own) return isGoodDisk(own) && !isBehind(link.connection) ? 'good' : badDisk(name, host);
  // Silent to Haven, but the leading node sees it connected: the leading node's word counts.
  const { peerDevices, peerName } = link.connection;
  if (!link.fromLead || peerDevices.length === 0) return 'unseen';
  const worst = peerDevices.find((device) => device.peerDisk !== 'UpToDate');
  if (!worst) return 'good';
  const since = saidSince(lead, `drbd:${name}/${worst.volume}@${peerName}:disk`);
  return (good, count) => oneCopy('one-copy-disk', name, host, worst.peerDisk, good, count, since);
}

/** Since when the one who says it has said so: what a silent node last said of itself is of another time. */
const saidSince = (speaker: Host, fact: string): number | undefined =>
  sinceOf(speaker.view.read('drbd').since, fact);

/** 8.4 calls every peer `peer`: with two hosts it can only be the other one. */
function connectionBetween(
  lead: Host,
  host: Host,
  hostCount: number,
): { readonly connection: DrbdConnection; readonly fromLead: boolean } | undefined {
  const to = (from: Host, peer: Host) =>
    from.own?.connections.find(
      (each) => each.peerName === peer.view.node.name || (each.peerName === 'peer' && hostCount === 2),
    );
  const leads = to(lead, host);
  if (leads) return { connection: leads, fromLead: true };
  const own = to(host, lead);
  return own ? { connection: own, fromLead: false } : undefined;
}

const COPYING: ReadonlySet<string> = new Set([
  'StartingSyncS',
  'StartingSyncT',
  'WFBitMapS',
  'WFBitMapT',
  'WFSyncUUID',
  'SyncSource',
  'SyncTarget',
  'PausedSyncS',
  'PausedSyncT',
]);
const isCopying = (device: DrbdPeerDevice): boolean => COPYING.has(device.replication);
const BEHIND: ReadonlySet<string> = new Set(['Off', 'Ahead', 'Behind', 'unknown']);
const isBehind = (connection: DrbdConnection): boolean =>
  connection.peerDevices.some((device) => BEHIND.has(device.replication));

function badDisk(name: string, host: Host): Verdict {
  const device = host.own?.devices.find((each) => each.disk !== 'UpToDate');
  const since = saidSince(host, `drbd:${name}/${device?.volume ?? 0}:disk`);
  return (good, count) => oneCopy('one-copy-disk', name, host, device?.disk ?? 'unknown', good, count, since);
}

function nodeDown(cluster: ClusterView, name: string, host: Host): Verdict {
  const since = crmSince(cluster, host.view.node.name);
  return (good, count) => oneCopy('one-copy-node', name, host, 'offline', good, count, since);
}

function linkDown(
  name: string,
  host: Host,
  { connection, peerName }: DrbdConnection,
  speaker: Host,
): Verdict {
  const since = saidSince(speaker, `drbd:${name}@${peerName}:connection`);
  return (good, count) => oneCopy('one-copy-link', name, host, connection, good, count, since);
}

/** Without a connection its peer has no name either. */
function standsAlone(name: string, host: Host): Verdict {
  const since = saidSince(host, `drbd:${name}@:connection`);
  return (good, count) => oneCopy('one-copy-link', name, host, 'StandAlone', good, count, since);
}

function syncing(name: string, host: Host, device: DrbdPeerDevice): Verdict {
  const percent = Math.floor(device.progress?.percent ?? 0);
  return (good, count) =>
    count > 1
      ? oneCopy('one-copy-disk', name, host, device.replication, good, count)
      : finding('warning', 'one-copy-syncing', name, host.view.node.name, {
          node: host.view.node.name,
          percent,
          good,
        });
}

function oneCopy(
  key: 'one-copy-disk' | 'one-copy-link' | 'one-copy-node',
  name: string,
  host: Host,
  state: string,
  good: string,
  count: number,
  since?: number,
): ProtectionFinding {
  const node = host.view.node.name;
  if (count > 1) return finding('warning', 'copy-missing', name, node, { node, state, count }, since);
  return finding('warning', key, name, node, { node, state, good: good || '–' }, since);
}

/** Both sides stand alone, or both are Primary: each holds writes that the other lacks. */
function splitBrain(name: string, hosts: readonly Host[]): readonly ProtectionFinding[] {
  const nodesOf = (some: readonly Host[]) => some.map((host) => host.view.node.name).join(', ');
  const primaries = hosts.filter((host) => host.own?.role === 'Primary');
  const alone = hosts.filter((host) =>
    host.own?.connections.some((each) => each.connection === 'StandAlone'),
  );
  if (alone.length > 1) {
    return [finding('critical', 'split-brain', name, undefined, { nodes: nodesOf(alone) })];
  }
  if (primaries.length > 1) {
    return [finding('critical', 'two-primaries', name, undefined, { nodes: nodesOf(primaries) })];
  }
  return [];
}

function finding(
  severity: ProtectionFinding['severity'],
  key: ProtectionFinding['key'],
  resource: string,
  node: string | undefined,
  params: Readonly<Record<string, string | number>>,
  since?: number,
): ProtectionFinding {
  return {
    severity,
    key,
    params: { storage: storageName(resource), ...params },
    object: { kind: 'drbd', id: resource, ...(node ? { node } : {}) },
    ...(since === undefined ? {} : { since }),
  };
}
