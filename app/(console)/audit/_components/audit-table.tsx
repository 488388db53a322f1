'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import { Copyable } from '@/components/ui/copyable';
import { Drawer } from '@/components/ui/drawer';
import { EmptyState } from '@/components/ui/empty-state';
import { KeyValues } from '@/components/ui/key-values';
import { LinkButton } from '@/components/ui/link-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { type Column, DataTable } from '@/components/ui/table';
import type { AuditEntry } from '@/lib/data/audit';
import type { AuditPage } from '@/lib/views/audit';
import { useAuditWords } from './use-audit-words';

interface Props {
  readonly page: AuditPage;
  readonly opened?: AuditEntry;
  readonly query: Readonly<Record<string, string>>;
}

const PHASES = {
  intent: { key: 'phaseIntent', tone: 'neutral' },
  outcome: { key: 'phaseOutcome', tone: 'accent' },
  refused: { key: 'phaseRefused', tone: 'warning' },
} as const satisfies Readonly<Record<AuditEntry['phase'], { key: string; tone: BadgeTone }>>;

function addressOf(
  query: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string | undefined>>,
): string {
  const next = Object.entries({ ...query, ...change }).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  );
  const text = new URLSearchParams(next).toString();
  return text ? `/audit?${text}` : '/audit';
}

export function AuditTable({ page, opened, query }: Props) {
  const t = useTranslations('audit');
  const router = useRouter();
  const hasFilter = Object.keys(query).some((key) => key !== 'entry');
  return (
    <>
      <DataTable
        caption={t('title')}
        columns={useColumns()}
        rows={page.entries}
        rowKey={(row) => row.seq}
        framed
        onOpen={(row) => router.push(addressOf(query, { entry: row.seq }), { scroll: false })}
        empty={<EmptyState title={hasFilter ? t('empty') : t('emptyAll')} />}
      />
      <div className="mt-4 flex gap-2">
        {query.before ? (
          <LinkButton href={addressOf(query, { before: undefined, entry: undefined })}>
            {t('newest')}
          </LinkButton>
        ) : null}
        {page.olderBefore ? (
          <LinkButton href={addressOf(query, { before: page.olderBefore, entry: undefined })}>
            {t('older')}
          </LinkButton>
        ) : null}
      </div>
      {opened ? (
        <EntryDrawer
          entry={opened}
          onClose={() => router.push(addressOf(query, { entry: undefined }), { scroll: false })}
        />
      ) : null}
    </>
  );
}

function useColumns(): readonly Column<AuditEntry>[] {
  const t = useTranslations('audit');
  const words = useAuditWords();
  return [
    { id: 'seq', header: t('number'), align: 'end', cell: (row) => row.seq },
    { id: 'time', header: t('time'), cell: (row) => <RelativeTime at={row.at} /> },
    { id: 'person', header: t('person'), cell: (row) => (row.actorId ? row.actorName : t('haven')) },
    {
      id: 'action',
      header: t('action'),
      rowHeader: true,
      cell: (row) => <span title={row.action}>{words.action(row)}</span>,
    },
    {
      id: 'object',
      header: t('object'),
      cell: (row) => <span className="text-ink-2">{words.object(row)}</span>,
    },
    {
      id: 'phase',
      header: t('phase'),
      cell: (row) => <Badge tone={PHASES[row.phase].tone}>{t(PHASES[row.phase].key)}</Badge>,
    },
  ];
}

function EntryDrawer({ entry, onClose }: { readonly entry: AuditEntry; readonly onClose: () => void }) {
  const t = useTranslations('audit');
  const words = useAuditWords();
  const items = [
    { key: 'time', label: t('time'), value: <RelativeTime at={entry.at} as="clock" /> },
    { key: 'person', label: t('person'), value: entry.actorId ? entry.actorName : t('haven') },
    {
      key: 'action',
      label: t('action'),
      value: (
        <>
          {words.action(entry)} <code className="text-ink-3">{entry.action}</code>
        </>
      ),
    },
    { key: 'object', label: t('object'), value: words.object(entry) },
    {
      key: 'phase',
      label: t('phase'),
      value: <Badge tone={PHASES[entry.phase].tone}>{t(PHASES[entry.phase].key)}</Badge>,
    },
    {
      key: 'hash',
      label: t('hash'),
      value: <Copyable text={entry.hash} label={`${entry.hash.slice(0, 16)}…`} />,
    },
    {
      key: 'prevHash',
      label: t('prevHash'),
      value: <Copyable text={entry.prevHash} label={`${entry.prevHash.slice(0, 16)}…`} />,
    },
  ];
  return (
    <Drawer open onOpenChange={onClose} title={t('detail', { seq: entry.seq })}>
      <KeyValues items={items} />
      <h3 className="mt-6 mb-2 text-[0.9333rem] font-semibold">{t('data')}</h3>
      <pre className="overflow-x-auto rounded-lg bg-sunken p-4 text-[0.8667rem]">
        {JSON.stringify(entry.detail, null, 2)}
      </pre>
      <p className="mt-4 flex flex-wrap gap-2">
        {entry.objectKind === 'plan' ? (
          <LinkButton href={`/changes/${entry.objectId}`} size="sm">
            {t('openChange')}
          </LinkButton>
        ) : null}
        <LinkButton href={`/audit?entry=${entry.seq}`} look="quiet" size="sm">
          {t('link')}
        </LinkButton>
      </p>
    </Drawer>
  );
}
