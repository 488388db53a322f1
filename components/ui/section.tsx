import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';

interface Props {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Without the surface: for content that brings its own. */
  readonly bare?: boolean;
  readonly id?: string;
}

/** A named region with its own heading, so that a screen reader can jump to it. */
export function Section({ title, note, actions, children, className, bare = false, id }: Props) {
  const headingId = useId();
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className={clsx(
        !bare && 'rounded-xl border border-line bg-surface px-5 py-4',
        'min-w-0 scroll-mt-20',
        className,
      )}
    >
      <div className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 id={headingId} className="text-[0.9333rem] font-semibold">
          {title}
        </h2>
        {note ? <div className="text-[0.8667rem] text-ink-3">{note}</div> : null}
        {actions ? <div className="ml-auto flex items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
