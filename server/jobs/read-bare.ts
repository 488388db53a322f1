/**
 * Reads a machine that is to become a node of a new cluster. Nothing is changed. A tool that is not installed is an answer
 * where it can hold nothing (no LVM, no volume group); everything else that cannot be read makes the whole unknown.
 */
import type { Observation } from '@/lib/base/observation';
import { drbdModuleProbe, remainsProbe } from '@/lib/host/bare-probes';
import { logicalVolumesProbe, volumeGroupsProbe } from '@/lib/host/lvm';
import { packagesProbe } from '@/lib/host/packages';
import { type BareMachine, CLUSTER_PACKAGES } from '@/lib/inventory/build-cluster';
import type { NetworkReading } from '@/lib/network/types';
import { type RunOnMachine, readDisks, readWhole } from './read-disks';

export async function readBareMachine(
  run: RunOnMachine,
  network: Observation<NetworkReading>,
  now: () => number,
): Promise<Observation<BareMachine>> {
  if (network.state !== 'known') {
    const { reason, detail } = network;
    return { state: 'unknown', reason, since: now(), ...(detail === undefined ? {} : { detail }) };
  }
  return readWhole(run, now, async (ask) => {
    const [disks, groups, volumes, packages, drbdModule, remains] = await Promise.all([
      // Without DRBD there is no configuration of it that could name a device.
      readDisks(run, ask, []),
      ask(volumeGroupsProbe, []),
      ask(logicalVolumesProbe, []),
      ask(packagesProbe(CLUSTER_PACKAGES)),
      ask(drbdModuleProbe, ''),
      ask(remainsProbe),
    ]);
    return {
      network: network.value,
      disks,
      groups,
      volumes,
      packages,
      ...(drbdModule === '' ? {} : { drbdModule }),
      remains,
    };
  });
}
