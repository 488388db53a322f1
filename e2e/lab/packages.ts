/**
 * What the lab needs on this machine. Says which Debian package is missing and why, then installs it when
 * allowed to, else names the one line to run.
 */
import { existsSync } from 'node:fs';
import { LabError, run } from './run.ts';

interface Need {
  readonly package: string;
  readonly files: readonly string[];
  readonly why: string;
}

const needs: readonly Need[] = [
  { package: 'qemu-system-x86', files: ['/usr/bin/qemu-system-x86_64'], why: 'runs the virtual machines' },
  { package: 'qemu-utils', files: ['/usr/bin/qemu-img'], why: 'creates their disks' },
  {
    package: 'mmdebstrap',
    files: ['/usr/bin/mmdebstrap'],
    why: 'builds their file system from Debian packages',
  },
  {
    package: 'e2fsprogs',
    files: ['/sbin/mkfs.ext4', '/usr/sbin/mkfs.ext4'],
    why: 'turns it into a disk image',
  },
  {
    package: 'openipmi',
    files: ['/usr/bin/ipmi_sim'],
    why: "plays the nodes' power controllers, for real fencing",
  },
  { package: 'openssh-client', files: ['/usr/bin/ssh-keygen'], why: "makes the nodes' SSH keys" },
];

export async function ensurePackages(say: (line: string) => void, logFile: string): Promise<void> {
  const missing = needs.filter((need) => !need.files.some((file) => existsSync(file)));
  if (missing.length === 0) return;
  for (const need of missing) say(`missing Debian package ${need.package}: ${need.why}`);
  const names = missing.map((need) => need.package);
  const line = `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (process.getuid?.() !== 0) {
    throw new LabError(`Debian packages are missing: ${names.join(', ')}`, `Run as root: ${line}`);
  }
  if (!existsSync('/usr/bin/apt-get')) {
    throw new LabError(
      `Programs are missing: ${names.join(', ')}`,
      'The lab is made for Debian 12; install them by hand.',
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  say(`installing ${names.join(' ')}`);
  const update = await run(['apt-get', 'update'], { timeoutMs: 300_000, env, logFile });
  const install = await run(
    ['apt-get', '-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', ...names],
    { timeoutMs: 900_000, env, logFile },
  );
  if (install.exitCode !== 0) {
    const said = `${update.stderr}\n${install.stderr}`.trim().split('\n').slice(-4).join(' ');
    throw new LabError(`Installing ${names.join(', ')} failed: ${said}`, `Run as root and look: ${line}`);
  }
}
