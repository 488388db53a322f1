import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { requireActor } from '@/lib/auth/session';
import { NodeScreen } from './_components/node-screen';

interface Props {
  readonly params: Promise<{ readonly cluster: string; readonly node: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).node) };
}

export default async function Page({ params }: Props) {
  const actor = await requireActor('cluster.view');
  const { cluster, node } = await params;
  return (
    <NodeScreen
      clusterId={cluster}
      nodeName={decodeURIComponent(node)}
      viewerRole={actor.role}
      propose={proposeAction}
    />
  );
}
