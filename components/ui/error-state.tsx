import type { ReactNode } from 'react';

interface Props {
  /** What could not be done, with the object's name. */
  readonly title: ReactNode;
  /** The next step for the reader. */
  readonly next?: ReactNode;
  /** For the log: a digest or request id. */
  readonly id?: string;
  readonly idLabel?: ReactNode;
  readonly actions?: ReactNode;
}

export function ErrorState({ title, next, id, idLabel, actions }: Props) {
  return (
    <div role="alert" className="rounded-lg border border-critical bg-critical-soft px-5 py-4">
      <p className="flex gap-2 font-semibold text-critical">
        <span aria-hidden>◆</span>
        <span>{title}</span>
      </p>
      {next ? <div className="mt-1.5 pl-5.5 text-[0.9333rem] text-ink">{next}</div> : null}
      {actions ? <div className="mt-3 flex flex-wrap gap-2 pl-5.5">{actions}</div> : null}
      {id ? (
        <p className="mt-3 pl-5.5 text-[0.8rem] text-ink-2">
          {idLabel} <code className="select-all">{id}</code>
        </p>
      ) : null}
    </div>
  );
}
