/**
 * What must hold before DRBD's files, devices or contents are changed (reference section 7). The conditions themselves
 * are DRBD's own pure ones (`lib/drbd/preconditions`); unknown refuses wherever data could be lost.
 */

import { drbdOption, optionRisk } from '@/lib/drbd/option-value';
import type { Precondition, Readings } from '@/lib/drbd/precondition';
import * as check from '@/lib/drbd/preconditions';
import { generationOf } from '@/lib/drbd/version';
import { groupBytesOn } from '@/lib/host/candidate-disks';
import { filesystemResources } from '@/lib/pacemaker/cib-queries';
import { hafsInCib } from '@/lib/pacemaker/hafs-resources';
import { allReadings, configurationOf, hostsOf, readingsOf } from './drbd-world';
import { nodeFacts, value } from './facts';
import { type Evaluation, fail, type Guard, type GuardContext, judge, pass, unknown } from './guard';
import {
  type DrbdOptions,
  HAFS_INTENTS,
  type HafsCreate,
  type HafsGrow,
  type HafsIntent,
  type HafsRemove,
} from './hafs-intents';
import { backingVolumes } from './planners/hafs-grow';
import { callText } from './step-output';

type HafsContext<I extends HafsIntent = HafsIntent> = GuardContext<I>;

const evaluationOf = ({ verdict, objects }: Precondition): Evaluation =>
  verdict === 'pass' ? pass : verdict === 'fail' ? fail(objects) : unknown(objects);

/** Of a new resource: the nodes it is to be on. */
function readings({ intent, world }: HafsContext): Readings {
  if (intent.kind !== 'hafs-create') return readingsOf(hostsOf(world, intent.resource));
  return Object.fromEntries(
    intent.places.map(({ node }) => {
      const facts = nodeFacts(world, node);
      return [node, facts && value(facts.drbd)];
    }),
  );
}

/** By the loaded module of each node: what one grammar needs is an error to the other. */
const oneGeneration = (context: HafsContext): Evaluation => {
  const all = readings(context);
  const [first] = Object.values(all).flatMap((reading) => reading?.version.kernel ?? []);
  return evaluationOf(check.oneGeneration(all, generationOf(first) === '9' ? '9' : '8.4'));
};

const atMostOnePrimary = (context: HafsContext): Evaluation =>
  evaluationOf(check.countPrimaries(readings(context), context.intent.resource, 'at-most-one-primary'));
const onePrimary = (context: HafsContext): Evaluation =>
  evaluationOf(check.countPrimaries(readings(context), context.intent.resource, 'one-primary'));
const allUpToDate = (context: HafsContext): Evaluation =>
  evaluationOf(check.allUpToDate(readings(context), context.intent.resource));
const connected = (context: HafsContext): Evaluation =>
  evaluationOf(check.connected(readings(context), context.intent.resource));
const noResync = (context: HafsContext): Evaluation =>
  evaluationOf(check.noResync(readings(context), context.intent.resource));

function otherCopy(context: HafsContext): Evaluation {
  const { intent } = context;
  if (intent.kind !== 'drbd-repair') return pass;
  return evaluationOf(check.otherCopyUpToDate(readings(context), intent.resource, intent.node));
}

function victimNotPrimary(context: HafsContext): Evaluation {
  const { intent } = context;
  if (intent.kind !== 'drbd-repair') return pass;
  return evaluationOf(check.victimNotPrimary(readings(context), intent.resource, intent.node));
}

/** `verify-alg` as every node's own configuration says it. */
function verifyAlgorithm({ intent, world }: HafsContext): Evaluation {
  const hosts = hostsOf(world, intent.resource);
  const algorithms = hosts.map(({ name, facts }): readonly [string, string | null | undefined] => {
    const config = facts.storage && value(facts.storage.config);
    const own = config?.resources.find((one) => one.name === intent.resource);
    return [name, own ? (own.options['net.verify-alg'] ?? null) : undefined];
  });
  return evaluationOf(check.verifyAlgorithmSet(Object.fromEntries(algorithms)));
}

/** The Primary's blocks win, whichever side is right: the comparison itself cannot tell (reference F21). */
function repairDirection({ intent }: HafsContext): Evaluation {
  return intent.kind === 'drbd-repair' ? fail([intent.node]) : pass;
}

