import { Notice } from '@/app/_components/notice';
import { getTranslations } from '@/lib/i18n/server';

/** As outside the shell, but with the navigation: who followed an old link is not thrown out of the console. */
export default async function NotFound() {
  const t = await getTranslations('shell');
  return <Notice title={t('notFoundTitle')} text={t('notFoundNext')} link={t('toOverview')} isInShell />;
}
