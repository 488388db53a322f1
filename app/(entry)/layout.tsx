import type { ReactNode } from 'react';
import { IntlBoundary } from '@/app/_components/intl-boundary';
import { ReaderChoices } from '@/app/_components/reader-choices';
import { Wordmark } from '@/app/_components/wordmark';

/** Pages before there is a session: sign-in and first visit. */
export default function EntryLayout({ children }: { readonly children: ReactNode }) {
  return (
    <IntlBoundary areas={['shell', 'ui', 'welcome']}>
      <div className="mx-auto flex min-h-dvh max-w-3xl flex-col px-6 py-6">
        <header className="flex flex-wrap items-center justify-between gap-4">
          <Wordmark />
          <ReaderChoices />
        </header>
        <main id="content" className="flex flex-1 flex-col justify-center py-12">
          {children}
        </main>
      </div>
    </IntlBoundary>
  );
}
