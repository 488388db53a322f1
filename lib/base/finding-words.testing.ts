/**
 * For tests: the sentence of a finding in a language, and the checks that hold for every table of words. Not for pages,
 * which have a translator of their own.
 */
import { createTranslator } from 'use-intl/core';
import type { Finding, Messages } from './finding';

export type Language = 'en' | 'ko';

/** @throws when the message is missing, is no ICU message, or lacks a parameter */
export function wordsOf(
  messages: Messages<string>,
  language: Language,
  finding: Pick<Finding, 'key' | 'params'>,
): string {
  const text = messages[language][finding.key];
  if (text === undefined) throw new Error(`no words for ${finding.key}`);
  const translate = createTranslator({
    locale: language,
    messages: { text },
    onError: (error) => {
      throw error;
    },
  });
  return translate('text', finding.params);
}

/** Names of a message's ICU parameters. */
export function parametersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].sort();
}

/** Ids whose parameters differ between the languages, or whose words are empty. */
export function inconsistentMessages(messages: Messages<string>): readonly string[] {
  return Object.keys(messages.en).filter((key) => {
    const [en = '', ko = ''] = [messages.en[key], messages.ko[key]];
    return en.trim() === '' || ko.trim() === '' || parametersOf(en).join() !== parametersOf(ko).join();
  });
}
