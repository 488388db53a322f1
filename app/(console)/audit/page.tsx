import type { Metadata } from 'next';
import { PageHeader } from '@/components/ui/page-header';
import { requireActor } from '@/lib/auth/session';
import { auditActionsNamed } from '@/lib/base/audit-action';
import type { AuditFilter } from '@/lib/data/audit';
import { momentInZone } from '@/lib/i18n/locale';
import { messagesFor } from '@/lib/i18n/messages';
import { getReader, getTranslations } from '@/lib/i18n/server';
import { getAuditEntry, getAuditPage } from '@/lib/views/audit';
import { listAccounts } from '@/lib/views/users';
import { AuditFilterForm } from './_components/audit-filter-form';
import { AuditTable } from './_components/audit-table';
import { ChainState } from './_components/chain-state';

type Query = Readonly<Record<string, string | string[] | undefined>>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') };
}

/** The address holds filter, page and open entry, so that any view of the audit can be sent to somebody. */
export default async function AuditPage({ searchParams }: { readonly searchParams: Promise<Query> }) {
  const actor = await requireActor('audit.view');
  const query = textsOf(await searchParams);
  const before = /^\d{1,18}$/.test(query.before ?? '') ? query.before : undefined;
  const reader = await getReader();
  const [page, opened, people, t] = await Promise.all([
    getAuditPage(actor, filterOf(query, reader), before),
    query.entry ? getAuditEntry(actor, query.entry) : undefined,
    listAccounts(actor),
    getTranslations('audit'),
  ]);
  return (
    <>
      <PageHeader title={t('title')} below={<span className="block max-w-[70ch]">{t('below')}</span>} />
      <ChainState />
      <AuditFilterForm query={query} people={people.map(({ id, name }) => ({ id, name }))} />
      <AuditTable page={page} opened={opened} query={query} />
    </>
  );
}

function textsOf(query: Query): Readonly<Record<string, string>> {
  const texts = Object.entries(query).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  return Object.fromEntries(texts.map(([key, value]) => [key, value.slice(0, 200)]));
}

function filterOf(
  query: Readonly<Record<string, string>>,
  { locale, timeZone }: Awaited<ReturnType<typeof getReader>>,
): AuditFilter {
  const words = messagesFor(locale, ['audit']).audit ?? {};
  return {
    ...(query.q ? { text: query.q, actionsNamedSo: auditActionsNamed(query.q, words) } : {}),
    ...(query.person ? { actorId: query.person } : {}),
    ...(query.action ? { action: query.action } : {}),
    ...(query.object ? { objectId: query.object } : {}),
    from: momentInZone(query.from, timeZone),
    to: momentInZone(query.to, timeZone),
  };
}
