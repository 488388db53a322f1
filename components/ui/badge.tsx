import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';

/** A short word on a soft ground. For states use `StatusMark`, which adds the shape. */
const look = cva(
  'inline-flex items-center gap-1 rounded px-1.5 py-px text-[0.8rem] leading-5 font-medium whitespace-nowrap',
  {
    variants: {
      tone: {
        neutral: 'bg-sunken text-ink-2',
        accent: 'bg-accent-soft text-accent',
        info: 'bg-info-soft text-info',
        warning: 'bg-warning-soft text-warning',
        critical: 'bg-critical-soft text-critical',
        unknown: 'bg-unknown-soft text-unknown',
        outline: 'border border-line-strong text-ink-2',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof look>['tone']>;

export function Badge({ tone, className, ...rest }: ComponentProps<'span'> & VariantProps<typeof look>) {
  return <span className={look({ tone, className })} {...rest} />;
}
