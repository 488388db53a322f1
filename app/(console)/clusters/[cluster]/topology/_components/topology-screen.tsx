'use client';

import { useTranslations } from 'use-intl';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { FindingList } from '@/components/status/finding-list';
import { TopologyView } from '@/components/topology/topology-view';
import type { Role } from '@/lib/auth/roles';

interface Props {
  readonly clusterId: string;
  readonly viewerRole: Role;
}

/** The cluster in one picture. What is wrong stands above it in words, with the next safe step. */
export function TopologyScreen({ clusterId }: Props) {
  const t = useTranslations('topology');
  return (
    <ClusterScreen clusterId={clusterId} title={t('title')}>
      {({ cluster, protection, clock }) => (
        <>
          {protection.findings.length > 0 ? (
            <div className="mb-6">
              <FindingList
                items={protection.findings.map((finding) => ({ tool: 'protection' as const, finding }))}
                now={clock.now}
                complete={protection.level !== 'unknown'}
                limit={3}
              />
            </div>
          ) : null}
          <TopologyView cluster={cluster} clock={clock} />
        </>
      )}
    </ClusterScreen>
  );
}
