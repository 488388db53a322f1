'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { formatClock } from '@/lib/base/format';
import type { Freshness } from '@/lib/live/freshness';
import type { NodeView } from '@/lib/protection/view';
import { MARKS } from './status-words';

const ToldContext = createContext(false);

/** Whether a banner above already says that the whole node is silent, so that each reading need not repeat it. */
export function useIsTold(freshness: Freshness): boolean {
  const told = useContext(ToldContext);
  if (!told || freshness.state === 'current') return false;
  return freshness.state === 'unknown' ? freshness.reason === 'unreachable' : freshness.why !== 'overdue';
}

interface Props {
  readonly node: NodeView;
  readonly now: number;
  readonly children: ReactNode;
}

/** For a page about one node: while it is silent, says so once for everything below, which is then drawn as last known. */
export function SilenceBanner({ node, now, children }: Props) {
  const t = useTranslations('ui');
  const locale = useLocale();
  if (node.silentSince === undefined) return children;
  return (
    <ToldContext value={true}>
      <p
        role="status"
        className="mb-5 rounded-lg border border-unknown bg-unknown-soft px-5 py-3 text-unknown"
      >
        <span aria-hidden className="mr-2">
          {MARKS.unknown.shape}
        </span>
        <strong className="font-semibold">
          {t('nodeSilentSince', { node: node.node.name, clock: formatClock(node.silentSince, now, locale) })}
        </strong>{' '}
        {t('belowLastKnown')}
      </p>
      {children}
    </ToldContext>
  );
}
