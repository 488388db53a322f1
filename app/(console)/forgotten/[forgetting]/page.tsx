import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { getForgetting } from '@/lib/views/forgetting';
import { ForgettingScreen } from './_components/forgetting-screen';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('forget'))('confirm') };
}

export default async function ForgottenPage({
  params,
}: {
  readonly params: Promise<{ readonly forgetting: string }>;
}) {
  const actor = await requireActor('cluster.forget');
  const view = await getForgetting(actor, (await params).forgetting);
  if (!view) notFound();
  return <ForgettingScreen initial={view} />;
}
