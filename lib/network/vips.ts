/** Who holds a VIP, and whether it sits where it belongs (reference 4.2, 4.3): IPaddr2 itself accepts a wrong NIC. */
import {
  broadcastOf,
  formatSubnet,
  isSameAddress,
  parseIp,
  parseSubnet,
  type Subnet,
  subnetContains,
  subnetOf,
} from '@/lib/base/address';
import { findAddress } from './roles';
import type { NetworkInterface, NetworkReading } from './types';

export interface NodeNetwork {
  readonly node: string;
  readonly reading: NetworkReading;
}

export interface VipHolder {
  readonly node: string;
  readonly nic: string;
  readonly prefixLength: number;
}

/**
 * Every node that has the address now. None: it is down, or its holder's reading is unknown and was left out by the
 * caller. More than one for longer than a read: split-brain at layer 3, fencing did not work.
 */
export function vipHolders(readings: readonly NodeNetwork[], address: string): readonly VipHolder[] {
  return readings.flatMap(({ node, reading }) => {
    const found = findAddress(reading, address);
    return found ? [{ node, nic: found.nic.name, prefixLength: found.entry.prefixLength }] : [];
  });
}

export interface VipIntent {
  readonly address: string;
  /** Subnet the VIP is meant for; its NICs are found by it when `nic` is not set. */
  readonly cidr?: string;
  /** `nic` of IPaddr2. */
  readonly nic?: string;
  readonly role?: '1g' | '10g' | 'management' | 'other';
}

export type VipProblem =
  | 'not-an-address'
  | 'outside-network'
  | 'no-subnet-on-node'
  | 'wrong-nic'
  | 'nic-missing'
  | 'nic-down'
  | 'nic-too-slow'
  | 'is-node-address'
  | 'is-gateway'
  | 'is-network-or-broadcast';

export interface VipFault {
  readonly problem: VipProblem;
  readonly node?: string;
  readonly nic?: string;
  /** The NIC or subnet that would be right. */
  readonly expected?: string;
}

const TEN_GIGABIT = 10_000;

/**
 * Checks a VIP against every node it may run on; run it before a change and on what runs now.
 * @param candidates the nodes Pacemaker may place it on, each with a current reading
 * @returns faults in the order of the nodes; empty means that the readings speak against nothing
 */
export function checkVip(vip: VipIntent, candidates: readonly NodeNetwork[]): readonly VipFault[] {
  if (!parseIp(vip.address)) return [{ problem: 'not-an-address' }];
  const intended = vip.cidr === undefined ? undefined : parseSubnet(vip.cidr);
  if (vip.cidr !== undefined && !(intended && subnetContains(intended, vip.address))) {
    return [{ problem: 'outside-network', expected: vip.cidr }];
  }
  return candidates.flatMap((candidate) => checkOnNode(vip, candidate));
}

function checkOnNode(vip: VipIntent, { node, reading }: NodeNetwork): readonly VipFault[] {
  const faults: VipFault[] = [];
  const owned = findAddress(reading, vip.address);
  const home = nicOfSubnet(reading, vip.address);
  const isOwnAddress =
    owned !== undefined && !home && !owned.entry.secondary && owned.entry.prefixLength < bitsOf(vip.address);
  if (isOwnAddress) faults.push({ problem: 'is-node-address', node, nic: owned.nic.name });
  if (reading.defaultGateway && isSameAddress(reading.defaultGateway, vip.address))
    faults.push({ problem: 'is-gateway', node });
  if (!home && !isOwnAddress)
    faults.push({ problem: 'no-subnet-on-node', node, ...(vip.nic ? { nic: vip.nic } : {}) });
  else if (home) {
    const { network, bits, prefixLength } = home.subnet;
    const edges = [network, broadcastOf(home.subnet)];
    if (prefixLength < bits - 1 && edges.includes(parseIp(vip.address)?.text)) {
      faults.push({ problem: 'is-network-or-broadcast', node, expected: formatSubnet(home.subnet) });
    }
  }
  const actual = owned?.nic ?? (vip.nic ? reading.interfaces.find((nic) => nic.name === vip.nic) : home?.nic);
  if (vip.nic && !reading.interfaces.some((nic) => nic.name === vip.nic))
    faults.push({ problem: 'nic-missing', node, nic: vip.nic });
  if (actual) faults.push(...checkNic(vip, node, actual, home?.nic));
  return faults;
}

const bitsOf = (address: string): number => parseIp(address)?.bits ?? 0;

function checkNic(
  vip: VipIntent,
  node: string,
  actual: NetworkInterface,
  home: NetworkInterface | undefined,
): readonly VipFault[] {
  const faults: VipFault[] = [];
  const at = { node, nic: actual.name };
  if (home && home.name !== actual.name) faults.push({ problem: 'wrong-nic', ...at, expected: home.name });
  // `UNKNOWN` is what drivers without carrier detection say; only a definite DOWN counts.
  if (actual.operState === 'DOWN' || actual.operState === 'LOWERLAYERDOWN' || actual.carrier === false) {
    faults.push({ problem: 'nic-down', ...at });
  }
  if (vip.role === '10g' && actual.speedMbps !== undefined && actual.speedMbps < TEN_GIGABIT) {
    faults.push({ problem: 'nic-too-slow', ...at });
  }
  return faults;
}

/** The NIC whose own, static address shares a subnet with the VIP: where IPaddr2 should put it. */
function nicOfSubnet(
  reading: NetworkReading,
  vip: string,
): { readonly nic: NetworkInterface; readonly subnet: Subnet } | undefined {
  for (const nic of reading.interfaces) {
    for (const entry of nic.addresses) {
      if (entry.secondary || isSameAddress(entry.address, vip)) continue;
      const subnet = subnetOf(entry.address, entry.prefixLength);
      if (subnet && entry.prefixLength < subnet.bits && subnetContains(subnet, vip)) return { nic, subnet };
    }
  }
  return undefined;
}
