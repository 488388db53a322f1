/** What must hold before Apache2 listens somewhere else: the VIP and its network, who is where, and who asks there now. */
import { isApacheProcess } from '@/lib/apache/probes';
import type { ApacheListen } from '@/lib/apache/types';
import { isInCidr, isSameAddress } from '@/lib/base/address';
import { vipResources } from '@/lib/pacemaker/cib-queries';
import { primitivesDependingOn } from '@/lib/pacemaker/dependencies';
import {
  type ApacheIntent,
  type ApacheListens,
  apacheChanges,
  apacheListens,
  apacheNodes,
  apacheResource,
  isOfApache,
  isPlace,
  needsStopOn,
  onlyIn,
  socketText,
} from './apache-world';
import { closure, needsBy } from './configuration-needs';
import { nodeFacts, value, type WorldFacts } from './facts';
import { type Evaluation, type Guard, type GuardContext, judge, pass, unknown } from './guard';
import type { FileChange } from './haproxy-files';
import { candidatesOf } from './vip-world';

type ApacheContext = GuardContext<ApacheIntent>;

/** A change that cannot be made at all is refused elsewhere, in its own words. */
function changesOf({ intent, world }: ApacheContext): readonly FileChange[] {
  const made = apacheChanges(intent, world);
  return made.ok ? made.value : [];
}
const listensOf = (context: ApacheContext): readonly ApacheListens[] =>
  apacheListens(context.world, changesOf(context));
const comingOf = (context: ApacheContext): readonly ApacheListen[] =>
  onlyIn(
    listensOf(context).flatMap(({ after, before }) => onlyIn(after, before)),
    [],
  );

const vipAt = ({ cib }: WorldFacts, address: string) =>
  vipResources(cib).find(({ ip }) => isSameAddress(ip, address));

const roleAt = ({ vips, networks = [] }: WorldFacts, address: string) =>
  vips.find((vip) => isSameAddress(vip.address, address))?.networkRole ??
  networks.find(({ cidr }) => isInCidr(cidr, address))?.role;

const addressesOf = (listens: readonly ApacheListen[]): readonly string[] => [
  ...new Set(listens.map(({ address }) => address).filter((address) => address !== '*')),
];

/** Reference 3.1: what people use is on the 1G VIP, so that what they download does not share the wire of the disks. */
function peoplesNetwork(context: ApacheContext): Evaluation {
  const { world } = context;
  const coming = addressesOf(comingOf(context));
  const roles = coming.map((address) => ({ address, role: roleAt(world, address) }));
  return judge(
    roles.flatMap(({ address, role }) =>
      role !== undefined && role !== '1g' ? [`${address} (${role})`] : [],
    ),
    roles.flatMap(({ address, role }) => (role === undefined ? [address] : [])),
  );
}

/** Only a VIP follows Apache to the other node. */
function onVip(context: ApacheContext): Evaluation {
  return judge(
    comingOf(context)
      .filter(({ address }) => address === '*' || !vipAt(context.world, address))
      .map(socketText),
  );
}

/** The files that change are those of the one node on which Apache runs: there is HAFS, where they lie on it. */
function runsHere(context: ApacheContext): Evaluation {
  const { world } = context;
  const resource = apacheResource(world.cib);
  if (!resource.ok) return unknown([]);
  const at = apacheNodes(world, resource.value);
  if (at.length !== 1) return judge([at.join(', ') || resource.value.id]);
  const read = [...new Set(changesOf(context).map(({ node }) => node))];
  return judge(at.filter((node) => !read.includes(node)));
}

/** Invariants 22 and 23: the VIP is where Apache is, and one waits for the other. */
function together(context: ApacheContext): Evaluation {
  const { world } = context;
  const resource = apacheResource(world.cib);
  if (!resource.ok) return unknown([]);
  const apache = resource.value.id;
  const missing: string[] = [];
  for (const address of addressesOf(comingOf(context))) {
    const vip = vipAt(world, address)?.id;
    if (vip === undefined) continue;
    for (const kind of ['colocation', 'order'] as const) {
      const needs = closure(needsBy(world.cib, kind));
      if (!needs.get(vip)?.has(apache) && !needs.get(apache)?.has(vip))
        missing.push(`${kind}: ${vip} → ${apache}`);
    }
  }
  return judge(missing);
}

/** Apache ends itself where it cannot bind: the address is there before it, or need not be (reference 3.3). */
function bindable(context: ApacheContext): Evaluation {
  const { world } = context;
  const resource = apacheResource(world.cib);
  if (!resource.ok) return unknown([]);
  const apache = resource.value.id;
  const names = world.nodes.map(({ name }) => name);
  const needs = (['colocation', 'order'] as const).map((kind) => closure(needsBy(world.cib, kind)));
  const bad: string[] = [];
  const unread: string[] = [];
  for (const address of addressesOf(comingOf(context))) {
    const vip = vipAt(world, address)?.id;
    const isFirst = vip !== undefined && needs.every((of) => of.get(apache)?.has(vip));
    if (isFirst) continue;
    for (const node of candidatesOf(world.cib, apache, names)) {
      const host = nodeFacts(world, node)?.haproxyHost;
      const bind = host && value(host.nonlocalBind);
      const isAllowed = address.includes(':') ? bind?.inet6 : bind?.inet;
      if (isAllowed === undefined) unread.push(node);
      else if (!isAllowed) bad.push(`${node} ${address}`);
    }
  }
  return judge(bad, [...new Set(unread)]);
}

