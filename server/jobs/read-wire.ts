/** Whether somebody on the wire has an address, asked from one node that has a NIC in its network. */

import { parseIp } from '@/lib/base/address';
import { known, type Observation } from '@/lib/base/observation';
import { findAddress } from '@/lib/network/roles';
import type { NetworkReading } from '@/lib/network/types';
import { networkNic } from '@/lib/network/vip-placement';
import { readVipFree, type VipFreeAnswer, vipFreeCommand } from '@/lib/network/vip-probes';
import type { ClusterAccess } from '../access';

interface Place {
  readonly access: ClusterAccess;
  readonly clusterId: string;
  readonly node: string;
  readonly now: () => number;
}

/** Addresses the node holds itself, or has no NIC for, are left out: it could not ask (reference 4.2). */
export async function readWire(
  { access, clusterId, node, now }: Place,
  network: NetworkReading,
  addresses: readonly string[],
): Promise<Readonly<Record<string, Observation<VipFreeAnswer>>>> {
  const asked = addresses.map(async (address) => {
    const home = networkNic(network, address);
    if (!home || findAddress(network, address) || parseIp(address)?.family !== 'inet') return [];
    const outcome = await access.run(clusterId, node, vipFreeCommand(address, home.nic.name));
    return [[address, known(readVipFree(outcome), now())] as const];
  });
  return Object.fromEntries((await Promise.all(asked)).flat());
}
