'use client';

import { type ReactNode, useState } from 'react';

interface Props {
  readonly label: ReactNode;
  readonly children: ReactNode;
  readonly initiallyOpen?: boolean;
}

/** Content that is not even rendered until somebody asks: a closed one costs no fetch and no drawing. */
export function Disclosure({ label, children, initiallyOpen = false }: Props) {
  const [open, setOpen] = useState(initiallyOpen);
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="inline-flex min-h-7 cursor-pointer items-center gap-2 text-[0.9rem] text-ink-2 hover:text-ink"
      >
        <span aria-hidden className={`inline-block text-[0.7rem] ${open ? 'rotate-90' : ''}`}>
          ▶
        </span>
        {label}
      </button>
      {open ? <div className="mt-2">{children}</div> : null}
    </div>
  );
}
