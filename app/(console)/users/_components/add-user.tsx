'use client';

import { useActionState, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormErrors } from '@/app/_components/form-errors';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { createUserAction } from '../actions';
import { PasswordOnce } from './password-once';
import { RoleChoice } from './role-choice';
import { useUserProblem } from './use-user-problem';

export function AddUser() {
  const t = useTranslations('users');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t('addTitle')} description={t('addHint')}>
        <AddUserForm onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function AddUserForm({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations('users');
  const say = useUserProblem();
  const [state, action, isPending] = useActionState(createUserAction, { status: 'idle' });
  const errors = useFormErrors(state, say);
  if (state.status === 'done') {
    return (
      <div className="flex flex-col gap-5">
        <PasswordOnce email={state.value.email} password={state.value.password} />
        <Button look="primary" onClick={onDone} className="self-end">
          {t('done')}
        </Button>
      </div>
    );
  }
  const typed = state.status === 'failed' ? state.typed : {};
  return (
    <form action={action} className="flex flex-col gap-4">
      <TextField
        label={t('name')}
        name="name"
        autoComplete="off"
        required
        defaultValue={typed.name}
        error={errors.of('name')}
      />
      <TextField
        label={t('email')}
        name="email"
        type="email"
        autoComplete="off"
        required
        defaultValue={typed.email}
        error={errors.of('email')}
      />
      <RoleChoice key={typed.role} defaultValue={typed.role ?? 'viewer'} />
      <p role="alert" className="text-critical empty:hidden">
        {errors.whole}
      </p>
      <Button type="submit" look="primary" busy={isPending} className="self-end">
        {t('create')}
      </Button>
    </form>
  );
}
