import type { Metadata } from 'next';
import { proposeAction } from '@/app/(console)/changes/actions';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { NewResourceScreen } from './_components/new-resource-screen';

interface Props {
  readonly params: Promise<{ readonly cluster: string }>;
  readonly searchParams: Promise<{ readonly agent?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('pacemaker'))('newResource') };
}

/** `?agent=ocf:heartbeat:IPaddr2` opens its form: an address that can be sent. */
export default async function Page({ params, searchParams }: Props) {
  await requireActor('plan.propose');
  const [{ cluster }, { agent }] = await Promise.all([params, searchParams]);
  return (
    <NewResourceScreen
      clusterId={cluster}
      agent={typeof agent === 'string' ? agent : ''}
      kind="resource"
      propose={proposeAction}
    />
  );
}
