import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { may } from '@/lib/auth/roles';
import { requireActor } from '@/lib/auth/session';
import { getVerified } from '@/lib/views/plans';
import { DrbdScreen } from './_components/drbd-screen';

export const metadata: Metadata = { title: 'DRBD' };

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  const actor = await requireActor('cluster.view');
  const { cluster } = await params;
  return (
    <DrbdScreen
      clusterId={cluster}
      verified={await getVerified(actor, cluster)}
      {...(may(actor.role, 'plan.propose') ? { propose: proposeAction } : {})}
    />
  );
}
