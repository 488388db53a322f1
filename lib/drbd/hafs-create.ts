/**
 * A new HAFS from two blank devices to a file system that Pacemaker mounts (reference 10.3). The order is the safety: the
 * device is proven blank right before metadata is written on it, both copies are connected before one becomes the source,
 * and Pacemaker gets the resource when everything under it stands and is down again.
 */
import { err, ok, type Result } from '@/lib/base/result';
import { makeFilesystem } from './filesystem-commands';
import {
  BY_NEXT_STEP,
  CONNECT_MS,
  cibStep,
  DATA_WRITTEN,
  fileStep,
  pacemakerPart,
  preparedSteps,
  runStep,
  SYNC_MS,
  waitStep,
} from './hafs-build';
import type { HafsPlan, HafsStep, PreparedBacking } from './hafs-steps';
import {
  createMetadata,
  down,
  primary,
  secondary,
  skipFirstSync,
  startFirstSync,
  up,
  wipeMetadata,
} from './lifecycle';
import { usableBytes } from './metadata-size';
import { isMountPoint } from './names';
import type { DrbdGeneration } from './option-table';
import type { DescriptionRefusal, HafsDescription, HafsVolume } from './res-description';
import { renderResource } from './res-render';

/** Why the first synchronisation may be left out; anything else is synchronised. */
export type SkipReason =
  /** Both devices were read as zeros from end to end. */
  | 'both-read-as-zeros'
  /** One is a block by block copy of the other. */
  | 'known-identical';

export interface CreateHafs {
  readonly description: HafsDescription;
  readonly generation: DrbdGeneration;
  /** Backing device by host; hosts without one are diskless. */
  readonly backing: Readonly<Record<string, PreparedBacking>>;
  /** Becomes the source of the first synchronisation and makes the file system. */
  readonly source: string;
  readonly filesystem: { readonly type: 'ext4' | 'xfs'; readonly directory: string };
  readonly skipFirstSync?: SkipReason;
  /** 9.x: bitmaps to reserve in the metadata. */
  readonly maxPeers?: number;
}

export type CreateRefusal =
  | DescriptionRefusal
  | { readonly code: 'backing-mismatch'; readonly host: string }
  | { readonly code: 'size-mismatch' }
  | { readonly code: 'not-a-source'; readonly host: string }
  /** One HAFS is one file system on one volume with internal metadata; more is not planned here. */
  | { readonly code: 'not-one-volume' }
  | { readonly code: 'too-small' };

export function planCreate(request: CreateHafs): Result<HafsPlan, readonly CreateRefusal[]> {
  const { description, generation, backing } = request;
  const text = renderResource(description, generation);
  const refusals = [...(text.ok ? [] : text.error), ...checkCreate(request)];
  const [volume] = description.volumes;
  if (!text.ok || refusals.length > 0 || !volume) return err(refusals);
  const { name } = description;
  const diskful = Object.keys(volume.disks);
  const all = description.hosts.map((host) => host.name);
  const steps: HafsStep[] = [
    ...diskful.flatMap((node) => preparedSteps(node, backing[node]?.steps ?? [])),
    ...all.map((node) => fileStep(node, name, text.value, generation)),
    ...diskful.flatMap((node) => metadataSteps(request, volume, node)),
    ...all.map((node) =>
      runStep(
        {
          node,
          name: 'up',
          title: 'step-up',
          object: name,
          goal: { kind: 'drbd-present', resource: name, present: true },
          undo: { kind: 'run', command: down(name).command },
        },
        up(name),
      ),
    ),
    waitStep(
      {
        node: 'cluster',
        name: 'connected',
        title: 'step-wait-connected',
        object: name,
        goal: { kind: 'drbd-connected', resource: name, connected: true },
      },
      CONNECT_MS,
    ),
    ...firstSyncSteps(request, volume),
    ...filesystemSteps(request, volume),
    // Hours on a large pair: but what Pacemaker gets then has two good copies, and nothing depends on it before.
    waitStep(
      {
        node: 'cluster',
        name: 'in-sync',
        title: 'step-wait-in-sync',
        object: name,
        goal: { kind: 'drbd-in-sync', resource: name },
      },
      SYNC_MS,
    ),
    ...all.map((node) =>
      runStep(
        {
          node,
          name: 'down',
          title: 'step-down',
          object: name,
          goal: { kind: 'drbd-present', resource: name, present: false },
          undo: { kind: 'run', command: up(name).command },
        },
        down(name),
      ),
    ),
    cibStep('add', pacemakerPart(name, all, request.filesystem)),
  ];
  return ok({ title: 'plan-create', object: name, resource: name, steps, confirm: [] });
}

