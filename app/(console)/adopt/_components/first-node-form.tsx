'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState, useTransition } from 'react';
import { useTranslations } from 'use-intl';
import { useFormErrors } from '@/app/_components/form-errors';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import type { FormState } from '@/lib/auth/guard';
import type { AdoptionError } from '@/lib/usecases/adoption';
import { startAdoptionAction } from '../actions';
import { CredentialFields, type CredentialKind, credentialOf } from './credential-fields';
import { useAnswerWords } from './use-adopt-words';

/** Submitted without React's form reset: a key that was pasted stays when the address was wrong. */
export function FirstNodeForm() {
  const t = useTranslations('adopt');
  const router = useRouter();
  const say = useAnswerWords();
  const [kind, setKind] = useState<CredentialKind>('key');
  const [state, setState] = useState<FormState<string, AdoptionError>>({ status: 'idle' });
  const [isPending, start] = useTransition();
  const errors = useFormErrors(state, say);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    start(async () => {
      const result = await startAdoptionAction({
        host: String(form.get('host')),
        port: Number(form.get('port')),
        login: String(form.get('login')),
        credential: credentialOf(form) ?? { kind: 'password', password: '' },
      });
      if (result.ok) router.push(`/adopt/${result.value}`);
      else setState({ status: 'failed', error: result.error, typed: {} });
    });
  };
  return (
    <form
      method="post"
      onSubmit={submit}
      className="flex max-w-3xl flex-col gap-4 rounded-xl border border-line bg-surface px-6 py-5"
    >
      <div className="grid gap-4 sm:grid-cols-[1fr_6rem_16rem]">
        <TextField
          label={t('host')}
          hint={t('hostHint')}
          name="host"
          autoComplete="off"
          spellCheck={false}
          required
          error={errors.of('host')}
        />
        <TextField
          label={t('port')}
          name="port"
          type="number"
          min={1}
          max={65535}
          defaultValue={22}
          required
          error={errors.of('port')}
        />
        <TextField
          label={t('login')}
          hint={t('loginHint')}
          name="login"
          autoComplete="off"
          spellCheck={false}
          defaultValue="root"
          required
          error={errors.of('login')}
        />
      </div>
      <CredentialFields kind={kind} onKind={setKind} kinds={['key', 'password']} errorOf={errors.of} />
      <p role="alert" className="text-critical empty:hidden">
        {errors.whole}
      </p>
      <Button type="submit" look="primary" busy={isPending} className="self-start">
        {t('begin')}
      </Button>
    </form>
  );
}
