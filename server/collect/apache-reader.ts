import { createHash } from 'node:crypto';
import {
  apacheFileProbe,
  apacheFilesProbe,
  combineApache,
  type ReadApacheFile,
  realPathsProbe,
} from '@/lib/apache/probes';
import { listenersProbe } from '@/lib/network/vip-probes';
import { absentAsUnknown, unknownBecause } from './outcome-reading';
import type { ReaderContext, ReadResult } from './reader-types';

/**
 * Where Apache listens, by its files and by its sockets. A node without HAFS has links that lead to nothing: that is its
 * answer, and no failure. Whose text could not be read makes the whole reading unknown: half of it would be believed.
 */
export async function readApache({ probe }: ReaderContext): Promise<ReadResult<'apache'>> {
  const found = await probe(apacheFilesProbe);
  if (found.kind === 'absent') return absentAsUnknown(found, 'find');
  if (found.kind === 'unknown') return found;
  const [first, ...rest] = found.value;
  if (!first) return unknownBecause('not-installed', 'no configuration of Apache2');
  const [places, sockets] = await Promise.all([
    probe(realPathsProbe([first.path, ...rest.map(({ path }) => path)])),
    probe(listenersProbe),
  ]);
  if (places.kind === 'absent') return absentAsUnknown(places, 'realpath');
  if (places.kind === 'unknown') return places;
  const files: ReadApacheFile[] = [];
  for (const [index, { path, isDangling }] of found.value.entries()) {
    const realPath = places.value[index] ?? path;
    if (isDangling) {
      files.push({ path, realPath });
      continue;
    }
    const read = await probe(apacheFileProbe(path));
    if (read.kind === 'unknown') return read;
    if (read.kind === 'absent') return unknownBecause('command-failed', `${path} cannot be read`);
    const sha256 = createHash('sha256').update(read.value).digest('hex');
    files.push({ path, realPath, content: { sha256, text: read.value } });
  }
  return {
    kind: 'value',
    value: combineApache(files, sockets.kind === 'value' ? sockets.value : undefined),
    observedAt: found.receivedAt,
  };
}
