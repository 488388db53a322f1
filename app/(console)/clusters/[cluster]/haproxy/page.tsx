import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { may } from '@/lib/auth/roles';
import { requireActor } from '@/lib/auth/session';
import { HaproxyScreen } from './_components/haproxy-screen';

export const metadata: Metadata = { title: 'HAProxy' };

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  const actor = await requireActor('cluster.view');
  const { cluster } = await params;
  return (
    <HaproxyScreen
      clusterId={cluster}
      {...(may(actor.role, 'plan.propose') ? { propose: proposeAction } : {})}
    />
  );
}