function roomToGrow({ intent, world }: HafsContext<HafsGrow>): Evaluation {
  const hosts = hostsOf(world, intent.resource);
  const backing = backingVolumes(world, intent.resource, hosts);
  if ('kind' in backing) return unknown(hosts.map((host) => host.name));
  const tight = backing.filter((one) => one.volume.sizeBytes + one.freeBytes <= intent.sizeBytes);
  return judge(tight.map((one) => `${one.node} ${one.volume.group}: ${one.freeBytes}`));
}

/** Values by which an acknowledged write may be lost, or a copy be thrown away by policy. */
function riskyOptions({ intent, world }: HafsContext<DrbdOptions | HafsCreate>): Evaluation {
  if (intent.kind === 'hafs-create')
    return judge(intent.protocol === 'C' ? [] : [`protocol ${intent.protocol}`]);
  const generation = hostsOf(world, intent.resource).find((host) => host.generation)?.generation ?? '8.4';
  const risky = Object.entries(intent.values).filter(([key, wanted]) => {
    const option = drbdOption(key.split('.')[1] ?? '', generation);
    return option && optionRisk(option, wanted ?? undefined) === 'data-loss';
  });
  return judge(risky.map(([key, wanted]) => `${key} ${wanted ?? '–'}`));
}

/** Invariant 1: these file systems are no cluster file systems. */
const neverTwoPrimaries = ({ intent }: HafsContext<DrbdOptions>): Evaluation =>
  judge(intent.values['net.allow-two-primaries'] === 'yes' ? ['net.allow-two-primaries yes'] : []);

/** What the resource will have: the new value, else the one in force. */
function afterwards({ intent, world }: HafsContext<DrbdOptions>, name: string): string | undefined {
  if (Object.hasOwn(intent.values, name)) return intent.values[name] ?? undefined;
  const config = configurationOf(world, intent.resource);
  return config?.options[name] ?? (name === 'net.protocol' ? config?.protocol : undefined);
}

/** Invariant 5: fencing or quorum for every resource that Pacemaker runs, and not both (reference 1.5). */
function fencingOrQuorum(context: HafsContext<DrbdOptions>): Evaluation {
  if (!configurationOf(context.world, context.intent.resource)) return unknown([context.intent.resource]);
  const fencing = afterwards(context, 'disk.fencing') ?? afterwards(context, 'net.fencing') ?? 'dont-care';
  const quorum = afterwards(context, 'options.quorum') ?? 'off';
  const hasFencing = fencing === 'resource-and-stonith';
  const hasQuorum = quorum !== 'off';
  if (hasFencing !== hasQuorum) return pass;
  return fail([`fencing ${fencing}, quorum ${quorum}`]);
}

/** Frozen I/O and asynchronous replication exclude each other: the kernel answers ERR 154. */
function protocolFits(context: HafsContext<DrbdOptions>): Evaluation {
  const fencing = afterwards(context, 'disk.fencing') ?? afterwards(context, 'net.fencing');
  const isApart = afterwards(context, 'net.protocol') === 'A' && fencing === 'resource-and-stonith';
  return judge(isApart ? ['protocol A, fencing resource-and-stonith'] : []);
}

/** Then `adjust` does more than this change, and nobody reviewed that. */
function fileInForce({ intent, world }: HafsContext<DrbdOptions>): Evaluation {
  const hosts = hostsOf(world, intent.resource);
  const read = hosts.map(({ name, facts }) => ({ name, calls: facts.storage?.adjust }));
  const unread = read.filter(({ calls }) => !calls || !value(calls)).map(({ name }) => name);
  const open = read.flatMap(({ name, calls }) =>
    ((calls && value(calls)) ?? []).map((call) => `${name}: ${callText(call)}`),
  );
  return judge(open, unread);
}

/** Name, minor and port: DRBD's own and those that files give to a resource that is down. */
function nameFree({ intent, world }: HafsContext<HafsCreate>): Evaluation {
  const running = evaluationOf(check.nameAndMinorFree(allReadings(world), intent.resource, [intent.minor]));
  if (running.verdict !== 'pass') return running;
  const taken = world.nodes.flatMap((node) =>
    ((node.storage && value(node.storage.config))?.resources ?? []).flatMap((one) => [
      ...(one.name === intent.resource ? [`${node.name} ${one.name}`] : []),
      ...one.hosts
        .filter((host) => host.port === intent.port)
        .map((host) => `${host.name} port ${intent.port} (${one.name})`),
    ]),
  );
  return judge([...new Set(taken)]);
}

