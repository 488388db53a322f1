'use client';

import { useEffect } from 'react';

declare global {
  var __webpack_nonce__: string | undefined;
}

/**
 * Where a page turned out not to be there while it was being sent, React puts the document together in the browser, and
 * the boot script of the layout does not run. Libraries that add style elements then need the nonce from here.
 */
export function BootAgain() {
  useEffect(() => {
    globalThis.__webpack_nonce__ ??= document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
    const root = document.documentElement;
    if (root.dataset.choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
      root.dataset.theme = 'dark';
  }, []);
  return null;
}
