'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useChannel, useCluster } from '@/components/live/live-provider';
import { PreviewDock } from '@/components/preview/preview-dock';
import { PreviewProvider } from '@/components/preview/preview-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { MaintenanceBanner } from './maintenance-banner';
import { ProtectionSentence } from './protection-sentence';
import { type LiveClusterView, useClusterView } from './use-cluster-view';

interface Props {
  readonly clusterId: string;
  readonly title: ReactNode;
  readonly actions?: (live: LiveClusterView) => ReactNode;
  readonly children: (live: LiveClusterView) => ReactNode;
  /** The screen shows itself what an action would do. */
  readonly hasOwnPreview?: boolean;
}

/** The frame of every screen of one cluster: where this is, the cluster's sentence, and the content once it is known. */
export function ClusterScreen({ clusterId, title, actions, children, hasOwnPreview = false }: Props) {
  const t = useTranslations('ui');
  const live = useClusterView(clusterId);
  const cluster = useCluster(clusterId);
  const channel = useChannel();
  if (!cluster && channel === 'live') {
    return (
      <EmptyState title={t('clusterGone')} actions={<LinkButton href="/">{t('toOverview')}</LinkButton>}>
        {t('clusterGoneText')}
      </EmptyState>
    );
  }
  return (
    <PreviewProvider clusterId={clusterId}>
      <PageHeader
        above={
          cluster ? (
            <Link href={`/clusters/${clusterId}`} className="hover:underline">
              {cluster.name}
            </Link>
          ) : null
        }
        title={title}
        below={live ? <ProtectionSentence protection={live.protection} now={live.clock.now} /> : null}
        actions={live && actions ? actions(live) : null}
      />
      {live ? (
        <MaintenanceBanner
          cluster={live.cluster}
          reading={live.view.authority?.reading}
          now={live.clock.now}
        />
      ) : null}
      {live ? children(live) : <Skeleton lines={8} className="h-8" />}
      {live && !hasOwnPreview ? <PreviewDock now={live.clock.now} /> : null}
    </PreviewProvider>
  );
}
