'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { startBuildAction } from '../actions';
import { CredentialFields, type CredentialKind, credentialOf } from './credential-fields';
import { useBegin } from './use-begin';

const FEWEST = 2;
const MOST = 3;

/** Two or three machines with one way to sign in. A machine that needs another is given it on the next page. */
export function MachinesForm() {
  const t = useTranslations('adopt');
  const [count, setCount] = useState(FEWEST);
  const [kind, setKind] = useState<CredentialKind>('key');
  const indexes = Array.from({ length: count }, (_, index) => index);
  const { submit, errors, isPending } = useBegin((form) =>
    startBuildAction({
      nodes: indexes.map((index) => ({
        host: String(form.get(`host ${index}`)),
        port: Number(form.get(`port ${index}`)),
        login: String(form.get('login')),
      })),
      credential: credentialOf(form) ?? { kind: 'password', password: '' },
    }),
  );
  return (
    <form
      method="post"
      onSubmit={submit}
      className="flex max-w-3xl flex-col gap-4 rounded-xl border border-line bg-surface px-6 py-5"
    >
      {indexes.map((index) => (
        <div key={index} className="grid gap-4 sm:grid-cols-[1fr_6rem]">
          <TextField
            label={t('machineHost', { number: index + 1 })}
            hint={index === 0 ? t('hostHint') : undefined}
            name={`host ${index}`}
            autoComplete="off"
            spellCheck={false}
            required
            error={errors.of(`nodes.${index}.host`)}
          />
          <TextField
            label={t('port')}
            name={`port ${index}`}
            type="number"
            min={1}
            max={65535}
            defaultValue={22}
            required
            error={errors.of(`nodes.${index}.port`)}
          />
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        {count < MOST ? <Button onClick={() => setCount(count + 1)}>{t('addMachine')}</Button> : null}
        {count > FEWEST ? (
          <Button look="quiet" onClick={() => setCount(count - 1)}>
            {t('removeMachine', { number: count })}
          </Button>
        ) : null}
      </div>
      <TextField
        label={t('login')}
        hint={t('loginHint')}
        name="login"
        autoComplete="off"
        spellCheck={false}
        defaultValue="root"
        required
        className="max-w-xs"
        error={errors.of('nodes.0.login')}
      />
      <CredentialFields kind={kind} onKind={setKind} kinds={['key', 'password']} errorOf={errors.of} />
      <p role="alert" className="text-critical empty:hidden">
        {errors.whole}
      </p>
      <Button type="submit" look="primary" busy={isPending} className="self-start">
        {t('beginBuild')}
      </Button>
    </form>
  );
}
