/**
 * Reads a machine that is to become a node of a new cluster. Nothing is changed. A tool that is not installed is an answer
 * where it can hold nothing (no LVM, no volume group); everything else that cannot be read makes the whole unknown.
 */
import type { Command, Outcome } from '@/lib/base/command';
import { known, type Observation } from '@/lib/base/observation';
import type { Probe } from '@/lib/base/probe';
import { drbdModuleProbe, remainsProbe } from '@/lib/host/bare-probes';
import { type BlankVerdict, blankVerdict } from '@/lib/host/blank-proof';
import { logicalVolumesProbe, physicalVolumesProbe, volumeGroupsProbe } from '@/lib/host/lvm';
import { packagesProbe } from '@/lib/host/packages';
import { blockDetailsProbe, mountTableProbe } from '@/lib/host/probes';
import { probeBlkid, readBlkid, signaturesProbe } from '@/lib/host/signatures';
import type { BlockDevice } from '@/lib/host/types';
import { type BareDisk, type BareMachine, CLUSTER_PACKAGES } from '@/lib/inventory/build-cluster';
import type { NetworkReading } from '@/lib/network/types';
import { resultOf } from '../collect/outcome-reading';

export type RunOnMachine = (command: Command) => Promise<Outcome>;

class Unread extends Error {}

export async function readBareMachine(
  run: RunOnMachine,
  network: Observation<NetworkReading>,
  now: () => number,
): Promise<Observation<BareMachine>> {
  const since = now();
  if (network.state !== 'known') {
    const { reason, detail } = network;
    return { state: 'unknown', reason, since, ...(detail === undefined ? {} : { detail }) };
  }
  const ask = async <T>(probe: Probe<T>, absent?: T): Promise<T> => {
    const result = resultOf(probe, await run(probe.command), now());
    if (result.kind === 'value') return result.value;
    const isAbsent = result.kind === 'absent' || result.reason === 'not-installed';
    if (isAbsent && absent !== undefined) return absent;
    throw new Unread(result.kind === 'absent' ? probe.id : (result.detail ?? result.reason));
  };
  try {
    const [devices, mounts, physical, groups, volumes, packages, drbdModule, remains] = await Promise.all([
      ask(blockDetailsProbe),
      ask(mountTableProbe),
      ask(physicalVolumesProbe, []),
      ask(volumeGroupsProbe, []),
      ask(logicalVolumesProbe, []),
      ask(packagesProbe(CLUSTER_PACKAGES)),
      ask(drbdModuleProbe, ''),
      ask(remainsProbe),
    ]);
    const disks = await Promise.all(
      devices.filter(isDisk).map(async (device): Promise<BareDisk> => {
        const { path, sizeBytes, model } = device;
        const isBusy = device.children.length > 0 || device.mountpoints.length > 0;
        const verdict = blankVerdict({
          device: path,
          devices,
          mounts: mounts.mounts,
          physicalVolumes: physical,
          replicatedBy: [],
          // Without DRBD's tools there is nothing to ask; wipefs knows its signature.
          drbdMetadata: 'none',
          // What lsblk sees something on needs no second witness.
          ...(isBusy
            ? {}
            : {
                signatures: await ask(signaturesProbe(path)),
                blkid: readBlkid(await run(probeBlkid(path))),
              }),
        });
        return { path, sizeBytes, ...(model === undefined ? {} : { model }), holds: wordsOf(verdict) };
      }),
    );
    return known(
      {
        network: network.value,
        disks,
        groups,
        volumes,
        packages,
        ...(drbdModule === '' ? {} : { drbdModule }),
        remains,
      },
      since,
    );
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    return { state: 'unknown', reason: 'command-failed', since, detail: error.message.slice(0, 200) };
  }
}

const isDisk = ({ type, readOnly, sizeBytes }: BlockDevice): boolean =>
  type === 'disk' && readOnly !== true && sizeBytes > 0;

/** Not known counts as holding something. */
function wordsOf(verdict: BlankVerdict): readonly string[] {
  if (verdict.kind === 'blank') return [];
  if (verdict.kind === 'unknown') return verdict.silent.map((witness) => `${witness}?`);
  return [...new Set(verdict.data.map(({ what, name }) => name ?? what))];
}
