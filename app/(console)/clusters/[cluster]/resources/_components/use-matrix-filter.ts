'use client';

import { usePathname, useSearchParams } from 'next/navigation';

export interface MatrixFilterState {
  readonly words: string;
  readonly onlyTroubled: boolean;
  readonly set: (change: { readonly words?: string; readonly onlyTroubled?: boolean }) => void;
}

/** The filter lives in the address, so that a link to "glance, troubled only" can be sent to a colleague. */
export function useMatrixFilter(): MatrixFilterState {
  const search = useSearchParams();
  const path = usePathname();
  const words = search.get('q') ?? '';
  const onlyTroubled = search.get('show') === 'problems';
  return {
    words,
    onlyTroubled,
    set: (change) => {
      const next = new URLSearchParams();
      const nextWords = change.words ?? words;
      if (nextWords) next.set('q', nextWords);
      if (change.onlyTroubled ?? onlyTroubled) next.set('show', 'problems');
      const query = next.toString();
      // Not the router: nothing has to be fetched for it, and typing must not wait.
      window.history.replaceState(null, '', query ? `${path}?${query}` : path);
    },
  };
}
