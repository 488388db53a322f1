import type { Metadata } from 'next';
import Link from 'next/link';
import { PageHeader } from '@/components/ui/page-header';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { MachinesForm } from '../_components/machines-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('adopt'))('buildTitle') };
}

export default async function BuildPage() {
  await requireActor('cluster.adopt');
  const t = await getTranslations('adopt');
  return (
    <div className="flex max-w-5xl flex-col gap-6">
      <PageHeader title={t('buildTitle')} below={t('buildBelow')} />
      <MachinesForm />
      <p>
        <Link href="/adopt" className="text-accent underline underline-offset-4">
          {t('adoptInstead')}
        </Link>
      </p>
    </div>
  );
}
