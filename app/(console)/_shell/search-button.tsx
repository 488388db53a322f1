'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { OPEN_PALETTE } from '@/components/ui/command-palette';

/** The palette's door for those who do not know its keys, and the place to learn them. */
export function SearchButton() {
  const t = useTranslations('ui');
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => document.dispatchEvent(new Event(OPEN_PALETTE))}
      className="mb-2 flex min-h-8 w-full cursor-pointer items-center gap-2 rounded-md border border-line px-2.5 text-[0.8667rem] text-ink-3 hover:border-line-strong hover:text-ink"
    >
      <Search aria-hidden className="size-3.5" />
      <span className="flex-1 text-left">{t('palette')}</span>
      <kbd className="text-[0.8rem]">Ctrl K</kbd>
    </button>
  );
}
