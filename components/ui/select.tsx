'use client';

import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { controlLook, Field, type FieldText } from './field';

type Props = ComponentProps<'select'> & FieldText;

/** The browser's own select: keyboard, touch and screen readers for nothing. Options are `children`. */
export function SelectField({ label, hint, error, className, children, ...rest }: Props) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => (
        <select {...control} {...rest} className={clsx(controlLook, 'pr-8')}>
          {children}
        </select>
      )}
    </Field>
  );
}

/** Without a visible label: give `aria-label`. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <select {...rest} className={clsx(controlLook, 'pr-8', className)}>
      {children}
    </select>
  );
}
