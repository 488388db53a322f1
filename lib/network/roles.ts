/**
 * Proposes which subnet is the 1G network, which the 10G network and which only manages, from what nodes show. Evidence
 * is weighed, named and shown; a person confirms. Wrong roles put a VIP on the wrong wire, so nothing is taken for granted.
 */
import {
  formatSubnet,
  isSameAddress,
  parseIp,
  type Subnet,
  subnetContains,
  subnetOf,
} from '@/lib/base/address';
import type { NetworkRoleMessageId } from './messages';
import type { NetworkAddress, NetworkInterface, NetworkReading } from './types';

export type NetworkRole = '1g' | '10g' | 'management' | 'other';

export interface RoleEvidence {
  readonly nodes: readonly { readonly node: string; readonly reading: NetworkReading }[];
  /** Replication addresses of the DRBD configuration. */
  readonly drbdAddresses: readonly string[];
  /** Addresses Pacemaker moves. */
  readonly vipAddresses: readonly string[];
  /** Addresses Haven reaches the nodes by. */
  readonly sshAddresses: readonly string[];
  /** Addresses of corosync's links. */
  readonly corosyncAddresses?: readonly string[];
}

export interface RoleReason {
  readonly key: NetworkRoleMessageId;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface ProposedNetwork {
  readonly cidr: string;
  readonly family: 'inet' | 'inet6';
  /** Interface by node. */
  readonly interfaces: Readonly<Record<string, string>>;
  /** The slowest interface of it; undefined when one does not say. */
  readonly speedMbps?: number;
  readonly role: NetworkRole;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly reasons: readonly RoleReason[];
}

/** Interfaces that never carry a cluster network. veth is not among them: containers and test clusters use it as NIC. */
const VIRTUAL_KINDS: ReadonlySet<string> = new Set([
  'loopback',
  'tun',
  'dummy',
  'ifb',
  'wireguard',
  'vxlan',
  'geneve',
  'gre',
  'ipip',
  'sit',
]);
const LOCAL_NAMES = /^(lo|docker|br-[0-9a-f]{12}|virbr|vnet|tap|cali|flannel|cni|lxc)/;

type Votes = Readonly<Record<Exclude<NetworkRole, 'other'>, number>>;
interface Argument extends RoleReason {
  readonly votes: Partial<Votes>;
}
interface Found {
  readonly subnet: Subnet;
  readonly members: readonly {
    readonly node: string;
    readonly nic: NetworkInterface;
    readonly address: NetworkAddress;
  }[];
}

/** Every subnet that two nodes share (or the only node has), each with a role; at most one network per role. */
export function proposeNetworkRoles(evidence: RoleEvidence): readonly ProposedNetwork[] {
  const shared = sharedSubnets(evidence.nodes);
  const judged = shared.map((found) => ({ found, arguments: argue(found, evidence, shared) }));
  const taken = new Map<Found, Exclude<NetworkRole, 'other'>>();
  const bids = judged
    .flatMap(({ found, arguments: reasons }) =>
      roles.map((role) => ({ found, role, score: scoreOf(reasons, role) })),
    )
    .filter((bid) => bid.score > 0)
    .toSorted(
      (a, b) => b.score - a.score || formatSubnet(a.found.subnet).localeCompare(formatSubnet(b.found.subnet)),
    );
  for (const bid of bids) {
    if (!taken.has(bid.found) && ![...taken.values()].includes(bid.role)) taken.set(bid.found, bid.role);
  }
  return judged.map(({ found, arguments: reasons }) => {
    const role = taken.get(found) ?? 'other';
    const supporting = reasons.filter((reason) => role === 'other' || (reason.votes[role] ?? 0) > 0);
    return {
      ...describe(found),
      role,
      confidence: role === 'other' ? 'low' : confidenceOf(reasons, role),
      reasons: supporting.map(({ key, params }) => ({ key, params })),
    };
  });
}

const roles = ['10g', '1g', 'management'] as const;

const scoreOf = (reasons: readonly Argument[], role: Exclude<NetworkRole, 'other'>): number =>
  reasons.reduce((sum, reason) => sum + (reason.votes[role] ?? 0), 0);

/** High: clearly more for this role than for any other. Low: hardly anything speaks for it. */
function confidenceOf(
  reasons: readonly Argument[],
  role: Exclude<NetworkRole, 'other'>,
): ProposedNetwork['confidence'] {
  const score = scoreOf(reasons, role);
  const lead =
    score - Math.max(...roles.filter((other) => other !== role).map((other) => scoreOf(reasons, other)));
  if (score >= 5 && lead >= 3) return 'high';
  return score >= 3 && lead >= 1 ? 'medium' : 'low';
}

function sharedSubnets(nodes: RoleEvidence['nodes']): readonly Found[] {
  const bySubnet = new Map<string, { subnet: Subnet; members: Found['members'][number][] }>();
  for (const { node, reading } of nodes) {
    for (const nic of reading.interfaces) {
      if ((nic.kind && VIRTUAL_KINDS.has(nic.kind)) || LOCAL_NAMES.test(nic.name)) continue;
      for (const address of nic.addresses) {
        const subnet = isStatic(address) ? subnetOf(address.address, address.prefixLength) : undefined;
        if (!subnet) continue;
        const key = formatSubnet(subnet);
        const entry = bySubnet.get(key) ?? { subnet, members: [] };
        entry.members.push({ node, nic, address });
        bySubnet.set(key, entry);
      }
    }
  }
  const enough = Math.min(2, nodes.length);
  return [...bySubnet.values()].filter(
    (found) => new Set(found.members.map((member) => member.node)).size >= enough,
  );
}

/** A node's own address: not secondary (VIPs are), not link-local, not a single host's route. */
function isStatic(address: NetworkAddress): boolean {
  const ip = parseIp(address.address);
  return (
    !address.secondary &&
    (address.scope ?? 'global') === 'global' &&
    ip !== undefined &&
    address.prefixLength < ip.bits
  );
}

function argue(found: Found, evidence: RoleEvidence, all: readonly Found[]): readonly Argument[] {
  const { subnet } = found;
  const cidr = formatSubnet(subnet);
  const inside = (addresses: readonly string[]) =>
    addresses.filter((address) => subnetContains(subnet, address));
  const reasons: Argument[] = [];
  const say = (key: NetworkRoleMessageId, votes: Partial<Votes>, params: RoleReason['params'] = {}) =>
    reasons.push({ key, votes, params: { cidr, ...params } });
  if (inside(evidence.drbdAddresses).length > 0) say('network.role.drbd', { '10g': 5 });
  const vips = inside(evidence.vipAddresses);
  if (vips.length > 0) say('network.role.vip', { '10g': 1, '1g': 2 }, { vips: vips.join(', ') });
  if (inside(evidence.corosyncAddresses ?? []).length > 0)
    say('network.role.corosync', { '10g': 1, '1g': 1 });
  const hasSsh = inside(evidence.sshAddresses).length > 0;
  if (hasSsh && vips.length === 0) say('network.role.ssh-only', { management: 4 });
  else if (hasSsh) say('network.role.ssh', { '1g': 1, management: 1 });
  const speed = slowestSpeed(found);
  if (speed !== undefined && speed >= 10_000) say('network.role.speed-10g', { '10g': 4 }, { speed });
  else if (speed !== undefined && speed >= 1_000)
    say('network.role.speed-1g', { '1g': 2, management: 1 }, { speed });
  else if (speed === undefined && all.length > 1) say('network.role.speed-unknown', {});
  if (found.members.every((member) => /10g|10ge|xg|internal|storage|repl/i.test(member.nic.name))) {
    say('network.role.name', { '10g': 1 }, { nic: found.members[0]?.nic.name ?? '' });
  }
  if (found.members.every((member) => /mgmt|manage|oob/i.test(member.nic.name))) {
    say('network.role.name', { management: 3 }, { nic: found.members[0]?.nic.name ?? '' });
  }
  const routed = evidence.nodes.some(
    ({ reading }) => reading.defaultGateway && subnetContains(subnet, reading.defaultGateway),
  );
  if (routed) say('network.role.default-route', vips.length > 0 ? { '1g': 2 } : { '1g': 1, management: 1 });
  return reasons;
}

function slowestSpeed(found: Found): number | undefined {
  const speeds = found.members.map((member) => member.nic.speedMbps);
  return speeds.every((speed) => speed !== undefined) ? Math.min(...speeds) : undefined;
}

function describe(found: Found): Pick<ProposedNetwork, 'cidr' | 'family' | 'interfaces' | 'speedMbps'> {
  const speedMbps = slowestSpeed(found);
  return {
    cidr: formatSubnet(found.subnet),
    family: found.subnet.family,
    interfaces: Object.fromEntries(found.members.map((member) => [member.node, member.nic.name])),
    ...(speedMbps === undefined ? {} : { speedMbps }),
  };
}

/** The interface and entry that carry an address on a node, if it does. */
export function findAddress(
  reading: NetworkReading,
  address: string,
): { readonly nic: NetworkInterface; readonly entry: NetworkAddress } | undefined {
  for (const nic of reading.interfaces) {
    const entry = nic.addresses.find((candidate) => isSameAddress(candidate.address, address));
    if (entry) return { nic, entry };
  }
  return undefined;
}
