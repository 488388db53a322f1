'use client';

import { useTranslations } from 'use-intl';
import type { ChangeActions, MayPropose } from '@/components/changes/change-actions';
import { useReading } from '@/components/live/live-provider';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { EvidenceButton } from '@/components/status/evidence-button';
import { FindingList } from '@/components/status/finding-list';
import { FreshnessNote } from '@/components/status/freshness-note';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import { may, type Role } from '@/lib/auth/roles';
import type { PacemakerReading } from '@/lib/pacemaker/types';
import { pacemakerFindings, protectionItems } from '@/lib/protection/tool-findings';
import type { NodeView } from '@/lib/protection/view';
import { ClusterOptions } from './cluster-options';
import { ConstraintList } from './constraint-list';
import { FailureList, FencingHistory } from './failure-list';
import { MatrixFilter } from './matrix-filter';
import { ResourceMatrix } from './resource-matrix-table';
import { useMatrixFilter } from './use-matrix-filter';

interface Props {
  readonly clusterId: string;
  readonly viewerRole: Role;
  readonly propose?: ChangeActions['propose'];
}

/** What runs where, what failed and why, what keeps things where they are. */
export function ResourcesScreen({ clusterId, viewerRole, propose }: Props) {
  const t = useTranslations('screens');
  return (
    <ClusterScreen clusterId={clusterId} title={t('resources')}>
      {(live) => <Content live={live} {...(propose && may(viewerRole, 'plan.propose') ? { propose } : {})} />}
    </ClusterScreen>
  );
}

interface Source {
  readonly node: NodeView;
  readonly reading: PacemakerReading;
  readonly current: boolean;
}

/** The authoritative view; when nobody speaks, the last one known, which is then drawn as such. */
export function sourceOf(live: LiveClusterView): Source | undefined {
  const { authority, nodes } = live.view;
  if (authority) return { node: authority.from, reading: authority.reading, current: true };
  for (const node of nodes) {
    const { last } = node.read('pacemaker');
    if (last) return { node, reading: last, current: false };
  }
  return undefined;
}

function Content({ live, propose }: { readonly live: LiveClusterView } & MayPropose) {
  const t = useTranslations('screens');
  const ui = useTranslations('ui');
  const filter = useMatrixFilter();
  const source = sourceOf(live);
  if (!source) return <EmptyState title={t('pacemakerUnread')}>{t('pacemakerUnreadText')}</EmptyState>;
  const findings = pacemakerFindings(live.view);
  return (
    <div className="flex flex-col gap-5">
      <Section title={ui('findings')}>
        <FindingList
          items={[
            ...protectionItems(live.protection, ['cluster', 'node', 'resource', 'service']),
            ...findings.items,
          ]}
          live={live}
          complete={findings.complete}
        />
      </Section>
      <Section
        title={t('matrix')}
        note={<SourceNote live={live} source={source} />}
        actions={<MatrixFilter filter={filter} />}
      >
        <ResourceMatrix
          live={live}
          reading={source.reading}
          current={source.current}
          filter={filter}
          {...(propose ? { propose } : {})}
        />
      </Section>
      <div className="grid gap-5 xl:grid-cols-2">
        <Section title={t('failures')}>
          <div className={source.current ? '' : 'stale'}>
            <FailureList
              reading={source.reading}
              now={live.clock.now}
              clusterId={live.cluster.id}
              {...(propose ? { propose } : {})}
            />
          </div>
        </Section>
        <Section title={t('fencingHistory')}>
          <div className={source.current ? '' : 'stale'}>
            <FencingHistory reading={source.reading} now={live.clock.now} />
          </div>
        </Section>
      </div>
      <ConstraintList live={live} />
      <ClusterOptions live={live} />
    </div>
  );
}

/** Whose view this is, and how old; a contradiction is told by the findings. */
function SourceNote({ live, source }: { readonly live: LiveClusterView; readonly source: Source }) {
  const t = useTranslations('screens');
  const { node } = source.node;
  const { freshness } = useReading(live.cluster.id, node.id, 'pacemaker');
  return (
    <span className="inline-flex items-center gap-2">
      {t('asSeenBy', { node: node.name })}
      <FreshnessNote freshness={freshness} node={node.name} now={live.clock.now} />
      {source.reading.quorate ? null : <StatusMark state="critical">{t('noQuorum')}</StatusMark>}
      <EvidenceButton
        clusterId={live.cluster.id}
        node={node}
        reading="pacemaker"
        title={t('layerOn', { layer: 'Pacemaker', node: node.name })}
      />
    </span>
  );
}
