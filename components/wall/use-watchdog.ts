'use client';

import { useEffect } from 'react';
import type { useLiveClient } from '@/components/live/live-provider';

/**
 * Nobody presses reload on a wall. The socket's own reconnection gives up where the server itself closed or refused it
 * (a revoked token, a restart at the wrong moment); this opens a new one for as long as the page lives.
 */
const LOOK_EVERY_MS = 10_000;
/** Silence after which a new socket is opened. Shorter disturbs a reconnection that is under way. */
const SILENT_FOR_MS = 20_000;
/** A refused token is tried again rarely: it may have been a restored database, and a wall must not knock all day. */
const REFUSED_RETRY_MS = 120_000;

export function useWatchdog(client: ReturnType<typeof useLiveClient>): void {
  useEffect(() => {
    let openedAt = Date.now();
    const timer = setInterval(() => {
      const { now, heardAt } = client.clock();
      const patience = client.channel() === 'refused' ? REFUSED_RETRY_MS : SILENT_FOR_MS;
      if (now - heardAt < SILENT_FOR_MS || Date.now() - openedAt < patience) return;
      openedAt = Date.now();
      client.stop();
      client.start();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [client]);
}
