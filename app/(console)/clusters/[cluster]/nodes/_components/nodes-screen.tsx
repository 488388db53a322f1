'use client';

import { useTranslations } from 'use-intl';
import { ClusterScreen } from '@/components/status/cluster-screen';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { EmptyState } from '@/components/ui/empty-state';
import { NodeTable } from './node-table';

/** All nodes of a cluster side by side, those with problems first. */
export function NodesScreen({ clusterId }: { readonly clusterId: string }) {
  const t = useTranslations('screens');
  return (
    <ClusterScreen clusterId={clusterId} title={t('nodes')}>
      {(live) => <Nodes live={live} />}
    </ClusterScreen>
  );
}

function Nodes({ live }: { readonly live: LiveClusterView }) {
  const t = useTranslations('screens');
  if (live.view.nodes.length === 0) return <EmptyState title={t('noNodes')}>{t('noNodesText')}</EmptyState>;
  return <NodeTable live={live} />;
}
