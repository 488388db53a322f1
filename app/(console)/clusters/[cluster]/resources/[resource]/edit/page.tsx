import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { requireActor } from '@/lib/auth/session';
import { EditResourceScreen } from './_components/edit-resource-screen';

interface Props {
  readonly params: Promise<{ readonly cluster: string; readonly resource: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).resource) };
}

export default async function Page({ params }: Props) {
  await requireActor('plan.propose');
  const { cluster, resource } = await params;
  return (
    <EditResourceScreen
      clusterId={cluster}
      resourceId={decodeURIComponent(resource)}
      propose={proposeAction}
    />
  );
}
