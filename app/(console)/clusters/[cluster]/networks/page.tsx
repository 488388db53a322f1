import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { may } from '@/lib/auth/roles';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { NetworksScreen } from './_components/networks-screen';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('screens'))('networks') };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  const actor = await requireActor('cluster.view');
  const { cluster } = await params;
  return (
    <NetworksScreen
      clusterId={cluster}
      {...(may(actor.role, 'plan.propose') ? { propose: proposeAction } : {})}
    />
  );
}
