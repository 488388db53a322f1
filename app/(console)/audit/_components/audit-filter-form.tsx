'use client';

import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { LinkButton } from '@/components/ui/link-button';
import { SelectField } from '@/components/ui/select';

interface Props {
  readonly query: Readonly<Record<string, string>>;
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

/** A plain GET form: works without scripts, and the address is the filter. */
export function AuditFilterForm({ query, people }: Props) {
  const t = useTranslations('audit');
  return (
    <form
      method="get"
      action="/audit"
      aria-label={t('filter')}
      className="mb-5 flex flex-wrap items-end gap-3"
    >
      <TextField
        label={t('search')}
        name="q"
        type="search"
        defaultValue={query.q}
        className="min-w-56 flex-1"
      />
      {people.length > 0 ? (
        <SelectField label={t('person')} name="person" defaultValue={query.person ?? ''}>
          <option value="">{t('all')}</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      ) : null}
      <TextField label={t('from')} name="from" type="datetime-local" defaultValue={query.from} />
      <TextField label={t('to')} name="to" type="datetime-local" defaultValue={query.to} />
      <Button type="submit">{t('apply')}</Button>
      {Object.keys(query).length > 0 ? (
        <LinkButton href="/audit" look="quiet">
          {t('clear')}
        </LinkButton>
      ) : null}
    </form>
  );
}
