/** Configuration files as they are on the nodes right now: what an edit is drafted on and held against. */
import { command, type Outcome } from '@/lib/base/command';
import { known, type Observation } from '@/lib/base/observation';
import { sha256 } from '@/lib/data/plans';
import { type FileFacts, fileKey, NO_FILE } from '@/lib/plan/facts';
import { isEditablePath } from '@/lib/plan/file-write';
import type { FilePlace } from '@/lib/plan/planner';
import type { ClusterAccess } from '../access';

const READ_TIMEOUT_MS = 15_000;
/** Far above any configuration that people write by hand. */
const MAX_BYTES = 1024 * 1024;

export async function readFiles(
  access: ClusterAccess,
  clusterId: string,
  places: readonly FilePlace[],
  now: () => number,
): Promise<Readonly<Record<string, Observation<FileFacts>>>> {
  const read = async (place: FilePlace): Promise<readonly [string, Observation<FileFacts>]> => [
    fileKey(place),
    await readFile(access, clusterId, place, now),
  ];
  return Object.fromEntries(await Promise.all(places.map(read)));
}

async function readFile(
  access: ClusterAccess,
  clusterId: string,
  { node, path, mayBeAbsent }: FilePlace,
  now: () => number,
): Promise<Observation<FileFacts>> {
  const since = now();
  if (!isEditablePath(path)) return { state: 'unknown', reason: 'command-failed', since, detail: 'path' };
  const cat = command(['cat', '--', path], {
    asRoot: true,
    timeoutMs: READ_TIMEOUT_MS,
    maxOutputBytes: MAX_BYTES,
  });
  const outcome = await access.run(clusterId, node, cat);
  if (mayBeAbsent && outcome.kind === 'exited' && outcome.exitCode === 1) {
    const looked = await access.run(clusterId, node, command(['test', '-e', path]));
    if (looked.kind === 'exited' && looked.exitCode === 1) return known(NO_FILE, now());
  }
  const isWhole = outcome.kind === 'exited' && outcome.exitCode === 0 && !outcome.truncated;
  if (!isWhole) return { state: 'unknown', since, ...whyNot(outcome) };
  return known({ text: outcome.stdout, sha256: sha256(outcome.stdout) }, now());
}

function whyNot(outcome: Outcome) {
  if (outcome.kind === 'exited') {
    const detail = outcome.truncated ? 'too long' : `exit ${outcome.exitCode}`;
    return { reason: 'command-failed', detail } as const;
  }
  return { reason: outcome.kind === 'killed' ? 'command-failed' : outcome.kind } as const;
}
