'use client';

import { useActionState, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormErrors } from '@/app/_components/form-errors';
import { signIn } from '@/app/_components/sign-in';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { MIN_PASSWORD_LENGTH } from '@/lib/auth/password-rule';
import { createFirstAdministratorAction } from '../actions';

const PROBLEMS = {
  'already-set-up': 'alreadySetUp',
  'wrong-setup-code': 'wrongSetupCode',
  'email-taken': 'emailTaken',
} as const;

export function FirstAdministratorForm({ needsCode }: { readonly needsCode: boolean }) {
  const t = useTranslations('welcome');
  const shell = useTranslations('shell');
  const [state, action, isPending] = useActionState(createFirstAdministratorAction, { status: 'idle' });
  const { form, isSigningIn, remember } = useSignInAfter(state.status === 'done');
  const errors = useFormErrors(state, (error) =>
    error.problem in PROBLEMS ? t(PROBLEMS[error.problem as keyof typeof PROBLEMS]) : shell('guardForbidden'),
  );
  const typed = state.status === 'failed' ? state.typed : {};
  return (
    <form ref={form} action={action} onSubmit={remember} className="grid gap-4 sm:grid-cols-2">
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        name="name"
        autoComplete="name"
        required
        defaultValue={typed.name}
        error={errors.of('name')}
      />
      <TextField
        label={shell('email')}
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={typed.email}
        error={errors.of('email')}
      />
      <TextField
        label={shell('passwordLabel')}
        hint={shell('newPasswordHint', { count: MIN_PASSWORD_LENGTH })}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={MIN_PASSWORD_LENGTH}
        required
        error={errors.of('password')}
      />
      {needsCode ? (
        <TextField
          label={t('setupCode')}
          hint={t('setupCodeHint')}
          name="setupCode"
          autoComplete="off"
          required
          error={errors.of('setupCode')}
        />
      ) : null}
      <p role="alert" className="text-critical empty:hidden sm:col-span-2">
        {errors.whole}
      </p>
      <div className="sm:col-span-2">
        <Button type="submit" look="primary" busy={isPending || isSigningIn}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}

/** Signs in with what was just typed, so that nobody types it twice. React empties the form once the action is done. */
function useSignInAfter(isDone: boolean) {
  const form = useRef<HTMLFormElement>(null);
  const given = useRef({ email: '', password: '' });
  const [isSigningIn, setSigningIn] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    setSigningIn(true);
    const { email, password } = given.current;
    void signIn(email, password).then((problem) =>
      window.location.assign(problem ? '/sign-in?next=/welcome' : '/welcome'),
    );
  }, [isDone]);
  const remember = () => {
    const fields = new FormData(form.current ?? undefined);
    given.current = { email: String(fields.get('email')), password: String(fields.get('password')) };
  };
  return { form, isSigningIn, remember };
}
