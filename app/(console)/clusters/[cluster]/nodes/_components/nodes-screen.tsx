'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { useLive } from '@/components/live/live-provider';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { NodeHeart } from '@/components/status/node-heart';
import { NodeState } from '@/components/status/node-state';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { Section } from '@/components/ui/section';
import { type Column, DataTable } from '@/components/ui/table';
import { formatDuration } from '@/lib/base/format';
import { vipHolders } from '@/lib/protection/serving';
import { type NodeView, storageName } from '@/lib/protection/view';

/** All nodes of a cluster side by side. */
export function NodesScreen({ clusterId }: { readonly clusterId: string }) {
  const t = useTranslations('screens');
  return (
    <ClusterScreen clusterId={clusterId} title={t('nodes')}>
      {(live) => (
        <Section title={t('nodes')}>
          <NodeTable live={live} />
        </Section>
      )}
    </ClusterScreen>
  );
}

function NodeTable({ live }: { readonly live: LiveClusterView }) {
  const t = useTranslations('screens');
  const locale = useLocale();
  const links = useLive((state) => state.links);
  const { view, cluster, clock } = live;
  const vipsOf = (node: NodeView) =>
    cluster.vips.filter((vip) => vipHolders(view, vip).nodes.includes(node.node.name));
  const columns: readonly Column<NodeView>[] = [
    {
      id: 'name',
      header: t('col_node'),
      rowHeader: true,
      sortValue: (node) => node.node.name,
      cell: (node) => (
        <Link
          href={`/clusters/${cluster.id}/nodes/${encodeURIComponent(node.node.name)}`}
          className="font-semibold hover:underline"
        >
          {node.node.name}
        </Link>
      ),
    },
    {
      id: 'link',
      header: t('connection'),
      sortValue: (node) => node.link,
      cell: (node) => <NodeHeart link={links[node.node.id]} clock={clock} />,
    },
    {
      id: 'crm',
      header: 'Pacemaker',
      cell: (node) => (
        <span className="inline-flex gap-2">
          {view.crm(node.node.name) ? (
            <NodeState view={view} node={node.node.name} always />
          ) : (
            <StatusMark state="unknown" />
          )}
          {view.crm(node.node.name)?.isDc ? <Badge>DC</Badge> : null}
        </span>
      ),
    },
    {
      id: 'resources',
      header: t('resources'),
      align: 'end',
      sortValue: (node) => view.crm(node.node.name)?.resourcesRunning,
      cell: (node) => view.crm(node.node.name)?.resourcesRunning ?? '–',
    },
    { id: 'drbd', header: 'DRBD', cell: (node) => <DrbdWord node={node} /> },
    {
      id: 'vips',
      header: 'VIP',
      cell: (node) => (
        <span className="inline-flex gap-1">
          {vipsOf(node).map((vip) => (
            <Badge key={vip.id} tone="accent">
              {vip.networkRole.toUpperCase()}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'load',
      header: t('load'),
      align: 'end',
      sortValue: (node) => node.read('host').value?.load1,
      cell: (node) => node.read('host').value?.load1.toFixed(2) ?? '–',
    },
    {
      id: 'up',
      header: t('uptime'),
      align: 'end',
      sortValue: (node) => node.read('host').value?.uptimeSeconds,
      cell: (node) => {
        const seconds = node.read('host').value?.uptimeSeconds;
        return seconds === undefined ? '–' : formatDuration(seconds * 1000, locale);
      },
    },
  ];
  return (
    <DataTable caption={t('nodes')} columns={columns} rows={view.nodes} rowKey={(node) => node.node.id} />
  );
}

function DrbdWord({ node }: { readonly node: NodeView }) {
  const resources = node.read('drbd').value?.resources;
  if (!resources) return <StatusMark state="unknown" />;
  if (resources.length === 0) return <span className="text-ink-3">–</span>;
  return resources.map((resource) => {
    const bad = resource.devices.find((device) => device.disk !== 'UpToDate')?.disk;
    return (
      <StatusMark
        key={resource.name}
        state={bad ? (bad === 'Diskless' || bad === 'Failed' ? 'critical' : 'warning') : 'ok'}
      >
        {storageName(resource.name)} {resource.role}
        {bad ? ` · ${bad}` : ''}
      </StatusMark>
    );
  });
}
