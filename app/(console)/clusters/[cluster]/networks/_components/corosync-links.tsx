'use client';

import { useTranslations } from 'use-intl';
import { ReadingActions } from '@/components/status/reading-actions';
import { ReadingBoundary } from '@/components/status/reading-boundary';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Section } from '@/components/ui/section';
import type { CorosyncReading } from '@/lib/corosync/types';

/** Corosync's links as each node sees them, with its quorum: a partition is two columns that contradict each other. */
export function CorosyncLinks({ live }: { readonly live: LiveClusterView }) {
  const t = useTranslations('screens');
  const { cluster, view } = live;
  return (
    <Section title="Corosync" note={t('corosyncNote')}>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(20rem,1fr))] gap-6">
        {view.nodes.map(({ node }) => (
          <div key={node.id}>
            <div className="flex items-center gap-2">
              <h3 className="mr-auto text-[0.9333rem] font-semibold">{node.name}</h3>
              <ReadingActions
                clusterId={cluster.id}
                node={node}
                reading="corosync"
                title={t('layerOn', { layer: 'Corosync', node: node.name })}
                size="sm"
              />
            </div>
            <ReadingBoundary clusterId={cluster.id} node={node} reading="corosync" onlyTrouble>
              {({ value, current }) => <NodeView reading={value} current={current} />}
            </ReadingBoundary>
          </div>
        ))}
      </div>
    </Section>
  );
}

function NodeView({ reading, current }: { readonly reading: CorosyncReading; readonly current: boolean }) {
  const t = useTranslations('screens');
  const nameOf = (id: number) => reading.nodelist.find((each) => each.nodeId === id)?.name ?? `#${id}`;
  return (
    <>
      <p className="mb-1.5 flex flex-wrap gap-x-4 text-[0.9rem]">
        <StatusMark state={!current ? 'unknown' : reading.quorate ? 'ok' : 'critical'}>
          {reading.quorate ? t('quorate') : t('noQuorum')}
        </StatusMark>
        <span className="num text-ink-3">
          {t('votes', {
            votes: reading.totalVotes ?? '–',
            expected: reading.expectedVotes ?? '–',
            quorum: reading.quorum ?? '–',
          })}
        </span>
        <span className="text-ink-3">
          ring <code>{reading.ringId ?? '–'}</code>
        </span>
      </p>
      <ul className="flex flex-col gap-1 text-[0.9rem]">
        {reading.peers.flatMap((peer) =>
          peer.links.map((link) => (
            <li key={`${peer.nodeId}/${link.link}`} className="flex flex-wrap items-baseline gap-x-3">
              <StatusMark
                state={!current ? 'unknown' : link.connected ? 'ok' : link.enabled ? 'critical' : 'info'}
              >
                {t('linkTo', { link: link.link, node: nameOf(peer.nodeId) })}
              </StatusMark>
              <span className={link.connected ? 'text-ink-3' : 'font-medium'}>
                {link.connected ? t('connected') : t('disconnected')}
              </span>
              <code className="text-ink-3">
                {link.local ?? '–'} → {link.remote ?? '–'}
              </code>
            </li>
          )),
        )}
      </ul>
    </>
  );
}
