import type { Metadata } from 'next';
import { ChangeList } from '@/components/changes/change-list';
import { ChangeListFilter } from '@/components/changes/change-list-filter';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import type { ChangeFilter } from '@/lib/plan/records';
import { listNavigation } from '@/lib/views/navigation';
import { listChanges } from '@/lib/views/plans';

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('plan'))('list-title') };
}

const SHOWN: readonly ChangeFilter[] = ['all', 'open', 'finished'];

/** The address holds the filter: any list can be sent to somebody. */
export default async function ChangesPage({ searchParams }: Props) {
  const actor = await requireActor('plan.view');
  const query = await searchParams;
  const show = SHOWN.find((one) => one === query.show) ?? 'all';
  const clusterId =
    typeof query.cluster === 'string' && query.cluster !== '' ? query.cluster.slice(0, 64) : undefined;
  const [changes, clusters, t] = await Promise.all([
    listChanges(actor, { show, ...(clusterId === undefined ? {} : { clusterId }) }),
    listNavigation(actor),
    getTranslations('plan'),
  ]);
  const isFiltered = show !== 'all' || clusterId !== undefined;
  return (
    <>
      <PageHeader
        title={t('list-title')}
        below={<span className="block max-w-[70ch]">{t('list-below')}</span>}
      />
      <ChangeListFilter
        show={show}
        clusters={clusters.map((cluster) => ({ id: cluster.id, name: cluster.name }))}
        {...(clusterId === undefined ? {} : { clusterId })}
      />
      {changes.length > 0 ? <ChangeList changes={changes} /> : null}
      {changes.length === 0 && isFiltered ? (
        <EmptyState
          title={t('list-empty-filter')}
          actions={<LinkButton href="/changes">{t('list-all')}</LinkButton>}
        />
      ) : null}
      {changes.length === 0 && !isFiltered ? (
        <EmptyState title={t('list-empty')}>{t('list-empty-text')}</EmptyState>
      ) : null}
    </>
  );
}
