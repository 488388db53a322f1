import { clsx } from 'clsx';
import type { ReactNode } from 'react';

interface Props {
  readonly title: ReactNode;
  /** What to do next, or why there is nothing. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly compact?: boolean;
}

/** Nothing here is a state with a reason and a next step, never a blank. */
export function EmptyState({ title, children, actions, compact = false }: Props) {
  return (
    <div
      className={clsx(
        'rounded-lg border border-dashed border-line-strong text-center',
        compact ? 'px-4 py-5' : 'px-8 py-14',
      )}
    >
      <p className={clsx('font-semibold', compact ? 'text-[0.9333rem]' : 'text-lg')}>{title}</p>
      {children ? (
        <div className="mx-auto mt-2 max-w-[60ch] text-[0.9333rem] text-ink-2">{children}</div>
      ) : null}
      {actions ? <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
