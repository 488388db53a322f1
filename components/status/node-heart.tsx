'use client';

import { clsx } from 'clsx';
import { useLocale, useTranslations } from 'use-intl';
import type { Severity } from '@/lib/base/finding';
import { formatClock, formatDuration } from '@/lib/base/format';
import { isHavenSilent, linkStateNow, type ViewerClock } from '@/lib/live/freshness';
import type { NodeLink } from '@/lib/live/protocol';
import { StatusMark } from './status-mark';

interface Props {
  readonly link: NodeLink | undefined;
  readonly clock: ViewerClock;
  /** Name of the node, shown first. */
  readonly children?: React.ReactNode;
  readonly className?: string;
}

const WORDS = {
  live: 'live',
  connecting: 'connecting',
  suspect: 'suspect',
  unreachable: 'unreachable',
  'auth-failed': 'authFailed',
  'host-key-changed': 'hostKeyChanged',
} as const;

const SEVERITY: Readonly<Record<NodeLink['state'], Severity>> = {
  live: 'ok',
  connecting: 'unknown',
  suspect: 'unknown',
  unreachable: 'unknown',
  'auth-failed': 'unknown',
  'host-key-changed': 'critical',
};

/** The beat of a node's connection: its age while live, else the word and since when. */
export function NodeHeart({ link, clock, children, className }: Props) {
  const t = useTranslations('ui');
  const locale = useLocale();
  const state = linkStateNow(link, clock);
  const silent = isHavenSilent(clock);
  const heard = link?.lastHeardAt;
  const isLive = state === 'live' && !silent && heard !== undefined;
  const since = silent ? clock.heardAt : (heard ?? link?.since);
  return (
    <StatusMark state={silent ? 'unknown' : SEVERITY[state]} className={className}>
      {children}
      <span
        className={clsx(
          'num font-normal',
          children ? 'ml-1.5' : '',
          isLive ? 'whitespace-nowrap text-ink-3' : 'text-unknown',
          'text-[0.8667rem]',
        )}
      >
        {isLive ? formatDuration(clock.now - heard, locale) : silent ? t('whyHavenSilent') : t(WORDS[state])}
        {!isLive && since ? ` · ${t('sinceTime', { clock: formatClock(since, clock.now, locale) })}` : ''}
      </span>
    </StatusMark>
  );
}
