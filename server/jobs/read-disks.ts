/** Asks a machine what is on its drives: every witness that a device is blank, before it is offered or written. */
import type { Command, Outcome } from '@/lib/base/command';
import { known, type Observation } from '@/lib/base/observation';
import type { Probe } from '@/lib/base/probe';
import { type CandidateDisk, candidateDisk, candidates, isInUse } from '@/lib/host/candidate-disks';
import { physicalVolumesProbe } from '@/lib/host/lvm';
import { blockDetailsProbe, mountTableProbe } from '@/lib/host/probes';
import { probeBlkid, readBlkid, signaturesProbe } from '@/lib/host/signatures';
import { resultOf } from '../collect/outcome-reading';

export type RunOnMachine = (command: Command) => Promise<Outcome>;
export type Ask = <T>(probe: Probe<T>, absent?: T) => Promise<T>;

class Unread extends Error {}

/** All of what `read` asks for, or why it is not known. A tool that is not installed is an answer where `absent` is given. */
export async function readWhole<T>(
  run: RunOnMachine,
  now: () => number,
  read: (ask: Ask) => Promise<T>,
): Promise<Observation<T>> {
  const since = now();
  const ask: Ask = async (probe, absent) => {
    const result = resultOf(probe, await run(probe.command), now());
    if (result.kind === 'value') return result.value;
    const isAbsent = result.kind === 'absent' || result.reason === 'not-installed';
    if (isAbsent && absent !== undefined) return absent;
    throw new Unread(result.kind === 'absent' ? probe.id : (result.detail ?? result.reason));
  };
  try {
    return known(await read(ask), since);
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    return { state: 'unknown', reason: 'command-failed', since, detail: error.message.slice(0, 200) };
  }
}

/** @param replicatedBy devices that DRBD's configuration names on this machine; undefined when that is not known */
export async function readDisks(
  run: RunOnMachine,
  ask: Ask,
  replicatedBy: readonly { readonly device: string; readonly resource: string }[] | undefined,
): Promise<readonly CandidateDisk[]> {
  const [devices, { mounts }, physicalVolumes] = await Promise.all([
    ask(blockDetailsProbe),
    ask(mountTableProbe),
    ask(physicalVolumesProbe, []),
  ]);
  return Promise.all(
    candidates(devices).map(async (device) =>
      candidateDisk(device, {
        devices,
        mounts,
        physicalVolumes,
        ...(replicatedBy ? { replicatedBy } : {}),
        // wipefs knows the signature of DRBD's metadata.
        drbdMetadata: 'none',
        ...(isInUse(device)
          ? {}
          : {
              signatures: await ask(signaturesProbe(device.path)),
              blkid: readBlkid(await run(probeBlkid(device.path))),
            }),
      }),
    ),
  );
}
