import type { Metadata } from 'next';
import { PageHeader } from '@/components/ui/page-header';
import { may } from '@/lib/auth/roles';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { listAccounts } from '@/lib/views/users';
import { AddUser } from './_components/add-user';
import { UserTable } from './_components/user-table';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('users'))('title') };
}

export default async function UsersPage() {
  const actor = await requireActor('user.view');
  const [accounts, t] = await Promise.all([listAccounts(actor), getTranslations('users')]);
  const administrators = accounts.filter(
    ({ role, isDisabled }) => role === 'administrator' && !isDisabled,
  ).length;
  const canManage = may(actor.role, 'user.manage');
  return (
    <>
      <PageHeader
        title={t('title')}
        below={t('below', { count: accounts.length, administrators })}
        actions={canManage ? <AddUser /> : null}
      />
      <UserTable accounts={accounts} ownId={actor.id} canManage={canManage} />
    </>
  );
}
