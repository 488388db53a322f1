'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { useProposal } from '@/components/changes/propose-menu';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { AskedIntent } from '@/lib/plan/types';

export interface FormProps {
  readonly clusterId: string;
  readonly propose: ChangeActions['propose'];
  readonly onClose: () => void;
}

interface Props extends FormProps {
  readonly title: string;
  readonly description: string;
  /** Undefined while the form does not say enough. */
  readonly intent: AskedIntent | undefined;
  readonly children: ReactNode;
  readonly wide?: boolean;
}

/** A form whose answer is a plan: nothing is changed before that is reviewed and approved. */
export function PlanDialog({
  clusterId,
  propose,
  onClose,
  title,
  description,
  intent,
  children,
  wide,
}: Props) {
  const t = useTranslations('hafs');
  const { isBusy, error, ask } = useProposal({ clusterId, propose });
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={title}
      description={description}
      {...(wide ? { wide } : {})}
      footer={
        <>
          <span role="alert" className="mr-auto text-critical empty:hidden">
            {error}
          </span>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            busy={isBusy}
            disabled={intent === undefined}
            onClick={() => (intent ? ask(intent) : undefined)}
          >
            {t('plan')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">{children}</div>
    </Dialog>
  );
}
