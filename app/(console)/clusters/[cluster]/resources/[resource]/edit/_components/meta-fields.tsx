'use client';

import { useTranslations } from 'use-intl';
import { ValueField } from '@/components/pacemaker/value-field';
import { Disclosure } from '@/components/ui/disclosure';
import type { FormValues } from '@/lib/pacemaker/agent-form';
import { isMetaValue, metaOptions } from '@/lib/pacemaker/meta-form';
import type { CibResource } from '@/lib/pacemaker/types';

interface Props {
  readonly resource: CibResource;
  readonly values: FormValues;
  readonly onChange: (values: FormValues) => void;
}

/** Names whose value is none that Pacemaker takes. */
export const metaProblems = (resource: CibResource, values: FormValues): string[] =>
  metaOptions(resource)
    .filter((option) => !isMetaValue(option, values[option.name] ?? ''))
    .map(({ name }) => name);

/** Meta attributes that mean something for this kind of resource; those that are set come first. */
export function MetaFields({ resource, values, onChange }: Props) {
  const t = useTranslations('pacemaker');
  const options = metaOptions(resource);
  const isSet = ({ name }: { readonly name: string }) => resource.meta[name] !== undefined;
  const fields = (shown: typeof options) => (
    <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
      {shown.map((option) => (
        <ValueField
          key={option.name}
          spec={{
            name: option.name,
            type: option.type,
            default: option.default,
            ...(option.values ? { options: option.values } : {}),
          }}
          value={values[option.name] ?? ''}
          error={isMetaValue(option, values[option.name] ?? '') ? '' : t('invalidValue')}
          onChange={(value) => onChange({ ...values, [option.name]: value })}
        />
      ))}
    </div>
  );
  const set = options.filter(isSet);
  const rest = options.filter((option) => !isSet(option));
  return (
    <div className="flex flex-col gap-4">
      {set.length > 0 ? fields(set) : <p className="text-ink-3">{t('nothingSet')}</p>}
      <Disclosure label={t('otherMeta', { count: rest.length })}>{fields(rest)}</Disclosure>
    </div>
  );
}
