'use client';

import { clsx } from 'clsx';
import { useLocale } from 'use-intl';
import { formatAgo, formatClock, formatMoment } from '@/lib/base/format';
import { useNow } from './use-now';

interface Props {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Haven's clock where the live channel gives it; else the browser's own. */
  readonly now?: number | null;
  /** `clock` shows the time of day in place of the age. */
  readonly as?: 'ago' | 'clock';
  readonly className?: string;
}

/**
 * A moment: relative near now, the clock further away, ticking; the full moment in the reader's zone on hover and focus.
 * Until mounted it is empty, since the server knows neither the reader's zone nor clock.
 */
export function RelativeTime({ at, now: given, as = 'ago', className }: Props) {
  const locale = useLocale();
  const own = useNow();
  const mounted = own !== null;
  const now = given ?? own ?? at;
  const text = as === 'clock' ? formatClock(at, now, locale) : formatAgo(at, now, locale);
  return (
    <span className={clsx('group/time relative inline-block whitespace-nowrap', className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the full moment must be reachable without a pointer */}
      <time dateTime={new Date(at).toISOString()} tabIndex={0} className="num" suppressHydrationWarning>
        {mounted ? text : ''}
      </time>
      {mounted ? (
        <span className="pointer-events-none absolute bottom-full left-1/2 z-30 mb-1 hidden -translate-x-1/2 rounded bg-ink px-2 py-0.5 text-[0.8rem] whitespace-nowrap text-paper group-focus-within/time:block group-hover/time:block">
          {formatMoment(at, locale)}
        </span>
      ) : null}
    </span>
  );
}
