/**
 * Whether a VIP may run on each node, from readings alone: the NIC that carries its network there, its role and speed.
 * IPaddr2 accepts a 1G VIP on the 10G NIC and a 10G VIP on a slow one (reference 4.2), so Haven decides before it.
 */

import { isInCidr, parseIp, subnetContains, subnetOf } from '@/lib/base/address';
import { optional } from '@/lib/base/optional';
import type { NetworkRole } from './roles';
import type { NetworkAddress, NetworkInterface, NetworkReading } from './types';
import { checkVip, type VipFault } from './vips';

export interface PlacedNetwork {
  readonly cidr: string;
  /** As a person confirmed it. */
  readonly role: NetworkRole;
}

export interface PlacementNode {
  readonly node: string;
  /** Absent: the node's network is unknown now. */
  readonly reading?: NetworkReading;
}

export interface WantedVip {
  readonly address: string;
  readonly role?: NetworkRole;
  readonly cidr?: string;
  /** `nic` of IPaddr2. */
  readonly nic?: string;
}

export type PlacementReason =
  | 'fits'
  | VipFault['problem']
  /** The subnet it lies in has another role than the VIP. */
  | 'role-mismatch'
  /** A 1G VIP whose NIC is a 10G one: its traffic would share the wire of replication. */
  | 'nic-too-fast'
  | 'reading-unknown'
  /** The driver does not say; the network's confirmed role speaks instead. */
  | 'speed-unknown'
  | 'role-unknown';

export interface NodePlacement {
  readonly node: string;
  readonly verdict: 'fits' | 'refused' | 'unknown';
  readonly reason: PlacementReason;
  readonly nic?: string;
  readonly nicRole?: NetworkRole;
  readonly speedMbps?: number;
  /** The NIC or network that would be right. */
  readonly expected?: string;
}

export interface VipPlacement {
  /** `unknown` when no node refuses and one cannot be judged: no reason to go ahead (reference 7). */
  readonly verdict: 'fits' | 'refused' | 'unknown';
  readonly nodes: readonly NodePlacement[];
}

const TEN_GIGABIT = 10_000;

/** @param nodes every node the cluster may place the VIP on */
export function vipPlacement(
  vip: WantedVip,
  nodes: readonly PlacementNode[],
  networks: readonly PlacedNetwork[],
): VipPlacement {
  const placed = nodes.map((node) => placeOnNode(vip, node, networks));
  const has = (verdict: NodePlacement['verdict']): boolean => placed.some((one) => one.verdict === verdict);
  const verdict = has('refused') ? 'refused' : has('unknown') || placed.length === 0 ? 'unknown' : 'fits';
  return { verdict, nodes: placed };
}

function placeOnNode(
  vip: WantedVip,
  { node, reading }: PlacementNode,
  networks: readonly PlacedNetwork[],
): NodePlacement {
  if (!parseIp(vip.address)) return { node, verdict: 'refused', reason: 'not-an-address' };
  if (!reading) return { node, verdict: 'unknown', reason: 'reading-unknown' };
  const home = networkNic(reading, vip.address);
  const network = networks.find(({ cidr }) => isInCidr(cidr, vip.address));
  const at = {
    node,
    ...optional('nic', vip.nic ?? home?.nic.name),
    ...optional('nicRole', home ? roleOf(home, networks) : undefined),
    ...optional('speedMbps', home?.speedMbps),
  };
  const [fault] = checkVip(vip, [{ node, reading }]);
  if (fault)
    return {
      ...at,
      ...optional('nic', fault.nic ?? at.nic),
      verdict: 'refused',
      reason: fault.problem,
      ...optional('expected', fault.expected),
    };
  if (vip.role === undefined) return { ...at, verdict: 'fits', reason: 'fits' };
  if (network && network.role !== vip.role) {
    const right = networks.find(({ role }) => role === vip.role)?.cidr;
    return { ...at, verdict: 'refused', reason: 'role-mismatch', ...optional('expected', right) };
  }
  return { ...at, ...speedVerdict(vip.role, network !== undefined, home?.speedMbps) };
}

/** Too slow is a fault `checkVip` has found already. */
function speedVerdict(
  role: NetworkRole,
  isConfirmed: boolean,
  speedMbps: number | undefined,
): Pick<NodePlacement, 'verdict' | 'reason'> {
  if (role === '1g' && speedMbps !== undefined && speedMbps >= TEN_GIGABIT && !isConfirmed)
    return { verdict: 'refused', reason: 'nic-too-fast' };
  if (isConfirmed) return { verdict: 'fits', reason: speedMbps === undefined ? 'speed-unknown' : 'fits' };
  if (role === '10g' && speedMbps !== undefined) return { verdict: 'fits', reason: 'fits' };
  return { verdict: 'unknown', reason: 'role-unknown' };
}

function roleOf(home: NetworkNic, networks: readonly PlacedNetwork[]): NetworkRole | undefined {
  return networks.find(({ cidr }) => isInCidr(cidr, home.address.address))?.role;
}

export interface NetworkNic {
  readonly nic: NetworkInterface;
  /** The node's own address in that network. */
  readonly address: NetworkAddress;
  readonly speedMbps?: number;
}

/** The NIC whose own, static address shares a subnet with an address: where IPaddr2 puts a VIP. */
export function networkNic(reading: NetworkReading, address: string): NetworkNic | undefined {
  for (const nic of reading.interfaces) {
    for (const entry of nic.addresses) {
      const subnet = subnetOf(entry.address, entry.prefixLength);
      if (entry.secondary || !subnet || entry.prefixLength >= subnet.bits) continue;
      if (entry.address === address || !subnetContains(subnet, address)) continue;
      return { nic, address: entry, ...optional('speedMbps', nic.speedMbps) };
    }
  }
  return undefined;
}
