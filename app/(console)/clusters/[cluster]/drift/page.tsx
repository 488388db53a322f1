import type { Metadata } from 'next';
import { may } from '@/lib/auth/roles';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { DriftScreen } from './_components/drift-screen';
import { acceptDriftAction, returnDriftAction } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('drift'))('title') };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  const actor = await requireActor('cluster.view');
  const { cluster } = await params;
  return (
    <DriftScreen
      clusterId={cluster}
      {...(may(actor.role, 'plan.approve') ? { accept: acceptDriftAction } : {})}
      {...(may(actor.role, 'plan.propose') ? { giveBack: returnDriftAction } : {})}
    />
  );
}
