'use client';

import { useTranslations } from 'use-intl';
import { LinkButton } from '@/components/ui/link-button';
import type { DirectoryCluster } from '@/lib/live/protocol';

/** Clusters that are not there yet: their plan says how far it is, and nothing is expected of their nodes. */
export function BuildingList({ clusters }: { readonly clusters: readonly DirectoryCluster[] }) {
  const t = useTranslations('overview');
  if (clusters.length === 0) return null;
  return (
    <ul className="mb-8 grid gap-4">
      {clusters.map(({ id, name, nodes }) => (
        <li
          key={id}
          className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-l-4 border-line border-l-accent bg-surface px-6 py-5"
        >
          <div className="min-w-0 flex-1">
            <h2 className="text-[0.9333rem] font-medium text-ink-2">{name}</h2>
            <p className="mt-0.5 text-xl leading-snug font-semibold">
              <span aria-hidden>◐ </span>
              {t('building', { nodes: nodes.map((node) => node.name).join(', ') })}
            </p>
          </div>
          <LinkButton href={`/changes?cluster=${encodeURIComponent(id)}`} size="sm">
            {t('buildingPlan')}
          </LinkButton>
        </li>
      ))}
    </ul>
  );
}
