'use client';

import { useEffect, useState } from 'react';
import { appendPoints, type SamplePoint } from './points';

export const RANGES = ['15m', '1h', '6h', '24h'] as const;
export type Range = (typeof RANGES)[number];

/** Points are stored every ten seconds; asking more often shows nothing new, much less often lets the line lag. */
const REFRESH_MS = 10_000;

interface Samples {
  readonly points: readonly SamplePoint[];
  readonly failed: boolean;
  /** The first answer is still on its way. */
  readonly loading: boolean;
}

const NOTHING: Samples = { points: [], failed: false, loading: true };

/**
 * Stored points of every series whose name begins with `prefix`, kept up to date: the whole period once, then only what
 * is newer than the newest known point. A failed fetch keeps what is shown; the chart's own gap tells the silence.
 */
export function useSamples(clusterId: string, prefix: string, range: Range): Samples {
  const [samples, setSamples] = useState<Samples>(NOTHING);
  useEffect(() => {
    const stop = new AbortController();
    let newest = 0;
    setSamples(NOTHING);
    const read = async () => {
      const answer = await fetchPoints(clusterId, prefix, range, newest, stop.signal);
      if (stop.signal.aborted) return;
      if (!answer) {
        setSamples((old) => ({ ...old, failed: true, loading: false }));
        return;
      }
      for (const point of answer.points) newest = Math.max(newest, point.at);
      setSamples((old) => ({
        points: appendPoints(old.points, answer.points, answer.from),
        failed: false,
        loading: false,
      }));
    };
    void read();
    const timer = setInterval(() => void read(), REFRESH_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [clusterId, prefix, range]);
  return samples;
}

interface Answer {
  readonly from: number;
  readonly points: readonly SamplePoint[];
}

async function fetchPoints(
  cluster: string,
  prefix: string,
  range: Range,
  after: number,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const query = new URLSearchParams({ cluster, prefix, range, after: String(after) });
  try {
    const response = await fetch(`/api/samples?${query}`, { signal });
    return response.ok ? ((await response.json()) as Answer) : undefined;
  } catch {
    return undefined;
  }
}
