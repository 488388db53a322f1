'use client';

import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { type Proposal, ProposeAny } from '@/components/changes/propose-menu';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import type { DirectoryVip } from '@/lib/live/protocol';
import { vipHolders } from '@/lib/protection/serving';

interface Props {
  readonly live: LiveClusterView;
  readonly vip: DirectoryVip;
  readonly vips: readonly DirectoryVip[];
  readonly propose: ChangeActions['propose'];
}

/** What can be done with one VIP: each opens its plan. */
export function VipMenu({ live, vip, vips, propose }: Props) {
  const t = useTranslations('services');
  const { resourceId } = vip;
  const at = vipHolders(live.view, vip).nodes;
  const moves = live.cluster.nodes
    .filter(({ name }) => !at.includes(name))
    .map(
      ({ name }): Proposal => ({
        id: `move ${name}`,
        label: t('vipMove', { node: name }),
        intent: { kind: 'move-resource', resource: resourceId, node: name },
      }),
    );
  const spreads = vips
    .filter((other) => other.resourceId !== resourceId)
    .map(
      (other): Proposal => ({
        id: `apart ${other.resourceId}`,
        label: t('vipSpread', { other: other.resourceId }),
        intent: {
          kind: 'edit-configuration',
          edit: { kind: 'spread-vips', vip: resourceId, apartFrom: other.resourceId },
        },
      }),
    );
  const removal: Proposal = {
    id: 'remove',
    label: t('vipRemove'),
    intent: { kind: 'edit-configuration', edit: { kind: 'delete-resource', id: resourceId } },
  };
  return (
    <ProposeAny
      clusterId={live.cluster.id}
      propose={propose}
      look="quiet"
      size="sm"
      label={t('vipMenu', { vip: resourceId })}
      proposals={[...moves, ...spreads, removal]}
    >
      <Ellipsis aria-hidden className="size-4" />
    </ProposeAny>
  );
}
