'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { buttonLook } from '@/components/ui/button';
import { SelectField } from '@/components/ui/select';
import type { ChangeFilter } from '@/lib/plan/records';
import { usePlanWords } from './use-plan-words';

interface Props {
  readonly show: ChangeFilter;
  readonly clusterId?: string;
  readonly clusters: readonly { readonly id: string; readonly name: string }[];
}

const address = (show: ChangeFilter, clusterId: string | undefined): string => {
  const query = new URLSearchParams();
  if (show !== 'all') query.set('show', show);
  if (clusterId) query.set('cluster', clusterId);
  const text = query.toString();
  return text ? `/changes?${text}` : '/changes';
};

/** Links, not state: the address is the filter. */
export function ChangeListFilter({ show, clusterId, clusters }: Props) {
  const words = usePlanWords();
  const router = useRouter();
  return (
    <div className="mb-5 flex flex-wrap items-end gap-4">
      <nav aria-label={words.say('list-show')} className="flex gap-1">
        {(['all', 'open', 'finished'] as const).map((one) => (
          <Link
            key={one}
            href={address(one, clusterId)}
            aria-current={one === show ? 'page' : undefined}
            className={buttonLook({ look: one === show ? 'secondary' : 'quiet' })}
          >
            {words.say(`list-${one}`)}
          </Link>
        ))}
      </nav>
      {clusters.length > 1 ? (
        <SelectField
          label={words.say('list-cluster')}
          value={clusterId ?? ''}
          onChange={(event) => router.push(address(show, event.target.value || undefined))}
        >
          <option value="">{words.say('list-all-clusters')}</option>
          {clusters.map((cluster) => (
            <option key={cluster.id} value={cluster.id}>
              {cluster.name}
            </option>
          ))}
        </SelectField>
      ) : null}
    </div>
  );
}
