import type { Metadata } from 'next';
import { IntlBoundary } from '@/app/_components/intl-boundary';
import { PageHeader } from '@/components/ui/page-header';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { listWalls } from '@/lib/views/walls';
import { AddWall } from './_components/add-wall';
import { WallTable } from './_components/wall-table';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('wall'))('title') };
}

export default async function WallsPage() {
  const actor = await requireActor('wall.manage');
  const [walls, t] = await Promise.all([listWalls(actor), getTranslations('wall')]);
  return (
    <IntlBoundary areas={['wall', 'shell', 'ui']}>
      <PageHeader title={t('title')} below={t('below')} actions={<AddWall />} />
      <WallTable walls={walls} />
    </IntlBoundary>
  );
}
