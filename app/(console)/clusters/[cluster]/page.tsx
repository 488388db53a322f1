import { redirect } from 'next/navigation';

/** A cluster is its picture: the bare address leads there. */
export default async function ClusterPage({
  params,
}: {
  readonly params: Promise<{ readonly cluster: string }>;
}) {
  const { cluster } = await params;
  redirect(`/clusters/${encodeURIComponent(cluster)}/topology`);
}
