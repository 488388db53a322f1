/**
 * What must hold before an address comes into being (reference 4.3, invariants 19 and 20): IPaddr2 itself accepts a 1G
 * VIP on the 10G NIC and an address that somebody else has. Judged on every node that may come to hold it.
 */
import { isInCidr, isSameAddress } from '@/lib/base/address';
import { networkNic, type PlacementReason, vipPlacement } from '@/lib/network/vip-placement';
import { type VipResource, vipResources } from '@/lib/pacemaker/cib-queries';
import type { EditedVip } from '@/lib/pacemaker/vip-edits';
import { nodeFacts, value } from './facts';
import { type Evaluation, fail, type Guard, type GuardContext, judge, pass, unknown } from './guard';
import type { Intent } from './types';
import { candidatesOf, comingVips, isNewAddress } from './vip-world';

type EditContext = GuardContext<Extract<Intent, { kind: 'edit-configuration' }>>;

const vipsOf = ({ intent, world, change }: EditContext): readonly EditedVip[] =>
  comingVips(world, intent.edit, change.after);

const networkOf = ({ world }: EditContext, node: string) => {
  const host = nodeFacts(world, node)?.haproxyHost;
  return host && value(host.network);
};

interface Finding {
  readonly reason: PlacementReason | 'wrong-prefix' | 'no-network';
  readonly isKnown: boolean;
  readonly params: Readonly<Record<string, string>>;
}

/** The same as a network's page says of a running VIP, and the prefix besides. */
function findingsOf(context: EditContext, vip: EditedVip): readonly Finding[] {
  const { world, change } = context;
  const networks = world.networks ?? [];
  const home = networks.find(({ cidr }) => isInCidr(cidr, vip.ip));
  const names = candidatesOf(
    change.after ?? world.cib,
    vip.id,
    world.nodes.map((node) => node.name),
  );
  const nodes = names.map((node) => {
    const reading = networkOf(context, node);
    return { node, ...(reading ? { reading } : {}) };
  });
  // A VIP that moves to another address stays the VIP of its network.
  const role = world.vips.find((one) => one.resourceId === vip.id)?.networkRole ?? home?.role;
  const wanted = { address: vip.ip, ...(vip.nic ? { nic: vip.nic } : {}), ...(role ? { role } : {}) };
  const of = { vip: vip.id, address: vip.ip };
  const placed = vipPlacement(wanted, nodes, networks).nodes.flatMap((one): readonly Finding[] => {
    if (one.verdict === 'fits') return [];
    const params = { ...of, node: one.node, nic: one.nic ?? '–', expected: one.expected ?? '–' };
    return [{ reason: one.reason, isKnown: one.verdict === 'refused', params }];
  });
  const unconfirmed: readonly Finding[] = home
    ? []
    : [{ reason: 'no-network', isKnown: false, params: { ...of, node: '–', nic: '–', expected: '–' } }];
  return [...placed, ...(placed.length > 0 ? [] : unconfirmed), ...prefixFindings(context, vip, names)];
}

/** The subnet's own prefix, or a single address (reference 4.2): another one makes a subnet of its own on the NIC. */
function prefixFindings(context: EditContext, vip: EditedVip, nodes: readonly string[]): readonly Finding[] {
  const { netmask } = vip;
  if (netmask === undefined || netmask === (vip.ip.includes(':') ? '128' : '32')) return [];
  return nodes.flatMap((node) => {
    const reading = networkOf(context, node);
    const home = reading && networkNic(reading, vip.ip);
    if (!home || `${home.address.prefixLength}` === netmask) return [];
    const expected = `/${home.address.prefixLength}`;
    const params = { vip: vip.id, address: `${vip.ip}/${netmask}`, node, nic: home.nic.name, expected };
    return [{ reason: 'wrong-prefix', isKnown: true, params } as const];
  });
}

/** Said once: every node would say the same. */
const OF_NO_NODE = ['vip-role-mismatch', 'vip-role-unknown', 'vip-not-an-address', 'vip-outside-network'];

const uniqueBy = <T>(all: readonly T[], key: (one: T) => string): readonly T[] => [
  ...new Map(all.map((one) => [key(one), one])).values(),
];

