'use client';

import { Toaster as Sonner, toast } from 'sonner';

/** For the outcome of something the person just did. What happens to the cluster is drawn, not toasted. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      visibleToasts={4}
      toastOptions={{
        unstyled: false,
        style: {
          background: 'var(--raised)',
          color: 'var(--ink)',
          border: '1px solid var(--line)',
          boxShadow: 'var(--shadow)',
          fontFamily: 'inherit',
        },
      }}
    />
  );
}

export { toast };
