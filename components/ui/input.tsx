import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { controlLook } from './field';

/** A bare text control for places that label it themselves (`aria-label`, a table cell). In forms use `TextField`. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={clsx(controlLook, className)} />;
}
