'use client';

import { useTranslations } from 'use-intl';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { Section } from '@/components/ui/section';
import type { Replication } from '@/lib/protection/replication';
import { storageName } from '@/lib/protection/view';
import { DrbdCharts } from './drbd-charts';
import { DrbdConfig } from './drbd-config';
import { DrbdNodeTable } from './drbd-node-table';
import { ReplicationFlow } from './replication-flow';

interface Props {
  readonly name: string;
  readonly live: LiveClusterView;
  readonly pairs: readonly Replication[];
}

export function DrbdResourceSection({ name, live, pairs }: Props) {
  const t = useTranslations('screens');
  const config = live.view.nodes
    .map((node) => node.read('drbdConfig').last?.resources.find((each) => each.name === name))
    .find((each) => each !== undefined);
  return (
    <Section
      title={
        <>
          {storageName(name)} <code className="ml-1 font-normal text-ink-3">{name}</code>
        </>
      }
      actions={
        <>
          {config?.protocol ? <Badge>{t('protocol', { protocol: config.protocol })}</Badge> : null}
          {config?.fencing ? <Badge>{t('fencingPolicy', { policy: config.fencing })}</Badge> : null}
        </>
      }
    >
      <div className="mb-6 flex flex-col gap-4">
        {pairs.length === 0 ? <p className="text-ink-3">{t('noPeer')}</p> : null}
        {pairs.map((pair) => (
          <ReplicationFlow
            key={`${pair.volume}/${pair.from.node}/${pair.to.node}`}
            pair={pair}
            clusterId={live.cluster.id}
          />
        ))}
      </div>
      <DrbdNodeTable name={name} live={live} />
      <DrbdCharts name={name} live={live} pairs={pairs} />
      <DrbdConfig name={name} live={live} />
    </Section>
  );
}
