'use client';

import { Menu as MenuIcon, X } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { buttonLook } from '@/components/ui/button';
import { SearchButton } from './search-button';

interface Props {
  readonly wordmark: ReactNode;
  readonly navigation: ReactNode;
  readonly user: ReactNode;
  readonly children: ReactNode;
}

/** Navigation at the side; on narrow screens behind a button, closed again by going somewhere. */
export function ShellFrame({ wordmark, navigation, user, children }: Props) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const [isOpen, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere is what closes it
  useEffect(() => setOpen(false), [pathname]);
  const Icon = isOpen ? X : MenuIcon;
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[15rem_minmax(0,1fr)]">
      <header className="flex flex-col border-line bg-surface max-lg:border-b lg:sticky lg:top-0 lg:h-dvh lg:border-r">
        <div className="flex items-center justify-between px-4 py-3.5">
          <Link href="/" aria-label="Haven" className="rounded-md">
            {wordmark}
          </Link>
          <button
            type="button"
            className={buttonLook({ look: 'quiet', size: 'icon', className: 'lg:hidden' })}
            aria-expanded={isOpen}
            aria-controls="navigation"
            aria-label={isOpen ? t('closeMenu') : t('openMenu')}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon aria-hidden className="size-5" />
          </button>
        </div>
        <div id="navigation" className={`${isOpen ? 'flex' : 'hidden'} min-h-0 flex-1 flex-col lg:flex`}>
          <div className="min-h-0 flex-1 overflow-y-auto px-2.5 pb-4">
            <SearchButton />
            {navigation}
          </div>
          <div className="border-t border-line p-2.5">{user}</div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 px-5 py-7 outline-none sm:px-8 2xl:px-12">
        {children}
      </main>
    </div>
  );
}
