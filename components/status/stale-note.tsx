import type { ReactNode } from 'react';
import { MARKS } from './status-words';

/** Above what is no longer asked for with success: once, in words, where hatching would lie under fields and buttons. */
export function StaleNote({ children }: { readonly children: ReactNode }) {
  return (
    <p role="status" className="rounded-lg border border-unknown bg-unknown-soft px-5 py-3 text-unknown">
      <span aria-hidden className="mr-2">
        {MARKS.unknown.shape}
      </span>
      {children}
    </p>
  );
}
