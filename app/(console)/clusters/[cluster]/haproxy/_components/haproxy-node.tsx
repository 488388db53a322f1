'use client';

import { useLocale, useTranslations } from 'use-intl';
import { ChartPanel } from '@/components/charts/chart-panel';
import { ReadingActions } from '@/components/status/reading-actions';
import { ReadingBoundary } from '@/components/status/reading-boundary';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { Disclosure } from '@/components/ui/disclosure';
import { Section } from '@/components/ui/section';
import { type Column, DataTable } from '@/components/ui/table';
import { formatBytes, formatCount, formatDuration } from '@/lib/base/format';
import type { HaproxyFrontend, HaproxyReading, HaproxyServer } from '@/lib/haproxy/types';
import type { NodeView } from '@/lib/protection/view';
import { serverSeverity } from './backend-matrix';

interface Props {
  readonly live: LiveClusterView;
  readonly node: NodeView;
  /** Networks whose VIP it holds. */
  readonly holds: readonly string[];
}

/** Lines of a chart that can still be told apart. */
const CHARTED = 4;
const COLORS = ['var(--accent)', 'var(--rail-10g)', 'var(--rail-1g)', 'var(--warning-mark)'] as const;
const DASHES = [undefined, '6 3', '2 3', '8 3 2 3'] as const;

export function HaproxyNode({ live, node, holds }: Props) {
  const t = useTranslations('screens');
  const { cluster } = live;
  const frontends = node.read('haproxy').last?.frontends ?? [];
  const busiest = frontends.toSorted((a, b) => b.totalSessions - a.totalSessions).slice(0, CHARTED);
  const body = (
    <>
      <ReadingBoundary clusterId={cluster.id} node={node.node} reading="haproxy" onlyTrouble>
        {({ value, current }) => <Tables reading={value} current={current} live={live} />}
      </ReadingBoundary>
      {busiest.length > 0 ? (
        <ChartPanel
          className="mt-5"
          clusterId={cluster.id}
          prefix={`haproxy:${node.node.id}:`}
          title={t('chartSessions')}
          now={live.clock.now}
          write={formatCount}
          series={busiest.map((frontend, index) => ({
            id: `haproxy:${node.node.id}:${frontend.name}:sessions`,
            label: frontend.name,
            color: COLORS[index] ?? COLORS[0],
            ...(DASHES[index] ? { dash: DASHES[index] } : {}),
          }))}
        />
      ) : null}
    </>
  );
  return (
    <Section
      title={
        <>
          {node.node.name}
          {holds.map((role) => (
            <Badge key={role} tone="accent" className="ml-2">
              {t('holdsVip', { role })}
            </Badge>
          ))}
        </>
      }
      note={holds.length === 0 ? t('haproxyIdle') : null}
      actions={
        <ReadingActions
          clusterId={cluster.id}
          node={node.node}
          reading="haproxy"
          title={t('layerOn', { layer: 'HAProxy', node: node.node.name })}
        />
      }
    >
      {holds.length > 0 ? body : <Disclosure label={t('showDetail')}>{body}</Disclosure>}
    </Section>
  );
}

