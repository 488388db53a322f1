import { parseSubnet, subnetContains } from '@/lib/base/address';
import type { Finding } from '@/lib/base/finding';
import type { FindingTool } from '@/lib/base/finding-key';
import { checkCorosync } from '@/lib/corosync/health';
import { drbdHealth } from '@/lib/drbd/health';
import { drbdPairHealth } from '@/lib/drbd/pair-health';
import { haproxyHealth } from '@/lib/haproxy/health';
import { clockHealth, disksHealth, hostHealth, mountsHealth } from '@/lib/host/health';
import type { ReadingName } from '@/lib/live/readings';
import { networkHealth, vipHealth } from '@/lib/network/health';
import { checkPacemaker } from '@/lib/pacemaker/health';
import { type SystemdExpectations, systemdHealth } from '@/lib/systemd/health';
import { singleCable } from './single-cable';
import type { ClusterProtection } from './types';
import type { ClusterView, NodeView } from './view';

/**
 * What each tool's own rules say of the current readings of a cluster. Readings that are not current are left out and
 * make the answer incomplete: "no problems" may then not be said.
 */
export interface ToolFindings {
  readonly items: readonly { readonly tool: FindingTool; readonly finding: Finding }[];
  readonly complete: boolean;
}

const tagged = (tool: FindingTool, findings: readonly Finding[]): ToolFindings['items'] =>
  findings.filter((finding) => finding.severity !== 'ok').map((finding) => ({ tool, finding }));

/** A node that the cluster has cleanly lost, or that says itself that there is nothing, leaves no gap. */
function isSeen(view: ClusterView, node: NodeView, reading: ReadingName): boolean {
  const seen = node.read(reading);
  if (seen.value !== undefined || seen.absent) return true;
  const crm = view.crm(node.node.name);
  return crm !== undefined && !crm.online && !crm.unclean;
}

const allSeen = (view: ClusterView, ...readings: readonly ReadingName[]): boolean =>
  view.nodes.every((node) => readings.every((reading) => isSeen(view, node, reading)));

/** Said by both ends of a connection about the same thing. */
const OF_THE_PAIR: ReadonlySet<string> = new Set([
  'drbd.resync-running',
  'drbd.resync-running-no-progress',
  'drbd.resync-paused',
  'drbd.verify-running',
  'drbd.out-of-sync',
]);

export function drbdFindings(view: ClusterView): ToolFindings {
  const current = view.nodes.flatMap((node) => {
    const reading = node.read('drbd').value;
    return reading ? [{ node: node.node.name, reading }] : [];
  });
  const seen = new Set<string>();
  const single = current
    .flatMap(({ node, reading }) => drbdHealth(reading, node))
    .filter((finding) => {
      // Both ends tell it, and protection tells it better.
      if (finding.key === 'drbd.one-copy-left') return false;
      const once = `${finding.key}/${finding.object.id}`;
      if (OF_THE_PAIR.has(finding.key) && seen.has(once)) return false;
      seen.add(once);
      return true;
    });
  return { items: tagged('drbd', [...drbdPairHealth(current), ...single]), complete: allSeen(view, 'drbd') };
}

/** Findings of protection about some kinds of things, and one node where it is named: they bring the next safe step. */
export function protectionItems(
  protection: ClusterProtection,
  kinds: readonly string[],
  node?: string,
): ToolFindings['items'] {
  const chosen = protection.findings.filter(
    ({ object }) =>
      kinds.includes(object.kind) && (node === undefined || object.node === node || object.id === node),
  );
  return tagged('protection', chosen);
}

/** What protection says too, with a next step. */
const SAID_BY_PROTECTION: ReadonlySet<string> = new Set([
  'no-quorum',
  'fencing-disabled',
  'maintenance-mode',
  'node-unclean',
  'node-offline',
  'node-standby',
  'no-fence-device',
  'fencing-failed',
  'resource-failed',
]);

/** By the authoritative view only; contradicting views are told by protection's disagreements. */
export function pacemakerFindings(view: ClusterView): ToolFindings {
  const reading = view.authority?.reading;
  return {
    items: reading
      ? tagged('pacemaker', checkPacemaker(reading)).filter(
          ({ finding }) => !SAID_BY_PROTECTION.has(finding.key),
        )
      : [],
    complete: reading !== undefined,
  };
}

export function haproxyFindings(view: ClusterView): ToolFindings {
  const standby = view.cluster.services.filter(
    (service) => service.mode === 'active-standby' && service.backend,
  );
  const singleActiveBackends = new Set(standby.flatMap((service) => service.backend ?? []));
  const items = view.nodes.flatMap((node) => {
    const reading = node.read('haproxy').value;
    return reading
      ? tagged('haproxy', haproxyHealth(reading, node.node.name, { singleActiveBackends })).filter(
          // A backup that is down where one node serves is as it should be: the table shows it.
          ({ finding }) => finding.severity !== 'info',
        )
      : [];
  });
  return { items, complete: allSeen(view, 'haproxy') };
}

