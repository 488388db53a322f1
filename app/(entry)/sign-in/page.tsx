import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { localPath } from '@/lib/auth/local-path';
import { currentActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { hasAccounts } from '@/lib/views/users';
import { SignInForm } from './sign-in-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell'))('signIn') };
}

export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next } = await searchParams;
  const target = localPath(typeof next === 'string' ? next : undefined);
  if (await currentActor()) redirect(target);
  if (!(await hasAccounts())) redirect('/welcome');
  const t = await getTranslations('shell');
  return (
    <section className="mx-auto w-full max-w-sm">
      <h1 className="mb-6 text-2xl font-semibold tracking-tight">{t('signInTitle')}</h1>
      <SignInForm target={target} />
    </section>
  );
}