function checkCreate({ description, backing, source, filesystem, ...request }: CreateHafs): CreateRefusal[] {
  const refusals: CreateRefusal[] = [];
  const [volume, ...more] = description.volumes;
  if (!volume || more.length > 0 || volume.volume !== 0 || volume.metadata !== 'internal')
    return [{ code: 'not-one-volume' }];
  for (const [host, device] of Object.entries(volume.disks))
    if (!Object.hasOwn(backing, host) || backing[host]?.device !== device)
      refusals.push({ code: 'backing-mismatch', host });
  for (const host of Object.keys(backing))
    if (!Object.hasOwn(volume.disks, host)) refusals.push({ code: 'backing-mismatch', host });
  const sizes = Object.values(backing).map((one) => one.sizeBytes);
  if (new Set(sizes).size > 1) refusals.push({ code: 'size-mismatch' });
  const peers = request.generation === '9' ? (request.maxPeers ?? 1) : 1;
  // Both file systems need some MiB for themselves; xfs refuses below 300 MiB.
  const least = (filesystem.type === 'xfs' ? 300 : 16) * 1024 * 1024;
  if (sizes.some((size) => usableBytes(size, peers) < least)) refusals.push({ code: 'too-small' });
  if (!Object.hasOwn(volume.disks, source)) refusals.push({ code: 'not-a-source', host: source });
  if (!isMountPoint(filesystem.directory))
    refusals.push({ code: 'bad-name', what: 'mount point', value: filesystem.directory });
  return refusals;
}

function metadataSteps(request: CreateHafs, { disks, minor }: HafsVolume, node: string): readonly HafsStep[] {
  const { description, generation, maxPeers } = request;
  const { name } = description;
  const device = disks[node] ?? '';
  return [
    waitStep(
      {
        node,
        name: 'blank',
        title: 'step-blank',
        object: device,
        goal: { kind: 'blank', device, ownResource: name },
      },
      30_000,
    ),
    runStep(
      {
        node,
        name: 'create-md',
        title: 'step-create-md',
        object: name,
        goal: { kind: 'drbd-metadata', device, minor, found: true },
        undo: { kind: 'run', command: wipeMetadata(name, generation).command },
      },
      createMetadata(name, generation, maxPeers),
    ),
  ];
}

/** Either one node becomes the source, or both are declared equal and one becomes Primary without force. */
function firstSyncSteps(request: CreateHafs, { volume }: HafsVolume): readonly HafsStep[] {
  const { source: node, description, skipFirstSync: reason } = request;
  const { name: resource } = description;
  const shape = { node, object: resource } as const;
  const isPrimary = { kind: 'drbd-role', resource, role: 'Primary' } as const;
  if (reason === undefined)
    return [
      runStep(
        { ...shape, name: 'first-sync', title: 'step-first-sync', goal: isPrimary, undo: DATA_WRITTEN },
        startFirstSync(resource),
      ),
    ];
  return [
    runStep(
      {
        ...shape,
        name: 'skip-sync',
        title: 'step-skip-sync',
        goal: { kind: 'drbd-disk', resource, states: ['UpToDate'] },
        undo: DATA_WRITTEN,
      },
      skipFirstSync({ resource, volume }),
    ),
    // The peer's last message may still be under way and win: it then looks Inconsistent though it is not (seen live).
    waitStep(
      {
        node: 'cluster',
        name: 'skipped',
        title: 'step-wait-in-sync',
        object: resource,
        goal: { kind: 'drbd-in-sync', resource },
      },
      CONNECT_MS,
    ),
    runStep(
      {
        ...shape,
        name: 'primary',
        title: 'step-primary',
        goal: isPrimary,
        undo: { kind: 'run', command: secondary(resource).command },
      },
      primary(resource),
    ),
  ];
}

function filesystemSteps(request: CreateHafs, { minor }: HafsVolume): readonly HafsStep[] {
  const { source: node, description, filesystem } = request;
  const { name: resource } = description;
  const device = `/dev/drbd${minor}`;
  const label = resource.slice(0, 12);
  return [
    runStep(
      {
        node,
        name: 'mkfs',
        title: 'step-mkfs',
        object: device,
        goal: { kind: 'signature', device, type: filesystem.type },
        undo: DATA_WRITTEN,
      },
      makeFilesystem(device, filesystem.type, label),
    ),
    runStep(
      {
        node,
        name: 'secondary',
        title: 'step-secondary',
        object: resource,
        goal: { kind: 'drbd-role', resource, role: 'Secondary' },
        undo: BY_NEXT_STEP,
      },
      secondary(resource),
    ),
  ];
}
