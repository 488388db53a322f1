'use client';

import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { EvidenceButton } from '@/components/status/evidence-button';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Copyable } from '@/components/ui/copyable';
import { EmptyState } from '@/components/ui/empty-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { type Column, DataTable } from '@/components/ui/table';
import type { DirectoryVip } from '@/lib/live/protocol';
import { instancesOf, isServing, vipHolders, vipSince } from '@/lib/protection/serving';
import { VipMenu } from './vip-menu';
import { vipsOf } from './vips-of';

/** Who holds each VIP by the nodes' own kernels, and what Pacemaker believes: two columns, so that a contradiction shows. */
export function VipTable({ live, propose }: { readonly live: LiveClusterView } & MayPropose) {
  const t = useTranslations('screens');
  const vips = vipsOf(live);
  const services = useTranslations('services');
  const { cluster, view, clock } = live;
  const believed = (vip: DirectoryVip) => {
    const instances = view.authority ? instancesOf(view.authority.reading.resources, vip.resourceId) : [];
    return instances.filter(isServing).flatMap((each) => each.nodes);
  };
  const columns: readonly Column<DirectoryVip>[] = [
    {
      id: 'address',
      header: t('col_address'),
      rowHeader: true,
      sortValue: (vip) => vip.address,
      cell: (vip) => <Copyable text={vip.address} />,
    },
    {
      id: 'network',
      header: t('col_network'),
      sortValue: (vip) => vip.networkRole,
      cell: (vip) => vip.networkRole.toUpperCase(),
    },
    { id: 'holder', header: t('col_holder'), cell: (vip) => <Holder vip={vip} live={live} /> },
    {
      id: 'since',
      header: t('col_since'),
      cell: (vip) => {
        const [holder] = vipHolders(view, vip).nodes;
        const since = holder ? vipSince(view, holder, vip.address) : undefined;
        return since ? <RelativeTime at={since} now={clock.now} /> : '–';
      },
    },
    {
      id: 'believed',
      header: t('col_believed'),
      cell: (vip) =>
        view.authority ? (
          <span className="inline-flex items-center gap-1">
            {believed(vip).join(', ') || t('nowhere')}
            <EvidenceButton
              clusterId={cluster.id}
              node={view.authority.from.node}
              reading="pacemaker"
              title={t('layerOn', { layer: 'Pacemaker', node: view.authority.from.node.name })}
              size="sm"
            />
          </span>
        ) : (
          <StatusMark state="unknown" />
        ),
    },
    { id: 'resource', header: t('col_resource'), cell: (vip) => <code>{vip.resourceId}</code> },
    {
      id: 'services',
      header: t('services'),
      cell: (vip) =>
        cluster.services
          .filter((service) => service.vipId === vip.id)
          .map((service) => service.name)
          .join(', ') || '–',
    },
    ...(propose
      ? [
          {
            id: 'menu',
            header: <span className="sr-only">{services('colActions')}</span>,
            align: 'end' as const,
            cell: (vip: DirectoryVip) => <VipMenu live={live} vip={vip} vips={vips} propose={propose} />,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      caption="VIP"
      columns={columns}
      rows={vips}
      rowKey={(vip) => vip.id}
      empty={<EmptyState compact title={t('noVips')} />}
    />
  );
}

function Holder({ vip, live }: { readonly vip: DirectoryVip; readonly live: LiveClusterView }) {
  const ui = useTranslations('ui');
  const { nodes, hidden } = vipHolders(live.view, vip);
  const t = useTranslations('screens');
  const evidence = nodes.flatMap((name) => {
    const node = live.view.node(name)?.node;
    if (!node) return [];
    const title = t('layerOn', { layer: vip.address, node: name });
    return [
      <EvidenceButton
        key={node.id}
        clusterId={live.cluster.id}
        node={node}
        reading="network"
        title={title}
        size="sm"
      />,
    ];
  });
  if (nodes.length > 0)
    return (
      <span className="inline-flex items-center gap-1">
        <StatusMark state={nodes.length > 1 ? 'critical' : 'ok'}>{nodes.join(' + ')}</StatusMark>
        {evidence}
      </span>
    );
  if (hidden.length > 0)
    return <StatusMark state="unknown">{ui('vipHidden', { nodes: hidden.join(', ') })}</StatusMark>;
  return <StatusMark state="critical">{ui('vipNowhere')}</StatusMark>;
}
