import { redirect } from 'next/navigation';
import { requireActor } from '@/lib/auth/session';

/** A cluster is its picture: the bare address leads there. */
export default async function ClusterPage({
  params,
}: {
  readonly params: Promise<{ readonly cluster: string }>;
}) {
  await requireActor('cluster.view');
  const { cluster } = await params;
  redirect(`/clusters/${encodeURIComponent(cluster)}/topology`);
}
