import { useCallback, useEffect, useState } from 'react';
import type { DriftDetail, DriftPlace } from '@/lib/plan/drift-return';

/** The control plane fetches a new text within seconds of its hash: asked again this often until it is there. */
const RETRY_MS = 2_000;
const MOST_TRIES = 30;

export type LoadedDrift = DriftDetail | 'loading' | 'failed';

/** The texts behind a difference. `isWhole` tells whether what came is all there is to wait for. */
export function useDrift(clusterId: string, { object, before, after }: DriftPlace) {
  const [detail, setDetail] = useState<LoadedDrift>('loading');
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const asked = new URLSearchParams({ object, before: before ?? 'none', after: after ?? 'none' });
    const load = async () => {
      const response = await fetch(`/api/clusters/${clusterId}/drift?${asked}`, { signal: abort.signal });
      if (!response.ok) throw new Error(String(response.status));
      const found = (await response.json()) as DriftDetail;
      setDetail(found);
      const isWhole =
        (before === null || found.before !== undefined) && (after === null || found.after !== undefined);
      if (!isWhole && tries < MOST_TRIES) timer = setTimeout(() => setTries((count) => count + 1), RETRY_MS);
    };
    load().catch(() => {
      if (!abort.signal.aborted) setDetail('failed');
    });
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [clusterId, object, before, after, tries]);
  const again = useCallback(() => {
    setDetail('loading');
    setTries((count) => count + 1);
  }, []);
  return { detail, again };
}
