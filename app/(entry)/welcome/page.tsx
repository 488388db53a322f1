import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { LabProgress } from '@/app/_components/lab-progress';
import { may } from '@/lib/auth/roles';
import { currentActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { getLab } from '@/lib/views/lab';
import { hasAccounts } from '@/lib/views/users';
import { FirstAdministratorForm } from './_components/first-administrator-form';
import { FirstCluster } from './_components/first-cluster';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('welcome'))('title') };
}

/** The first visit. Once there is an account it needs that session, like every page. */
export default async function WelcomePage() {
  const actor = await currentActor();
  if (actor) return may(actor.role, 'cluster.adopt') ? <FirstCluster lab={await getLab()} /> : redirect('/');
  if (await hasAccounts()) redirect('/sign-in?next=/welcome');
  const t = await getTranslations('welcome');
  const lab = await getLab();
  const isLocal = (await headers()).get('x-haven-local') === '1';
  return (
    <>
      <h1 className="text-3xl font-semibold tracking-tight">{t('title')}</h1>
      <p className="mt-3 max-w-[60ch] text-ink-2">{t('intro')}</p>
      <section className="mt-8 rounded-xl border border-line bg-surface px-6 py-5" aria-labelledby="create">
        <h2 id="create" className="mb-4 text-lg font-semibold">
          {t('createTitle')}
        </h2>
        <FirstAdministratorForm needsCode={!isLocal} />
      </section>
      {lab.phase === 'none' ? null : (
        <section className="mt-6 rounded-xl border border-line bg-surface px-6 py-5" aria-labelledby="lab">
          <h2 id="lab" className="mb-3 text-lg font-semibold">
            {t('practiceCluster')}
          </h2>
          <LabProgress initial={lab} />
        </section>
      )}
    </>
  );
}
