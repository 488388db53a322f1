/**
 * Invariant 42: membership, replication and fencing must not end with the same cable. By the addresses that each uses;
 * what uses an address nobody told, or none of the inventory's networks, is not known and nothing is said of it.
 */

import { isInCidr } from '@/lib/base/address';
import type { Finding } from '@/lib/base/finding';
import type { CorosyncFindingId } from '@/lib/corosync/messages';
import { fenceDevices, listPrimitives } from '@/lib/pacemaker/cib-queries';
import type { ClusterView } from './view';

export function singleCable(view: ClusterView): readonly Finding<CorosyncFindingId>[] {
  const read = <K extends 'corosync' | 'drbdConfig' | 'cib'>(reading: K) =>
    view.nodes.flatMap((node) => node.read(reading).value ?? []);
  const rings = read('corosync').flatMap(({ nodelist }) => nodelist.flatMap((node) => node.addresses));
  const replication = read('drbdConfig').flatMap(({ resources }) =>
    resources.flatMap(({ hosts }) => hosts.flatMap((host) => host.address ?? [])),
  );
  const [cib] = read('cib');
  const devices = cib ? fenceDevices(cib).map(({ id }) => id) : [];
  const fencing = (cib ? listPrimitives(cib) : [])
    .filter(({ primitive }) => devices.includes(primitive.id))
    .map(({ primitive }) => primitive.params.ip ?? primitive.params.ipaddr ?? '');
  const used = [rings, replication, fencing].map((addresses) => networksOf(view, addresses));
  const [first] = used;
  const isOne = used.every((networks) => networks.length === 1 && networks[0] === first?.[0]);
  const network = first?.[0];
  if (!isOne || network === undefined) return [];
  return [
    {
      severity: 'warning',
      key: 'single-cable',
      params: { network },
      object: { kind: 'corosync', id: network },
    },
  ];
}

/** Each once; an address outside of the inventory is a network of its own, for it may be another cable. */
function networksOf(view: ClusterView, addresses: readonly string[]): readonly string[] {
  const names = addresses.map((address) => {
    const found = view.cluster.networks.find(({ cidr }) => isInCidr(cidr, address));
    return found?.name ?? `? ${address}`;
  });
  return [...new Set(names)];
}
