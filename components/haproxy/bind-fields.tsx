'use client';

import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import type { BindForm } from '@/lib/haproxy/form-edits';
import type { DirectoryVip } from '@/lib/live/protocol';

interface Props {
  readonly vips: readonly DirectoryVip[];
  readonly binds: readonly BindForm[];
  readonly onChange: (binds: readonly BindForm[]) => void;
}

/** Where clients come to: a VIP, named with its network, so that nobody takes the 1G one for the 10G one. */
export function BindFields({ vips, binds, onChange }: Props) {
  const t = useTranslations('haproxy');
  const internal = vips.find((vip) => vip.networkRole === '10g')?.address ?? vips[0]?.address ?? '*';
  const set = (index: number, part: Partial<BindForm>): void =>
    onChange(binds.map((bind, at) => (at === index ? { ...bind, ...part } : bind)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-[0.8667rem] font-medium text-ink-2">{t('binds')}</legend>
      {binds.map((bind, index) => {
        const number = index + 1;
        const known = bind.address === '*' || vips.some((vip) => vip.address === bind.address);
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place alone
            key={index}
            className="grid items-end gap-3 sm:grid-cols-[1fr_8rem_auto]"
          >
            <SelectField
              label={t('bindAddress', { number })}
              value={bind.address}
              onChange={(event) => set(index, { address: event.target.value })}
            >
              {vips.map((vip) => (
                <option key={vip.address} value={vip.address}>
                  {t('bindVip', { address: vip.address, role: vip.networkRole.toUpperCase() })}
                </option>
              ))}
              <option value="*">{t('bindAny')}</option>
              {known ? null : <option>{bind.address}</option>}
            </SelectField>
            <TextField
              label={t('bindPort', { number })}
              inputMode="numeric"
              value={bind.port}
              onChange={(event) => set(index, { port: event.target.value })}
            />
            <Button look="quiet" onClick={() => onChange(binds.filter((_, at) => at !== index))}>
              {t('bindRemove', { number })}
            </Button>
          </div>
        );
      })}
      <span>
        <Button size="sm" onClick={() => onChange([...binds, { address: internal, port: '' }])}>
          {t('bindAdd')}
        </Button>
      </span>
    </fieldset>
  );
}
