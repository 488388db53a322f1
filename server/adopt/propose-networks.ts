import { formatSubnet, parseSubnet, subnetContains, subnetOf } from '@/lib/base/address';
import type { AdoptionState } from '@/lib/inventory/adoption';
import type { DirectoryNetwork } from '@/lib/live/protocol';
import { vipResources } from '@/lib/pacemaker/cib-queries';
import { type NodeView, valueIn } from './read-node';

/**
 * Which of the cluster's networks is the 1G one, which the 10G one: proposed from what was read, with the reasons, and
 * confirmed by a person. Pure.
 */

export type ProposedNetwork = NonNullable<AdoptionState['proposal']>['networks'][number];

/** Message ids of reasons. */
export const NETWORK_REASONS = [
  'speed-10g',
  'speed-1g',
  'carries-drbd',
  'carries-corosync',
  'carries-vip',
  'carries-default-route',
  'carries-ssh',
  'carries-nothing',
] as const;
export type NetworkReason = (typeof NETWORK_REASONS)[number];

interface Found {
  readonly cidr: string;
  readonly interfaces: Record<string, string>;
  readonly addresses: string[];
  speedMbps?: number;
  hasDefaultRoute: boolean;
}

export interface NodeSeen {
  readonly name: string;
  /** Where Haven signs in. */
  readonly host: string;
  readonly view: NodeView;
}

export function proposeNetworks(nodes: readonly NodeSeen[]): readonly ProposedNetwork[] {
  const vips = vipAddresses(nodes);
  const found = collectNetworks(nodes, vips);
  const drbd = addressesOfDrbd(nodes);
  const corosync = nodes.flatMap(
    ({ view }) => valueIn(view, 'corosync')?.nodelist.flatMap((node) => node.addresses) ?? [],
  );
  const hosts = nodes.map(({ host }) => host);
  const scored = found.map((network) => {
    const reasons = reasonsOf(network, { vips: [...vips], drbd, corosync, hosts });
    return { network, reasons };
  });
  return scored.map(({ network, reasons }) => {
    const role = roleOf(
      reasons,
      scored.map((other) => other.reasons),
    );
    const { cidr, interfaces, speedMbps } = network;
    return {
      role,
      name: nameOf(role, network),
      cidr,
      interfaces,
      reasons,
      ...(speedMbps === undefined ? {} : { speedMbps }),
    };
  });
}

export function vipAddresses(nodes: readonly NodeSeen[]): ReadonlySet<string> {
  return new Set(
    nodes.flatMap(({ view }) => {
      const cib = valueIn(view, 'cib');
      return cib ? vipResources(cib).map((vip) => vip.ip) : [];
    }),
  );
}

function collectNetworks(nodes: readonly NodeSeen[], vips: ReadonlySet<string>): Found[] {
  const found = new Map<string, Found>();
  for (const { name, view } of nodes) {
    const network = valueIn(view, 'network');
    for (const nic of network?.interfaces ?? []) {
      if (nic.name === 'lo') continue;
      for (const address of nic.addresses) {
        if (address.scope === 'link' || address.scope === 'host' || vips.has(address.address)) continue;
        const subnet = subnetOf(address.address, address.prefixLength);
        if (!subnet || address.prefixLength >= subnet.bits) continue;
        const cidr = formatSubnet(subnet);
        const entry = found.get(cidr) ?? { cidr, interfaces: {}, addresses: [], hasDefaultRoute: false };
        entry.interfaces[name] = nic.name;
        entry.addresses.push(address.address);
        if (nic.speedMbps !== undefined)
          entry.speedMbps = Math.min(entry.speedMbps ?? nic.speedMbps, nic.speedMbps);
        if (network?.defaultGateway && subnetContains(subnet, network.defaultGateway))
          entry.hasDefaultRoute = true;
        found.set(cidr, entry);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.cidr.localeCompare(b.cidr));
}

function addressesOfDrbd(nodes: readonly NodeSeen[]): string[] {
  return nodes.flatMap(({ view }) =>
    (valueIn(view, 'drbdConfig')?.resources ?? []).flatMap((resource) =>
      resource.hosts.flatMap((host) => host.address ?? []),
    ),
  );
}

function reasonsOf(
  network: Found,
  used: {
    readonly vips: readonly string[];
    readonly drbd: readonly string[];
    readonly corosync: readonly string[];
    readonly hosts: readonly string[];
  },
): NetworkReason[] {
  const subnet = parseSubnet(network.cidr);
  const carries = (addresses: readonly string[]): boolean =>
    subnet !== undefined && addresses.some((address) => subnetContains(subnet, address));
  const reasons: NetworkReason[] = [];
  if (network.speedMbps !== undefined && network.speedMbps >= 10_000) reasons.push('speed-10g');
  else if (network.speedMbps !== undefined && network.speedMbps >= 1_000) reasons.push('speed-1g');
  if (carries(used.drbd)) reasons.push('carries-drbd');
  if (carries(used.corosync)) reasons.push('carries-corosync');
  if (carries(used.vips)) reasons.push('carries-vip');
  if (network.hasDefaultRoute) reasons.push('carries-default-route');
  if (carries(used.hosts)) reasons.push('carries-ssh');
  if (!reasons.some((reason) => reason.startsWith('carries-'))) reasons.push('carries-nothing');
  return reasons;
}

/**
 * Replication and speed make the 10G network; a VIP that is not on it makes the 1G one; what carries neither VIP nor
 * cluster traffic is for management. A proposal only: virtual machines and slow labs tell no speed.
 */
function roleOf(
  reasons: readonly NetworkReason[],
  all: readonly (readonly NetworkReason[])[],
): DirectoryNetwork['role'] {
  const has = (reason: NetworkReason): boolean => reasons.includes(reason);
  const isReplicationElsewhere = all.some((other) => other !== reasons && other.includes('carries-drbd'));
  if (has('carries-drbd')) return '10g';
  if (has('speed-10g') && !isReplicationElsewhere) return '10g';
  if (has('carries-vip')) return '1g';
  if (has('carries-corosync')) return has('speed-10g') ? '10g' : '1g';
  return has('carries-ssh') || has('carries-default-route') || has('carries-nothing')
    ? 'management'
    : 'other';
}

function nameOf(role: DirectoryNetwork['role'], network: Found): string {
  if (role === '10g') return '10G';
  if (role === '1g') return '1G';
  if (role === 'management') return 'Management';
  return Object.values(network.interfaces)[0] ?? network.cidr;
}