const placesOf = ({ intent, world }: HafsContext<HafsCreate>) =>
  intent.places.map((place) => ({ ...place, storage: nodeFacts(world, place.node)?.storage }));

function roomToCreate(context: HafsContext<HafsCreate>): Evaluation {
  const read = placesOf(context).map(({ node, group: name, disk, storage }) => {
    const group = (storage && value(storage.groups))?.find((one) => one.name === name);
    const device = (storage?.disks && value(storage.disks))?.find(({ path }) => path === disk);
    if (disk !== undefined) return { node, on: disk, freeBytes: device && groupBytesOn(device.sizeBytes) };
    return { node, on: name, freeBytes: group && group.freeExtents * group.extentBytes };
  });
  const tight = read.flatMap(({ node, on, freeBytes }) =>
    freeBytes !== undefined && freeBytes <= context.intent.sizeBytes ? [`${node} ${on}: ${freeBytes}`] : [],
  );
  return judge(
    tight,
    read.filter(({ freeBytes }) => freeBytes === undefined).map(({ node }) => node),
  );
}

/** Invariant 7: blank by every witness, asked just now. */
function disksBlank(context: HafsContext<HafsCreate>): Evaluation {
  const read = placesOf(context).flatMap(({ node, disk, storage }) => {
    if (disk === undefined) return [];
    const disks = storage?.disks && value(storage.disks);
    return [{ node, disk, isRead: disks !== undefined, own: disks?.find(({ path }) => path === disk) }];
  });
  return judge(
    read.flatMap(({ node, disk, isRead, own }) => {
      if (!isRead || own?.holds.length === 0) return [];
      return [own ? `${node} ${disk}: ${own.holds.join(', ')}` : `${node} ${disk}`];
    }),
    read.filter(({ isRead }) => !isRead).map(({ node, disk }) => `${node} ${disk}`),
  );
}

/** Invariant 2: one file system, one place, and nothing hidden below it. */
function mountPointFree(context: HafsContext<HafsCreate>): Evaluation {
  const { mountPoint } = context.intent;
  const read = placesOf(context).map(({ node, storage }) => ({
    node,
    mounts: storage && value(storage.mounts),
  }));
  const mounted = read
    .filter(({ mounts }) => mounts?.mounts.some((one) => one.target === mountPoint))
    .map(({ node }) => `${node} ${mountPoint}`);
  const planned = filesystemResources(context.world.cib)
    .filter((one) => one.directory.replace(/\/+$/, '') === mountPoint)
    .map((one) => one.id);
  return judge(
    [...mounted, ...planned],
    read.filter(({ mounts }) => !mounts).map(({ node }) => node),
  );
}

/** Invariant 25: what Pacemaker starts, nothing else may start at boot. Not installed is disabled. */
function serviceDisabled(context: HafsContext<HafsCreate>): Evaluation {
  const read = placesOf(context).map(({ node, storage }) => ({
    node,
    units: storage && value(storage.units),
  }));
  const enabled = read.filter(({ units }) =>
    units?.units.some((unit) => unit.id === 'drbd.service' && unit.unitFileState.startsWith('enabled')),
  );
  return judge(
    enabled.map(({ node }) => `${node} drbd.service`),
    read.filter(({ units }) => !units).map(({ node }) => node),
  );
}

const firstSyncMade = ({ intent }: HafsContext<HafsCreate>): Evaluation =>
  judge(intent.firstSync === 'full' ? [] : [intent.resource]);

const keptCopy = (context: HafsContext<HafsRemove>): Evaluation =>
  evaluationOf(check.keptCopyUpToDate(readings(context), context.intent.resource, context.intent.keep));

/** Invariant 22: whoever uses it is taken off it first, by a change of its own. */
function hafsUnused({ intent, world }: HafsContext<HafsRemove>): Evaluation {
  const minor = hostsOf(world, intent.resource).find((host) => host.own)?.own?.devices[0]?.minor;
  return judge(hafsInCib(world.cib, intent.resource, minor)?.users ?? []);
}

const copiesKept = ({ intent }: HafsContext<HafsRemove>): Evaluation => judge(intent.wipe);

