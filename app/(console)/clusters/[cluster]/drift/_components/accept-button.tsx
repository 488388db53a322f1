'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAction } from '@/components/changes/use-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextAreaField } from '@/components/ui/field';
import type { DriftActions, Shown } from './drift-actions';

/** Adopting asks for a reason, and names what it is about; what was typed stays after a refusal. */
export function AcceptButton({
  shown,
  title,
  label,
  accept,
}: {
  readonly shown: Shown;
  readonly title: string;
  readonly label: string;
  readonly accept: NonNullable<DriftActions['accept']>;
}) {
  const t = useTranslations('drift');
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { isBusy, error, run } = useAction();
  const isEnough = reason.trim().length >= 3;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t('acceptTitle')}
        description={t('acceptText', { object: title })}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
            <Button
              look="primary"
              busy={isBusy}
              disabled={!isEnough}
              onClick={() =>
                run(
                  () => accept({ ...shown, reason }),
                  () => setOpen(false),
                )
              }
            >
              {label}
            </Button>
          </>
        }
      >
        <TextAreaField
          label={t('reason')}
          hint={t('reasonHint')}
          error={error}
          value={reason}
          maxLength={500}
          rows={3}
          onChange={(event) => setReason(event.target.value)}
        />
      </Dialog>
    </>
  );
}
