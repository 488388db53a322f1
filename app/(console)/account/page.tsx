import type { Metadata } from 'next';
import { PageHeader } from '@/components/ui/page-header';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { PasswordForm } from './password-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell'))('password') };
}

export default async function AccountPage() {
  const actor = await requireActor();
  const t = await getTranslations('shell');
  return (
    <>
      <PageHeader title={t('password')} below={`${actor.name} · ${actor.email}`} />
      <PasswordForm email={actor.email} />
    </>
  );
}
