import { requireActor } from '@/lib/auth/session';
import { ResourcesScreen } from './_components/resources-screen';

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  const actor = await requireActor('cluster.view');
  const { cluster } = await params;
  return <ResourcesScreen clusterId={cluster} viewerRole={actor.role} />;
}
