import type { ReactNode } from 'react';
import type { Messages } from 'use-intl';
import { type Area, messagesFor } from '@/lib/i18n/messages';
import { getReader } from '@/lib/i18n/server';
import { IntlProvider } from './intl-provider';

/** Gives the client components below it the words of these areas, in the reader's language. Does not nest: name all areas. */
export async function IntlBoundary({
  areas,
  children,
}: {
  readonly areas: readonly Area[];
  readonly children: ReactNode;
}) {
  const { locale, timeZone } = await getReader();
  return (
    <IntlProvider
      locale={locale}
      timeZone={timeZone}
      messages={messagesFor(locale, areas) as Partial<Messages>}
    >
      {children}
    </IntlProvider>
  );
}
