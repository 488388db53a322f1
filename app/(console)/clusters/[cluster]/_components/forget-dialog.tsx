'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState, useTransition } from 'react';
import { useTranslations } from 'use-intl';
import { forgetClusterAction } from '@/app/(console)/forgotten/actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import type { GuardError } from '@/lib/auth/guard';
import type { DirectoryCluster } from '@/lib/live/protocol';
import type { ForgetError } from '@/lib/usecases/forget';

interface Props {
  readonly cluster: DirectoryCluster;
  readonly onClose: () => void;
}

/** Says what happens and what does not, and wants the name typed: there is no way back but adopting again. */
export function ForgetDialog({ cluster, onClose }: Props) {
  const t = useTranslations('forget');
  const shell = useTranslations('shell');
  const router = useRouter();
  const [typedName, setTypedName] = useState('');
  const [error, setError] = useState<ForgetError | GuardError>();
  const [isPending, start] = useTransition();
  const isTyped = typedName.trim() === cluster.name;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isTyped) return;
    start(async () => {
      const answer = await forgetClusterAction({ clusterId: cluster.id, typedName });
      if (answer.ok) router.push(`/forgotten/${answer.value}`);
      else setError(answer.error);
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open || isPending ? undefined : onClose())}
      title={t('title', { cluster: cluster.name })}
      description={t('description')}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Consequences
          title={t('happens')}
          lines={[t('happensKey'), t('happensGivenKey'), t('happensInventory')]}
        />
        <Consequences title={t('happensNot')} lines={[t('happensNotNodes'), t('happensNotAudit')]} />
        <p className="text-ink-2">{t('undo')}</p>
        <TextField
          label={t('typeName', { cluster: cluster.name })}
          value={typedName}
          onChange={(event) => setTypedName(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <div role="alert" className="text-critical empty:hidden">
          {error ? <Problem error={error} /> : null}
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose} disabled={isPending}>
            {shell('cancel')}
          </Button>
          <Button type="submit" look="danger" busy={isPending} disabled={!isTyped}>
            {isPending ? t('asking') : t('confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Consequences({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div>
      <h3 className="text-[0.8667rem] font-medium text-ink-3">{title}</h3>
      <ul className="mt-1 list-disc space-y-0.5 pl-5">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

const GUARD_KEYS = {
  'foreign-origin': 'guardForeignOrigin',
  'signed-out': 'guardSignedOut',
  forbidden: 'guardForbidden',
  invalid: 'guardInvalid',
} as const;

function Problem({ error }: { readonly error: ForgetError | GuardError }) {
  const t = useTranslations('forget');
  const shell = useTranslations('shell');
  if (error.kind !== 'forget') return <p>{shell(GUARD_KEYS[error.kind])}</p>;
  return (
    <p>
      {t(`problem-${error.problem}`)}{' '}
      {error.problem === 'open-job' ? (
        <Link href="/changes?show=open" className="font-medium underline">
          {t('toChanges')}
        </Link>
      ) : null}
    </p>
  );
}
