/** May a cluster be made of these machines? Every rule is judged before anything is written on any of them. */

import { isSameAddress, subnetContains, subnetOf } from '@/lib/base/address';
import { parseCorosyncConf } from '@/lib/corosync/config';
import { haproxyConfigView, parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { COROSYNC_CONF } from '@/lib/host/config-files';
import { type BareMachine, type BuildCluster, CLUSTER_PACKAGES } from '@/lib/inventory/build-cluster';
import { hafsIds } from '@/lib/pacemaker/hafs-resources';
import { fileKey, NO_FILE, value, type WorldFacts } from './facts';
import { type Evaluation, fail, type Guard, type GuardContext, judge, pass, unknown } from './guard';
import { corosyncText } from './planners/build-cluster';

type Context = GuardContext<BuildCluster>;

const machineOf = (world: WorldFacts, node: string): BareMachine | undefined => {
  const read = world.bare?.machines[node];
  return read && value(read);
};

/** Every machine was read whole just now: what is not known is not assumed to be empty (invariant 39). */
function machinesRead({ intent, world }: Context): Evaluation {
  const unread = intent.nodes.flatMap(({ name }) => {
    const read = world.bare?.machines[name];
    if (read?.state === 'known') return [];
    return [`${name}${read?.detail === undefined ? '' : ` ${read.detail}`}`];
  });
  return judge([], unread);
}

/** What Debian's package brings: a cluster of one that talks to itself. */
function isPackaged(text: string): boolean {
  const parsed = parseCorosyncConf(text);
  return (
    parsed.ok && parsed.value.nodelist.every(({ addresses }) => addresses.every((one) => one === '127.0.0.1'))
  );
}

/** The text this very plan would write is an earlier try of it, and no other cluster. */
function isOwn({ intent, world }: Context, node: string): boolean | undefined {
  const read = world.files?.[fileKey({ node, path: COROSYNC_CONF })];
  const file = read && value(read);
  if (!file) return undefined;
  return file.sha256 !== NO_FILE.sha256 && file.text === corosyncText(intent);
}

function isBare(context: Context): Evaluation {
  const { intent, world } = context;
  const bad: string[] = [];
  const unread: string[] = [];
  for (const { name } of intent.nodes) {
    const read = world.files?.[fileKey({ node: name, path: COROSYNC_CONF })];
    const file = read && value(read);
    const machine = machineOf(world, name);
    if (!file || !machine) {
      unread.push(name);
      continue;
    }
    if (isOwn(context, name)) continue;
    const isFree = file.sha256 === NO_FILE.sha256 || isPackaged(file.text);
    const remains = machine.remains.filter((path) => path !== COROSYNC_CONF);
    for (const path of [...(isFree ? [] : [COROSYNC_CONF]), ...remains]) bad.push(`${name} ${path}`);
  }
  return judge(bad, unread);
}

function packagesOffered({ intent, world }: Context): Evaluation {
  const bad: string[] = [];
  const unread: string[] = [];
  for (const { name } of intent.nodes) {
    const machine = machineOf(world, name);
    if (!machine) unread.push(name);
    const missing = CLUSTER_PACKAGES.filter((one) => {
      const offer = machine?.packages[one];
      return machine && offer?.installed === undefined && offer?.candidate === undefined;
    });
    if (missing.length > 0) bad.push(`${name}: ${missing.join(', ')}`);
  }
  return judge(bad, unread);
}

/** Invariant 7: blank by every witness, or the very volume group that an earlier try of this plan made. */
function placesBlank(context: Context): Evaluation {
  const { intent, world } = context;
  const bad: string[] = [];
  const unread: string[] = [];
  for (const { node, group, disk } of intent.hafs.places) {
    const machine = machineOf(world, node);
    if (!machine) {
      unread.push(node);
      continue;
    }
    const isOurs = isOwn(context, node) === true;
    const volumes = machine.volumes.filter((one) => one.group === group).map(({ name }) => name);
    const strangers = volumes.filter((name) => !isOurs || name !== intent.hafs.resource);
    const hasGroup = machine.groups.some(({ name }) => name === group);
    if (disk === undefined) {
      if (!hasGroup) bad.push(`${node} ${group}`);
      if (volumes.includes(intent.hafs.resource) && !isOurs)
        bad.push(`${node} ${group}/${intent.hafs.resource}`);
      continue;
    }
    const device = machine.disks.find(({ path }) => path === disk);
    if (!device) bad.push(`${node} ${disk}`);
    else if (isOurs && hasGroup && strangers.length === 0) continue;
    else if (hasGroup) bad.push(`${node} ${group}`);
    else if (device.holds.length > 0) bad.push(`${node} ${disk}: ${device.holds.join(', ')}`);
  }
  return judge(bad, unread);
}

/** Room for the data, DRBD's own metadata and what LVM needs, on every copy. */
const OVERHEAD_BYTES = 16 * 1024 * 1024;

function roomForCopies(context: Context): Evaluation {
  const { intent, world } = context;
  const { sizeBytes, resource, places } = intent.hafs;
  const bad: string[] = [];
  const unread: string[] = [];
  for (const { node, group, disk } of places) {
    const machine = machineOf(world, node);
    if (!machine) {
      unread.push(node);
      continue;
    }
    if (machine.volumes.some((one) => one.group === group && one.name === resource)) continue;
    const own = machine.groups.find(({ name }) => name === group);
    const free = own
      ? own.freeExtents * own.extentBytes
      : (machine.disks.find(({ path }) => path === disk)?.sizeBytes ?? 0);
    if (free < sizeBytes + OVERHEAD_BYTES) bad.push(`${node} ${disk ?? group}`);
  }
  return judge(bad, unread);
}

interface Held {
  readonly nic: string;
  readonly cidrHolds: (address: string) => boolean;
}

/** The interface of a machine that has this very address. */
function holderOf(machine: BareMachine, address: string): Held | undefined {
  for (const nic of machine.network.interfaces) {
    const own = nic.addresses.find((one) => isSameAddress(one.address, address));
    const subnet = own && subnetOf(own.address, own.prefixLength);
    if (subnet) return { nic: nic.name, cidrHolds: (other) => subnetContains(subnet, other) };
  }
  return undefined;
}

/** Two addresses, on two interfaces of every machine, and each link in one network that all of them are in. */
function linksSeparate({ intent, world }: Context): Evaluation {
  const bad: string[] = [];
  const unread: string[] = [];
  for (const { name, addresses } of intent.nodes) {
    const machine = machineOf(world, name);
    if (!machine) {
      unread.push(name);
      continue;
    }
    const held = addresses.map((address) => holderOf(machine, address));
    addresses.forEach((address, link) => {
      if (!held[link]) bad.push(`${name} ${address}`);
      const strangers = intent.nodes.filter(
        (other) => held[link] && !held[link].cidrHolds(other.addresses[link] ?? ''),
      );
      if (strangers.length > 0)
        bad.push(`${name} ${address} ↔ ${strangers.map((one) => one.name).join(', ')}`);
    });
    const nics = held.flatMap((one) => one?.nic ?? []);
    if (addresses.length < 2 || new Set(nics).size < nics.length)
      bad.push(`${name}: ${nics.join(', ') || '–'}`);
  }
  return judge(bad, unread);
}

/** Invariant 4: whoever cannot be fenced holds everything up, and fencing by nobody is no fencing. */
function everyoneFenced({ intent }: Context): Evaluation {
  const places = intent.nodes.map(
    ({ fence }) =>
      `${fence.agent} ${fence.params.ip ?? ''}:${fence.params.ipport ?? ''}:${fence.params.plug ?? ''}`,
  );
  const bad = intent.nodes.filter(
    ({ fence }, index) =>
      !/^fence_[a-z0-9_]{1,60}$/.test(fence.agent) ||
      (fence.params.ip ?? '') === '' ||
      places.indexOf(places[index] ?? '') !== index,
  );
  return judge(bad.map(({ name }) => name));
}

/** Invariant 19: the address belongs to a network that every machine is in, on an interface of the wished kind. */
function vipNetworks({ intent, world }: Context): Evaluation {
  const bad: string[] = [];
  const unread: string[] = [];
  for (const vip of intent.vips) {
    for (const { name, addresses } of intent.nodes) {
      const machine = machineOf(world, name);
      if (!machine) {
        unread.push(name);
        continue;
      }
      // The first link is the 10G network's: it carries replication.
      const own = vip.role === '10g' ? addresses[0] : addresses[1];
      const held = holderOf(machine, own ?? '');
      if (!held?.cidrHolds(vip.address)) bad.push(`${vip.address} ${name}`);
    }
  }
  return judge(bad, [...new Set(unread)]);
}

/** An earlier try that got to the end holds its VIPs itself. */
const isFormed = ({ world, intent }: Context): boolean =>
  world.bare?.resources?.includes(hafsIds(intent.hafs.resource).filesystem) ?? false;

/** Invariant 20: nobody has it, neither one of the machines nor anybody else who answers there. */
function vipsFree(context: Context): Evaluation {
  const { intent, world } = context;
  if (isFormed(context)) return pass;
  const bad: string[] = [];
  const unread: string[] = [];
  const seen: string[] = [];
  for (const { address } of intent.vips) {
    if (seen.some((other) => isSameAddress(other, address))) bad.push(address);
    seen.push(address);
    const holders = intent.nodes.filter(({ name }) => {
      const machine = machineOf(world, name);
      return machine && holderOf(machine, address);
    });
    const answer = world.bare?.vips[address] ?? 'unknown';
    if (holders.length > 0) bad.push(`${address} ${holders.map(({ name }) => name).join(', ')}`);
    else if (answer === 'taken') bad.push(address);
    else if (answer === 'unknown') unread.push(address);
  }
  return judge(bad, unread);
}

/** An address where nothing listens answers nobody: every VIP stands in haproxy.cfg. */
function vipsAnswered({ intent }: Context): Evaluation {
  const binds = haproxyConfigView(parseHaproxyConfig(intent.haproxyText)).flatMap(({ binds: own }) => own);
  const silent = intent.vips.filter(
    ({ address }) =>
      !binds.some((bind) => bind.address === '*' || isSameAddress(bind.address ?? '', address)),
  );
  return silent.length > 0 ? fail(silent.map(({ address }) => address)) : pass;
}

function firstSync({ intent }: Context): Evaluation {
  return intent.hafs.firstSync === 'full' ? pass : fail([intent.hafs.resource]);
}

function twoOrThree({ intent }: Context): Evaluation {
  const { nodes, hafs } = intent;
  const copies = new Set(hafs.places.map(({ node }) => node));
  const isKnown = [...copies].every((node) => nodes.some(({ name }) => name === node));
  if (nodes.length === 0) return unknown([intent.clusterName]);
  return judge(copies.size === 2 && hafs.places.length === 2 && isKnown ? [] : [...copies]);
}

const build = { appliesTo: ['build-cluster'], level: 'deny' } as const;

export const BUILD_GUARDS = [
  { id: 'machines-read', invariant: 39, ...build, evaluate: machinesRead },
  { id: 'machines-bare', invariant: 7, ...build, evaluate: isBare },
  { id: 'packages-offered', invariant: 37, ...build, evaluate: packagesOffered },
  { id: 'two-copies', invariant: 1, ...build, evaluate: twoOrThree },
  { id: 'places-blank', invariant: 7, ...build, evaluate: placesBlank },
  { id: 'room-for-copies', invariant: 34, ...build, evaluate: roomForCopies },
  { id: 'links-separate', invariant: 42, ...build, evaluate: linksSeparate },
  { id: 'everyone-fenced', invariant: 4, ...build, evaluate: everyoneFenced },
  { id: 'vip-networks', invariant: 19, ...build, evaluate: vipNetworks },
  { id: 'vips-free', invariant: 20, ...build, evaluate: vipsFree },
  { id: 'vips-answered', invariant: 17, ...build, level: 'warn', evaluate: vipsAnswered },
  { id: 'first-sync-skipped', invariant: 7, ...build, level: 'confirm', evaluate: firstSync },
] as const satisfies readonly Guard[];
