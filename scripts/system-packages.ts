/** What the browser stories need beyond npm. The lab says and installs its own (e2e/lab/packages.ts). */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

interface Need {
  readonly package: string;
  readonly files: readonly string[];
  readonly why: string;
}

const NEEDS: readonly Need[] = [
  {
    package: 'chromium',
    files: ['/usr/bin/chromium', '/usr/bin/chromium-browser'],
    why: 'runs the browser stories',
  },
  {
    package: 'git',
    files: ['/usr/bin/git', '/usr/local/bin/git'],
    why: 'tells the linter which files are ignored',
  },
];

/** @returns undefined when everything is there, else what to do, in one line */
export function ensureSystemPackages(say: (line: string) => void): string | undefined {
  const missing = NEEDS.filter(({ files }) => !files.some((file) => existsSync(file)));
  if (missing.length === 0) return undefined;
  for (const need of missing) say(`missing Debian package ${need.package}: ${need.why}`);
  const names = missing.map((need) => need.package);
  const line = `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return `Run as root: ${line}`;
  say(`installing ${names.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
  spawnSync('apt-get', [...options, 'update'], { env, stdio: 'ignore' });
  const install = spawnSync('apt-get', [...options, 'install', '-y', '--no-install-recommends', ...names], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return install.status === 0 ? undefined : `Installing failed. Run as root and look: ${line}`;
}
