'use client';

import { clsx } from 'clsx';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { useLive } from '@/components/live/live-provider';
import { NodeHeart } from '@/components/status/node-heart';
import { NodeState } from '@/components/status/node-state';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { PacemakerReading } from '@/lib/pacemaker/types';
import { filterMatrix, type MatrixRow, resourceMatrix } from '@/lib/protection/resource-matrix';
import { MatrixCellView } from './matrix-cell';
import type { MatrixFilterState } from './use-matrix-filter';

interface Props extends MayPropose {
  readonly live: LiveClusterView;
  readonly reading: PacemakerReading;
  readonly current: boolean;
  readonly filter: MatrixFilterState;
}

/** Rows are resources as configured, columns are nodes; the last column holds what runs nowhere. */
export function ResourceMatrix({ live, reading, current, filter, propose }: Props) {
  const t = useTranslations('screens');
  const all = resourceMatrix(reading);
  const rows = filterMatrix(all, filter.words, filter.onlyTroubled);
  const nodes = reading.nodes.map((node) => node.name);
  const hasNowhere = rows.some((row) => row.stopped.length > 0 && row.cells.size === 0);
  if (all.length === 0) return <EmptyState compact title={t('noResources')} />;
  if (rows.length === 0) {
    return (
      <EmptyState compact title={filter.onlyTroubled ? t('noTroubledResources') : t('noMatch')}>
        {t('clearFilter')}
      </EmptyState>
    );
  }
  return (
    <ScrollRegion label={t('matrix')} className={clsx('max-h-[80vh] overflow-auto', !current && 'stale')}>
      <table className="w-full border-separate border-spacing-0 text-[0.9rem]">
        <caption className="sr-only">{t('matrixCaption')}</caption>
        <thead className="sticky top-0 z-20 bg-surface">
          <tr>
            <th
              scope="col"
              className="sticky left-0 z-10 w-[28rem] min-w-56 border-b border-line-strong bg-surface px-2 py-2 text-left text-[0.8rem] font-medium text-ink-3"
            >
              {t('col_resource')}
            </th>
            {nodes.map((node) => (
              <NodeHead key={node} live={live} node={node} />
            ))}
            {hasNowhere ? (
              <th
                scope="col"
                className="border-b border-l border-line-strong border-l-line px-3 py-2 text-left text-[0.8rem] font-medium text-ink-3"
              >
                {t('nowhere')}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.key}
              row={row}
              nodes={nodes}
              hasNowhere={hasNowhere}
              live={live}
              current={current}
              {...(propose ? { propose } : {})}
            />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function NodeHead({ live, node }: { readonly live: LiveClusterView; readonly node: string }) {
  const links = useLive((state) => state.links);
  const known = live.view.node(node);
  return (
    <th
      scope="col"
      className="min-w-36 border-b border-l border-line-strong border-l-line px-3 py-2 text-left align-top font-normal"
    >
      <Link
        href={`/clusters/${live.cluster.id}/nodes/${encodeURIComponent(node)}`}
        className="font-semibold hover:underline"
      >
        {node}
      </Link>
      <span className="flex flex-wrap gap-x-2 text-[0.8667rem]">
        {known ? <NodeHeart link={links[known.node.id]} clock={live.clock} /> : null}
        <NodeState view={live.view} node={node} />
      </span>
    </th>
  );
}

interface RowProps extends MayPropose {
  readonly row: MatrixRow;
  readonly nodes: readonly string[];
  readonly hasNowhere: boolean;
  readonly live: LiveClusterView;
  readonly current: boolean;
}

function Row({ row, nodes, hasNowhere, live, current, propose }: RowProps) {
  const isHolder = row.kind !== 'primitive' && row.cells.size === 0 && row.stopped.length === 0;
  return (
    <tr className="group/row">
      <th
        scope="row"
        className={clsx(
          'sticky left-0 z-10 border-b border-line bg-surface px-2 py-1.5 text-left align-top font-normal group-hover/row:bg-sunken',
        )}
        style={{ paddingLeft: `${0.5 + row.depth * 1.25}rem` }}
      >
        <RowName row={row} clusterId={live.cluster.id} />
      </th>
      {nodes.map((node) => (
        <td
          key={node}
          className={clsx(
            'border-b border-l border-line px-3 py-1.5 align-top',
            !isHolder && 'group-hover/row:bg-sunken',
          )}
        >
          <MatrixCellView
            row={row}
            node={node}
            live={live}
            current={current}
            {...(propose ? { propose } : {})}
          />
        </td>
      ))}
      {hasNowhere ? (
        <td className="border-b border-l border-line px-3 py-1.5 align-top">
          {row.cells.size === 0 && row.stopped.length > 0 ? (
            <MatrixCellView
              row={row}
              node={null}
              live={live}
              current={current}
              {...(propose ? { propose } : {})}
            />
          ) : null}
        </td>
      ) : null}
    </tr>
  );
}

function RowName({ row, clusterId }: { readonly row: MatrixRow; readonly clusterId: string }) {
  const t = useTranslations('screens');
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Link
        href={`/clusters/${clusterId}/resources/${encodeURIComponent(row.id)}`}
        prefetch={false}
        className="underline-offset-4 hover:underline"
      >
        <code className={row.depth === 0 ? 'font-semibold' : ''}>{row.id}</code>
      </Link>
      {row.kind === 'primitive' ? null : (
        <Badge>{t(row.promotable ? 'kind_promotable' : `kind_${row.kind}`)}</Badge>
      )}
      <span className="text-[0.8rem] text-ink-3">{row.agent}</span>
    </span>
  );
}
