'use client';

import { useTranslations } from 'use-intl';
import { Copyable } from '@/components/ui/copyable';

/** A generated password: shown this once, stored only as a hash. */
export function PasswordOnce({ email, password }: { readonly email: string; readonly password: string }) {
  const t = useTranslations('users');
  return (
    <div role="status" className="flex flex-col gap-3">
      <p>{t('passwordOnce', { email })}</p>
      <p className="rounded-lg bg-sunken px-4 py-3 text-lg">
        <Copyable text={password} />
      </p>
      <p className="text-[0.9333rem] text-ink-2">{t('passwordPassOn')}</p>
    </div>
  );
}
