import { clsx } from 'clsx';
import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/**
 * A named region that scrolls, reachable and scrollable from the keyboard. Positioned, so that hidden words inside it (which
 * are absolute) are clipped by it and do not widen the page.
 */
export function ScrollRegion({ label, children, className }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable from the keyboard
    <section aria-label={label} tabIndex={0} className={clsx('relative', className)}>
      {children}
    </section>
  );
}
