import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { requireActor } from '@/lib/auth/session';
import { HaproxyEditScreen } from './_components/haproxy-edit-screen';

export const metadata: Metadata = { title: 'haproxy.cfg' };

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  await requireActor('plan.propose');
  const { cluster } = await params;
  return <HaproxyEditScreen clusterId={cluster} propose={proposeAction} />;
}
