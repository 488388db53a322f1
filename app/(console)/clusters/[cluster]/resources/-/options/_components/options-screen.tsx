'use client';

import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { EmptyState } from '@/components/ui/empty-state';
import { cibOf } from '../../../_components/cib-source';
import { PacemakerTabs } from '../../../_components/pacemaker-tabs';
import { OptionsContent } from './options-content';

/** What the cluster is told about itself, beside what it would do by itself. */
export function OptionsScreen({ clusterId, propose }: MayPropose & { readonly clusterId: string }) {
  const t = useTranslations('pacemaker');
  return (
    <ClusterScreen clusterId={clusterId} title={t('tabOptions')}>
      {(live) => {
        const source = cibOf(live);
        return (
          <>
            <PacemakerTabs clusterId={clusterId} />
            {source ? (
              <OptionsContent live={live} source={source} {...(propose ? { propose } : {})} />
            ) : (
              <EmptyState title={t('cibUnread')}>{t('cibUnreadText')}</EmptyState>
            )}
          </>
        );
      }}
    </ClusterScreen>
  );
}
