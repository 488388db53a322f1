'use client';

import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { FindingList } from '@/components/status/finding-list';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import { corosyncFindings, networkFindings, protectionItems } from '@/lib/protection/tool-findings';
import { ApacheSection } from './apache-section';
import { CorosyncLinks } from './corosync-links';
import { NetworkRail } from './network-rail';
import { VipActions } from './vip-actions';
import { VipTable } from './vip-table';

/** The wires: each network as a rail with the nodes and VIPs on it, who holds what since when, and corosync's links. */
export function NetworksScreen({ clusterId, propose }: { readonly clusterId: string } & MayPropose) {
  const t = useTranslations('screens');
  return (
    <ClusterScreen clusterId={clusterId} title={t('networks')}>
      {(live) => <Content live={live} {...(propose ? { propose } : {})} />}
    </ClusterScreen>
  );
}

function Content({ live, propose }: { readonly live: LiveClusterView } & MayPropose) {
  const t = useTranslations('screens');
  const ui = useTranslations('ui');
  const network = networkFindings(live.view);
  const corosync = corosyncFindings(live.view);
  return (
    <div className="flex flex-col gap-5">
      <Section title={ui('findings')}>
        <FindingList
          items={[...protectionItems(live.protection, ['corosync']), ...network.items, ...corosync.items]}
          live={live}
          complete={network.complete && corosync.complete}
        />
      </Section>
      {live.cluster.networks.length === 0 ? <EmptyState compact title={t('noNetworks')} /> : null}
      {live.cluster.networks.map((each) => (
        <NetworkRail key={each.cidr} live={live} network={each} />
      ))}
      <Section title="VIP" actions={propose ? <VipActions live={live} propose={propose} /> : null}>
        <VipTable live={live} {...(propose ? { propose } : {})} />
      </Section>
      <ApacheSection live={live} {...(propose ? { propose } : {})} />
      <CorosyncLinks live={live} />
    </div>
  );
}
