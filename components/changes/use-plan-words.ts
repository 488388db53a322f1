'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { PlanMessageKey } from '@/lib/plan/messages';
import { type PlanWords, wordsWith } from '@/lib/plan/words';

/** The words of changes in the reader's language. */
export function usePlanWords(): PlanWords {
  const t = useTranslations('plan');
  return useMemo(
    () =>
      wordsWith(
        (key, params) => t(key as 'list-title', params as never),
        (key): key is PlanMessageKey => t.has(key as 'list-title'),
      ),
    [t],
  );
}
