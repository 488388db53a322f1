/** Apache2 of one node in a scenario's file: the files it has, those whose links lead to nothing, and its sockets. */
import { combineApache, isApacheFile } from '@/lib/apache/probes';
import type { ApacheReading } from '@/lib/apache/types';
import { known, type Observation } from '@/lib/base/observation';
import { readHaproxyHost } from './haproxy-host';
import type { NodeFile } from './scenario';

/** Undefined for a node whose scenario is not about Apache2. */
export function readApacheFile(
  { files = {}, absent = [], haproxyHost = {} }: NodeFile,
  at: number,
  sha256: (text: string) => string,
): Observation<ApacheReading> | undefined {
  const paths = [...Object.keys(files), ...absent].filter(isApacheFile);
  if (paths.length === 0) return undefined;
  const { listeners } = readHaproxyHost(haproxyHost, at);
  const read = paths.toSorted().map((path) => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    return {
      path,
      realPath: path.replace('/etc/', '/srv/hafs/'),
      ...(text === undefined ? {} : { content: { sha256: sha256(text), text } }),
    };
  });
  return known(combineApache(read, listeners.state === 'known' ? listeners.value : undefined), at);
}
