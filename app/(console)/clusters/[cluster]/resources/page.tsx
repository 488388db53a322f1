import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { ResourcesScreen } from './_components/resources-screen';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('screens'))('resources') };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  const actor = await requireActor('cluster.view');
  const { cluster } = await params;
  return <ResourcesScreen clusterId={cluster} viewerRole={actor.role} propose={proposeAction} />;
}
