'use client';

import { clsx } from 'clsx';
import { useTranslations } from 'use-intl';
import type { AdoptionState } from '@/lib/inventory/adoption';

const STEPS = ['stepFirst', 'stepPeers', 'stepRead', 'stepReview', 'stepAdopted'] as const;
const BUILD_STEPS = ['stepMachines', 'stepMachinesRead', 'stepDesign', 'stepBuild', 'stepBuilt'] as const;

const POSITION: Readonly<Record<AdoptionState['phase'], number>> = {
  'first-node': 0,
  peers: 1,
  reading: 2,
  review: 3,
  adopting: 3,
  design: 2,
  founding: 2,
  building: 3,
  adopted: 5,
  failed: -1,
  cancelled: -1,
};

/** Where the adoption stands, as words and marks. */
export function StepLine({ state }: { readonly state: AdoptionState }) {
  const t = useTranslations('adopt');
  const position = POSITION[state.phase];
  return (
    <ol className="flex flex-wrap gap-x-6 gap-y-2 text-[0.9333rem]">
      {(state.purpose === 'build' ? BUILD_STEPS : STEPS).map((step, index) => (
        <li
          key={step}
          aria-current={index === position ? 'step' : undefined}
          className={clsx(
            'flex items-center gap-2',
            index === position ? 'font-semibold text-ink' : 'text-ink-3',
          )}
        >
          <span aria-hidden className={index <= position ? 'text-accent' : ''}>
            {index < position ? '●' : index === position ? '◐' : '○'}
          </span>
          {t(step)}
        </li>
      ))}
    </ol>
  );
}