function Tables({
  reading,
  current,
  live,
}: {
  readonly reading: HaproxyReading;
  readonly current: boolean;
  readonly live: LiveClusterView;
}) {
  const t = useTranslations('screens');
  const locale = useLocale();
  const standby = new Set(
    live.cluster.services
      .filter((service) => service.mode === 'active-standby')
      .flatMap((service) => service.backend ?? []),
  );
  return (
    <div className="grid gap-6 2xl:grid-cols-[2fr_3fr]">
      <div>
        <h3 className="mb-1 text-[0.8667rem] font-medium text-ink-2">
          {t('frontends')}
          <span className="num ml-3 font-normal text-ink-3">
            {[
              reading.version,
              reading.uptimeSeconds === undefined
                ? undefined
                : t('runningFor', { time: formatDuration(reading.uptimeSeconds * 1000, locale) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </h3>
        <Frontends frontends={reading.frontends} current={current} />
      </div>
      <div>
        <h3 className="mb-1 text-[0.8667rem] font-medium text-ink-2">{t('servers')}</h3>
        <Servers reading={reading} current={current} standby={standby} />
      </div>
    </div>
  );
}

function Frontends({
  frontends,
  current,
}: {
  readonly frontends: readonly HaproxyFrontend[];
  readonly current: boolean;
}) {
  const t = useTranslations('screens');
  const locale = useLocale();
  const columns: readonly Column<HaproxyFrontend>[] = [
    {
      id: 'name',
      header: t('col_frontend'),
      rowHeader: true,
      sortValue: (each) => each.name,
      cell: (each) => <code>{each.name}</code>,
    },
    {
      id: 'status',
      header: t('col_state'),
      sortValue: (each) => each.status,
      cell: (each) => (
        <StatusMark state={!current ? 'unknown' : each.status === 'OPEN' ? 'ok' : 'critical'}>
          {each.status}
        </StatusMark>
      ),
    },
    {
      id: 'sessions',
      header: t('sessions'),
      align: 'end',
      sortValue: (each) => each.currentSessions,
      cell: (each) => formatCount(each.currentSessions, locale),
    },
    {
      id: 'rate',
      header: t('col_rate'),
      align: 'end',
      sortValue: (each) => each.rate,
      cell: (each) => (each.rate === undefined ? '–' : `${formatCount(each.rate, locale)}/s`),
    },
    {
      id: 'bytes',
      header: t('col_traffic'),
      align: 'end',
      sortValue: (each) => each.bytesOut,
      cell: (each) => `${formatBytes(each.bytesIn, locale)} / ${formatBytes(each.bytesOut, locale)}`,
    },
  ];
  return (
    <DataTable caption={t('frontends')} columns={columns} rows={frontends} rowKey={(each) => each.name} />
  );
}

interface ServerRow extends HaproxyServer {
  readonly backend: string;
}

function Servers({
  reading,
  current,
  standby,
}: {
  readonly reading: HaproxyReading;
  readonly current: boolean;
  readonly standby: ReadonlySet<string>;
}) {
  const t = useTranslations('screens');
  const locale = useLocale();
  const rows = reading.backends.flatMap((backend) =>
    backend.servers.map((server): ServerRow => ({ ...server, backend: backend.name })),
  );
  const columns: readonly Column<ServerRow>[] = [
    {
      id: 'backend',
      header: t('col_backend'),
      sortValue: (each) => each.backend,
      cell: (each) => <code>{each.backend}</code>,
    },
    {
      id: 'name',
      header: t('col_server'),
      rowHeader: true,
      sortValue: (each) => each.name,
      cell: (each) => (
        <>
          {each.name} {each.backup ? <Badge>backup</Badge> : null}
          <div className="text-[0.8rem] font-normal text-ink-3">{each.address}</div>
        </>
      ),
    },
    {
      id: 'status',
      header: t('col_state'),
      sortValue: (each) => each.status,
      cell: (each) => (
        <StatusMark state={serverSeverity(each, current, standby.has(each.backend))}>
          {each.status}
        </StatusMark>
      ),
    },
    {
      id: 'check',
      header: t('col_check'),
      cell: (each) => (
        <span className="text-[0.8667rem] text-ink-2">
          {[
            each.checkStatus,
            each.checkCode,
            each.checkDurationMs === undefined ? undefined : `${each.checkDurationMs} ms`,
          ]
            .filter((part) => part !== undefined && part !== '')
            .join(' · ') || '–'}
          {each.lastCheck ? <span className="block text-ink-3">{each.lastCheck}</span> : null}
        </span>
      ),
    },
    {
      id: 'since',
      header: t('col_for'),
      align: 'end',
      sortValue: (each) => each.lastChangeSeconds,
      cell: (each) =>
        each.lastChangeSeconds === undefined ? '–' : formatDuration(each.lastChangeSeconds * 1000, locale),
    },
    {
      id: 'sessions',
      header: t('sessions'),
      align: 'end',
      sortValue: (each) => each.currentSessions,
      cell: (each) => formatCount(each.currentSessions, locale),
    },
    {
      id: 'errors',
      header: '5xx',
      align: 'end',
      sortValue: (each) => each.errors5xx,
      cell: (each) => (each.errors5xx === undefined ? '–' : formatCount(each.errors5xx, locale)),
    },
  ];
  return (
    <DataTable
      caption={t('servers')}
      columns={columns}
      rows={rows}
      rowKey={(each) => `${each.backend}/${each.name}`}
    />
  );
}
