import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { may } from '@/lib/auth/roles';
import { requireActor } from '@/lib/auth/session';
import { listChangesOf } from '@/lib/views/plans';
import { ResourceScreen } from './_components/resource-screen';

interface Props {
  readonly params: Promise<{ readonly cluster: string; readonly resource: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).resource) };
}

export default async function Page({ params }: Props) {
  const actor = await requireActor('cluster.view');
  const { cluster, resource } = await params;
  const id = decodeURIComponent(resource);
  const changes = await listChangesOf(actor, cluster, id);
  const isAllowed = may(actor.role, 'plan.propose');
  return (
    <ResourceScreen
      clusterId={cluster}
      resourceId={id}
      changes={changes}
      {...(isAllowed ? { propose: proposeAction } : {})}
    />
  );
}
