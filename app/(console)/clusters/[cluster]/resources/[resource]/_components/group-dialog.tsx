'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ConfigurationRequest } from '@/lib/pacemaker/configuration-edit';
import type { CibReading, CibResource } from '@/lib/pacemaker/types';
import { useProposal } from '../../_components/use-proposal';
import { PlaceChoice, type PlaceValue, placeOf } from '../../-/new/_components/place-choice';

interface Props {
  readonly clusterId: string;
  readonly cib: CibReading;
  readonly resource: CibResource;
  readonly propose: ChangeActions['propose'];
  readonly onClose: () => void;
}

/** A resource into a group, or a group into another order. */
export function GroupDialog({ clusterId, cib, resource, propose, onClose }: Props) {
  const t = useTranslations('pacemaker');
  const { isBusy, error, ask } = useProposal(clusterId, propose);
  const members = resource.kind === 'group' ? resource.members.map(({ id }) => id) : [];
  const [order, setOrder] = useState<readonly string[]>(members);
  const [place, setPlace] = useState<PlaceValue>({ kind: 'new-group', group: '', at: 'last' });
  const edit =
    resource.kind === 'group' ? orderEdit(resource.id, members, order) : placeEdit(resource.id, place);
  const swap = (index: number, by: 1 | -1) => {
    const next = [...order];
    const [moved] = next.splice(index, 1);
    if (moved !== undefined) next.splice(index + by, 0, moved);
    setOrder(next);
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={resource.kind === 'group' ? t('reorderGroup') : t('intoGroup')}
      description={resource.kind === 'group' ? t('reorderGroupHint') : t('makePlanNote')}
      footer={
        <>
          <span role="alert" className="mr-auto text-critical empty:hidden">
            {error}
          </span>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={isBusy} disabled={!edit} onClick={() => edit && ask(edit)}>
            {t('makePlan')}
          </Button>
        </>
      }
    >
      {resource.kind === 'group' ? (
        <ol className="flex flex-col gap-1">
          {order.map((id, index) => (
            <li key={id} className="flex items-center gap-2 rounded-md border border-line px-3 py-1">
              <span className="num w-5 text-ink-3">{index + 1}</span>
              <code className="flex-1">{id}</code>
              <Button
                look="quiet"
                size="icon"
                disabled={index === 0}
                aria-label={t('moveUp', { id })}
                onClick={() => swap(index, -1)}
              >
                <ArrowUp aria-hidden className="size-4" />
              </Button>
              <Button
                look="quiet"
                size="icon"
                disabled={index === order.length - 1}
                aria-label={t('moveDown', { id })}
                onClick={() => swap(index, 1)}
              >
                <ArrowDown aria-hidden className="size-4" />
              </Button>
            </li>
          ))}
        </ol>
      ) : (
        <PlaceChoice value={place} cib={cib} onChange={setPlace} kinds={['in-group', 'new-group']} />
      )}
    </Dialog>
  );
}

const orderEdit = (
  id: string,
  before: readonly string[],
  order: readonly string[],
): ConfigurationRequest | undefined =>
  before.join(' ') === order.join(' ') ? undefined : { kind: 'reorder-group', id, order };

function placeEdit(id: string, value: PlaceValue): ConfigurationRequest | undefined {
  const place = placeOf(value);
  if (place?.kind === 'in-group') return { kind: 'join-group', id, group: place.group, place: place.place };
  return place?.kind === 'new-group' ? { kind: 'create-group', id: place.group, members: [id] } : undefined;
}
