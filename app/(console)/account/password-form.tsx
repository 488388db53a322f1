'use client';

import { useActionState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormErrors } from '@/app/_components/form-errors';
import { Button, buttonLook } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { MIN_PASSWORD_LENGTH } from '@/lib/auth/password-rule';
import { changePasswordAction } from './actions';

export function PasswordForm({ email }: { readonly email: string }) {
  const t = useTranslations('shell');
  const [state, action, isPending] = useActionState(changePasswordAction, { status: 'idle' });
  const errors = useFormErrors(state, () => t('wrongPassword'));
  if (state.status === 'done') {
    return (
      <div role="status" className="flex max-w-md flex-col items-start gap-4">
        <p>{t('passwordChanged')}</p>
        <a href="/sign-in" className={buttonLook({ look: 'primary' })}>
          {t('signIn')}
        </a>
      </div>
    );
  }
  return (
    <form
      action={action}
      className="flex max-w-md flex-col gap-4 rounded-xl border border-line bg-surface px-6 py-5"
    >
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField
        label={t('currentPassword')}
        name="current"
        type="password"
        autoComplete="current-password"
        required
        error={errors.of('current')}
      />
      <TextField
        label={t('newPassword')}
        hint={t('newPasswordHint', { count: MIN_PASSWORD_LENGTH })}
        name="next"
        type="password"
        autoComplete="new-password"
        minLength={MIN_PASSWORD_LENGTH}
        required
        error={errors.of('next')}
      />
      <p role="alert" className="text-critical empty:hidden">
        {errors.whole}
      </p>
      <Button type="submit" look="primary" busy={isPending} className="self-start">
        {t('save')}
      </Button>
    </form>
  );
}
