import { clsx } from 'clsx';

/** Holds the place of what is loading, so that nothing jumps. Says nothing about its state: grey, not green. */
export function Skeleton({ className, lines = 1 }: { readonly className?: string; readonly lines?: number }) {
  return (
    <div aria-hidden className="flex flex-col gap-2">
      {Array.from({ length: lines }, (_, line) => (
        <div
          key={`line-${line.toString()}`}
          className={clsx('h-4 animate-pulse rounded bg-sunken', className)}
        />
      ))}
    </div>
  );
}
