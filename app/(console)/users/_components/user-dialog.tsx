'use client';

import { type FormEvent, useState, useTransition } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { GuardError } from '@/lib/auth/guard';
import type { Role } from '@/lib/auth/roles';
import type { Result } from '@/lib/base/result';
import type { UserSummary } from '@/lib/data/users';
import type { CreatedUser, UserError } from '@/lib/usecases/users';
import {
  changeRoleAction,
  resetPasswordAction,
  setDisabledAction,
  signOutEverywhereAction,
} from '../actions';
import { PasswordOnce } from './password-once';
import { RoleChoice } from './role-choice';
import { useUserProblem } from './use-user-problem';

export interface UserTask {
  readonly kind: 'role' | 'reset' | 'sign-out' | 'disable' | 'enable';
  readonly user: UserSummary;
}

type Answer = Result<CreatedUser | number | null, UserError | GuardError>;

/** Confirms one change of one account, says what it means before, and what came of it. */
export function UserDialog({ task, onClose }: { readonly task: UserTask; readonly onClose: () => void }) {
  const t = useTranslations('users');
  const shell = useTranslations('shell');
  const say = useUserProblem();
  const [answer, setAnswer] = useState<Answer>();
  const [isPending, start] = useTransition();
  const words = useTaskWords(task);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const role = new FormData(event.currentTarget).get('role') as Role | null;
    start(async () => {
      const result = await run(task, role);
      setAnswer(result);
      if (result.ok && task.kind !== 'reset') onClose();
    });
  };
  if (answer?.ok && typeof answer.value === 'object' && answer.value) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={words.action}
        footer={
          <Button look="primary" onClick={onClose}>
            {t('done')}
          </Button>
        }
      >
        <PasswordOnce email={answer.value.email} password={answer.value.password} />
      </Dialog>
    );
  }
  return (
    <Dialog open onOpenChange={onClose} title={words.title} description={words.text}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {task.kind === 'role' ? <RoleChoice defaultValue={task.user.role} /> : null}
        <p role="alert" className="text-critical empty:hidden">
          {answer && !answer.ok ? say(answer.error) : ''}
        </p>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{shell('cancel')}</Button>
          <Button type="submit" look={task.kind === 'disable' ? 'danger' : 'primary'} busy={isPending}>
            {words.action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function useTaskWords({ kind, user }: UserTask): {
  readonly title: string;
  readonly text?: string;
  readonly action: string;
} {
  const t = useTranslations('users');
  const { name } = user;
  switch (kind) {
    case 'role':
      return { title: t('changeRoleTitle', { name }), action: t('changeRole') };
    case 'reset':
      return { title: t('resetTitle', { name }), text: t('resetText'), action: t('resetPassword') };
    case 'sign-out':
      return { title: t('signOutTitle', { name }), text: t('signOutText'), action: t('signOutEverywhere') };
    case 'disable':
      return { title: t('disableTitle', { name }), text: t('disableText'), action: t('disable') };
    case 'enable':
      return { title: name, action: t('enable') };
  }
}

function run({ kind, user }: UserTask, role: Role | null): Promise<Answer> {
  const userId = user.id;
  switch (kind) {
    case 'role':
      return changeRoleAction({ userId, role: role ?? 'viewer' });
    case 'reset':
      return resetPasswordAction({ userId });
    case 'sign-out':
      return signOutEverywhereAction({ userId });
    case 'disable':
    case 'enable':
      return setDisabledAction({ userId, isDisabled: kind === 'disable' });
  }
}