/** As `ss` writes a socket for every address. */
const EVERY = ['*', '0.0.0.0', '::'];

/** Another program's socket would make Apache end itself, here or after a failover. */
function portFree(context: ApacheContext): Evaluation {
  const { world } = context;
  const coming = comingOf(context);
  const taken: string[] = [];
  const unread: string[] = [];
  for (const { name, haproxyHost } of world.nodes) {
    const listeners = haproxyHost && value(haproxyHost.listeners);
    if (!listeners) unread.push(name);
    for (const { address, port, process } of listeners ?? []) {
      const isSame = coming.some(
        (one) =>
          one.port === port &&
          (one.address === '*' || EVERY.includes(address) || isPlace(one.address, address)),
      );
      if (isSame && !isApacheProcess(process)) taken.push(`${name} ${process ?? '?'} ${address}:${port}`);
    }
  }
  return judge(taken, unread);
}

/** Whoever asks there gets no answer any more, and no redirect either. */
function left(context: ApacheContext): Evaluation {
  const { world } = context;
  const all = listensOf(context);
  const isStillEvery = ({ port }: ApacheListen): boolean =>
    all.some(({ after }) => after.some((one) => one.address === '*' && one.port === port));
  const gone = onlyIn(
    all.flatMap(({ before, after }) => onlyIn(before, after)),
    [],
  ).filter((one) => !isStillEvery(one));
  const kept = onlyIn(
    all.flatMap(({ after }) =>
      after.filter(
        ({ port, isConditional }) =>
          !isConditional && gone.some((one) => one.address === '*' && one.port === port),
      ),
    ),
    [],
  );
  return {
    ...judge(
      gone.map((one) => {
        const vip = world.vips.find(({ address }) => isPlace(address, one.address));
        const names = world.services.filter(({ vipId }) => vip && vipId === vip.id).map(({ name }) => name);
        return names.length === 0 ? socketText(one) : `${socketText(one)} (${names.join(', ')})`;
      }),
    ),
    details: kept.map((one) => ({ id: 'apache-left-every', params: { place: socketText(one) } })),
  };
}

/** It and what waits for it are away for a moment. */
function noStop(context: ApacheContext): Evaluation {
  const { world } = context;
  const resource = apacheResource(world.cib);
  if (!resource.ok || !listensOf(context).some(needsStopOn)) return pass;
  return judge([resource.value.id, ...primitivesDependingOn(world.cib, resource.value.id)]);
}

/** What stays open where no VIP is: then it is reached past the VIP, on that node alone. */
function onVipsOnly(context: ApacheContext): Evaluation {
  const { world } = context;
  const open = listensOf(context).flatMap(({ after }) => after);
  return judge(
    onlyIn(open, [])
      .filter(({ address }) => address === '*' || !vipAt(world, address))
      .map(socketText),
  );
}

/** Addresses may stand there too. */
function allSeen(context: ApacheContext): Evaluation {
  return judge(
    listensOf(context).flatMap(({ node, views }) =>
      views.flatMap(({ path, view }) => view.includes.map((include) => `${node} ${path}: ${include}`)),
    ),
  );
}

const apache = {
  appliesTo: ['serve-apache', 'edit-file'],
  needsDraft: true,
  concerns: ({ intent }: ApacheContext) => isOfApache(intent),
} as const;

export const APACHE_GUARDS = [
  { id: 'apache-runs-here', invariant: 22, level: 'deny', ...apache, evaluate: runsHere },
  { id: 'apache-binds', invariant: 20, level: 'deny', ...apache, evaluate: bindable },
  { id: 'apache-port-free', invariant: 41, level: 'deny', ...apache, evaluate: portFree },
  { id: 'apache-network', invariant: 19, level: 'confirm', ...apache, evaluate: peoplesNetwork },
  { id: 'apache-on-vip', invariant: 19, level: 'confirm', ...apache, evaluate: onVip },
  { id: 'apache-together', invariant: 23, level: 'confirm', ...apache, evaluate: together },
  { id: 'apache-left', invariant: 18, level: 'confirm', ...apache, evaluate: left },
  { id: 'apache-no-stop', invariant: 18, level: 'confirm', ...apache, evaluate: noStop },
  { id: 'apache-on-vips-only', invariant: 19, level: 'warn', ...apache, evaluate: onVipsOnly },
  { id: 'apache-all-seen', invariant: 15, level: 'warn', ...apache, evaluate: allSeen },
] as const satisfies readonly Guard[];
