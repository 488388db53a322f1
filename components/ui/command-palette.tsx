'use client';

import { useRouter } from 'next/navigation';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { PaletteEntry } from './palette-dialog';

export type { PaletteEntry } from './palette-dialog';

/** The dialog and its search are fetched on first use: they are no part of the first page. Without Haven, nothing opens. */
const PaletteDialog = lazy(() =>
  import('./palette-dialog').catch(() => ({ default: () => <span hidden /> })),
);

/** Any element may open the palette: `document.dispatchEvent(new Event(OPEN_PALETTE))`. */
export const OPEN_PALETTE = 'haven:open-palette';

/** Ctrl-K or ⌘K anywhere: go to a screen, node, resource, VIP or service by name. Entries are computed when it opens. */
export function CommandPalette({ entries }: { readonly entries: () => readonly PaletteEntry[] }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    const onAsk = () => setOpen(true);
    document.addEventListener('keydown', onKey);
    document.addEventListener(OPEN_PALETTE, onAsk);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener(OPEN_PALETTE, onAsk);
    };
  }, []);
  if (!open) return null;
  return (
    <Suspense>
      <PaletteDialog entries={entries()} onClose={() => setOpen(false)} onGo={(href) => router.push(href)} />
    </Suspense>
  );
}
