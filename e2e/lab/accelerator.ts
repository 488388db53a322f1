/**
 * Does hardware virtualisation really work here? A device file proves nothing: on some hosts it exists and a
 * stock kernel hangs. So the node image's own kernel is booted once with a time limit, and the answer is kept
 * until the host's kernel changes.
 */
import { accessSync, constants } from 'node:fs';
import { release } from 'node:os';
import type { NodeImage } from './image.ts';
import type { LabPaths } from './paths.ts';
import { readJson, run, writeAtomic } from './run.ts';

export type Accelerator = 'kvm' | 'tcg';

interface Remembered {
  readonly host: string;
  readonly accelerator: Accelerator;
}

/** Under KVM the kernel reaches its initial RAM disk in 1 to 3 s; ten times that is "does not work". */
const probeMs = 25_000;

export async function chooseAccelerator(
  paths: LabPaths,
  image: NodeImage,
  say: (line: string) => void,
): Promise<Accelerator> {
  const host = `${release()} ${image.hash}`;
  const remembered = readJson<Remembered>(paths.accelerator);
  if (remembered?.host === host) return remembered.accelerator;
  const accelerator = (await kvmBoots(image, say)) ? 'kvm' : 'tcg';
  say(
    accelerator === 'kvm' ? 'hardware virtualisation works' : 'no usable hardware virtualisation: emulating',
  );
  writeAtomic(paths.accelerator, `${JSON.stringify({ host, accelerator } satisfies Remembered)}\n`);
  return accelerator;
}

async function kvmBoots(image: NodeImage, say: (line: string) => void): Promise<boolean> {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
  } catch {
    return false;
  }
  say(`/dev/kvm exists: booting a kernel with it, for at most ${probeMs / 1000} s`);
  const result = await run(
    [
      'timeout',
      '-s',
      'KILL',
      String(probeMs / 1000),
      'qemu-system-x86_64',
      '-machine',
      'pc',
      '-accel',
      'kvm',
      '-cpu',
      'host',
      '-m',
      '512',
      '-nodefaults',
      '-no-user-config',
      '-display',
      'none',
      '-no-reboot',
      '-serial',
      'stdio',
      '-kernel',
      image.kernel,
      '-initrd',
      image.initrd,
      // An init that does not exist makes the kernel panic and reboot, which ends QEMU: proof that it ran.
      '-append',
      'console=ttyS0 panic=-1 rdinit=/haven-probe root=/dev/none',
    ],
    { timeoutMs: probeMs + 5000 },
  );
  return result.exitCode === 0 && /Kernel panic/.test(result.stdout);
}
