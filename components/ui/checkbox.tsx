'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';

type Props = Omit<ComponentProps<'input'>, 'type'> & { readonly label: ReactNode; readonly hint?: ReactNode };

/** The whole line is the target. */
export function Checkbox({ label, hint, className, ...rest }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="flex min-h-7 cursor-pointer items-start gap-2.5 py-1 text-[0.9333rem]">
        <input
          id={id}
          type="checkbox"
          className="mt-0.5 size-4.5 shrink-0 accent-accent"
          aria-describedby={hint ? `${id}-hint` : undefined}
          {...rest}
        />
        <span>{label}</span>
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="pl-7 text-[0.8rem] text-ink-3">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
