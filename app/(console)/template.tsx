import type { ReactNode } from 'react';
import { LivePalette } from '@/components/status/live-palette';

/** Around every page after the sign-in, inside the shell: Ctrl-K works everywhere. */
export default function Template({ children }: { readonly children: ReactNode }) {
  return (
    <>
      {children}
      <LivePalette />
    </>
  );
}
