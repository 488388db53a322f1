import type { Metadata } from 'next';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { NodesScreen } from './_components/nodes-screen';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('screens'))('nodes') };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  await requireActor('cluster.view');
  const { cluster } = await params;
  return <NodesScreen clusterId={cluster} />;
}
