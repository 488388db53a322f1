'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import { booleanChoice, booleanWords, isHidden } from '@/lib/pacemaker/agent-form';

export interface ValueSpec {
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'time' | 'string' | 'select' | 'score' | 'percentage';
  readonly options?: readonly string[];
  readonly default?: string | undefined;
}

interface Props {
  readonly spec: ValueSpec;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label?: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly isRequired?: boolean;
}

/** One value of Pacemaker's, by its type. Empty always means "not written": the default holds, and is shown. */
export function ValueField({ spec, value, onChange, label, hint, error, isRequired = false }: Props) {
  const t = useTranslations('pacemaker');
  const { name, type, default: fallback } = spec;
  const shared = {
    label: label ?? <code>{name}</code>,
    name,
    hint,
    error,
    required: isRequired,
    'aria-required': isRequired,
  };
  if (isHidden(value)) return <TextField {...shared} hint={t('hiddenValue')} value="•••" disabled />;
  const unset = fallback === undefined ? t('notSet') : t('defaultIs', { value: fallback });
  if (type === 'boolean' || type === 'select') {
    const options = type === 'boolean' ? booleanWords(fallback) : (spec.options ?? []);
    const chosen = type === 'boolean' ? booleanChoice(value, fallback) : value;
    const isStrange = chosen !== '' && !options.includes(chosen);
    return (
      <SelectField {...shared} value={chosen} onChange={({ target }) => onChange(target.value)}>
        <option value="">{isRequired ? t('choose') : unset}</option>
        {isStrange ? <option value={chosen}>{chosen}</option> : null}
        {options.map((option, index) => (
          <option key={option} value={option}>
            {type === 'boolean' ? t(index === 0 ? 'yesIs' : 'noIs', { value: option }) : option}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <TextField
      {...shared}
      value={value}
      placeholder={fallback ?? ''}
      inputMode={type === 'integer' ? 'numeric' : undefined}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
