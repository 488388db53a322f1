'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { roleKey } from '@/app/_components/role-key';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { RelativeTime } from '@/components/ui/relative-time';
import { type Column, DataTable } from '@/components/ui/table';
import { isRole } from '@/lib/auth/roles';
import type { UserSummary } from '@/lib/data/users';
import { UserDialog, type UserTask } from './user-dialog';

interface Props {
  readonly accounts: readonly UserSummary[];
  readonly ownId: string;
  readonly canManage: boolean;
}

export function UserTable({ accounts, ownId, canManage }: Props) {
  const t = useTranslations('users');
  const shell = useTranslations('shell');
  const [task, setTask] = useState<UserTask>();
  const columns: Column<UserSummary>[] = [
    {
      id: 'name',
      header: t('name'),
      rowHeader: true,
      sortValue: (row) => row.name,
      cell: (row) => (
        <>
          {row.name} {row.id === ownId ? <Badge tone="accent">{t('you')}</Badge> : null}
        </>
      ),
    },
    { id: 'email', header: t('email'), sortValue: (row) => row.email, cell: (row) => row.email },
    {
      id: 'role',
      header: t('role'),
      sortValue: (row) => row.role,
      cell: (row) => (isRole(row.role) ? shell(roleKey(row.role)) : row.role),
    },
    {
      id: 'state',
      header: t('state'),
      sortValue: (row) => Number(row.isDisabled),
      cell: (row) => (row.isDisabled ? <Badge tone="outline">{t('disabled')}</Badge> : t('enabled')),
    },
    {
      id: 'lastSignIn',
      header: t('lastSignIn'),
      sortValue: (row) => row.lastSignInAt,
      cell: (row) => (row.lastSignInAt === undefined ? t('never') : <RelativeTime at={row.lastSignInAt} />),
    },
    {
      id: 'sessions',
      header: t('sessions'),
      align: 'end',
      sortValue: (row) => row.sessions,
      cell: (row) => row.sessions,
    },
  ];
  if (canManage) {
    columns.push({
      id: 'actions',
      header: <span className="sr-only">{t('actions')}</span>,
      align: 'end',
      cell: (row) => <Actions user={row} onChoose={setTask} />,
    });
  }
  return (
    <>
      <DataTable
        caption={t('title')}
        columns={columns}
        rows={accounts}
        rowKey={(row) => row.id}
        framed
        initialSort={{ column: 'name' }}
      />
      {task ? (
        <UserDialog key={`${task.kind}${task.user.id}`} task={task} onClose={() => setTask(undefined)} />
      ) : null}
    </>
  );
}

function Actions({
  user,
  onChoose,
}: {
  readonly user: UserSummary;
  readonly onChoose: (task: UserTask) => void;
}) {
  const t = useTranslations('users');
  const item = (kind: UserTask['kind'], label: string, danger = false) => ({
    id: kind,
    label,
    danger,
    onSelect: () => onChoose({ kind, user }),
  });
  return (
    <Menu
      label={t('actionsFor', { name: user.name })}
      trigger={
        <Button size="sm" look="quiet" aria-label={t('actionsFor', { name: user.name })}>
          ···
        </Button>
      }
      items={[
        item('role', t('changeRole')),
        item('reset', t('resetPassword')),
        item('sign-out', t('signOutEverywhere')),
        user.isDisabled ? item('enable', t('enable')) : item('disable', t('disable'), true),
      ]}
    />
  );
}
