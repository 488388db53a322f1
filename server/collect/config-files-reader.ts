import {
  drbdFilesProbe,
  drbdFolderProbe,
  existsProbe,
  FIXED_FILES,
  hashesProbe,
} from '@/lib/host/config-files';
import { absentAsUnknown, unknownBecause } from './outcome-reading';
import type { ReaderContext, ReadResult } from './reader-types';

/**
 * Hashes of the watched configuration files: two short processes. That a file is not there is only said when the node
 * says so; one that cannot be read makes the whole reading unknown.
 */
export async function readConfigFiles({ probe }: ReaderContext): Promise<ReadResult<'configFiles'>> {
  const listed = await probe(drbdFilesProbe);
  if (listed.kind === 'unknown') return listed;
  if (listed.kind === 'absent') {
    const folder = await probe(drbdFolderProbe);
    if (folder.kind === 'unknown') return folder;
    if (folder.kind === 'value') return unknownBecause('command-failed', '/etc/drbd.d cannot be listed');
  }
  const paths = [...FIXED_FILES, ...(listed.kind === 'value' ? listed.value : [])];
  const hashes = await probe(hashesProbe(paths));
  if (hashes.kind === 'absent') return absentAsUnknown(hashes, 'sha256sum');
  if (hashes.kind === 'unknown') return hashes;
  const files = hashes.value;
  for (const path of paths) {
    if (files.some((file) => file.path === path)) continue;
    const there = await probe(existsProbe(path));
    if (there.kind === 'unknown') return there;
    if (there.kind === 'value') return unknownBecause('command-failed', `${path} cannot be read`);
  }
  return {
    kind: 'value',
    value: { files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) },
    observedAt: hashes.receivedAt,
  };
}
