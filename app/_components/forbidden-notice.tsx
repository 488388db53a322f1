import { currentActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { Notice } from './notice';
import { roleKey } from './role-key';

/** Who is signed in, as what, and who can change that. */
export async function ForbiddenNotice({ isInShell }: { readonly isInShell: boolean }) {
  const t = await getTranslations('shell');
  const actor = await currentActor();
  const text = actor
    ? t('forbiddenNext', { name: actor.name, role: t(roleKey(actor.role)) })
    : t('guardForbidden');
  return <Notice title={t('forbiddenTitle')} text={text} link={t('toOverview')} isInShell={isInShell} />;
}
