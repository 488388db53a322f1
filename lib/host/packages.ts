/** What a Debian machine has installed, and what its package sources offer (`apt-cache policy`, apt 2.6). */
import { type Command, command } from '@/lib/base/command';
import { optional } from '@/lib/base/optional';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';

export interface PackageOffer {
  /** Version that is installed. */
  readonly installed?: string;
  /** Version that `apt-get install` would take. */
  readonly candidate?: string;
}
/** A package that no source knows is not in it. */
export type PackageOffers = Readonly<Record<string, PackageOffer>>;

/** Debian policy 5.6.1. */
const NAME = /^[a-z0-9][a-z0-9+.-]{1,80}$/;

export function packagesProbe(names: readonly [string, ...string[]]): Probe<PackageOffers> {
  assertNames(names);
  return {
    id: 'host.packages',
    // Its words are translated; these are the ones that are parsed.
    command: command(['env', 'LC_ALL=C', 'apt-cache', 'policy', ...names], { timeoutMs: 60_000 }),
    parse: parsePolicy,
  };
}

export function parsePolicy(text: string): Result<PackageOffers, ParseError> {
  const offers: Record<string, PackageOffer> = {};
  let current: string | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const head = /^(\S+):$/.exec(line)?.[1];
    if (head !== undefined) {
      current = head;
      offers[current] = {};
      continue;
    }
    const field = /^ {2}(Installed|Candidate): (\S.*)$/.exec(line);
    if (!field) continue;
    if (current === undefined) return parseError('a version of no package', line, index + 1);
    const version = field[2] === '(none)' ? undefined : field[2];
    offers[current] = {
      ...offers[current],
      ...optional(field[1] === 'Installed' ? 'installed' : 'candidate', version),
    };
  }
  if (text.trim() !== '' && current === undefined) return parseError('no policy of a package', text);
  return ok(offers);
}

/** Refreshing the lists and installing wait for another apt that is at work (unattended-upgrades). */
const LOCK = ['-o', 'DPkg::Lock::Timeout=300'] as const;
/** A mirror on the other side of the world. */
const UPDATE_TIMEOUT_MS = 600_000;
/** Some hundred packages from a slow mirror; compiling their Python modules takes an old machine minutes. */
const INSTALL_TIMEOUT_MS = 2_700_000;

export const updateListsCommand = (): Command =>
  command(['apt-get', ...LOCK, 'update'], { asRoot: true, timeoutMs: UPDATE_TIMEOUT_MS });

/** Asks nothing, and keeps every configuration file that somebody has edited. */
export function installCommand(names: readonly [string, ...string[]]): Command {
  assertNames(names);
  return command(
    [
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      ...LOCK,
      '-o',
      'Dpkg::Options::=--force-confdef',
      '-o',
      'Dpkg::Options::=--force-confold',
      'install',
      '--yes',
      '--no-install-recommends',
      ...names,
    ],
    { asRoot: true, timeoutMs: INSTALL_TIMEOUT_MS },
  );
}

function assertNames(names: readonly string[]): void {
  if (names.length === 0 || !names.every((name) => NAME.test(name))) throw new RangeError('not a package');
}
