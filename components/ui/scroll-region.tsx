import { clsx } from 'clsx';
import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/**
 * A named group that scrolls, reachable and scrollable from the keyboard. Positioned, so that hidden words inside it (which
 * are absolute) are clipped by it and do not widen the page.
 */
export function ScrollRegion({ label, children, className }: Props) {
  return (
    // A group, not a landmark: its section is the landmark already.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable from the keyboard
    <div role="group" aria-label={label} tabIndex={0} className={clsx('relative', className)}>
      {children}
    </div>
  );
}
