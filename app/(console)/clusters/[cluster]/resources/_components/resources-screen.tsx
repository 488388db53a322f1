'use client';

import { Plus, ShieldCheck } from 'lucide-react';
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
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { may, type Role } from '@/lib/auth/roles';
import { pacemakerFindings, protectionItems } from '@/lib/protection/tool-findings';
import { type StatusSource, sourceOf } from './cib-source';
import { FailureList, FencingHistory } from './failure-list';
import { MatrixFilter } from './matrix-filter';
import { PacemakerTabs } from './pacemaker-tabs';
import { ResourceMatrix } from './resource-matrix-table';
import { useMatrixFilter } from './use-matrix-filter';

interface Props {
  readonly clusterId: string;
  readonly viewerRole: Role;
  readonly propose?: ChangeActions['propose'];
}

/** What runs where, what failed and why. */
export function ResourcesScreen({ clusterId, viewerRole, propose }: Props) {
  const t = useTranslations('screens');
  const pacemaker = useTranslations('pacemaker');
  const services = useTranslations('services');
  const isAllowed = propose !== undefined && may(viewerRole, 'plan.propose');
  return (
    <ClusterScreen
      clusterId={clusterId}
      title={t('resources')}
      actions={() =>
        isAllowed ? (
          <>
            <LinkButton href={`/clusters/${clusterId}/resources/-/new`}>
              <Plus aria-hidden className="size-4" />
              {pacemaker('newResource')}
            </LinkButton>
            <LinkButton look="primary" href={`/clusters/${clusterId}/resources/-/protect`}>
              <ShieldCheck aria-hidden className="size-4" />
              {services('protect')}
            </LinkButton>
          </>
        ) : null
      }
    >
      {(live) => (
        <>
          <PacemakerTabs clusterId={clusterId} />
          <Content live={live} {...(isAllowed ? { propose } : {})} />
        </>
      )}
    </ClusterScreen>
  );
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
    </div>
  );
}

/** Whose view this is, and how old; a contradiction is told by the findings. */
function SourceNote({ live, source }: { readonly live: LiveClusterView; readonly source: StatusSource }) {
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
