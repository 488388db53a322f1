'use client';

import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useChannel, useLive, useViewerClock } from '@/components/live/live-provider';
import { EventList } from '@/components/status/event-list';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { may, type Role } from '@/lib/auth/roles';
import { BuildingList } from './building-list';
import { ClusterRow } from './cluster-row';
import { ClusterTile } from './cluster-tile';
import { OverviewHeadline } from './overview-headline';
import { useRankedClusters } from './use-ranked-clusters';

interface Props {
  readonly viewerRole: Role;
  /** Recent changes, from the changes area. */
  readonly changes?: ReactNode;
}

const EVENTS_SHOWN = 10;

/** Every cluster in a sentence: the troubled ones first and in full, the healthy ones small. */
export function OverviewScreen({ viewerRole, changes }: Props) {
  const t = useTranslations('overview');
  const clusters = useLive((state) => state.clusters);
  const events = useLive((state) => state.events);
  const channel = useChannel();
  const clock = useViewerClock();
  const ranked = useRankedClusters();
  if (ranked === null) return <Skeleton lines={6} className="h-10" />;
  // No cluster, or none heard of yet: only a live channel can tell.
  const building = Object.values(clusters).filter((cluster) => cluster.building);
  if (ranked.length === 0 && building.length > 0) return <BuildingList clusters={building} />;
  if (ranked.length === 0) {
    if (channel === 'live') return <NoClusters viewerRole={viewerRole} />;
    return channel === 'connecting' ? <Skeleton lines={6} className="h-10" /> : <NoAnswer />;
  }
  const alone = ranked.length === 1;
  const troubled = ranked.filter((each) => alone || each.level !== 'protected');
  const calm = ranked.filter((each) => !alone && each.level === 'protected');
  return (
    <div className={clsx(alone && 'max-w-[110rem] min-[200rem]:max-w-none')}>
      <OverviewHeadline ranked={ranked} />
      <BuildingList clusters={building} />
      {troubled.length > 0 ? (
        <div
          className={clsx('mb-8 grid items-start gap-4', troubled.length > 1 && 'min-[160rem]:grid-cols-2')}
        >
          {troubled.map((each) => (
            <ClusterRow key={each.id} clusterId={each.id} alone={alone} />
          ))}
        </div>
      ) : null}
      {calm.length > 0 ? (
        <div className="mb-8 grid grid-cols-[repeat(auto-fill,minmax(min(24rem,100%),1fr))] gap-4">
          {calm.map((each) => (
            <ClusterTile key={each.id} clusterId={each.id} />
          ))}
        </div>
      ) : null}
      <div className={clsx('grid gap-4', changes ? 'xl:grid-cols-2' : '')}>
        <Section title={t('events')}>
          <EventList
            events={events}
            clusters={clusters}
            now={clock?.now ?? 0}
            limit={EVENTS_SHOWN}
            withCluster={ranked.length > 1}
            label={t('events')}
          />
        </Section>
        {changes}
      </div>
    </div>
  );
}

function NoAnswer() {
  const t = useTranslations('overview');
  return (
    <EmptyState title={t('noAnswer')}>
      <p>{t('noAnswerText')}</p>
    </EmptyState>
  );
}

function NoClusters({ viewerRole }: { readonly viewerRole: Role }) {
  const t = useTranslations('overview');
  const canAdopt = may(viewerRole, 'cluster.adopt');
  return (
    <div className="mx-auto mt-[8vh] max-w-3xl">
      <h1 className="sr-only">{t('emptyTitle')}</h1>
      <EmptyState
        title={t('emptyTitle')}
        actions={
          canAdopt ? (
            <>
              <LinkButton href="/adopt" look="primary">
                {t('adopt')}
              </LinkButton>
              <LinkButton href="/adopt?practice=1">{t('practice')}</LinkButton>
            </>
          ) : null
        }
      >
        <p>{t(canAdopt ? 'emptyText' : 'emptyViewer')}</p>
      </EmptyState>
    </div>
  );
}