function rightNetwork(context: EditContext): Evaluation {
  const findings = vipsOf(context).flatMap((vip) => findingsOf(context, vip));
  if (findings.length === 0) return pass;
  const isKnown = findings.some((one) => one.isKnown);
  const shown = isKnown ? findings.filter((one) => one.isKnown) : findings;
  const objects = [...new Set(shown.map(({ params }) => params.address ?? ''))];
  return {
    ...(isKnown ? fail(objects) : unknown(objects)),
    details: uniqueBy(
      shown.map(({ reason, params }) => ({ id: `vip-${reason}`, params })),
      ({ id, params }) =>
        OF_NO_NODE.includes(id) ? `${id} ${params.address}` : `${id} ${Object.values(params).join(' ')}`,
    ),
  };
}

/** Free: no node has it, no other VIP is it, and nobody on the wire answers for it. */
function addressFree(context: EditContext): Evaluation {
  const { world, change } = context;
  const taken: string[] = [];
  const unread: string[] = [];
  for (const vip of vipsOf(context)) {
    const all = vipResources(change.after ?? world.cib);
    taken.push(
      ...all
        .filter((one) => one.id !== vip.id && isSameAddress(one.ip, vip.ip))
        .map((one) => `${vip.ip}: ${one.id}`),
    );
    if (!isNewAddress(world, vip)) continue;
    for (const { name, wire } of world.nodes) {
      const reading = networkOf(context, name);
      if (!reading) {
        unread.push(name);
        continue;
      }
      const holder = reading.interfaces.find((nic) =>
        nic.addresses.some((held) => isSameAddress(held.address, vip.ip)),
      );
      if (holder) taken.push(`${vip.ip}: ${name} ${holder.name}`);
      // Without an address in its network the node has no wire to ask on; the other rule speaks of that.
      if (holder || !networkNic(reading, vip.ip)) continue;
      const asked = wire?.[vip.ip];
      const answer = asked && value(asked);
      if (answer?.kind === 'taken') taken.push(`${vip.ip}: ${answer.mac ?? name}`);
      else if (answer?.kind !== 'free')
        unread.push(`${name} arping ${vip.ip}${answer ? ` (${answer.why})` : ''}`);
    }
  }
  return judge([...new Set(taken)], [...new Set(unread)]);
}

/** VIPs whose address no VIP has afterwards; what the change leaves is not known where it could not be built. */
function goneVips({ world, change }: EditContext): readonly VipResource[] {
  const left = change.after && vipResources(change.after);
  if (!left) return [];
  return vipResources(world.cib).filter((vip) => !left.some((one) => isSameAddress(one.ip, vip.ip)));
}

/** Sockets bound to an address that goes, and rules that name its VIP: they stay, and have nothing to stand on. */
function nothingBound(context: EditContext): Evaluation {
  const { world } = context;
  const gone = goneVips(context);
  const bound: string[] = [];
  const unread: string[] = [];
  for (const { name, haproxyHost } of world.nodes) {
    const listeners = haproxyHost && value(haproxyHost.listeners);
    if (!listeners) unread.push(name);
    for (const { address, port, process } of listeners ?? [])
      if (gone.some((vip) => isSameAddress(vip.ip, address)))
        bound.push(`${name} ${process ?? '?'} ${address}:${port}`);
  }
  const ids = gone.map((vip) => vip.id);
  const rules = world.cib.constraints
    .filter(({ attributes }) =>
      [attributes.rsc, attributes['with-rsc'], attributes.first, attributes.then].some(
        (id) => id !== undefined && ids.includes(id),
      ),
    )
    .map(({ id }) => id);
  return judge([...bound, ...rules], unread);
}

const EDITS = ['edit-configuration'] as const;
const brings = (context: EditContext): boolean => vipsOf(context).length > 0;

export const VIP_GUARDS = [
  {
    id: 'vip-network',
    invariant: 19,
    level: 'deny',
    appliesTo: EDITS,
    concerns: brings,
    evaluate: rightNetwork,
  },
  { id: 'vip-free', invariant: 20, level: 'deny', appliesTo: EDITS, concerns: brings, evaluate: addressFree },
  {
    id: 'vip-unbound',
    invariant: 23,
    level: 'confirm',
    needsChange: true,
    appliesTo: EDITS,
    concerns: (context: EditContext) => goneVips(context).length > 0,
    evaluate: nothingBound,
  },
] as const satisfies readonly Guard[];
