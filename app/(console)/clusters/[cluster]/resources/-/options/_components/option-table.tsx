'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ValueField } from '@/components/pacemaker/value-field';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/table';
import type { OptionRisk } from '@/lib/pacemaker/cluster-options';
import { isEditableOption, type OptionRow } from '@/lib/pacemaker/option-form';

interface Props {
  readonly caption: string;
  readonly rows: readonly OptionRow[];
  readonly isEditable: boolean;
  readonly onEdit: (name: string, value: string | null) => void;
  readonly onReset: (name: string) => void;
}

const TONES: Readonly<Record<OptionRisk, BadgeTone>> = {
  fencing: 'critical',
  quorum: 'critical',
  unattended: 'warning',
  outage: 'warning',
  placement: 'info',
};

/** Name, value, what it would be by itself, what it takes, and what it can cost. */
export function OptionTable({ caption, rows, isEditable, onEdit, onReset }: Props) {
  const t = useTranslations('pacemaker');
  const columns: readonly Column<OptionRow>[] = [
    {
      id: 'name',
      header: t('option'),
      rowHeader: true,
      sortValue: ({ name }) => name,
      cell: ({ name, option }) => (
        <span className="inline-flex flex-wrap items-baseline gap-2 font-normal">
          <code>{name}</code>
          {option?.risk ? <Badge tone={TONES[option.risk]}>{t(`risk_${option.risk}`)}</Badge> : null}
          {option ? null : <Badge>{t('unknownOption')}</Badge>}
        </span>
      ),
    },
    {
      id: 'value',
      header: t('value'),
      cell: (row) => <Value row={row} isEditable={isEditable} onEdit={onEdit} onReset={onReset} />,
    },
    {
      id: 'default',
      header: t('default'),
      cell: ({ option }) => <code className="text-ink-3">{option?.default ?? '–'}</code>,
    },
    {
      id: 'takes',
      header: t('takes'),
      cell: ({ option }) => (
        <span className="text-[0.8667rem] text-ink-3">
          {option ? (option.values?.join(' · ') ?? t(`type_${option.type}`)) : '–'}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={({ name }) => name}
      empty={<p className="text-ink-3">{t('nothingSet')}</p>}
    />
  );
}

function Value({
  row,
  isEditable,
  onEdit,
  onReset,
}: Omit<Props, 'caption' | 'rows'> & { readonly row: OptionRow }) {
  const t = useTranslations('pacemaker');
  const [isOpen, setOpen] = useState(false);
  const { name, option, value, edited, isChanged, isValid, weakens } = row;
  if (isEditable && option && isOpen) {
    const { type, default: fallback, values } = option;
    return (
      <div className="flex max-w-md items-start gap-2">
        <div className="min-w-48 flex-1">
          <ValueField
            spec={{ name, type, default: fallback, ...(values ? { options: values } : {}) }}
            label={<span className="sr-only">{name}</span>}
            value={edited === undefined ? (value ?? '') : (edited ?? '')}
            hint={weakens ? <span className="text-critical">{t('weakens')}</span> : undefined}
            error={isValid ? '' : t('invalidValue')}
            onChange={(text) => onEdit(name, text.trim() === '' ? null : text.trim())}
          />
        </div>
        <Button
          look="quiet"
          size="sm"
          className="mt-6"
          onClick={() => {
            onReset(name);
            setOpen(false);
          }}
        >
          {t('leaveIt')}
        </Button>
      </div>
    );
  }
  return (
    <span className="inline-flex flex-wrap items-baseline gap-2">
      {value === undefined ? (
        <span className="text-ink-3">{t('byDefault')}</span>
      ) : (
        <code className={isChanged ? 'line-through' : 'font-semibold'}>{value}</code>
      )}
      {isChanged ? <code className="font-semibold">{edited ?? t('byDefault')}</code> : null}
      {isEditable && isEditableOption(row) ? (
        <Button look="quiet" size="sm" aria-label={t('editOption', { name })} onClick={() => setOpen(true)}>
          {t('edit')}
        </Button>
      ) : null}
    </span>
  );
}