/** The interface of a node on each of the cluster's networks, by CIDR: where a VIP of that network belongs. */
export function nicsOf(view: ClusterView, node: NodeView): ReadonlyMap<string, string> {
  const byCidr = new Map<string, string>();
  const vips = new Set(view.cluster.vips.map((vip) => vip.address));
  for (const network of view.cluster.networks) {
    const subnet = parseSubnet(network.cidr);
    if (!subnet) continue;
    const nic = node
      .read('network')
      .last?.interfaces.find((each) =>
        each.addresses.some((own) => !vips.has(own.address) && subnetContains(subnet, own.address)),
      );
    if (nic) byCidr.set(network.cidr, nic.name);
  }
  return byCidr;
}

export function networkFindings(view: ClusterView): ToolFindings {
  const current = view.nodes.flatMap((node) => {
    const reading = node.read('network').value;
    return reading ? [{ node: node.node.name, reading, used: new Set(nicsOf(view, node).values()) }] : [];
  });
  const unread = view.nodes.filter((node) => !isSeen(view, node, 'network')).map((node) => node.node.name);
  const nics = current.flatMap(({ node, reading, used }) => networkHealth(reading, node, used));
  const vips = view.cluster.vips.flatMap((vip) => {
    const cidr = view.cluster.networks.find((network) => network.role === vip.networkRole)?.cidr;
    return vipHealth(
      { address: vip.address, role: vip.networkRole, ...(cidr ? { cidr } : {}) },
      current,
      unread,
    );
  });
  return { items: tagged('network', [...vips, ...nics]), complete: unread.length === 0 };
}

export function corosyncFindings(view: ClusterView): ToolFindings {
  const items = view.nodes.flatMap((node) => {
    const reading = node.read('corosync').value;
    return reading ? tagged('corosync', checkCorosync(reading)) : [];
  });
  return { items: [...items, ...tagged('corosync', singleCable(view))], complete: allSeen(view, 'corosync') };
}

/** Everything about one machine: load, clock, disks, mounts, units, and its part of DRBD and the network. */
export function nodeFindings(view: ClusterView, node: NodeView): ToolFindings {
  const { name } = node.node;
  const read = {
    host: node.read('host').value,
    clock: node.read('clock').value,
    disks: node.read('disks').value,
    mounts: node.read('mounts').value,
    units: node.read('units').value,
    drbd: node.read('drbd').value,
  };
  const isHere = (finding: Finding) => finding.object.node === name;
  const items = [
    ...(read.host ? tagged('host', hostHealth(read.host, name)) : []),
    ...(read.clock ? tagged('host', clockHealth(read.clock, name)) : []),
    ...(read.disks ? tagged('host', disksHealth(read.disks, name)) : []),
    ...(read.mounts ? tagged('host', mountsHealth(read.mounts, name)) : []),
    ...(read.units ? tagged('systemd', systemdHealth(read.units, name, expectedUnits(view, name))) : []),
    ...(read.drbd
      ? tagged('drbd', drbdHealth(read.drbd, name)).filter(
          ({ finding }) => finding.key !== 'drbd.one-copy-left',
        )
      : []),
    ...pacemakerFindings(view).items.filter(({ finding }) => isHere(finding)),
    ...networkFindings(view).items.filter(({ finding }) => isHere(finding)),
    ...haproxyFindings(view).items.filter(({ finding }) => isHere(finding)),
  ];
  return {
    items,
    complete: Object.values(read).every((value) => value !== undefined) && view.authority !== undefined,
  };
}

/** Units that Pacemaker starts and stops: `systemd:apache2` is `apache2.service`. */
/** Who starts what on this node, as far as somebody says: invariants 24 and 26. */
function expectedUnits(view: ClusterView, node: string): SystemdExpectations {
  const clusterManaged = managedUnits(view);
  const crm = view.crm(node);
  // While the node or a resource is between two states, or nobody manages it, both may be right.
  const isJudged = view.authority && crm?.online && !crm.unclean && !crm.maintenance && !crm.pending;
  const all = view.authority?.reading.resources ?? [];
  const restless = all
    .filter((one) => one.pending || !one.managed || one.failed || one.maintenance)
    .map(({ agent }) => agent);
  const runs = all.filter((one) => one.active && one.nodes.includes(node)).map(({ agent }) => agent);
  const own = view.cluster.services.flatMap((service) =>
    service.resourceId === undefined && service.unit !== undefined ? [unitName(service.unit)] : [],
  );
  return {
    clusterManaged,
    enabled: own,
    ...(isJudged && restless.length === 0
      ? { clusterRuns: runs.filter(isUnit).map((agent) => unitName(agent.slice('systemd:'.length))) }
      : {}),
  };
}

const isUnit = (agent: string): boolean => agent.startsWith('systemd:');
const unitName = (name: string): string => (/\.[a-z]+$/.test(name) ? name : `${name}.service`);

function managedUnits(view: ClusterView): readonly string[] {
  const agents = view.authority?.reading.resources.map((resource) => resource.agent) ?? [];
  return [...new Set(agents.filter((agent) => agent.startsWith('systemd:')))].map(
    (agent) => `${agent.slice('systemd:'.length)}.service`,
  );
}
