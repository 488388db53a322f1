'use client';

import { clsx } from 'clsx';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { FindingList } from '@/components/status/finding-list';
import { ProtectionSentence } from '@/components/status/protection-sentence';
import { MARKS } from '@/components/status/status-words';
import { type LiveClusterView, useClusterView } from '@/components/status/use-cluster-view';
import { useFindingWords } from '@/components/status/use-finding-words';
import { Badge } from '@/components/ui/badge';
import { LinkButton } from '@/components/ui/link-button';
import { clusterDrift, driftFindings } from '@/lib/protection/drift';
import { besidesSentence } from '@/lib/protection/sentence';
import { ClusterFacts } from './cluster-facts';
import { ServiceList } from './service-list';

interface Props {
  readonly clusterId: string;
  /** The only cluster: its sentence is the headline of the page. */
  readonly alone?: boolean;
}

/** A cluster in full: its sentence, every cause with the next safe step, and where things stand. */
export function ClusterRow({ clusterId, alone = false }: Props) {
  const t = useTranslations('overview');
  const live = useClusterView(clusterId);
  if (!live) return null;
  const { cluster, protection, clock } = live;
  const base = `/clusters/${cluster.id}`;
  const hasCauses = otherFindings(live).length + driftOf(live).length > 0;
  return (
    <article
      aria-labelledby={`cluster-${cluster.id}`}
      className={clsx('rounded-xl border border-l-4 bg-surface px-6 py-5', MARKS[protection.level].edge)}
    >
      <div className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h2 id={`cluster-${cluster.id}`} className="text-[0.9333rem] font-medium text-ink-2">
            <Link href={base} className="hover:underline">
              {cluster.name}
            </Link>
            {cluster.practice ? <Badge className="ml-2">{t('practiceBadge')}</Badge> : null}
          </h2>
          <p className={clsx('mt-0.5 leading-snug font-semibold', alone ? 'text-2xl' : 'text-xl')}>
            <ProtectionSentence protection={protection} now={clock.now} />
          </p>
          <NextStep live={live} />
        </div>
        <LinkButton href={base} size="sm">
          {t('openTopology')}
        </LinkButton>
      </div>
      <div className="grid gap-x-10 gap-y-5 lg:grid-cols-[2fr_3fr] xl:grid-cols-2">
        <ClusterFacts live={live} services={hasCauses} />
        {hasCauses ? <Causes live={live} /> : <ServiceList live={live} />}
      </div>
    </article>
  );
}

/** The next safe step of what the sentence says. */
function NextStep({ live }: { readonly live: LiveClusterView }) {
  const ui = useTranslations('ui');
  const { key, params } = live.protection.sentence;
  const { next } = useFindingWords()('protection', key, params);
  if (!next) return null;
  return (
    <p className="mt-1 pl-6 text-[0.9333rem] text-ink-2">
      <span className="mr-1.5 text-ink-3">{ui('nextStep')}</span>
      {next}
    </p>
  );
}

/** Everything else that is wrong. */
const otherFindings = ({ protection, view }: LiveClusterView) =>
  view.havenSilent ? [] : besidesSentence(protection);

const driftOf = ({ view, clock }: LiveClusterView) =>
  view.havenSilent ? [] : driftFindings(clusterDrift(view, clock.now));

function Causes({ live }: { readonly live: LiveClusterView }) {
  const items = [
    ...otherFindings(live).map((finding) => ({ tool: 'protection' as const, finding })),
    ...driftOf(live).map((finding) => ({ tool: 'drift' as const, finding })),
  ];
  return <FindingList items={items} live={live} complete limit={4} />;
}
