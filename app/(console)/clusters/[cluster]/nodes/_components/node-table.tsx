'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { type Column, DataTable } from '@/components/ui/table';
import { severityRank } from '@/lib/base/finding';
import { ClockCell, LoadCell, ProblemCell, StateCell, StorageCell, SystemCell } from './node-cells';
import { type NodeRow, nodeRows } from './node-rows';

/** More services than this are told by number. */
const SERVICES_NAMED = 4;

/** One row per node: is it heard, what is wrong, what it carries, how it fares. A row opens the node. */
export function NodeTable({ live }: { readonly live: LiveClusterView }) {
  const t = useTranslations('screens');
  const router = useRouter();
  const { cluster, view } = live;
  const hrefOf = (name: string) => `/clusters/${cluster.id}/nodes/${encodeURIComponent(name)}`;
  const columns: readonly Column<NodeRow>[] = [
    {
      id: 'name',
      header: t('col_node'),
      rowHeader: true,
      className: 'whitespace-nowrap',
      sortValue: (row) => row.name,
      cell: (row) => (
        <>
          <Link href={hrefOf(row.name)} className="font-semibold hover:underline">
            {row.name}
          </Link>{' '}
          {view.crm(row.name)?.isDc ? <Badge title={t('dcHint')}>DC</Badge> : null}
        </>
      ),
    },
    {
      id: 'state',
      header: t('col_state'),
      sortValue: (row) => row.node.link,
      cell: (row) => <StateCell live={live} row={row} />,
    },
    {
      id: 'problems',
      header: t('problems'),
      sortValue: (row) => -severityRank(row.worst),
      className: 'min-w-48 max-w-96',
      cell: (row) => <ProblemCell row={row} />,
    },
    { id: 'storage', header: t('storage'), cell: (row) => <StorageCell live={live} row={row} /> },
    {
      id: 'carries',
      header: t('carries'),
      sortValue: (row) => -row.vips.length,
      cell: (row) => <Carries live={live} row={row} />,
    },
    {
      id: 'load',
      header: t('loadAndMemory'),
      align: 'end',
      sortValue: ({ node }) => node.read('host').value?.load1,
      cell: (row) => <LoadCell live={live} row={row} />,
    },
    {
      id: 'up',
      header: t('upAndClock'),
      align: 'end',
      sortValue: ({ node }) => node.read('host').value?.uptimeSeconds,
      cell: (row) => <ClockCell live={live} row={row} />,
    },
    { id: 'system', header: t('versions'), cell: (row) => <SystemCell live={live} row={row} /> },
  ];
  return (
    <DataTable
      caption={t('nodesCaption')}
      columns={columns}
      rows={nodeRows(live)}
      rowKey={(row) => row.node.node.id}
      framed
      onOpen={(row) => router.push(hrefOf(row.name))}
    />
  );
}

function Carries({ live, row }: { readonly live: LiveClusterView; readonly row: NodeRow }) {
  const t = useTranslations('screens');
  const { vips, services } = row;
  if (vips.length === 0 && services.length === 0 && !row.isHeard && live.view.crm(row.name)?.online !== false)
    return <StatusMark state="unknown" shapeOnly />;
  if (vips.length === 0 && services.length === 0) return <span className="text-ink-3">–</span>;
  const isCrowded = services.length > SERVICES_NAMED;
  return (
    <>
      {vips.length > 0 ? (
        <div className="flex flex-wrap gap-1">
          {vips.map((vip) => (
            <Badge key={vip.id} tone="accent" title={vip.address}>
              VIP-{vip.networkRole.toUpperCase()}
            </Badge>
          ))}
        </div>
      ) : null}
      <div className="mt-0.5 text-[0.8667rem] text-ink-2">
        {isCrowded
          ? t('serviceCount', { count: services.length })
          : services.map(({ name }) => name).join(', ')}
      </div>
    </>
  );
}
