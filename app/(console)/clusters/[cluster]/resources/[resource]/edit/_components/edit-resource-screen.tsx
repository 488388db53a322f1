'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { useAgent } from '@/components/pacemaker/use-agents';
import { usePacemakerWords } from '@/components/pacemaker/use-pacemaker-words';
import { ClusterScreen } from '@/components/status/cluster-screen';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { agentSpec } from '@/lib/pacemaker/agent-probes';
import { findResource } from '@/lib/pacemaker/cib-queries';
import { askedNode, cibOf } from '../../../_components/cib-source';
import { PacemakerTabs } from '../../../_components/pacemaker-tabs';
import { EditResourceForm } from './edit-resource-form';

interface Props {
  readonly clusterId: string;
  readonly resourceId: string;
  readonly propose: ChangeActions['propose'];
}

/** The resource as it is written when the form is opened; what is sent are the differences. */
export function EditResourceScreen({ clusterId, resourceId, propose }: Props) {
  const t = useTranslations('pacemaker');
  return (
    <ClusterScreen clusterId={clusterId} title={t('editThing', { id: resourceId })}>
      {(live) => (
        <>
          <PacemakerTabs clusterId={clusterId} />
          <Content live={live} resourceId={resourceId} propose={propose} />
        </>
      )}
    </ClusterScreen>
  );
}

function Content({
  live,
  resourceId,
  propose,
}: Omit<Props, 'clusterId'> & { readonly live: LiveClusterView }) {
  const t = useTranslations('pacemaker');
  const words = usePacemakerWords();
  const [source] = useState(() => cibOf(live));
  const [node] = useState(() => askedNode(live));
  const found = source && findResource(source.cib, resourceId);
  const resource = found?.resource;
  const spec = resource?.kind === 'primitive' ? agentSpec(resource) : '';
  const { answer, again } = useAgent(live.cluster.id, node, spec);
  if (!source?.current) return <EmptyState title={t('cibUnread')}>{t('cibUnreadText')}</EmptyState>;
  if (!resource)
    return <EmptyState title={t('noSuchResource', { id: resourceId })}>{t('noSuchResourceText')}</EmptyState>;
  if (spec !== '' && !answer) return <Skeleton lines={6} className="h-9" />;
  const isUnread = answer !== undefined && 'error' in answer;
  return (
    <div className="flex flex-col gap-4">
      {isUnread ? (
        <p role="status" className="flex flex-wrap items-center gap-3 rounded-md bg-warning-soft px-3 py-2">
          <span>
            {t('agentUnread', { agent: spec, node })} {words.error(answer.error)} {t('agentUnreadEdit')}
          </span>
          <Button size="sm" onClick={again}>
            {t('askAgain')}
          </Button>
        </p>
      ) : null}
      <EditResourceForm
        key={isUnread ? 'bare' : 'full'}
        clusterId={live.cluster.id}
        cib={source.cib}
        resource={resource}
        {...(answer && 'metadata' in answer ? { metadata: answer.metadata } : {})}
        propose={propose}
      />
    </div>
  );
}
