'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { ClusterScreen } from '@/components/status/cluster-screen';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { EmptyState } from '@/components/ui/empty-state';
import { type ProtectFields, startFields } from '@/lib/plan/protect-form';
import { cibOf } from '../../../_components/cib-source';
import { PacemakerTabs } from '../../../_components/pacemaker-tabs';
import { ProtectForm } from './protect-form';

interface Props {
  readonly clusterId: string;
  readonly propose: ChangeActions['propose'];
  /** What the form begins with, besides what the cluster suggests. */
  readonly start?: Partial<ProtectFields>;
}

/** A service under protection: one form, one plan over systemd, Pacemaker and HAProxy. */
export function ProtectScreen({ clusterId, propose, start }: Props) {
  const t = useTranslations('services');
  return (
    <ClusterScreen clusterId={clusterId} title={t('protectTitle')}>
      {(live) => (
        <>
          <PacemakerTabs clusterId={clusterId} />
          <Content live={live} propose={propose} {...(start ? { start } : {})} />
        </>
      )}
    </ClusterScreen>
  );
}

function Content({ live, propose, start }: Omit<Props, 'clusterId'> & { readonly live: LiveClusterView }) {
  const t = useTranslations('services');
  // The configuration it is written into: kept from now on, so that nothing moves under the hands.
  const [source] = useState(() => cibOf(live));
  if (!source) return <EmptyState title={t('cibUnread')} />;
  const nodes = live.cluster.nodes.map((node) => node.name);
  return (
    <ProtectForm
      live={live}
      cib={source.cib}
      propose={propose}
      start={{ ...startFields(source.cib, live.cluster.vips, nodes), ...start }}
    />
  );
}
