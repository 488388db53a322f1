'use client';

import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/status/status-mark';
import { Copyable } from '@/components/ui/copyable';
import { type Column, DataTable } from '@/components/ui/table';
import { type ForgottenNode, isKeyLeft, removalLine } from '@/lib/inventory/forgetting';

/** One row per node: what became of the key, and the exact line where a person has to finish it. */
export function NodeKeyTable({ nodes }: { readonly nodes: readonly ForgottenNode[] }) {
  const t = useTranslations('forget');
  const columns: readonly Column<ForgottenNode>[] = [
    { id: 'node', header: t('node'), rowHeader: true, cell: (node) => node.name },
    {
      id: 'login',
      header: t('login'),
      cell: ({ login, host, port }) => (
        <span className="mono">
          {login}@{host}
          {port === 22 ? '' : `:${port}`}
        </span>
      ),
    },
    { id: 'key', header: t('key'), cell: (node) => <KeyState node={node} /> },
    { id: 'toDo', header: t('toDo'), className: 'w-1/2', cell: (node) => <ToDo node={node} /> },
  ];
  return (
    <DataTable framed caption={t('caption')} columns={columns} rows={nodes} rowKey={(node) => node.id} />
  );
}

function KeyState({ node: { outcome, detail } }: { readonly node: ForgottenNode }) {
  const t = useTranslations('forget');
  if (!outcome) return <span className="text-ink-2">{t('working')}</span>;
  return (
    <>
      <StatusMark state={isKeyLeft(outcome) ? 'warning' : 'ok'}>{t(outcome)}</StatusMark>
      {detail ? <div className="mono text-ink-3">{detail}</div> : null}
    </>
  );
}

function ToDo({ node }: { readonly node: ForgottenNode }) {
  const t = useTranslations('forget');
  const { outcome, publicKey, name, login } = node;
  if (!outcome) return null;
  if (outcome === 'key-lost') return t('lookFor', { node: name, login });
  const isOffered = isKeyLeft(outcome) || outcome === 'given-by-person';
  if (!isOffered || !publicKey) return <span className="text-ink-3">{t('nothing')}</span>;
  return (
    <>
      <div>{t(outcome === 'given-by-person' ? 'runIfOnlyHaven' : 'runAs', { node: name, login })}</div>
      <Copyable text={removalLine(publicKey)} wrap />
    </>
  );
}
