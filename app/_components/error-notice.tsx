'use client';

import { useEffect, useState } from 'react';
import { buttonLook } from '@/components/ui/button';

/** Both languages at once: what broke may be what knows the reader's. */
const WORDS = {
  en: {
    title: 'Something broke in Haven',
    next: 'Nothing was changed by looking at this page. Try again; if it stays so, tell an administrator this id.',
    id: 'Id',
    retry: 'Try again',
    home: 'To the overview',
  },
  ko: {
    title: 'Haven 안에서 문제가 생겼습니다',
    next: '이 화면을 보는 것만으로 바뀐 것은 없습니다. 다시 시도해 보고, 계속되면 관리자에게 아래 번호를 알려 주세요.',
    id: '번호',
    retry: '다시 시도',
    home: '개요로',
  },
} as const;

export function ErrorNotice({
  error,
  reset,
  isInShell,
}: {
  readonly isInShell: boolean;
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  const [language, setLanguage] = useState<keyof typeof WORDS>('en');
  useEffect(() => setLanguage(document.documentElement.lang === 'ko' ? 'ko' : 'en'), []);
  const words = WORDS[language];
  const Frame = isInShell ? 'div' : 'main';
  return (
    <Frame className="mx-auto flex min-h-[60vh] max-w-xl flex-col justify-center px-6" role="alert">
      <h1 className="text-2xl font-semibold tracking-tight">{words.title}</h1>
      <p className="mt-3 text-ink-2">{words.next}</p>
      {error.digest ? (
        <p className="mt-3 text-sm text-ink-2">
          {words.id} <code className="select-all">{error.digest}</code>
        </p>
      ) : null}
      <p className="mt-6 flex gap-2">
        <button type="button" className={buttonLook({ look: 'primary' })} onClick={reset}>
          {words.retry}
        </button>
        {/* A full load: what broke may be in memory. */}
        <a href="/" className={buttonLook({})}>
          {words.home}
        </a>
      </p>
    </Frame>
  );
}
