'use client';

import { useTranslations } from 'use-intl';
import { Badge } from '@/components/ui/badge';
import type { AdoptionState } from '@/lib/inventory/adoption';

type Proposal = NonNullable<AdoptionState['proposal']>;

interface ServiceProps {
  readonly services: Proposal['services'];
  /** Names that the person does not want watched. */
  readonly left: ReadonlySet<string>;
  readonly onToggle: (name: string) => void;
}

export function ServiceTable({ services, left, onToggle }: ServiceProps) {
  const t = useTranslations('adopt');
  if (services.length === 0) return <p className="text-ink-2">{t('none')}</p>;
  return (
    <ul className="flex flex-col">
      {services.map((service) => (
        <li key={service.name} className="border-b border-line py-1.5 last:border-b-0">
          <label className="flex cursor-pointer flex-wrap items-baseline gap-x-3">
            <input
              type="checkbox"
              checked={!left.has(service.name)}
              onChange={() => onToggle(service.name)}
              aria-label={t('include', { service: service.name })}
              className="accent-accent"
            />
            <span className="min-w-40 font-medium">{service.name}</span>
            <span className="text-ink-2">{t(`mode-${service.mode}`)}</span>
            {service.usesHafs ? <Badge tone="outline">{t('hafs')}</Badge> : null}
            <code className="text-ink-3">
              {[service.resourceId, service.backend, service.unit, service.vipResourceId]
                .filter(Boolean)
                .join(' · ')}
            </code>
          </label>
        </li>
      ))}
    </ul>
  );
}

export function VipList({ vips }: { readonly vips: Proposal['vips'] }) {
  const t = useTranslations('adopt');
  if (vips.length === 0) return <p className="text-ink-2">{t('none')}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {vips.map(({ resourceId, address, cidr }) => (
        <li key={resourceId} className="flex flex-wrap gap-x-3">
          <code className="font-medium">{address}</code>
          <code className="text-ink-3">{[resourceId, cidr].filter(Boolean).join(' · ')}</code>
        </li>
      ))}
    </ul>
  );
}

export function DrbdList({ resources }: { readonly resources: Proposal['drbd'] }) {
  const t = useTranslations('adopt');
  if (resources.length === 0) return <p className="text-ink-2">{t('none')}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {resources.map(({ name, protocol, fencing, mountpoint }) => (
        <li key={name} className="flex flex-wrap gap-x-4">
          <code className="font-medium">{name}</code>
          <span className="text-ink-2">
            {[
              protocol ? `${t('protocol')} ${protocol}` : '',
              fencing ? `${t('fencing')} ${fencing}` : '',
              mountpoint ? `${t('mountpoint')} ${mountpoint}` : '',
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
