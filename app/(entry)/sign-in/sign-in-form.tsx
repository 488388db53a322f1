'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type SignInProblem, signIn } from '@/app/_components/sign-in';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';

export function SignInForm({ target }: { readonly target: string }) {
  const t = useTranslations('shell');
  const [problem, setProblem] = useState<SignInProblem>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const found = await signIn(String(form.get('email')), String(form.get('password')));
    setProblem(found);
    setBusy(false);
    if (!found) window.location.assign(target);
  };
  return (
    // method=post: without JavaScript the password must not end in the address
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <TextField label={t('email')} name="email" type="email" autoComplete="username" required />
      <TextField
        label={t('passwordLabel')}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <p role="alert" className="text-critical empty:hidden">
        {problem ? t(problem) : ''}
      </p>
      <Button type="submit" look="primary" busy={isBusy}>
        {t('signIn')}
      </Button>
    </form>
  );
}
