import { getTranslations } from '@/lib/i18n/server';
import { Notice } from './_components/notice';

export default async function NotFound() {
  const t = await getTranslations('shell');
  return <Notice title={t('notFoundTitle')} text={t('notFoundNext')} link={t('toOverview')} />;
}
