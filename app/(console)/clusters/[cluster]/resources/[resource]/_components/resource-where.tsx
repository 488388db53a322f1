'use client';

import { useTranslations } from 'use-intl';
import { resourceSeverity } from '@/components/status/resource-state';
import { StatusMark } from '@/components/status/status-mark';
import { Badge } from '@/components/ui/badge';
import type { StatusSource } from '../../_components/cib-source';

/** Each instance with its role, its node, and what is out of the ordinary about it. */
export function ResourceWhere({
  status,
  ids,
}: {
  readonly status: StatusSource;
  readonly ids: readonly string[];
}) {
  const t = useTranslations('pacemaker');
  const screens = useTranslations('screens');
  const { reading, current } = status;
  const instances = reading.resources.filter(({ id }) => ids.includes(id.replace(/:\d+$/, '')));
  if (instances.length === 0) return <p className="text-ink-3">{t('notInStatus')}</p>;
  return (
    <ul className={`flex flex-col gap-1.5 ${current ? '' : 'stale'}`}>
      {instances.map((one, index) => {
        const flags = [
          one.failed ? screens('flag_failed') : '',
          one.blocked ? screens('flag_blocked') : '',
          one.orphaned ? screens('flag_orphaned') : '',
          one.maintenance ? screens('flag_maintenance') : one.managed ? '' : screens('flag_unmanaged'),
        ].filter(Boolean);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: stopped instances of a clone differ in nothing
          <li key={`${one.id} ${index}`} className="flex flex-wrap items-baseline gap-x-3">
            <code>{one.id}</code>
            <StatusMark state={current ? resourceSeverity(one) : 'unknown'}>
              {one.role} {one.nodes.join(', ')}
            </StatusMark>
            {flags.map((flag) => (
              <Badge key={flag} tone="warning">
                {flag}
              </Badge>
            ))}
          </li>
        );
      })}
    </ul>
  );
}
