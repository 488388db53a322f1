import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { ProtectScreen } from './_components/protect-screen';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('services'))('protectTitle') };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  await requireActor('plan.propose');
  const { cluster } = await params;
  return <ProtectScreen clusterId={cluster} propose={proposeAction} />;
}
