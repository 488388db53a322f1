'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';

interface Props {
  readonly isBusy: boolean;
  readonly error: string;
  readonly disabled?: boolean;
  /** How far it has come: what is missing, how much is changed. */
  readonly note?: ReactNode;
  readonly onPlan: () => void;
  readonly children?: ReactNode;
}

/** The end of every form: it makes a plan, and says that nothing happens before that is approved. */
export function PlanBar({ isBusy, error, disabled = false, note, onPlan, children }: Props) {
  const t = useTranslations('pacemaker');
  return (
    <div className="sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-paper px-1 py-3">
      <Button look="primary" busy={isBusy} disabled={disabled} onClick={onPlan}>
        {t('makePlan')}
      </Button>
      {children}
      <span className="text-[0.9rem] text-ink-3">{note ?? t('makePlanNote')}</span>
      <span role="alert" className="text-critical empty:hidden">
        {error}
      </span>
    </div>
  );
}
