'use client';

import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';

/** Every service of a cluster with where it serves now: what there is to say when nothing is wrong. */
export function ServiceList({ live }: { readonly live: LiveClusterView }) {
  const t = useTranslations('overview');
  const { services } = live.protection;
  if (services.length === 0) return <p className="text-[0.9rem] text-ink-3">{t('noServices')}</p>;
  return (
    <ul aria-label={t('services')} className="flex flex-col gap-y-1.5 text-[0.9rem]">
      {services.map((service) => {
        const mode = live.cluster.services.find((each) => each.id === service.id)?.mode;
        return (
          <li key={service.id} className="grid grid-cols-[minmax(7rem,11rem)_1fr] items-baseline gap-x-3">
            <StatusMark state={service.level}>
              <span className="text-ink">{service.name}</span>
            </StatusMark>
            <span className="text-ink-3">
              {[service.servingOn.join(' + '), mode ? t(mode) : undefined].filter(Boolean).join(' · ')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
