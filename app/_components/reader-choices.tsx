'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Select } from '@/components/ui/select';
import { LOCALE_COOKIE, THEME_COOKIE, type Theme, themeOf } from '@/lib/i18n/locale';
import { rememberChoice } from './remember-choice';

/** Language and appearance. Each language is named in itself. */
export function ReaderChoices() {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="w-max">
        <LanguageChoice />
      </div>
      <div className="w-max">
        <ThemeChoice />
      </div>
    </div>
  );
}

const LANGUAGE_NAMES = { ko: '한국어', en: 'English' } as const;

function LanguageChoice() {
  const t = useTranslations('shell');
  const locale = useLocale();
  const router = useRouter();
  return (
    <Select
      aria-label={t('language')}
      value={locale}
      onChange={(event) => {
        rememberChoice(LOCALE_COOKIE, event.target.value);
        document.documentElement.lang = event.target.value;
        router.refresh();
      }}
    >
      {Object.entries(LANGUAGE_NAMES).map(([code, name]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </Select>
  );
}

function ThemeChoice() {
  const t = useTranslations('shell');
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(themeOf(document.documentElement.dataset.choice)), []);
  const choose = (next: Theme) => {
    const root = document.documentElement;
    setTheme(next);
    rememberChoice(THEME_COOKIE, next);
    root.dataset.choice = next;
    const isDark =
      next === 'dark' || (next === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
    root.dataset.theme = isDark ? 'dark' : 'light';
  };
  return (
    <Select aria-label={t('theme')} value={theme} onChange={(event) => choose(themeOf(event.target.value))}>
      <option value="system">{t('themeSystem')}</option>
      <option value="light">{t('themeLight')}</option>
      <option value="dark">{t('themeDark')}</option>
    </Select>
  );
}
