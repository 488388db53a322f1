/** A larger HAFS while it is in use: every backing volume first, then DRBD once, then the file system. Nothing is ever cut. */
import { growFilesystem, type HafsFilesystem } from '@/lib/drbd/filesystem-commands';
import * as drbd from '@/lib/drbd/lifecycle';
import { backingBytesFor, usableBytes } from '@/lib/drbd/metadata-size';
import { type LogicalVolume, mapperPath } from '@/lib/host/lvm';
import { lvextend } from '@/lib/host/storage-commands';
import { configurationOf, type DrbdHost, hasDisk, hostsOf, primaryOf, secondariesFirst } from '../drbd-world';
import { value, type WorldFacts } from '../facts';
import type { HafsGrow } from '../hafs-intents';
import { type Draft, type DraftStep, type Planner, refused } from '../planner';
import { commandStep, drbdCheck, inSync, SYNC_TIMEOUT_MS, waitForStep } from './drbd-steps';

/** 9.x reserves bitmaps when the metadata is made, and does not tell how many: at most these. */
const MOST_PEERS = 31;
/** A file system counts its own overhead off: journal, tables of inodes. */
const LEAST_OF_DEVICE = 0.85;
/** Taking over a new size only writes metadata, but waits for both nodes. */
const RESIZE_SEEN_MS = 120_000;

export const hafsGrowPlanner: Planner<HafsGrow> = {
  confirm: (intent) => intent.resource,
  storage: () => ({}),
  draft: ({ intent, world }): Draft => {
    const { resource } = intent;
    const hosts = secondariesFirst(hostsOf(world, resource)).filter(hasDisk);
    const primary = primaryOf(hosts);
    if (hosts.length === 0) return refused('no-such-drbd-resource', resource);
    if (hosts.some((host) => (host.own?.devices.length ?? 1) !== 1))
      return refused('not-one-volume', resource);
    if (!primary) return refused('no-primary', resource);
    const device = primary.own?.devices[0];
    const mount = device && mountOf(primary, resource, device);
    if (!device || !mount) return refused('not-mounted', `${primary.name}: ${resource}`);
    const { fsType } = mount;
    if (fsType !== 'ext4' && fsType !== 'xfs')
      return refused('filesystem-not-grown', `${mount.target} ${fsType}`);
    const backing = backingVolumes(world, resource, hosts);
    if ('kind' in backing) return backing;
    const peers = hosts.some((host) => host.generation !== '8.4') ? MOST_PEERS : 1;
    const step = backing.map((one) => one.extentBytes).reduce(leastCommonMultiple, 1);
    const wanted = Math.ceil(backingBytesFor(intent.sizeBytes, peers) / step) * step;
    const growing = backing.filter((one) => one.volume.sizeBytes < wanted);
    const leastBytes = usableBytes(wanted, peers);
    const filesystemBytes = Math.floor(leastBytes * LEAST_OF_DEVICE);
    const isDone =
      growing.length === 0 &&
      (device.sizeKiB ?? 0) * 1024 >= leastBytes &&
      (mount.sizeBytes ?? 0) >= filesystemBytes;
    if (isDone) return { kind: 'nothing-to-do', reason: 'already-that-size' };
    if ((device.sizeKiB ?? 0) * 1024 > intent.sizeBytes) return refused('would-shrink', resource);
    return {
      kind: 'steps',
      params: { resource, node: primary.name, mountPoint: mount.target },
      steps: [
        ...growing.map((one) => extendStep(one, wanted)),
        resizeStep(resource, device.volume, primary, hosts, leastBytes),
        growStep(fsType, device.minor, mount.target, primary.name, filesystemBytes),
        waitForStep('step-drbd-in-sync', primary.name, inSync(resource, hosts), SYNC_TIMEOUT_MS),
      ],
    };
  },
};

export interface BackingVolume {
  readonly node: string;
  readonly volume: LogicalVolume;
  readonly extentBytes: number;
  readonly freeBytes: number;
}

/** The logical volume under each copy. A copy on anything else is not grown by Haven. */
export function backingVolumes(
  world: WorldFacts,
  resource: string,
  hosts: readonly DrbdHost[],
): readonly BackingVolume[] | Draft {
  const found: BackingVolume[] = [];
  const configured = configurationOf(world, resource);
  for (const { name: node, facts } of hosts) {
    const volumes = facts.storage && value(facts.storage.volumes);
    const groups = facts.storage && value(facts.storage.groups);
    const disk = configured?.hosts.find((host) => host.name === node)?.volumes[0]?.disk;
    if (!volumes || !groups || disk === undefined) return refused('storage-unread', node);
    const volume = volumes.find((one) => one.path === disk || mapperPath(one.group, one.name) === disk);
    const group = volume && groups.find((one) => one.name === volume.group);
    if (!volume || !group?.isUsable) return refused('not-on-lvm', `${node} ${disk}`);
    if (volume.segmentType !== 'linear' && volume.segmentType !== 'striped')
      return refused('not-plain-volume', `${node} ${disk} ${volume.segmentType}`);
    const { extentBytes, freeExtents } = group;
    found.push({ node, volume, extentBytes, freeBytes: freeExtents * extentBytes });
  }
  return found;
}

/** One size for all, in whole extents of every group. */
export function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** DRBD's device by either of its names, where it is mounted on the Primary. */
function mountOf(
  { facts }: DrbdHost,
  resource: string,
  device: { readonly minor: number; readonly volume: number },
) {
  const mounts = facts.storage && value(facts.storage.mounts);
  const names = [`/dev/drbd${device.minor}`, `/dev/drbd/by-res/${resource}/${device.volume}`];
  return mounts?.mounts.find((one) => names.includes(one.source));
}

function extendStep({ node, volume, extentBytes }: BackingVolume, wanted: number): DraftStep {
  const { group, name } = volume;
  return commandStep(lvextend(group, name, wanted / extentBytes), {
    title: 'step-lvextend',
    node,
    params: { object: `${group}/${name}`, node },
    verify: [{ kind: 'logical-volume', node, group, name, minBytes: wanted }],
  });
}

/** Refused by DRBD itself during a resync or without a connection: both are looked at once more right before. */
function resizeStep(
  resource: string,
  volume: number,
  primary: DrbdHost,
  hosts: readonly DrbdHost[],
  minBytes: number,
): DraftStep {
  const { name: node } = primary;
  return commandStep(drbd.resize({ resource, volume }), {
    title: 'step-drbd-resize',
    node,
    before: [
      drbdCheck(node, resource, 'role', 'Primary'),
      ...hosts.flatMap(({ name }) => [
        drbdCheck(name, resource, 'replication', 'Established'),
        drbdCheck(name, resource, 'disk', 'UpToDate'),
      ]),
    ],
    verify: hosts.map(({ name }) => ({ kind: 'drbd-size', node: name, resource, volume, minBytes })),
    verifyTimeoutMs: RESIZE_SEEN_MS,
  });
}

const growStep = (
  type: HafsFilesystem,
  minor: number,
  mountPoint: string,
  node: string,
  minBytes: number,
): DraftStep =>
  commandStep(growFilesystem(type, `/dev/drbd${minor}`, mountPoint), {
    title: 'step-grow-filesystem',
    node,
    params: { mountPoint },
    verify: [{ kind: 'filesystem-size', node, mountPoint, minBytes }],
  });
