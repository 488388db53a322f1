import { lastValue } from '@/lib/base/observation';
import { optional } from '@/lib/base/optional';
import { freshnessOf, isHavenSilent, linkStateNow, type ViewerClock } from '@/lib/live/freshness';
import type {
  DirectoryCluster,
  DirectoryNode,
  FactSince,
  LiveItem,
  LiveState,
  NodeLink,
} from '@/lib/live/protocol';
import { itemKey } from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import type { CrmNode, PacemakerReading } from '@/lib/pacemaker/types';

/** The live state of one cluster with freshness already decided: what may be believed, and what was last believed. */

export interface Seen<T> {
  /** Only set while current. Everything judged comes from here. */
  readonly value?: T;
  /** The last value, current or not: for naming things that are gone, never for judging. */
  readonly last?: T;
  /** The node itself says that there is nothing to read: not installed or not running. As good as a value. */
  readonly absent: boolean;
  readonly since: Readonly<Record<string, FactSince>>;
  /** When the last value was seen to be true, in milliseconds since the epoch. */
  readonly observedAt?: number;
}

export interface NodeView {
  readonly node: DirectoryNode;
  readonly link: NodeLink['state'];
  /** Set while the node is silent: the last moment it was heard. */
  readonly silentSince?: number;
  read<K extends ReadingName>(reading: K): Seen<NodeReadings[K]>;
}

export interface ClusterView {
  readonly cluster: DirectoryCluster;
  readonly havenSilent: boolean;
  readonly heardAt: number;
  readonly nodes: readonly NodeView[];
  /** The Pacemaker view to go by: quorate and from the DC itself before others. Undefined: nobody tells. */
  readonly authority?: { readonly from: NodeView; readonly reading: PacemakerReading };
  node(name: string): NodeView | undefined;
  /** What the authority says of a node. */
  crm(name: string): CrmNode | undefined;
}

export function viewCluster(cluster: DirectoryCluster, state: LiveState, clock: ViewerClock): ClusterView {
  const nodes = cluster.nodes.map((node) => viewNode(cluster, node, state, clock));
  const byName = new Map(nodes.map((view) => [view.node.name, view]));
  const authority = chooseAuthority(nodes);
  const crmNodes = new Map(authority?.reading.nodes.map((node) => [node.name, node]));
  return {
    cluster,
    havenSilent: isHavenSilent(clock),
    heardAt: clock.heardAt,
    nodes,
    ...(authority ? { authority } : {}),
    node: (name) => byName.get(name),
    crm: (name) => crmNodes.get(name),
  };
}

function viewNode(
  cluster: DirectoryCluster,
  node: DirectoryNode,
  state: LiveState,
  clock: ViewerClock,
): NodeView {
  const nodeLink = state.links[node.id];
  const link = linkStateNow(nodeLink, clock);
  const silentSince = link === 'live' ? undefined : (nodeLink?.lastHeardAt ?? nodeLink?.since ?? clock.now);
  return {
    node,
    link,
    ...(silentSince === undefined ? {} : { silentSince }),
    read<K extends ReadingName>(reading: K): Seen<NodeReadings[K]> {
      const item = state.items[itemKey(cluster.id, node.id, reading)] as LiveItem<K> | undefined;
      if (!item) return { absent: false, since: {} };
      const freshness = freshnessOf(item as LiveItem, nodeLink, clock);
      const last = lastValue(item.observation);
      const says = freshness.state === 'unknown' ? freshness.reason : undefined;
      return {
        ...(freshness.state === 'current' && last !== undefined ? { value: last } : {}),
        ...(last === undefined ? {} : { last }),
        absent:
          (says === 'not-installed' || says === 'not-running') && link === 'live' && !isHavenSilent(clock),
        since: item.since,
        ...optional('observedAt', observedAtOf(item.observation)),
      };
    },
  };
}

const observedAtOf = (observation: LiveItem['observation']): number | undefined =>
  observation.state === 'known' ? observation.observedAt : observation.last?.observedAt;

function chooseAuthority(nodes: readonly NodeView[]): ClusterView['authority'] {
  let best: ClusterView['authority'];
  let bestScore = -1;
  for (const from of nodes) {
    const reading = from.read('pacemaker').value;
    if (!reading) continue;
    const score = (reading.quorate ? 2 : 0) + (reading.dc?.name === from.node.name ? 1 : 0);
    if (score <= bestScore) continue;
    best = { from, reading };
    bestScore = score;
  }
  return best;
}

/** The file systems on DRBD are what the product calls HAFS; its usual resource name is written as people say it. */
export const storageName = (drbdResource: string): string =>
  drbdResource.toLowerCase() === 'hafs' ? 'HAFS' : drbdResource;

/** Since when Pacemaker says of a node what it says now; else since the node fell silent. */
export const crmSince = (view: ClusterView, node: string): number | undefined =>
  sinceOf(view.authority?.from.read('pacemaker').since ?? {}, `node:${node}`) ?? view.node(node)?.silentSince;

export const sinceOf = (
  since: Readonly<Record<string, FactSince>>,
  ...facts: readonly string[]
): number | undefined => {
  for (const fact of facts) {
    const known = since[fact];
    if (known) return known.at;
  }
  return undefined;
};
