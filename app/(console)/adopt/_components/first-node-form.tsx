'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { startAdoptionAction } from '../actions';
import { CredentialFields, type CredentialKind, credentialOf } from './credential-fields';
import { useBegin } from './use-begin';

/** The address of any node of a cluster, and the way to sign in there. */
export function FirstNodeForm() {
  const t = useTranslations('adopt');
  const [kind, setKind] = useState<CredentialKind>('key');
  const { submit, errors, isPending } = useBegin((form) =>
    startAdoptionAction({
      host: String(form.get('host')),
      port: Number(form.get('port')),
      login: String(form.get('login')),
      credential: credentialOf(form) ?? { kind: 'password', password: '' },
    }),
  );
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
