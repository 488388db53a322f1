'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { type Messages, IntlProvider as Provider } from 'use-intl';
import type { Locale } from '@/lib/i18n/define';
import { ZONE_COOKIE } from '@/lib/i18n/locale';
import { rememberChoice } from './remember-choice';

interface Props {
  readonly locale: Locale;
  readonly timeZone: string;
  /** Only the areas this part of the app uses: words are bytes. */
  readonly messages: Partial<Messages>;
  readonly children: ReactNode;
}

export function IntlProvider({ locale, timeZone, messages, children }: Props) {
  return (
    <Provider locale={locale} timeZone={timeZone} messages={messages as Messages}>
      {children}
    </Provider>
  );
}

/** Tells the server the reader's zone once, for the times that it writes itself. */
export function ZoneReporter({ timeZone }: { readonly timeZone: string }) {
  const router = useRouter();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (own === timeZone || document.cookie.includes(`${ZONE_COOKIE}=${encodeURIComponent(own)}`)) return;
    rememberChoice(ZONE_COOKIE, own);
    router.refresh();
  }, [timeZone, router]);
  return null;
}
