import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageHeader } from '@/components/ui/page-header';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { getAdoption } from '@/lib/views/adoption';
import { AdoptionFlow } from './_components/adoption-flow';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('adopt'))('title') };
}

export default async function AdoptionPage({ params }: { readonly params: Promise<{ adoption: string }> }) {
  const actor = await requireActor('cluster.adopt');
  const view = await getAdoption(actor, (await params).adoption);
  if (!view) notFound();
  const t = await getTranslations('adopt');
  const isBuild = view.state.purpose === 'build';
  return (
    <div className="max-w-5xl">
      <PageHeader
        title={t(isBuild ? 'buildTitle' : view.isPractice ? 'practiceTitle' : 'title')}
        below={t(isBuild ? 'buildBelow' : view.isPractice ? 'practiceBelow' : 'below')}
      />
      <AdoptionFlow initial={view} />
    </div>
  );
}
