/** VIPs a change brings, moves or takes away, and the nodes on which they may come to be. */

import { isInCidr } from '@/lib/base/address';
import type { DirectoryVip } from '@/lib/live/protocol';
import { vipResources } from '@/lib/pacemaker/cib-queries';
import type { ConfigurationEdit } from '@/lib/pacemaker/configuration-edit';
import type { CibReading } from '@/lib/pacemaker/types';
import { INFINITY_SCORE, parseScore } from '@/lib/pacemaker/values';
import { type EditedVip, editedVips } from '@/lib/pacemaker/vip-edits';
import type { WorldFacts } from './facts';
import type { Intent } from './types';

type Cib = Pick<CibReading, 'resources' | 'constraints'>;

const written = (cib: Pick<CibReading, 'resources'>): readonly EditedVip[] =>
  vipResources(cib).map(({ id, ip, nic, prefixLength }) => ({
    id,
    ip,
    ...(nic === undefined ? {} : { nic }),
    ...(prefixLength === undefined ? {} : { netmask: `${prefixLength}` }),
  }));

/**
 * What the finished configuration would hold and today's does not; before it is built, what the edit says itself, so
 * that the same is asked again right before the change runs.
 */
export function comingVips(
  world: Pick<WorldFacts, 'cib'>,
  edit: ConfigurationEdit,
  after: CibReading | undefined,
): readonly EditedVip[] {
  if (!after) return editedVips(edit, world.cib);
  const before = new Map(written(world.cib).map((vip) => [vip.id, vip]));
  return written(after).filter((vip) => {
    const was = before.get(vip.id);
    return !was || was.ip !== vip.ip || was.nic !== vip.nic || was.netmask !== vip.netmask;
  });
}

/** Whether the address itself is new, not only where it sits. */
export const isNewAddress = ({ cib }: Pick<WorldFacts, 'cib'>, vip: EditedVip): boolean =>
  !vipResources(cib).some((one) => one.id === vip.id && one.ip === vip.ip);

/** Nodes on which Pacemaker may start it: all but those it is kept off for good. */
export function candidatesOf(cib: Cib, resource: string, nodes: readonly string[]): readonly string[] {
  const off = cib.constraints.flatMap(({ kind, attributes }) =>
    kind === 'location' &&
    attributes.rsc === resource &&
    (parseScore(attributes.score) ?? 0) <= -INFINITY_SCORE &&
    attributes.node !== undefined
      ? [attributes.node]
      : [],
  );
  return nodes.filter((node) => !off.includes(node));
}

/**
 * With every VIP there is and that comes with the same plan, not only those the inventory was told of: a frontend on one
 * of them is no frontend on a strange address.
 */
export function withAllVips(world: WorldFacts, parts: readonly Intent[]): WorldFacts {
  const coming = parts.flatMap((part) =>
    part.kind === 'edit-configuration' ? editedVips(part.edit, world.cib) : [],
  );
  const vips = allVips(world, [...written(world.cib), ...coming]);
  return vips.length === world.vips.length ? world : { ...world, vips };
}

/** The inventory's, and after them those that only the configuration has, by the role of their network. */
export function allVips(
  { vips, networks = [] }: Pick<WorldFacts, 'vips' | 'networks'>,
  configured: readonly Pick<EditedVip, 'id' | 'ip'>[],
): readonly DirectoryVip[] {
  const isTold = ({ id, ip }: Pick<EditedVip, 'id' | 'ip'>): boolean =>
    vips.some((vip) => vip.resourceId === id || vip.address === ip);
  const role = (address: string) =>
    networks.find(({ cidr }) => isInCidr(cidr, address))?.role ?? ('other' as const);
  return [
    ...vips,
    ...configured
      .filter((vip) => !isTold(vip))
      .map(({ id, ip }) => ({ id, resourceId: id, address: ip, networkRole: role(ip) })),
  ];
}
