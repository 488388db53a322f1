'use client';

import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import { formatMoment } from '@/lib/base/format';
import { useProposal } from './use-proposal';

interface Props {
  readonly clusterId: string;
  readonly of: 'cluster' | 'node' | 'resource';
  /** Empty for the cluster. */
  readonly id: string;
  readonly propose: ChangeActions['propose'];
  readonly onClose: () => void;
}

const HOUR_MS = 3_600_000;
const SPANS = ['1', '4', '24', '72', 'own'] as const;

/** Hands off, and until when. The reason is asked where the plan is approved; nothing ends by itself. */
export function MaintenanceDialog({ clusterId, of, id, propose, onClose }: Props) {
  const t = useTranslations('pacemaker');
  const locale = useLocale();
  const [span, setSpan] = useState<(typeof SPANS)[number]>('4');
  const [own, setOwn] = useState('');
  const [now] = useState(() => Date.now());
  const { isBusy, error, ask } = useProposal(clusterId, propose);
  const until = span === 'own' ? Date.parse(own) : now + Number(span) * HOUR_MS;
  const isValid = Number.isFinite(until) && until > now;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t(`maintenance_${of}`, { id })}
      description={t(`maintenanceText_${of}`)}
      footer={
        <>
          <span role="alert" className="mr-auto text-critical empty:hidden">
            {error}
          </span>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            busy={isBusy}
            disabled={!isValid}
            onClick={() => ask({ kind: 'maintenance', of, id, isOn: true, until })}
          >
            {t('makePlan')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <SelectField
          label={t('until')}
          hint={isValid ? formatMoment(until, locale) : undefined}
          value={span}
          onChange={({ target }) => setSpan(target.value as typeof span)}
        >
          {SPANS.map((each) => (
            <option key={each} value={each}>
              {each === 'own' ? t('ownTime') : t('inHours', { hours: Number(each) })}
            </option>
          ))}
        </SelectField>
        {span === 'own' ? (
          <TextField
            type="datetime-local"
            label={t('ownTime')}
            value={own}
            error={own === '' || isValid ? '' : t('untilPast')}
            onChange={({ target }) => setOwn(target.value)}
          />
        ) : null}
        <p className="text-[0.9333rem] text-ink-2">{t('maintenanceEndNote')}</p>
      </div>
    </Dialog>
  );
}
