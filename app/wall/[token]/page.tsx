import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { createTranslator, type Messages } from 'use-intl/core';
import { IntlProvider } from '@/app/_components/intl-provider';
import { LiveProvider } from '@/components/live/live-provider';
import { WallMessage } from '@/components/wall/wall-message';
import { WallView } from '@/components/wall/wall-view';
import type { Locale } from '@/lib/i18n/define';
import { isLocale } from '@/lib/i18n/locale';
import { type Area, messagesFor } from '@/lib/i18n/messages';
import { getReader } from '@/lib/i18n/server';
import { openWall } from '@/lib/views/walls';

/** The token is in the address: no search engine, no referrer. */
export const metadata: Metadata = {
  title: 'Haven',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
};

const AREAS: readonly Area[] = ['wall', 'topology', 'findings', 'ui'];

interface Props {
  readonly params: Promise<{ readonly token: string }>;
  readonly searchParams: Promise<{ readonly lang?: string | string[] }>;
}

/** One picture for a display, opened by a token instead of a sign-in. It shows and does nothing else. */
export default async function WallPage({ params, searchParams }: Props) {
  await headers();
  const [{ token }, { lang }, reader] = await Promise.all([params, searchParams, getReader()]);
  const wall = await openWall(token);
  const locale: Locale = isLocale(lang) ? lang : (wall?.locale ?? reader.locale);
  if (!wall) return <Refused locale={locale} />;
  return (
    <div lang={locale}>
      <IntlProvider
        locale={locale}
        timeZone={reader.timeZone}
        messages={messagesFor(locale, AREAS) as Partial<Messages>}
      >
        <LiveProvider wallToken={token}>
          <WallView showAddresses={wall.showNames} />
        </LiveProvider>
      </IntlProvider>
    </div>
  );
}

/** Says the same for a wrong and for a revoked token: whoever tries learns nothing. */
function Refused({ locale }: { readonly locale: Locale }) {
  const messages = messagesFor(locale, ['wall']) as Messages;
  const t = createTranslator({ locale, messages, namespace: 'wall' });
  return (
    <div lang={locale}>
      <WallMessage title={t('refusedTitle')} lines={[t('refusedText'), t('refusedNext')]} />
    </div>
  );
}
