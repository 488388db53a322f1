import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export interface KeyValue {
  readonly key: string;
  readonly label: ReactNode;
  readonly value: ReactNode;
}

/** Label and value in two quiet columns. */
export function KeyValues({
  items,
  className,
}: {
  readonly items: readonly KeyValue[];
  readonly className?: string;
}) {
  return (
    <dl
      className={clsx(
        'grid grid-cols-[minmax(6rem,max-content)_1fr] gap-x-5 gap-y-1.5 text-[0.9333rem]',
        className,
      )}
    >
      {items.map((item) => (
        <div key={item.key} className="contents">
          <dt className="text-ink-3">{item.label}</dt>
          <dd className="min-w-0">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
