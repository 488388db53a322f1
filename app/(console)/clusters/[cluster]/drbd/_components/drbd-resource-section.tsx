'use client';

import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { type Proposal, ProposeAny } from '@/components/changes/propose-menu';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { Section } from '@/components/ui/section';
import type { DrbdAction } from '@/lib/plan/types';
import type { Replication } from '@/lib/protection/replication';
import { storageName } from '@/lib/protection/view';
import { CopiesRow, type LastVerified } from './copies-row';
import { DrbdCharts } from './drbd-charts';
import { DrbdConfig } from './drbd-config';
import { DrbdNodeTable } from './drbd-node-table';
import { HafsMenu } from './hafs-menu';
import { ReplicationFlow } from './replication-flow';

interface Props extends MayPropose {
  readonly name: string;
  readonly live: LiveClusterView;
  readonly pairs: readonly Replication[];
  /** The last comparison that ran through Haven. */
  readonly lastVerified: LastVerified | undefined;
}

export function DrbdResourceSection({ name, live, pairs, lastVerified, propose }: Props) {
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
          {propose ? <HafsMenu name={name} live={live} propose={propose} /> : null}
          {propose ? <ReplicationMenu name={name} live={live} propose={propose} /> : null}
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
      <CopiesRow name={name} live={live} last={lastVerified} {...(propose ? { propose } : {})} />
      <DrbdNodeTable name={name} live={live} />
      <DrbdCharts name={name} live={live} pairs={pairs} />
      <DrbdConfig name={name} live={live} />
    </Section>
  );
}

/** What makes sense now is offered; whether it is wise is for the plan to say. */
function ReplicationMenu({
  name,
  live,
  propose,
}: Required<MayPropose> & { readonly name: string; readonly live: LiveClusterView }) {
  const t = useTranslations('screens');
  const proposals = live.view.nodes.flatMap((node): readonly Proposal[] => {
    const own = node.read('drbd').last?.resources.find((each) => each.name === name);
    if (!own) return [];
    const about = { resource: name, node: node.node.name };
    const item = (action: DrbdAction, key: (typeof ACTION_KEYS)[DrbdAction]): Proposal => ({
      id: `${node.node.name} ${action}`,
      label: t(key, { node: node.node.name }),
      intent: { kind: 'drbd-action', action, ...about },
    });
    const isApart = own.connections.some((each) => each.connection === 'StandAlone');
    const isPaused = own.connections.some((each) =>
      each.peerDevices.some((device) => device.resyncSuspended.includes('user')),
    );
    const actions: readonly DrbdAction[] = [
      isApart ? 'connect' : 'disconnect',
      isPaused ? 'resume-sync' : 'pause-sync',
    ];
    return actions.map((action) => item(action, ACTION_KEYS[action]));
  });
  return (
    <ProposeAny
      clusterId={live.cluster.id}
      propose={propose}
      label={t('drbdMenu', { name })}
      proposals={proposals}
      size="sm"
    >
      {t('drbdChange')}
    </ProposeAny>
  );
}

const ACTION_KEYS = {
  connect: 'drbdConnect',
  disconnect: 'drbdDisconnect',
  'pause-sync': 'drbdPause',
  'resume-sync': 'drbdResume',
} as const satisfies Record<DrbdAction, string>;
