import type { Metadata } from 'next';
import Link from 'next/link';
import { LabProgress } from '@/app/_components/lab-progress';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { listOpenAdoptions } from '@/lib/views/adoption';
import { getLab } from '@/lib/views/lab';
import { FirstNodeForm } from './_components/first-node-form';
import { PracticeStart } from './_components/practice-start';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('adopt'))('title') };
}

export default async function AdoptPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ practice?: string }>;
}) {
  const actor = await requireActor('cluster.adopt');
  const [open, lab, t, { practice }] = await Promise.all([
    listOpenAdoptions(actor),
    getLab(),
    getTranslations('adopt'),
    searchParams,
  ]);
  const isPractice = practice === '1';
  return (
    <div className="flex max-w-5xl flex-col gap-6">
      <PageHeader
        title={isPractice ? t('practiceTitle') : t('title')}
        below={isPractice ? t('practiceBelow') : t('below')}
      />
      {open.length > 0 ? (
        <Section title={t('openTitle')}>
          <ul className="flex flex-col gap-1">
            {open.map(({ id, state }) => (
              <li key={id}>
                <Link href={`/adopt/${id}`} className="text-accent underline underline-offset-4">
                  {state.clusterName ?? state.nodes[0]?.name ?? state.nodes[0]?.host}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {isPractice ? (
        <LabProgress initial={lab}>
          <PracticeStart />
        </LabProgress>
      ) : (
        <>
          <FirstNodeForm />
          <p>
            <Link href="/adopt/build" className="text-accent underline underline-offset-4">
              {t('buildInstead')}
            </Link>
          </p>
          {lab.phase === 'none' ? null : (
            <p>
              <Link href="/adopt?practice=1" className="text-accent underline underline-offset-4">
                {t('practiceInstead')}
              </Link>
            </p>
          )}
        </>
      )}
    </div>
  );
}
