import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';

/** One look for everything that acts. Targets are at least 28 px high (WCAG 2.2 asks for 24). */
export const buttonLook = cva(
  'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap no-underline select-none cursor-pointer transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
  {
    variants: {
      look: {
        primary: 'border-accent bg-accent text-accent-ink enabled:hover:brightness-110',
        secondary: 'border-line-strong bg-surface text-ink hover:bg-sunken',
        quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-sunken hover:text-ink',
        danger: 'border-critical bg-surface text-critical hover:bg-critical-soft',
      },
      size: {
        sm: 'min-h-7 px-2.5 text-[0.8667rem]',
        md: 'min-h-9 px-3.5 text-[0.9333rem]',
        icon: 'size-8 p-0',
        iconSm: 'size-7 p-0',
      },
    },
    defaultVariants: { look: 'secondary', size: 'md' },
  },
);

export type ButtonLook = VariantProps<typeof buttonLook>;

type Props = ComponentProps<'button'> & ButtonLook & { readonly busy?: boolean };

export function Button({ look, size, busy = false, className, type = 'button', disabled, ...rest }: Props) {
  return (
    <button
      type={type}
      className={buttonLook({ look, size, className })}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    />
  );
}
