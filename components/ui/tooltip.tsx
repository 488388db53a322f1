'use client';

import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface Props {
  readonly content: ReactNode;
  /** One element that takes focus; the tooltip also opens on focus. */
  readonly children: ReactNode;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
}

/** Adds to what is visible, never replaces it. Carries its own provider, so that it works anywhere. */
export function Tooltip({ content, children, side = 'top' }: Props) {
  return (
    <Radix.Provider delayDuration={250}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-80 rounded-md bg-ink px-2.5 py-1.5 text-[0.8667rem] text-paper shadow-[var(--shadow)]"
          >
            {content}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
