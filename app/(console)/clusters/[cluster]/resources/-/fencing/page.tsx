import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { may } from '@/lib/auth/roles';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { FencingScreen } from './_components/fencing-screen';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('pacemaker'))('tabFencing') };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  const actor = await requireActor('cluster.view');
  const { cluster } = await params;
  const isAllowed = may(actor.role, 'plan.propose');
  return <FencingScreen clusterId={cluster} {...(isAllowed ? { propose: proposeAction } : {})} />;
}
