'use client';

import { useActionState, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormErrors } from '@/app/_components/form-errors';
import { Button } from '@/components/ui/button';
import { Copyable } from '@/components/ui/copyable';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import type { WallError } from '@/lib/usecases/walls';
import { createWallAction } from '../actions';

export function AddWall() {
  const t = useTranslations('wall');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t('addTitle')} description={t('addHint')}>
        <AddWallForm onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const PROBLEMS = { forbidden: 'problemForbidden', 'not-found': 'problemNotFound' } as const;
export const useWallProblem = () => {
  const t = useTranslations('wall');
  return (error: WallError): string => t(PROBLEMS[error.problem]);
};

function AddWallForm({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations('wall');
  const say = useWallProblem();
  const [state, action, isPending] = useActionState(createWallAction, { status: 'idle' });
  const errors = useFormErrors(state, say);
  if (state.status === 'done')
    return <AddressOnce name={state.value.name} token={state.value.token} onDone={onDone} />;
  const typed = state.status === 'failed' ? state.typed : {};
  return (
    <form action={action} className="flex flex-col gap-4">
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        name="name"
        autoComplete="off"
        required
        defaultValue={typed.name}
        error={errors.of('name')}
      />
      <SelectField label={t('names')} name="names" defaultValue={typed.names ?? 'hide'}>
        <option value="hide">{t('namesHide')}</option>
        <option value="show">{t('namesShow')}</option>
      </SelectField>
      <SelectField label={t('language')} name="locale" defaultValue={typed.locale ?? 'ko'}>
        <option value="ko">{t('korean')}</option>
        <option value="en">{t('english')}</option>
      </SelectField>
      <p role="alert" className="text-critical empty:hidden">
        {errors.whole}
      </p>
      <Button type="submit" look="primary" busy={isPending} className="self-end">
        {t('create')}
      </Button>
    </form>
  );
}

/** The address with its token: shown this once, stored only as a hash. */
function AddressOnce({
  name,
  token,
  onDone,
}: {
  readonly name: string;
  readonly token: string;
  readonly onDone: () => void;
}) {
  const t = useTranslations('wall');
  return (
    <div role="status" className="flex flex-col gap-4">
      <p>{t('addressOnce', { name })}</p>
      <div className="rounded-lg bg-sunken px-4 py-3">
        <Copyable text={`${window.location.origin}/wall/${token}`} wrap />
      </div>
      <p className="text-[0.9333rem] text-ink-2">{t('addressLost')}</p>
      <Button look="primary" onClick={onDone} className="self-end">
        {t('done')}
      </Button>
    </div>
  );
}
