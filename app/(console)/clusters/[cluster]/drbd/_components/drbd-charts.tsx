'use client';

import { useTranslations } from 'use-intl';
import { ChartPanel } from '@/components/charts/chart-panel';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { formatByteRate, formatBytes, formatPercent } from '@/lib/base/format';
import type { Replication } from '@/lib/protection/replication';

interface Props {
  readonly name: string;
  readonly live: LiveClusterView;
  readonly pairs: readonly Replication[];
}

/** Replication over time, as the leading node counts it; the resync's own chart while there is something to sync. */
export function DrbdCharts({ name, live, pairs }: Props) {
  const t = useTranslations('screens');
  const [pair] = pairs;
  const lead = pair ? live.view.node(pair.from.node) : undefined;
  const resource = lead?.read('drbd').last?.resources.find((each) => each.name === name);
  const connection = resource?.connections[0];
  if (!pair || !lead || !connection) return null;
  const series = `drbd:${lead.node.id}:${name}/${pair.volume}@${connection.peerName}`;
  const common = { clusterId: live.cluster.id, prefix: `${series}:`, now: live.clock.now };
  const isBehind = (pair.outOfSyncKiB ?? 0) > 0 || pair.progress !== undefined;
  return (
    <div className="mt-6 grid gap-6 xl:grid-cols-2">
      <ChartPanel
        {...common}
        title={t('chartReplication')}
        write={formatByteRate}
        series={[
          { id: `${series}:sent`, label: t('sentBy', { node: lead.node.name }), color: 'var(--rail-10g)' },
          {
            id: `${series}:received`,
            label: t('receivedBy', { node: lead.node.name }),
            color: 'var(--rail-1g)',
            dash: '5 3',
          },
        ]}
      />
      {pair.progress ? (
        <ChartPanel
          {...common}
          title={t('chartResync')}
          write={(value, locale) => formatPercent(value, locale)}
          max={100}
          series={[{ id: `${series}:resync-percent`, label: t('syncProgress'), color: 'var(--accent)' }]}
        />
      ) : (
        <ChartPanel
          {...common}
          title={t('chartOutOfSync')}
          write={formatBytes}
          series={[
            {
              id: `${series}:out-of-sync`,
              label: t('col_outOfSync'),
              color: isBehind ? 'var(--warning-mark)' : 'var(--accent)',
            },
          ]}
        />
      )}
    </div>
  );
}
