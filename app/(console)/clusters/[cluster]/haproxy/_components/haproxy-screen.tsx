'use client';

import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { FindingList } from '@/components/status/finding-list';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { vipHolders } from '@/lib/protection/serving';
import { haproxyFindings } from '@/lib/protection/tool-findings';
import type { NodeView } from '@/lib/protection/view';
import { BackendMatrix } from './backend-matrix';
import { DriftSection } from './drift-section';
import { HaproxyNode } from './haproxy-node';
import { ServicesSection } from './services-section';

/** HAProxy of every node: the one that holds the VIP carries the traffic, the others are what a failover would give. */
export function HaproxyScreen({ clusterId, propose }: MayPropose & { readonly clusterId: string }) {
  const t = useTranslations('screens');
  return (
    <ClusterScreen
      clusterId={clusterId}
      title="HAProxy"
      actions={() =>
        propose ? <LinkButton href={`/clusters/${clusterId}/haproxy/edit`}>{t('cfgEdit')}</LinkButton> : null
      }
    >
      {(live) => <Content live={live} {...(propose ? { propose } : {})} />}
    </ClusterScreen>
  );
}

/** Nodes that hold a VIP through which HAProxy is reached, first. */
export function holdersOf(live: LiveClusterView): ReadonlyMap<string, readonly string[]> {
  const served = new Set(
    live.cluster.services.filter((service) => service.backend).map((service) => service.vipId),
  );
  const held = new Map<string, string[]>();
  for (const vip of live.cluster.vips.filter((each) => served.size === 0 || served.has(each.id))) {
    for (const node of vipHolders(live.view, vip).nodes)
      held.set(node, [...(held.get(node) ?? []), vip.networkRole.toUpperCase()]);
  }
  return held;
}

function Content({ live, propose }: MayPropose & { readonly live: LiveClusterView }) {
  const t = useTranslations('screens');
  const ui = useTranslations('ui');
  const findings = haproxyFindings(live.view);
  const holders = holdersOf(live);
  const runs = (node: NodeView) => node.read('haproxy').last !== undefined || node.read('haproxy').absent;
  const nodes = live.view.nodes
    .filter(runs)
    .toSorted((a, b) => Number(holders.has(b.node.name)) - Number(holders.has(a.node.name)));
  if (nodes.length === 0) return <EmptyState title={t('haproxyUnread')}>{t('haproxyUnreadText')}</EmptyState>;
  return (
    <div className="flex flex-col gap-5">
      <Section title={ui('findings')}>
        <FindingList items={findings.items} live={live} complete={findings.complete} />
      </Section>
      <Section title={t('backends')} note={t('backendsNote')}>
        <BackendMatrix live={live} nodes={nodes} holders={holders} {...(propose ? { propose } : {})} />
      </Section>
      <ServicesSection live={live} nodes={nodes} {...(propose ? { propose } : {})} />
      {propose ? <DriftSection live={live} propose={propose} /> : null}
      {nodes.map((node) => (
        <HaproxyNode key={node.node.id} live={live} node={node} holds={holders.get(node.node.name) ?? []} />
      ))}
    </div>
  );
}
