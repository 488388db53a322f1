'use client';

import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { EmptyState } from '@/components/ui/empty-state';
import { cibOf } from '../../../_components/cib-source';
import { PacemakerTabs } from '../../../_components/pacemaker-tabs';
import { RulesContent } from './rules-content';

/** What keeps resources where they are and in their order, and what tools left behind. */
export function RulesScreen({ clusterId, propose }: MayPropose & { readonly clusterId: string }) {
  const t = useTranslations('pacemaker');
  return (
    <ClusterScreen clusterId={clusterId} title={t('tabRules')}>
      {(live) => {
        const source = cibOf(live);
        return (
          <>
            <PacemakerTabs clusterId={clusterId} />
            {source ? (
              <RulesContent live={live} source={source} {...(propose ? { propose } : {})} />
            ) : (
              <EmptyState title={t('cibUnread')}>{t('cibUnreadText')}</EmptyState>
            )}
          </>
        );
      }}
    </ClusterScreen>
  );
}
