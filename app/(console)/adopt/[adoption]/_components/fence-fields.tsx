'use client';

import { useTranslations } from 'use-intl';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import type { Defaults, Machine } from './design-form';

/** With one power controller for each node; others are added in the cluster's own form, from the agent's metadata. */
const AGENTS = ['fence_ipmilan', 'fence_redfish', 'fence_ilo4', 'fence_ilo5', 'fence_idrac'] as const;

export function FenceFields({
  machines,
  defaults,
}: {
  readonly machines: readonly Machine[];
  readonly defaults: Defaults;
}) {
  const t = useTranslations('adopt');
  return (
    <div className="flex flex-col gap-5">
      {machines.map(({ name }) => {
        const own = defaults.fences.find(({ node }) => node === name);
        const isKept = own !== undefined && own.ip !== '';
        return (
          <fieldset key={name}>
            <legend className="mb-1 font-medium">{t('fenceOf', { node: name })}</legend>
            <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-4">
              <SelectField label={t('fenceAgent')} name={`agent ${name}`} defaultValue={own?.agent}>
                {AGENTS.map((agent) => (
                  <option key={agent}>{agent}</option>
                ))}
              </SelectField>
              <TextField
                label={t('fenceIp')}
                name={`ip ${name}`}
                defaultValue={own?.ip}
                autoComplete="off"
                spellCheck={false}
                required
              />
              <TextField
                label={t('fenceUser')}
                name={`username ${name}`}
                defaultValue={own?.username}
                autoComplete="off"
                spellCheck={false}
                required
              />
              <TextField
                label={t('fencePassword')}
                hint={isKept ? t('fencePasswordKept') : undefined}
                name={`password ${name}`}
                type="password"
                autoComplete="off"
                required={!isKept}
              />
              <TextField
                label={t('fenceOptions')}
                hint={t('fenceOptionsHint')}
                name={`options ${name}`}
                defaultValue={Object.entries(own?.options ?? {})
                  .map(([key, value]) => `${key}=${value}`)
                  .join(' ')}
                spellCheck={false}
                className="sm:col-span-2 lg:col-span-4"
              />
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
