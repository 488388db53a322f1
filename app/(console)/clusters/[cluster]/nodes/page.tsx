import { requireActor } from '@/lib/auth/session';
import { NodesScreen } from './_components/nodes-screen';

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  await requireActor('cluster.view');
  const { cluster } = await params;
  return <NodesScreen clusterId={cluster} />;
}
