import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import type { HostReading } from './types';

export type PackageVersions = HostReading['versions'];

/**
 * Packages asked for, by the name a reading gives them; the first one installed counts. Fence agents are split into
 * many packages on RPM systems: `fence-agents-common` carries their version.
 */
const PACKAGES: Readonly<Record<Exclude<keyof PackageVersions, 'drbdKernel'>, readonly string[]>> = {
  pacemaker: ['pacemaker'],
  corosync: ['corosync'],
  drbdUtils: ['drbd-utils', 'drbd9x-utils', 'drbd90-utils', 'drbd84-utils'],
  haproxy: ['haproxy'],
  apache2: ['apache2', 'httpd'],
  resourceAgents: ['resource-agents', 'resource-agents-base'],
  fenceAgents: ['fence-agents', 'fence-agents-common', 'fence-agents-base'],
  pcs: ['pcs'],
  crmsh: ['crmsh'],
};

export const PACKAGE_NAMES: readonly string[] = Object.values(PACKAGES).flat();

/**
 * Parses `NAME STATUS VERSION` lines of dpkg-query, or `NAME installed VERSION` of rpm.
 * Asked-for packages that are absent are named on stderr only, with exit code 1; `config-files` and other half states
 * are not installed.
 */
export function parsePackageVersions(text: string): Result<PackageVersions, ParseError> {
  const installed = new Map<string, string>();
  for (const [index, line] of text.split('\n').entries()) {
    // rpm prints its complaint on stdout.
    if (line === '' || /^package \S+ is not installed$/.test(line)) continue;
    const match = /^(\S+) ([a-z-]+) (\S*)$/.exec(line);
    if (!match?.[1]) return parseError('not a package line', line, index + 1);
    if (match[2] === 'installed' && match[3]) installed.set(match[1].replace(/:[a-z0-9]+$/, ''), match[3]);
  }
  const versions: Partial<Record<keyof PackageVersions, string>> = {};
  for (const [key, names] of Object.entries(PACKAGES)) {
    const found = names.find((name) => installed.has(name));
    if (found !== undefined) versions[key as keyof PackageVersions] = installed.get(found);
  }
  return ok(versions);
}
