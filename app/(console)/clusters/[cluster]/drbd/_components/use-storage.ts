import { useEffect, useState } from 'react';
import { useChannel, useLiveClient } from '@/components/live/live-provider';
import type { StorageAnswer } from '@/lib/live/protocol';

/** LVM of every node as it is now, read when a form opens; undefined while it is being read. */
export function useStorage(clusterId: string): StorageAnswer | undefined {
  const client = useLiveClient();
  const isLive = useChannel() === 'live';
  const [answer, setAnswer] = useState<StorageAnswer | undefined>(undefined);
  const isWaiting = answer === undefined && isLive;
  useEffect(() => {
    if (!isWaiting) return;
    let isGone = false;
    void client.storage(clusterId).then((found) => {
      if (!isGone) setAnswer(found);
    });
    return () => {
      isGone = true;
    };
  }, [client, clusterId, isWaiting]);
  return answer;
}
