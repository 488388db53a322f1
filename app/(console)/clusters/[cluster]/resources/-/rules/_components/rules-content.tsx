'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ProposeButton } from '@/components/changes/propose-menu';
import { usePacemakerWords } from '@/components/pacemaker/use-pacemaker-words';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { type Column, DataTable } from '@/components/ui/table';
import { listResidue } from '@/lib/pacemaker/ban';
import { type ConstraintWish, wishOf } from '@/lib/pacemaker/constraint-wish';
import type { CibConstraint } from '@/lib/pacemaker/types';
import { CibNote, type CibSource } from '../../../_components/cib-source';
import { LeftoverList } from './leftover-list';
import { RuleDialog } from './rule-dialog';
import { SpreadForm } from './spread-form';

interface Props extends MayPropose {
  readonly live: LiveClusterView;
  readonly source: CibSource;
}

interface Edited {
  /** Absent for a new one. */
  readonly id?: string;
  readonly wish: ConstraintWish;
}

const NEW: ConstraintWish = { kind: 'colocation', resource: '', with: '', score: 'INFINITY' };

export function RulesContent({ live, source, propose }: Props) {
  const t = useTranslations('pacemaker');
  const [edited, setEdited] = useState<Edited | undefined>(undefined);
  const { cib, current } = source;
  const residue = listResidue(cib);
  const leftovers = residue.filter(({ isMeantToLast }) => !isMeantToLast);
  const left = new Set(leftovers.map(({ constraint }) => constraint.id));
  const rows = cib.constraints.filter(({ id }) => !left.has(id));
  return (
    <div className="flex flex-col gap-5">
      {leftovers.length > 0 ? (
        <LeftoverList clusterId={live.cluster.id} leftovers={leftovers} {...(propose ? { propose } : {})} />
      ) : null}
      <Section
        title={t('rules')}
        note={<CibNote live={live} source={source} />}
        actions={
          propose ? (
            <Button size="sm" onClick={() => setEdited({ wish: NEW })}>
              <Plus aria-hidden className="size-4" />
              {t('addRule')}
            </Button>
          ) : null
        }
      >
        <div className={current ? '' : 'stale'}>
          <DataTable
            caption={t('rules')}
            columns={useColumns(live.cluster.id, setEdited, propose)}
            rows={rows}
            rowKey={({ id }) => id}
            empty={<p className="text-ink-3">{t('noRules')}</p>}
          />
        </div>
      </Section>
      {propose ? <SpreadForm clusterId={live.cluster.id} cib={cib} propose={propose} /> : null}
      {propose && edited ? (
        <RuleDialog
          key={edited.id ?? 'new'}
          clusterId={live.cluster.id}
          cib={cib}
          begin={edited.wish}
          {...(edited.id === undefined ? {} : { id: edited.id })}
          propose={propose}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
    </div>
  );
}

function useColumns(
  clusterId: string,
  onEdit: (edited: Edited) => void,
  propose: MayPropose['propose'],
): readonly Column<CibConstraint>[] {
  const t = useTranslations('pacemaker');
  const screens = useTranslations('screens');
  const columns: Column<CibConstraint>[] = [
    { id: 'rule', header: t('rule'), cell: (each) => <RuleSentence constraint={each} /> },
    {
      id: 'kind',
      header: screens('col_kind'),
      sortValue: ({ kind }) => kind,
      cell: ({ kind }) => <Badge>{screens(`constraint_${kind}`)}</Badge>,
    },
    {
      id: 'id',
      header: screens('col_id'),
      rowHeader: true,
      sortValue: ({ id }) => id,
      cell: ({ id }) => <code className="text-[0.8667rem] font-normal break-all text-ink-3">{id}</code>,
    },
  ];
  if (!propose) return columns;
  const actions: Column<CibConstraint> = {
    id: 'actions',
    header: <span className="sr-only">{t('actions')}</span>,
    align: 'end',
    cell: (each) => {
      const wish = wishOf(each);
      return (
        <span className="inline-flex justify-end gap-1">
          {wish ? (
            <Button
              look="quiet"
              size="sm"
              aria-label={t('editRuleOf', { id: each.id })}
              onClick={() => onEdit({ id: each.id, wish })}
            >
              {t('edit')}
            </Button>
          ) : null}
          <ProposeButton
            clusterId={clusterId}
            propose={propose}
            intent={{ kind: 'edit-configuration', edit: { kind: 'remove-constraint', id: each.id } }}
            look="quiet"
            size="sm"
          >
            {t('removeEllipsis')}
            <span className="sr-only">{each.id}</span>
          </ProposeButton>
        </span>
      );
    },
  };
  return [...columns, actions];
}

/** Plain rules as a sentence; sets and conditions as they are written. */
export function RuleSentence({ constraint }: { readonly constraint: CibConstraint }) {
  const words = usePacemakerWords();
  const wish = wishOf(constraint);
  return wish ? (
    <span>{words.rule(wish)}</span>
  ) : (
    <code className="block text-[0.8667rem] break-words whitespace-pre-wrap">{constraint.xml}</code>
  );
}
