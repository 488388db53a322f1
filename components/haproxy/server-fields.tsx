'use client';

import { useTranslations } from 'use-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { TextField } from '@/components/ui/field';
import type { ServerForm } from '@/lib/haproxy/form-edits';

interface Props {
  readonly form: ServerForm;
  readonly onChange: (form: ServerForm) => void;
  /** Only what a new server needs. */
  readonly short?: boolean;
}

const TEXTS = ['inter', 'fall', 'rise', 'weight'] as const;

export function ServerFields({ form, onChange, short = false }: Props) {
  const t = useTranslations('haproxy');
  const text = (name: 'name' | 'address' | 'port' | (typeof TEXTS)[number]) => (
    <TextField
      key={name}
      label={t(name)}
      value={form[name]}
      spellCheck={false}
      autoComplete="off"
      {...(name === 'weight' ? { hint: t('weightHint') } : {})}
      onChange={(event) => onChange({ ...form, [name]: event.target.value })}
    />
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-[1fr_1.4fr_7rem]">
        {(['name', 'address', 'port'] as const).map(text)}
      </div>
      {short ? null : <div className="grid gap-3 sm:grid-cols-2">{TEXTS.map(text)}</div>}
      <div>
        <Checkbox
          label={t('checked')}
          checked={form.check}
          onChange={(event) => onChange({ ...form, check: event.target.checked })}
        />
        <Checkbox
          label={t('backup')}
          checked={form.backup}
          onChange={(event) => onChange({ ...form, backup: event.target.checked })}
        />
      </div>
    </div>
  );
}
