import { currentActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { Notice } from './_components/notice';
import { roleKey } from './_components/role-key';

export default async function Forbidden() {
  const t = await getTranslations('shell');
  const actor = await currentActor();
  const text = actor
    ? t('forbiddenNext', { name: actor.name, role: t(roleKey(actor.role)) })
    : t('guardForbidden');
  return <Notice title={t('forbiddenTitle')} text={text} link={t('toOverview')} />;
}
