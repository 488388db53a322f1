'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { ProtectionSentence } from '@/components/status/protection-sentence';
import { useClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { ClusterFacts } from './cluster-facts';

/** A healthy cluster: small and quiet. The whole tile leads to its picture. */
export function ClusterTile({ clusterId }: { readonly clusterId: string }) {
  const t = useTranslations('overview');
  const live = useClusterView(clusterId);
  if (!live) return null;
  const { cluster, protection, clock } = live;
  return (
    <article
      aria-labelledby={`cluster-${cluster.id}`}
      className="relative rounded-xl border border-line bg-surface px-5 py-4 hover:border-line-strong"
    >
      <h2 id={`cluster-${cluster.id}`} className="font-semibold">
        <Link href={`/clusters/${cluster.id}`} className="after:absolute after:inset-0 after:content-['']">
          {cluster.name}
        </Link>
        {cluster.practice ? <Badge className="ml-2">{t('practiceBadge')}</Badge> : null}
      </h2>
      <p className="mt-0.5 mb-3 text-[0.9333rem]">
        <ProtectionSentence protection={protection} now={clock.now} />
      </p>
      <ClusterFacts live={live} />
    </article>
  );
}
