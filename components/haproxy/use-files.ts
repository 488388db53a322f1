import { useCallback, useEffect, useState } from 'react';
import { useChannel, useLiveClient } from '@/components/live/live-provider';

export interface FileOf {
  readonly node: string;
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
}
type Read = FileOf | { readonly node: string; readonly error: string };

/** One configuration file as each node has it now; read again only when asked, so that nothing moves under the hands. */
export function useFiles(clusterId: string, nodes: readonly string[], path: string) {
  const client = useLiveClient();
  const isLive = useChannel() === 'live';
  const [files, setFiles] = useState<readonly Read[] | undefined>(undefined);
  const names = nodes.join(' ');
  const isWaiting = files === undefined && isLive;
  useEffect(() => {
    if (!isWaiting) return;
    let isGone = false;
    const read = async (node: string): Promise<Read> => {
      const answer = await client.file({ clusterId, node, path });
      return 'text' in answer ? { node, path, ...answer } : { node, error: answer.error };
    };
    void Promise.all(names.split(' ').map(read)).then((found) => {
      if (!isGone) setFiles(found);
    });
    return () => {
      isGone = true;
    };
  }, [client, clusterId, names, path, isWaiting]);
  const reload = useCallback(() => setFiles(undefined), []);
  return { files: files ?? [], isLoading: files === undefined, reload };
}
