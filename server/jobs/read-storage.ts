/**
 * What a change of DRBD's devices or files must know besides the live readings: LVM, the configuration as drbdadm reads
 * it, and what `adjust` would do before anything is changed. Each part of each node has its own outcome.
 */
import type { Command, Outcome } from '@/lib/base/command';
import { known, type Observation } from '@/lib/base/observation';
import type { Probe } from '@/lib/base/probe';
import { type DryRunCall, parseDryRun } from '@/lib/drbd/dry-run';
import { adjustDryRun } from '@/lib/drbd/lifecycle';
import type { DrbdConfigReading } from '@/lib/drbd/types';
import type { CandidateDisk } from '@/lib/host/candidate-disks';
import { logicalVolumesProbe, volumeGroupsProbe } from '@/lib/host/lvm';
import { type Signatures, signaturesProbe } from '@/lib/host/signatures';
import type { StorageAnswer } from '@/lib/live/protocol';
import type { StorageFacts } from '@/lib/plan/facts';
import type { StorageWish } from '@/lib/plan/planner';
import type { ClusterAccess } from '../access';
import { readDisks, readWhole } from './read-disks';

interface Place {
  readonly access: ClusterAccess;
  readonly clusterId: string;
  readonly node: string;
  readonly now: () => number;
}

export async function readStorage(place: Place, wish: StorageWish): Promise<StorageFacts> {
  const { access, clusterId, node } = place;
  const { adjust, disks: wantsDisks } = wish;
  const [groups, volumes, mounts, config, units, calls] = await Promise.all([
    runProbe(place, volumeGroupsProbe, []),
    runProbe(place, logicalVolumesProbe, []),
    access.read(clusterId, node, 'mounts'),
    access.read(clusterId, node, 'drbdConfig'),
    access.read(clusterId, node, 'units'),
    adjust === undefined ? undefined : readAdjust(place, adjust),
  ]);
  const disks = wantsDisks ? await readCandidates(place, config) : undefined;
  return {
    groups,
    volumes,
    mounts,
    config,
    units,
    ...(calls ? { adjust: calls } : {}),
    ...(disks ? { disks } : {}),
  };
}

/** @param config what DRBD is configured to use; while it is not known, nothing counts as blank */
function readCandidates(
  { access, clusterId, node, now }: Place,
  config: Observation<DrbdConfigReading>,
): Promise<Observation<readonly CandidateDisk[]>> {
  const run = (command: Command): Promise<Outcome> => access.run(clusterId, node, command);
  const replicatedBy = config.state === 'known' ? devicesOf(config.value, node) : undefined;
  return readWhole(run, now, (ask) => readDisks(run, ask, replicatedBy));
}

/** Backing and metadata devices that DRBD's configuration gives to a node. */
const devicesOf = ({ resources }: DrbdConfigReading, node: string) =>
  resources.flatMap(({ name: resource, hosts }) =>
    hosts
      .filter((host) => host.name === node)
      .flatMap(({ volumes }) => volumes.flatMap(({ disk, metaDisk }) => [disk ?? [], metaDisk ?? []].flat()))
      .map((device) => ({ device, resource })),
  );

/** @param absent what it means that the tool is not installed; without it, that is not known */
export async function runProbe<T>(
  { access, clusterId, node, now }: Place,
  probe: Probe<T>,
  absent?: T,
): Promise<Observation<T>> {
  const outcome = await access.run(clusterId, node, probe.command);
  const since = now();
  if (outcome.kind !== 'exited' || outcome.truncated) return { state: 'unknown', since, ...whyNot(outcome) };
  if (absent !== undefined && probe.absentExitCodes?.includes(outcome.exitCode)) return known(absent, since);
  if (!(probe.okExitCodes ?? [0]).includes(outcome.exitCode))
    return { state: 'unknown', since, ...whyNot(outcome) };
  const parsed = probe.parse(outcome.stdout);
  return parsed.ok
    ? known(parsed.value, since)
    : { state: 'unknown', reason: 'unparsable', since, detail: parsed.error.what };
}

/** Never with `absent`: a node without wipefs proves nothing about a device. */
export const readSignatures = (place: Place, device: string): Promise<Observation<Signatures>> =>
  runProbe(place, signaturesProbe(device));

const readAdjust = (place: Place, resource: string): Promise<Observation<readonly DryRunCall[]>> =>
  runProbe(place, {
    id: `drbd.adjust:${resource}`,
    command: adjustDryRun(resource).command,
    parse: parseDryRun,
  });

function whyNot(outcome: Outcome) {
  if (outcome.kind === 'exited') {
    const detail = outcome.truncated ? 'too long' : `exit ${outcome.exitCode}`;
    return { reason: 'command-failed', detail } as const;
  }
  return { reason: outcome.kind === 'killed' ? 'command-failed' : outcome.kind } as const;
}

/** Of every node of a cluster, for forms: what could not be read is left out, and offers no room. */
export async function readVolumes(
  access: ClusterAccess,
  clusterId: string,
  now: () => number,
): Promise<StorageAnswer> {
  const nodes = access.directory(clusterId)?.nodes ?? [];
  return {
    nodes: await Promise.all(
      nodes.map(async ({ name: node }) => {
        const place = { access, clusterId, node, now };
        const [groups, volumes, disks] = await Promise.all([
          runProbe(place, volumeGroupsProbe, []),
          runProbe(place, logicalVolumesProbe, []),
          access.read(clusterId, node, 'drbdConfig').then((config) => readCandidates(place, config)),
        ]);
        return {
          node,
          ...(disks.state === 'known' ? { disks: disks.value } : {}),
          ...(groups.state === 'known' ? { groups: groups.value } : {}),
          ...(volumes.state === 'known' ? { volumes: volumes.value } : {}),
        };
      }),
    ),
  };
}
