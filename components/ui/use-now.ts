'use client';

import { useSyncExternalStore } from 'react';

/** One timer for every ticking time on the page; `null` until mounted, so that server and browser paint the same. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let current = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    current = Date.now();
    timer = setInterval(() => {
      current = Date.now();
      for (const each of listeners) each();
    }, 1_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function now(): number {
  if (!timer) current = Math.floor(Date.now() / 1_000) * 1_000;
  return current;
}

/** The browser's clock, ticking each second. Pages with the live channel use its clock, which is Haven's. */
export const useNow = (): number | null => useSyncExternalStore<number | null>(subscribe, now, () => null);
