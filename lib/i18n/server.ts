import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { createFormatter, createTranslator } from 'use-intl/core';
import type { Locale } from './define';
import { LOCALE_COOKIE, localeOf, ZONE_COOKIE, zoneOf } from './locale';
import { type Area, messagesFor } from './messages';

/** The reader's language and zone, from this request. */
export const getReader: () => Promise<{ readonly locale: Locale; readonly timeZone: string }> = cache(
  async () => {
    const jar = await cookies();
    const accept = (await headers()).get('accept-language');
    return {
      locale: localeOf(jar.get(LOCALE_COOKIE)?.value, accept),
      timeZone: zoneOf(jar.get(ZONE_COOKIE)?.value),
    };
  },
);

/** For server components: `const t = await getTranslations('users')`. */
export async function getTranslations<A extends Area>(area: A) {
  const { locale, timeZone } = await getReader();
  const messages = messagesFor(locale, [area]) as { readonly [K in A]: Readonly<Record<string, string>> };
  const translate = createTranslator({
    locale,
    timeZone,
    messages: messages as never,
    namespace: area as never,
  });
  return translate as unknown as (
    key: MessageKey<A>,
    values?: Readonly<Record<string, string | number | Date>>,
  ) => string;
}

type MessageKey<A extends Area> = keyof typeof import('./messages').AREAS[A]['en'] & string;

export async function getFormatter() {
  const { locale, timeZone } = await getReader();
  return createFormatter({ locale, timeZone });
}
