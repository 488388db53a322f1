'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { SelectField } from '@/components/ui/select';
import { vipResources } from '@/lib/pacemaker/cib-queries';
import type { CibReading } from '@/lib/pacemaker/types';
import { useProposal } from '../../../_components/use-proposal';

interface Props {
  readonly clusterId: string;
  readonly cib: CibReading;
  readonly propose: ChangeActions['propose'];
}

/** Two addresses on different nodes where there are two, and together on the last one (reference 2.2.5). */
export function SpreadForm({ clusterId, cib, propose }: Props) {
  const t = useTranslations('pacemaker');
  const vips = vipResources(cib);
  const [first, second] = vips;
  const [vip, setVip] = useState(second?.id ?? '');
  const [apartFrom, setApartFrom] = useState(first?.id ?? '');
  const { isBusy, error, ask } = useProposal(clusterId, propose);
  if (!first || !second) return null;
  const options = vips.map(({ id, ip }) => (
    <option key={id} value={id}>
      {id} ({ip})
    </option>
  ));
  return (
    <Section title={t('spreadVips')} note={t('spreadVipsNote')}>
      <div className="flex flex-wrap items-end gap-3">
        <SelectField label={t('spreadFirst')} value={vip} onChange={({ target }) => setVip(target.value)}>
          {options}
        </SelectField>
        <SelectField
          label={t('spreadSecond')}
          value={apartFrom}
          onChange={({ target }) => setApartFrom(target.value)}
        >
          {options}
        </SelectField>
        <Button
          busy={isBusy}
          disabled={vip === apartFrom}
          onClick={() => ask({ kind: 'spread-vips', vip, apartFrom })}
        >
          {t('makePlan')}
        </Button>
        <span role="alert" className="text-critical empty:hidden">
          {error}
        </span>
      </div>
    </Section>
  );
}
