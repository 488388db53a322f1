'use client';

import { useTranslations } from 'use-intl';
import { Input } from '@/components/ui/input';
import type { MatrixFilterState } from './use-matrix-filter';

export function MatrixFilter({ filter }: { readonly filter: MatrixFilterState }) {
  const t = useTranslations('screens');
  return (
    <>
      <label className="flex min-h-7 cursor-pointer items-center gap-2 whitespace-nowrap text-[0.8667rem] text-ink-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={filter.onlyTroubled}
          onChange={(event) => filter.set({ onlyTroubled: event.target.checked })}
        />
        {t('onlyProblems')}
      </label>
      <Input
        type="search"
        aria-label={t('filterResources')}
        placeholder={t('filterResources')}
        className="min-h-8 w-56"
        defaultValue={filter.words}
        onChange={(event) => filter.set({ words: event.target.value })}
      />
    </>
  );
}
