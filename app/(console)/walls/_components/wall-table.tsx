'use client';

import { useState, useTransition } from 'react';
import { useTranslations } from 'use-intl';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { type Column, DataTable } from '@/components/ui/table';
import type { WallSummary } from '@/lib/data/wall-tokens';
import { revokeWallAction } from '../actions';
import { useWallProblem } from './add-wall';

export function WallTable({ walls }: { readonly walls: readonly WallSummary[] }) {
  const t = useTranslations('wall');
  const [chosen, setChosen] = useState<WallSummary>();
  const columns: Column<WallSummary>[] = [
    { id: 'name', header: t('name'), rowHeader: true, sortValue: (row) => row.name, cell: (row) => row.name },
    { id: 'names', header: t('names'), cell: (row) => t(row.showNames ? 'namesShow' : 'namesHide') },
    { id: 'language', header: t('language'), cell: (row) => t(row.locale === 'ko' ? 'korean' : 'english') },
    {
      id: 'created',
      header: t('created'),
      sortValue: (row) => row.createdAt,
      cell: (row) => <RelativeTime at={row.createdAt} />,
    },
    {
      id: 'seen',
      header: t('lastSeen'),
      sortValue: (row) => row.lastSeenAt,
      cell: (row) => (row.lastSeenAt === undefined ? t('never') : <RelativeTime at={row.lastSeenAt} />),
    },
    {
      id: 'state',
      header: t('state'),
      sortValue: (row) => Number(row.revokedAt !== undefined),
      cell: (row) =>
        row.revokedAt === undefined ? t('active') : <Badge tone="outline">{t('revoked')}</Badge>,
    },
    {
      id: 'actions',
      header: <span className="sr-only">{t('actions')}</span>,
      align: 'end',
      cell: (row) =>
        row.revokedAt === undefined ? (
          <Button
            size="sm"
            look="quiet"
            aria-label={t('revokeFor', { name: row.name })}
            onClick={() => setChosen(row)}
          >
            {t('revoke')}
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <DataTable
        framed
        caption={t('title')}
        columns={columns}
        rows={walls}
        rowKey={(row) => row.id}
        initialSort={{ column: 'state' }}
        empty={<EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>}
      />
      {chosen ? <RevokeDialog key={chosen.id} wall={chosen} onClose={() => setChosen(undefined)} /> : null}
    </>
  );
}

function RevokeDialog({ wall, onClose }: { readonly wall: WallSummary; readonly onClose: () => void }) {
  const t = useTranslations('wall');
  const shell = useTranslations('shell');
  const say = useWallProblem();
  const [problem, setProblem] = useState('');
  const [isPending, start] = useTransition();
  const revoke = () =>
    start(async () => {
      const result = await revokeWallAction({ wallId: wall.id });
      if (result.ok) onClose();
      else
        setProblem(
          result.error.kind === 'wall'
            ? say(result.error)
            : shell(result.error.kind === 'signed-out' ? 'guardSignedOut' : 'guardForbidden'),
        );
    });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t('revokeTitle', { name: wall.name })}
      description={t('revokeText')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="danger" busy={isPending} onClick={revoke}>
            {t('revoke')}
          </Button>
        </>
      }
    >
      <p role="alert" className="text-critical empty:hidden">
        {problem}
      </p>
    </Dialog>
  );
}
