import { optional } from '@/lib/base/optional';
import { existsProbe, FIXED_FILES, hashesProbe, isOnHafs, listedFilesProbe } from '@/lib/host/config-files';
import { absentAsUnknown, unknownBecause } from './outcome-reading';
import type { ReaderContext, ReadResult } from './reader-types';

/**
 * Hashes of the watched configuration files: two short processes. That a file is not there is only said when the node
 * says so; one that cannot be read makes the whole reading unknown.
 */
export async function readConfigFiles({ probe }: ReaderContext): Promise<ReadResult<'configFiles'>> {
  const listing = await probe(listedFilesProbe);
  if (listing.kind === 'absent') return absentAsUnknown(listing, 'find');
  if (listing.kind === 'unknown') return listing;
  const listed = listing.value;
  const [closed] = listed.closed;
  if (closed !== undefined) return unknownBecause('command-failed', `${closed} cannot be listed`);
  const paths = [...FIXED_FILES, ...listed.paths];
  const hashes = await probe(hashesProbe(paths));
  if (hashes.kind === 'absent') return absentAsUnknown(hashes, 'sha256sum');
  if (hashes.kind === 'unknown') return hashes;
  const files = hashes.value;
  for (const path of paths) {
    if (files.some((file) => file.path === path)) continue;
    const there = await probe(existsProbe(path));
    if (there.kind === 'unknown') return there;
    if (there.kind === 'value') return unknownBecause('command-failed', `${path} cannot be read`);
    // HAFS went between the two processes, or the file alone did: the next reading tells.
    if (isOnHafs(listed, path)) return unknownBecause('command-failed', `${path} went while it was read`);
  }
  return {
    kind: 'value',
    value: {
      files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      ...optional('onHafs', listed.onHafs),
      ...optional('elsewhere', listed.elsewhere),
    },
    observedAt: hashes.receivedAt,
  };
}
