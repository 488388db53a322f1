import Link from 'next/link';
import type { ComponentProps } from 'react';
import { type ButtonLook, buttonLook } from './button';

type Props = ComponentProps<typeof Link> & ButtonLook;

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function LinkButton({ look, size, className, ...rest }: Props) {
  return (
    <Link
      className={buttonLook({ look, size, className: typeof className === 'string' ? className : undefined })}
      {...rest}
    />
  );
}
