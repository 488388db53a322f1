'use client';

import { useTranslations } from 'use-intl';
import type { GuardError } from '@/lib/auth/guard';
import type { UserError, UserProblem } from '@/lib/usecases/users';

const KEYS: Readonly<
  Partial<Record<UserProblem, 'forbidden' | 'notFound' | 'emailTaken' | 'lastAdministrator'>>
> = {
  forbidden: 'forbidden',
  'not-found': 'notFound',
  'email-taken': 'emailTaken',
  'last-administrator': 'lastAdministrator',
};

const GUARD = {
  'foreign-origin': 'guardForeignOrigin',
  'signed-out': 'guardSignedOut',
  forbidden: 'guardForbidden',
  invalid: 'guardInvalid',
} as const;

/** Words for why an account was not changed. */
export function useUserProblem(): (error: UserError | GuardError) => string {
  const t = useTranslations('users');
  const shell = useTranslations('shell');
  return (error) =>
    error.kind === 'user' ? t(KEYS[error.problem] ?? 'forbidden') : shell(GUARD[error.kind]);
}
