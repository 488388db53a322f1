'use client';

import { ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { ReaderChoices } from '@/app/_components/reader-choices';
import { roleKey } from '@/app/_components/role-key';
import { signOut } from '@/app/_components/sign-in';
import { buttonLook } from '@/components/ui/button';
import type { Role } from '@/lib/auth/roles';

/** Who is signed in, and what this reader chose. A disclosure, so that the selects inside keep their own keys. */
export function UserMenu({ name, role }: { readonly name: string; readonly role: Role }) {
  const t = useTranslations('shell');
  return (
    <details className="group/user">
      <summary className="flex min-h-10 cursor-pointer list-none items-center justify-between gap-2 rounded-md px-2.5 py-1.5 hover:bg-sunken">
        <span className="min-w-0">
          <span className="block truncate text-[0.9333rem] font-medium">{name}</span>
          <span className="block text-[0.8rem] text-ink-3">{t(roleKey(role))}</span>
        </span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-3" />
      </summary>
      <div className="flex flex-col gap-2 px-2.5 pt-2 pb-1">
        <ReaderChoices />
        <Link
          href="/account"
          className={buttonLook({ look: 'quiet', size: 'sm', className: 'justify-start' })}
        >
          {t('password')}
        </Link>
        <button
          type="button"
          className={buttonLook({ look: 'secondary', size: 'sm' })}
          onClick={() => void signOut()}
        >
          {t('signOut')}
        </button>
      </div>
    </details>
  );
}
