/** The words of one language, for texts made on the server. Pages use their own translator with `wordsWith`. */
import { createTranslator } from 'use-intl/core';
import type { Locale } from '@/lib/i18n/define';
import { type PlanMessageKey, planMessages } from './messages';
import { type PlanWords, wordsWith } from './words';

const isKey = (key: string): key is PlanMessageKey => Object.hasOwn(planMessages.en, key);

export function planWords(locale: Locale): PlanWords {
  const translate = createTranslator<{ readonly [key: string]: string }>({
    locale,
    messages: planMessages[locale],
  });
  return wordsWith((key, params) => translate(key, { ...params }), isKey);
}
