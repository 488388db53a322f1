'use client';

import { useLocale, useTranslations } from 'use-intl';
import { formatClock } from '@/lib/base/format';
import type { DirectoryVip } from '@/lib/live/protocol';
import { vipHolders, vipSince } from '@/lib/protection/serving';
import { StatusMark } from './status-mark';
import type { LiveClusterView } from './use-cluster-view';

interface Props {
  readonly vip: DirectoryVip;
  readonly live: LiveClusterView;
  /** The address too; elsewhere the network's name is enough. */
  readonly withAddress?: boolean;
}

/** "● 10G node2 since 12:41": who holds a VIP by the nodes' own kernels, nobody, several, or unseen. */
export function VipHolder({ vip, live, withAddress = false }: Props) {
  const t = useTranslations('ui');
  const locale = useLocale();
  const { view, clock } = live;
  const { nodes, hidden } = vipHolders(view, vip);
  const [holder] = nodes;
  const since = holder ? vipSince(view, holder, vip.address) : undefined;
  const state = nodes.length > 1 ? 'critical' : holder ? 'ok' : hidden.length > 0 ? 'unknown' : 'critical';
  const word =
    nodes.length > 0
      ? nodes.join(' + ')
      : hidden.length > 0
        ? t('vipHidden', { nodes: hidden.join(', ') })
        : t('vipNowhere');
  return (
    <StatusMark state={state}>
      <span className="mr-2 text-ink-3">{vip.networkRole.toUpperCase()}</span>
      {withAddress ? <code className="mr-2">{vip.address}</code> : null}
      <span className={state === 'ok' ? 'text-ink' : ''}>{word}</span>
      {since ? (
        <span className="num ml-2 text-[0.8667rem] font-normal text-ink-3">
          {t('sinceTime', { clock: formatClock(since, clock.now, locale) })}
        </span>
      ) : null}
    </StatusMark>
  );
}
