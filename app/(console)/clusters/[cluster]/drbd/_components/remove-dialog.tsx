'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { SelectField } from '@/components/ui/select';
import { hostNames } from './grow-dialog';
import { type FormProps, PlanDialog } from './plan-dialog';

interface Props extends FormProps {
  readonly name: string;
  readonly live: LiveClusterView;
}

/** Which copy stays is chosen by a person; the others are kept too unless that is asked for by itself. */
export function RemoveDialog({ name, live, ...form }: Props) {
  const t = useTranslations('hafs');
  const hosts = hostNames(live, name);
  const primary = live.view.nodes.find((node) =>
    node.read('drbd').last?.resources.some((each) => each.name === name && each.role === 'Primary'),
  );
  const [keep, setKeep] = useState(primary?.node.name ?? hosts[0] ?? '');
  const [isWiping, setIsWiping] = useState(false);
  const others = hosts.filter((node) => node !== keep);
  return (
    <PlanDialog
      {...form}
      title={t('removeTitle', { name })}
      description={t('removeText')}
      intent={
        keep === '' ? undefined : { kind: 'hafs-remove', resource: name, keep, wipe: isWiping ? others : [] }
      }
    >
      <SelectField label={t('keep')} value={keep} onChange={(event) => setKeep(event.target.value)}>
        {hosts.map((node) => (
          <option key={node}>{node}</option>
        ))}
      </SelectField>
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          className="mt-1"
          checked={isWiping}
          onChange={(event) => setIsWiping(event.target.checked)}
        />
        <span>
          {t('wipe')} ({others.join(', ')})
          <span className="block text-[0.8rem] text-ink-3">{t('wipeHint')}</span>
        </span>
      </label>
    </PlanDialog>
  );
}
