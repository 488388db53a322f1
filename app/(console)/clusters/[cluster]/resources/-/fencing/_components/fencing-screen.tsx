'use client';

import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { EmptyState } from '@/components/ui/empty-state';
import { cibOf } from '../../../_components/cib-source';
import { PacemakerTabs } from '../../../_components/pacemaker-tabs';
import { FencingContent } from './fencing-content';

/** Who can make sure that a node is dead, and in which order it is tried. */
export function FencingScreen({ clusterId, propose }: MayPropose & { readonly clusterId: string }) {
  const t = useTranslations('pacemaker');
  return (
    <ClusterScreen clusterId={clusterId} title={t('tabFencing')}>
      {(live) => {
        const source = cibOf(live);
        return (
          <>
            <PacemakerTabs clusterId={clusterId} />
            {source ? (
              <FencingContent live={live} source={source} {...(propose ? { propose } : {})} />
            ) : (
              <EmptyState title={t('cibUnread')}>{t('cibUnreadText')}</EmptyState>
            )}
          </>
        );
      }}
    </ClusterScreen>
  );
}
