import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { TopologyScreen } from './_components/topology-screen';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('topology'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  const actor = await requireActor('cluster.view');
  const { cluster } = await params;
  return <TopologyScreen clusterId={cluster} viewerRole={actor.role} propose={proposeAction} />;
}
