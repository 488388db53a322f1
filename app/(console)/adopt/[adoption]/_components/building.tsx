'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import type { AdoptionView } from '@/lib/views/adoption';
import { DesignForm } from './design';

/** The plan is made, or runs; what it says belongs to its own page. Until it has run the design can be changed. */
export function Building({
  view,
  onAnswered,
}: {
  readonly view: AdoptionView;
  readonly onAnswered: () => void;
}) {
  const t = useTranslations('adopt');
  const [isChanging, setIsChanging] = useState(false);
  const { state } = view;
  // An answer that was taken brings another plan, and with it another look; after one that was not, the form stays.
  if (isChanging) return <DesignForm view={view} onAnswered={onAnswered} />;
  return (
    <div className="flex flex-col items-start gap-4">
      <div>
        <p className="text-lg font-semibold">◐ {t('buildingTitle', { cluster: state.clusterName ?? '' })}</p>
        <p className="mt-1 max-w-[72ch] text-ink-2">{t('buildingText')}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {state.planId === undefined ? null : (
          <LinkButton look="primary" href={`/changes/${state.planId}`}>
            {t('toPlan')}
          </LinkButton>
        )}
        <Button onClick={() => setIsChanging(true)}>{t('changeDesign')}</Button>
      </div>
    </div>
  );
}
