'use client';

import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { MARKS, type MarkState } from './status-words';

interface Props {
  readonly state: MarkState;
  /** The word beside the shape; without it the state's own. The tools' own words (UpToDate, Promoted) go here. */
  readonly children?: ReactNode;
  /** On a soft ground: for headers and matrix cells in trouble. */
  readonly soft?: boolean;
  /** Only the shape is drawn; the word is for assistive technology. Use where the word stands next to it. */
  readonly shapeOnly?: boolean;
  readonly className?: string;
}

/** Shape + word + colour. Healthy is quiet ink with a small coloured dot; trouble takes the colour for its word too. */
export function StatusMark({ state, children, soft = false, shapeOnly = false, className }: Props) {
  const t = useTranslations('ui');
  const look = MARKS[state];
  const quiet = look.shape === '●';
  const word = children ?? t(state);
  return (
    <span
      className={clsx(
        'inline-flex items-baseline gap-1.5',
        soft && ['rounded px-1.5 py-0.5', look.soft],
        !quiet && 'font-medium',
        quiet && !soft ? 'text-ink-2' : look.text,
        className,
      )}
      data-state={state}
    >
      <span
        aria-hidden
        className={clsx('inline-block w-[1em] shrink-0 text-center text-[0.85em] leading-none', look.text)}
      >
        {look.shape}
      </span>
      <span className={shapeOnly ? 'sr-only' : 'min-w-0'}>{word}</span>
    </span>
  );
}