const DRBD_CHANGES = ['drbd-options', 'drbd-verify', 'drbd-repair', 'hafs-grow'] as const;

export const HAFS_GUARDS = [
  {
    id: 'drbd-generation',
    invariant: 16,
    level: 'deny',
    appliesTo: HAFS_INTENTS,
    evaluate: oneGeneration,
  },
  {
    id: 'drbd-one-primary',
    invariant: 1,
    level: 'deny',
    appliesTo: ['drbd-options', 'drbd-verify', 'hafs-remove'],
    evaluate: atMostOnePrimary,
  },
  {
    id: 'drbd-primary',
    invariant: 34,
    level: 'deny',
    appliesTo: ['hafs-grow', 'drbd-repair'],
    evaluate: onePrimary,
  },
  {
    id: 'drbd-connected',
    invariant: 12,
    level: 'deny',
    appliesTo: ['drbd-verify', 'drbd-repair', 'hafs-grow'],
    evaluate: connected,
  },
  {
    id: 'drbd-no-resync',
    invariant: 34,
    level: 'deny',
    appliesTo: [...DRBD_CHANGES, 'hafs-remove'],
    evaluate: noResync,
  },
  {
    id: 'drbd-whole',
    invariant: 8,
    level: 'deny',
    appliesTo: ['drbd-verify', 'hafs-grow'],
    evaluate: allUpToDate,
  },
  { id: 'other-copy', invariant: 8, level: 'deny', appliesTo: ['drbd-repair'], evaluate: otherCopy },
  {
    id: 'victim-secondary',
    invariant: 6,
    level: 'deny',
    appliesTo: ['drbd-repair'],
    evaluate: victimNotPrimary,
  },
  {
    id: 'repair-direction',
    invariant: 7,
    level: 'confirm',
    appliesTo: ['drbd-repair'],
    evaluate: repairDirection,
  },
  {
    id: 'verify-algorithm',
    invariant: 5,
    level: 'deny',
    appliesTo: ['drbd-verify'],
    evaluate: verifyAlgorithm,
  },
  { id: 'room-to-grow', invariant: 34, level: 'deny', appliesTo: ['hafs-grow'], evaluate: roomToGrow },
  {
    id: 'never-two-primaries',
    invariant: 1,
    level: 'deny',
    appliesTo: ['drbd-options'],
    evaluate: neverTwoPrimaries,
  },
  {
    id: 'fencing-or-quorum',
    invariant: 5,
    level: 'deny',
    appliesTo: ['drbd-options'],
    evaluate: fencingOrQuorum,
  },
  { id: 'protocol-fits', invariant: 5, level: 'deny', appliesTo: ['drbd-options'], evaluate: protocolFits },
  {
    id: 'risky-options',
    invariant: 7,
    level: 'confirm',
    appliesTo: ['drbd-options', 'hafs-create'],
    evaluate: riskyOptions,
  },
  {
    id: 'file-in-force',
    invariant: 16,
    level: 'confirm',
    appliesTo: ['drbd-options'],
    evaluate: fileInForce,
  },
  { id: 'name-free', invariant: 16, level: 'deny', appliesTo: ['hafs-create'], evaluate: nameFree },
  { id: 'disk-blank', invariant: 7, level: 'deny', appliesTo: ['hafs-create'], evaluate: disksBlank },
  { id: 'room-to-create', invariant: 34, level: 'deny', appliesTo: ['hafs-create'], evaluate: roomToCreate },
  {
    id: 'mount-point-free',
    invariant: 2,
    level: 'deny',
    appliesTo: ['hafs-create'],
    evaluate: mountPointFree,
  },
  { id: 'drbd-service', invariant: 25, level: 'deny', appliesTo: ['hafs-create'], evaluate: serviceDisabled },
  {
    id: 'first-sync-made',
    invariant: 7,
    level: 'confirm',
    appliesTo: ['hafs-create'],
    evaluate: firstSyncMade,
  },
  { id: 'kept-copy', invariant: 8, level: 'deny', appliesTo: ['hafs-remove'], evaluate: keptCopy },
  { id: 'hafs-unused', invariant: 22, level: 'deny', appliesTo: ['hafs-remove'], evaluate: hafsUnused },
  { id: 'copies-kept', invariant: 7, level: 'confirm', appliesTo: ['hafs-remove'], evaluate: copiesKept },
] as const satisfies readonly Guard[];
