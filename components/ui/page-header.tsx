import type { ReactNode } from 'react';

interface Props {
  readonly title: ReactNode;
  /** Where this is: cluster name, breadcrumb. */
  readonly above?: ReactNode;
  /** One sentence of state. */
  readonly below?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHeader({ title, above, below, actions }: Props) {
  return (
    <header className="mb-7 flex flex-wrap items-end gap-x-8 gap-y-3">
      <div className="min-w-0 flex-1">
        {above ? <div className="mb-1 text-[0.8667rem] text-ink-3">{above}</div> : null}
        <h1 className="text-2xl leading-tight font-semibold tracking-tight">{title}</h1>
        {below ? <div className="mt-2 text-ink-2">{below}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
