/**
 * Which reading of which node a finding comes from, so that a person can see its raw output. By the kind of thing it is
 * about; several nodes may have said the same, and one of them is named.
 */
import type { Finding } from '@/lib/base/finding';
import type { FindingTool } from '@/lib/base/finding-key';
import type { DirectoryNode } from '@/lib/live/protocol';
import { READING_NAMES, type ReadingName } from '@/lib/live/readings';
import { vipHolders } from './serving';
import type { ClusterView } from './view';

export interface FindingSource {
  readonly node: DirectoryNode;
  readonly reading: ReadingName;
}

const BY_KIND: Readonly<Record<string, ReadingName>> = {
  host: 'host',
  clock: 'clock',
  mount: 'mounts',
  disk: 'disks',
  unit: 'units',
  nic: 'network',
  vip: 'network',
  drbd: 'drbd',
  'drbd-module': 'drbd',
  'drbd-resource': 'drbd',
  'drbd-volume': 'drbd',
  'drbd-connection': 'drbd',
  backend: 'haproxy',
  'haproxy-backend': 'haproxy',
  'haproxy-frontend': 'haproxy',
  'haproxy-server': 'haproxy',
  'cluster-link': 'corosync',
  corosync: 'corosync',
  constraint: 'cib',
  configuration: 'cib',
  'config-file': 'configFiles',
  primitive: 'pacemaker',
  clone: 'pacemaker',
  cluster: 'pacemaker',
  node: 'pacemaker',
  resource: 'pacemaker',
  service: 'pacemaker',
};

/** Where the kind does not tell. */
const BY_KEY: Readonly<Record<string, ReadingName>> = {
  'would-not-survive': 'survival',
  'would-not-survive-alone': 'survival',
  'hafs-not-mounted': 'mounts',
};

/** Undefined: nothing was read from a node, such as when Haven itself is silent. */
export function sourceOf(view: ClusterView, tool: FindingTool, finding: Finding): FindingSource | undefined {
  const reading = readingOf(tool, finding);
  if (!reading) return undefined;
  const { object } = finding;
  const named = object.node ?? (object.kind === 'vip' ? holderOf(view, object.id) : undefined);
  // What the cluster as a whole is said to be, its authority says; a node's silence is its own.
  const isClusters = reading === 'pacemaker' && (object.node === undefined || object.node === object.id);
  const teller = isClusters && finding.key !== 'node-silent' ? view.authority?.from : undefined;
  const node =
    teller ??
    (named === undefined ? undefined : view.node(named)) ??
    view.nodes.find((each) => each.read(reading).value !== undefined) ??
    view.nodes[0];
  return node && { node: node.node, reading };
}

function readingOf(tool: FindingTool, { key, params, object }: Finding): ReadingName | undefined {
  if (tool === 'corosync') return 'corosync';
  const said = READING_NAMES.find((name) => name === params.reading);
  return said ?? BY_KEY[key] ?? BY_KIND[object.kind];
}

function holderOf(view: ClusterView, address: string): string | undefined {
  const vip = view.cluster.vips.find((each) => each.address === address);
  return vip && vipHolders(view, vip).nodes[0];
}
