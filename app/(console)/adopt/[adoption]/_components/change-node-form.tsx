'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import type { AdoptionNode } from '@/lib/inventory/adoption';
import { CredentialFields, type CredentialKind, credentialOf } from '../../_components/credential-fields';
import { changeNodeAction } from '../../actions';
import { useAnswer } from './use-answer';

interface Props {
  readonly adoption: string;
  readonly node: AdoptionNode;
  readonly index: number;
  readonly onAnswered: () => void;
}

/** Another way to a node: its peers may be reached at other addresses than corosync uses. */
export function ChangeNodeForm({ adoption, node, index, onAnswered }: Props) {
  const t = useTranslations('adopt');
  const [kind, setKind] = useState<CredentialKind>('keep');
  const { run, isPending, problem } = useAnswer(onAnswered);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    run(() =>
      changeNodeAction({
        adoption,
        node: index,
        host: String(form.get('host')),
        port: Number(form.get('port')),
        login: String(form.get('login')),
        credential: credentialOf(form),
      }),
    );
  };
  return (
    <form method="post" onSubmit={submit} className="flex w-full flex-col gap-3 rounded-lg bg-surface p-4">
      <div className="grid gap-3 sm:grid-cols-[1fr_7rem_10rem]">
        <TextField label={t('address')} name="host" defaultValue={node.host} required spellCheck={false} />
        <TextField
          label={t('port')}
          name="port"
          type="number"
          min={1}
          max={65535}
          defaultValue={node.port}
          required
        />
        <TextField label={t('login')} name="login" defaultValue={node.login} required spellCheck={false} />
      </div>
      <CredentialFields
        kind={kind}
        onKind={setKind}
        kinds={['keep', 'key', 'password']}
        errorOf={() => undefined}
      />
      <p role="alert" className="text-critical empty:hidden">
        {problem}
      </p>
      <Button type="submit" look="primary" size="sm" busy={isPending} className="self-start">
        {t('changeSave')}
      </Button>
    </form>
  );
}
