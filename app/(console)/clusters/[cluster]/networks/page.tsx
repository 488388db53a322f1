import { requireActor } from '@/lib/auth/session';
import { NetworksScreen } from './_components/networks-screen';

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  await requireActor('cluster.view');
  const { cluster } = await params;
  return <NetworksScreen clusterId={cluster} />;
}
